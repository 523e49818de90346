"""Pages to blocks: the one sentence that PDF, OFD and scans share.

Ruled tables first, then borderless ones among what is left, then lines into paragraphs in reading order, then what page
breaks cut is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.document import Block, Box, Place, cell_of, place_of
from parsers.pages import borderless, glyphs, reading
from parsers.pages.cells import contents, filled, overhanging
from parsers.pages.celltext import Content
from parsers.pages.continuations import Part, joined, severed, torn
from parsers.pages.frames import Frame
from parsers.pages.glyphs import Glyph, Line
from parsers.pages.gutters import Flow, columns
from parsers.pages.headers import Header
from parsers.pages.lostrules import restored
from parsers.pages.raised import marked_raised
from parsers.pages.reading import Passage
from parsers.pages.running import without_running
from parsers.pages.sheets import Sheet
from parsers.pages.strokes import ruling
from parsers.pages.struck import marked

_NAME_OVER_NUMBER = re.compile(r"(?:结果维持|结果纠正|其他结果|尚未审结)\s*[0-9０-９].*")
"""A column of table 四 in one cell: no rule stands between its head and its number."""
_SCRAP = 4
"""Characters of what a page break left of a label."""


def blocks(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """The paragraphs and grids of all pages in reading order."""
    split = [_ruled(sheet) for sheet in sheets]
    pages = [(sheet.height, lines) for sheet, (_, lines) in zip(sheets, split, strict=True)]
    found: list[Part | Passage] = []
    unfinished: Header | None = None
    for sheet, (ruled, _), printed in zip(sheets, split, without_running(pages), strict=True):
        bare, lines, unfinished = borderless.tables(sheet, printed, unfinished)
        parts = [*ruled, *bare]
        for column in _columns(sheet, parts, lines):
            whole = _over_break(found[-1], column[0]) if found and column else None
            if whole:
                found[-1:] = [whole]
            else:
                _tear(found, column)
            found += column[1:] if whole else column
    return tuple(item.grid() if isinstance(item, Part) else item.paragraph for item in found)


def _ruled(sheet: Sheet) -> tuple[list[Part], list[Line]]:
    """The ruled tables of a page, and its lines outside them."""
    if sheet.tables:
        read = replace(sheet, doubt="")  # their cells say themselves what is doubtful
        return [_table(read, frame, said) for frame, said in sheet.tables], glyphs.lines(sheet.glyphs)
    ruled, level = ruling(sheet.strokes)
    printed = marked_raised(marked(sheet.glyphs, level, sheet.slants))
    if not ruled:
        return [], glyphs.lines(printed)
    inside: list[list[Glyph]] = [[] for _ in ruled]
    outside: list[Glyph] = []
    boxes = sorted((_area(frame.box), index, frame.box) for index, frame in enumerate(ruled))
    for glyph in printed:
        x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
        for _, index, (left, top, right, bottom) in boxes:
            if left <= x <= right and top <= y <= bottom:
                inside[index].append(glyph)
                break
        else:
            outside.append(glyph)
    parts = []
    for frame, content in zip(ruled, inside, strict=True):
        hanging = overhanging(frame, content, outside)
        part = _part(sheet, frame, [*content, *hanging])
        if part:
            parts.append(part)
            outside = [glyph for glyph in outside if glyph not in hanging]
        else:
            outside += content
    return parts, glyphs.lines(outside)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _part(sheet: Sheet, frame: Frame, printed: Sequence[Glyph]) -> Part | None:
    """The frame as a table, or None when its rules do not part the text into cells: a drawing, rules between rows only."""
    inside = filled(frame, printed)
    better = restored(frame, inside)
    if len(better.edges_down) > 2 * len(frame.edges_down):
        return None  # upright rules, and a few for the header
    if better.spans != frame.spans:
        frame, inside = better, filled(better, printed)
    said = contents(frame, inside)
    if sum(1 for text, _ in said if text) < 2:
        return None
    if sum(1 for text, doubt in said if doubt and len(text.split()) > 2) > 2:
        return None
    if sum(1 for text, _ in said if _NAME_OVER_NUMBER.fullmatch(text)) > 2:
        return None
    return _table(sheet, frame, said)


def _table(sheet: Sheet, frame: Frame, said: Sequence[Content]) -> Part:
    shown = frame.rounded().span_box if sheet.straight else lambda span: sheet.shown(frame.span_box(span))
    cells = tuple(
        cell_of(
            (
                *span[:2],
                text,
                *span[2:],
                place_of((sheet.number, shown(span), None)),
                doubt or (sheet.doubt if text else ""),
            )
        )
        for span, (text, doubt) in zip(frame.spans, said, strict=True)
    )
    place = Place(sheet.number, sheet.shown(frame.box))
    return Part(
        cells,
        frame.edges_across,
        place,
        frame.box[1],
        frame.box[3],
        frame.open_top > 0,
        frame.open_bottom > 0,
    )


def _columns(sheet: Sheet, parts: list[Part], lines: list[Line]) -> Iterator[list[Part | Passage]]:
    """Tables and paragraphs of a page, column by column."""
    flow: Flow = sorted([*parts, *lines], key=_top)
    for column in columns(flow, sheet.width):
        found: list[Part | Passage] = []
        run: list[Line] = []
        for item in column:
            if isinstance(item, Part):
                found += reading.passages(sheet, run)
                found.append(item)
                run = []
            else:
                run.append(item)
        found += reading.passages(sheet, run)
        yield found


def _top(item: Line | Part) -> float:
    return item.top if isinstance(item, Part) else item[0][1]


def _tear(found: list[Part | Passage], column: Sequence[Part | Passage]) -> None:
    """The last table of all that was found, when the first of this column begins with the rest of its numbers. Its frame may
    have lost the labels: they stand between the two, a character or two a line."""
    for last in reversed(range(len(found))):
        above = found[last]
        if isinstance(above, Part):
            break
        if not _is_scrap(above):
            return
    else:
        return
    below = next((item for item in column if not _is_scrap(item)), None)
    if isinstance(below, Part):
        found[last] = above = torn(above, below)
    rests = [item.paragraph.place for item in takewhile(_is_rest, column) if isinstance(item, Passage)]
    if rests:
        found[last] = severed(above, rests)


def _is_rest(item: Part | Passage) -> bool:
    """Whether nothing but digits stand in a line: what a cell without rules has left for the next page."""
    return isinstance(item, Passage) and "".join(item.paragraph.text.split()).isdecimal()


def _is_scrap(item: Part | Passage) -> bool:
    return isinstance(item, Passage) and len(item.paragraph.text) <= _SCRAP


def _over_break(last: Part | Passage, first: Part | Passage) -> Part | Passage | None:
    """The two as one when a page break went through them."""
    if isinstance(last, Part) and isinstance(first, Part):
        return joined(last, first)
    if isinstance(last, Passage) and isinstance(first, Passage) and not last.closes and not first.opens:
        return Passage(reading.rejoined(last.paragraph, first.paragraph), last.opens, first.closes)
    return None

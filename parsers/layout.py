"""Pages to blocks: the one sentence that PDF, OFD and scans share.

Ruled tables first, then borderless ones among what is left, then lines into paragraphs in reading order, then what page
breaks cut is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers import glyphs, reading
from parsers.cells import contents
from parsers.continuations import Part, joined
from parsers.document import Block, Box, Cell, Place
from parsers.glyphs import Glyph, Line
from parsers.reading import Passage
from parsers.running import without_running
from parsers.sheets import Sheet
from parsers.strokes import Frame, frames

Flow = list[Line | Part]
"""Lines and tables of one page from top to bottom."""


def blocks(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """The paragraphs and grids of all pages in reading order."""
    split = [_ruled(sheet) for sheet in sheets]
    pages = [(sheet.height, lines) for sheet, (_, lines) in zip(sheets, split, strict=True)]
    found: list[Part | Passage] = []
    for sheet, (parts, _), lines in zip(sheets, split, without_running(pages), strict=True):
        page = list(_page(sheet, parts, lines))
        if page and found and (whole := _over_break(found[-1], page[0])):
            found[-1:] = [whole]
            page = page[1:]
        found += page
    return tuple(item.grid() if isinstance(item, Part) else item.paragraph for item in found)


def _ruled(sheet: Sheet) -> tuple[list[Part], list[Line]]:
    """The ruled tables of a page, and its lines outside them."""
    ruled = frames(sheet.strokes)
    if not ruled:
        return [], glyphs.lines(sheet.glyphs)
    inside: list[list[Glyph]] = [[] for _ in ruled]
    outside: list[Glyph] = []
    boxes = sorted((_area(frame.box), index, frame.box) for index, frame in enumerate(ruled))
    for glyph in sheet.glyphs:
        x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
        for _, index, (left, top, right, bottom) in boxes:
            if left <= x <= right and top <= y <= bottom:
                inside[index].append(glyph)
                break
        else:
            outside.append(glyph)
    parts = []
    for frame, printed in zip(ruled, inside, strict=True):
        part = _part(sheet, frame, printed)
        if part:
            parts.append(part)
        else:
            outside += printed
    return parts, glyphs.lines(outside)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _part(sheet: Sheet, frame: Frame, printed: Sequence[Glyph]) -> Part | None:
    """The frame as a table, or None when its rules do not part the text into cells: a drawing, rules between rows only."""
    said = contents(frame, printed)
    if sum(1 for text, _ in said if text) < 2:
        return None
    if sum(1 for text, doubt in said if doubt and len(text.split()) > 2) > 2:
        return None
    cells = tuple(
        Cell(
            span.row,
            span.column,
            text,
            span.row_span,
            span.column_span,
            Place(sheet.number, sheet.shown(frame.span_box(span))),
            doubt or (sheet.doubt if text else ""),
        )
        for span, (text, doubt) in zip(frame.spans, said, strict=True)
    )
    place = Place(sheet.number, sheet.shown(frame.box))
    return Part(cells, frame.edges_across, place, frame.box[1], frame.open_top, frame.open_bottom)


def _page(sheet: Sheet, parts: list[Part], lines: list[Line]) -> Iterator[Part | Passage]:
    """Tables and paragraphs of a page in reading order."""
    flow: Flow = sorted([*parts, *lines], key=_top)
    for column in _columns(flow, lines, sheet.width):
        run: list[Line] = []
        for item in column:
            if isinstance(item, Part):
                yield from reading.passages(sheet, run)
                run = []
                yield item
            else:
                run.append(item)
        yield from reading.passages(sheet, run)


def _top(item: Line | Part) -> float:
    return item.top if isinstance(item, Part) else item[0][1]


def _columns(flow: Flow, lines: Sequence[Line], width: float) -> Iterator[Flow]:
    """The flow cut where two columns of text begin and end: what stands above, left column, right column, what stands below."""
    middle = reading.gutter(lines, width)
    if middle is None:
        yield flow
        return
    band: Flow = []
    single: Flow = []
    for item in flow:
        if _crosses(item, middle):
            yield from _sides(band, middle)
            band = []
            single.append(item)
        else:
            if single:
                yield single
                single = []
            band.append(item)
    yield single
    yield from _sides(band, middle)


def _extent(item: Line | Part) -> tuple[float, float]:
    return (item.edges[0], item.edges[-1]) if isinstance(item, Part) else (item[0][0], item[-1][2])


def _crosses(item: Line | Part, middle: float) -> bool:
    if isinstance(item, Part):
        return item.edges[0] < middle < item.edges[-1]
    return any(piece[0][0] < middle < piece[-1][2] for piece in glyphs.tokens(item, reading.COLUMN_GAP))


def _sides(band: Flow, middle: float) -> Iterator[Flow]:
    sides: tuple[Flow, Flow] = ([], [])
    for item in band:
        if isinstance(item, Part):
            sides[item.edges[0] >= middle].append(item)
            continue
        for side in (0, 1):
            half = [glyph for glyph in item if (glyph[0] >= middle) == bool(side)]
            if half:
                sides[side].append(half)
    yield from sides


def _over_break(last: Part | Passage, first: Part | Passage) -> Part | Passage | None:
    """The two as one when a page break went through them."""
    if isinstance(last, Part) and isinstance(first, Part):
        return joined(last, first)
    if isinstance(last, Passage) and isinstance(first, Passage) and not last.closes and not first.opens:
        return Passage(reading.rejoined(last.paragraph, first.paragraph), last.opens, first.closes)
    return None

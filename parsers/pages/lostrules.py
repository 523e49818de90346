"""Rules that were not drawn: a page break that took the last ones, a gap between two labels.

A label opens with its number, so next to a page break a numbered line below another line of one cell is a second row. In a
closed row it is not parted: somebody may have typed two rows into one, and which number is whose is not ours to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.pages import glyphs
from parsers.pages.celltext import DIGITS, wrapped
from parsers.pages.frames import Frame, Span
from parsers.pages.glyphs import Line
from parsers.words.numbering import numbered

APART = 0.35
"""Times the height of white space between two labels in one cell; lines of one label stand closer, mostly."""
SAME_CUT = 6.0
"""Points. Cuts of several cells nearer than this are one."""
Stack = tuple[list[Line], float]
"""The lines of a cell, and how wide it is."""


def restored(frame: Frame, inside: Sequence[Line]) -> Frame:
    """The frame with rows parted where a page break took their rule, or where labels well apart stand in merged rows."""
    if frame.open_top or frame.open_bottom:
        return _with_rows(frame, inside)
    merged = [
        index for index, span in enumerate(frame.spans) if 1 < span.row_span < 4 and _tall(inside[index])
    ]
    if not merged:
        return frame
    spans = set(frame.spans)
    counted = {span.row for span, content in zip(frame.spans, inside, strict=True) if _number(content)}
    for index in merged:
        span = frame.spans[index]
        if counted.intersection(range(span.row, span.row + span.row_span)):
            spans.remove(span)
            spans.update(_parted(frame, span, glyphs.lines(inside[index])))
    return frame if len(spans) == len(frame.spans) else replace(frame, spans=tuple(sorted(spans)))


def _with_rows(frame: Frame, inside: Sequence[Line]) -> Frame:
    """The frame with row edges where numbered labels, or cells that all hold the same lines, show several rows in one."""
    cuts: list[tuple[float, int]] = []
    stacks: dict[int, list[Stack]] = {}
    for span, content in zip(frame.spans, inside, strict=True):
        lines = glyphs.lines(content) if _tall(content) else [content]
        cuts += ((at, span.column) for at in _cuts(lines))
        if content and span.row_span == 1:
            left, _, right, _ = frame.span_box(span)
            stacks.setdefault(span.row, []).append((lines, right - left))
    cuts += ((at, 0) for stack in stacks.values() for at in _stacked(stack))
    digits = [glyph for content in inside for glyph in content if glyph[4] in DIGITS]
    spans = list(frame.spans)
    for at, column in _merged(cuts):
        if _open(frame, at) and not any(glyph[1] + 1 < at < glyph[3] - 1 for glyph in digits):
            frame, spans = _cut(frame, spans, at, column)
    return replace(frame, spans=tuple(sorted(spans)))


def _open(frame: Frame, at: float) -> bool:
    """Whether a height lies next to a page break that took its rules. Elsewhere two rows were typed into one."""
    down = frame.edges_down
    return down[0] < at < down[frame.open_top] or down[-1 - frame.open_bottom] < at < down[-1]


def _number(content: Line) -> bool:
    """Whether a cell holds digits only: its row is no header."""
    return bool(content) and all(glyph[4] in DIGITS for glyph in content)


def _tall(content: Line) -> bool:
    """Whether glyphs stand on several lines."""
    if len(content) < 2:
        return False
    first = content[0]
    return any(abs(glyph[1] - first[1]) > 0.6 * (first[3] - first[1]) for glyph in content)


def _cuts(lines: Sequence[Line]) -> Iterator[float]:
    """Heights above numbered lines that are not the first of their cell."""
    for above, line in pairwise(lines):
        said = glyphs.text(line)
        if len(said) > 3 and numbered(said):
            foot, head = max(glyph[3] for glyph in above), min(glyph[1] for glyph in line)
            yield max((foot + head) / 2, head - 0.3 * (line[0][3] - line[0][1]))


def _stacked(cells: Sequence[Stack]) -> Iterator[float]:
    """Heights between the lines of a row whose cells hold the same lines, well apart: rows without rules between.

    A cell may be blank beside some of the lines where two others hold all of them, and a label is no longer one broken to fit.
    """
    most = max(len(lines) for lines, _ in cells)
    whole = [(lines, room) for lines, room in cells if len(lines) == most]
    labels = [stack for stack in whole if not _number(stack[0][0])]
    if most < 2 or len(whole) < 2 or (labels and all(wrapped(*stack) for stack in labels)):
        return
    levels = list(zip(*(lines for lines, _ in whole), strict=True))
    tops = [min(line[0][1] for line in level) for level in levels]
    feet = [max(line[0][3] for line in level) for level in levels]
    apart = APART * (levels[0][0][0][3] - levels[0][0][0][1])
    even = all(any(abs(line[0][1] - top) < 3 for top in tops) for lines, _ in cells for line in lines)
    if even and all(below - above > apart for above, below in zip(feet, tops[1:], strict=False)):
        yield from ((above + below) / 2 for above, below in zip(feet, tops[1:], strict=False))


def _merged(cuts: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """One cut for those at the same height, with the rightmost column that asks for it: that of the rows' own labels."""
    merged: list[tuple[float, int]] = []
    for at, column in sorted(cuts):
        if merged and at - merged[-1][0] < SAME_CUT:
            merged[-1] = (merged[-1][0], max(column, merged[-1][1]))
        else:
            merged.append((at, column))
    return merged


def _cut(frame: Frame, spans: list[Span], at: float, column: int) -> tuple[Frame, list[Span]]:
    """A new row edge at a height: cells from `column` on are parted there, those left of it span one row more."""
    down = frame.edges_down
    row = sum(1 for edge in down if edge <= at) - 1
    if not 0 <= row < len(down) - 1 or min(at - down[row], down[row + 1] - at) < SAME_CUT / 2:
        return frame, spans
    parted: list[Span] = []
    for span in spans:
        last = span.row + span.row_span - 1
        if span.row > row:
            parted.append(span._replace(row=span.row + 1))
        elif last > row or (last == row and span.column < column):
            parted.append(span._replace(row_span=span.row_span + 1))
        elif last == row:
            parted += (span, Span(row + 1, span.column, 1, span.column_span))
        else:
            parted.append(span)
    top, bottom = frame.open_top, frame.open_bottom
    top, bottom = (top + 1, bottom) if row < top else (top, bottom + 1)
    return replace(
        frame, edges_down=(*down[: row + 1], at, *down[row + 1 :]), open_top=top, open_bottom=bottom
    ), parted


def _parted(frame: Frame, span: Span, lines: Sequence[Line]) -> list[Span]:
    """A merged cell as one cell a row when each of its rows holds a label of its own, well apart from the next."""
    if span.row_span < 2 or len(lines) < span.row_span or span.row_span > 3:
        return [span]
    groups: list[Line] = []
    for line in lines:
        height = line[0][3] - line[0][1]
        if groups and line[0][1] - max(glyph[3] for glyph in groups[-1]) < APART * height:
            groups[-1] = [*groups[-1], *line]
        else:
            groups.append(list(line))
    down = frame.edges_down
    if len(groups) != span.row_span or any(len(glyphs.text(group)) < 2 for group in groups):
        return [span]
    for row, group in enumerate(groups, start=span.row):
        if (
            min(glyph[1] for glyph in group) < down[row] - 1
            or max(glyph[3] for glyph in group) > down[row + 1] + 1
        ):
            return [span]
    return [span._replace(row=row, row_span=1) for row in range(span.row, span.row + span.row_span)]

"""What stands in which cell of a ruled table.

A glyph belongs to the cell its middle lies in. Where that may be wrong, as with a number across a border, the cell says `torn`;
`parsers.pages.celltext` says what its text is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from statistics import median

from parsers.pages import glyphs
from parsers.pages.celltext import DIGITS, SMALL, Content, content_of, heights, uneven
from parsers.pages.frames import Frame
from parsers.pages.glyphs import CUT, STROKE, Glyph, Line

MARKED = DIGITS | {digit + mark for digit in DIGITS for mark in (STROKE, CUT)}
"""Digits, and those with a mark behind them that makes them no number."""
TOUCHING = 0.12
"""Digits in two cells with less than this part of their height between them may be one number too wide for its cell."""
SPACED = 1.3
"""Times the white space between the digits of one cell: in a number set with letter spacing they stand farther apart."""
INSET = 1.0
"""Points by which a glyph may reach over the edge of its cell."""


def filled(frame: Frame, printed: Iterable[Glyph]) -> list[Line]:
    """For each span of the frame, in order, the glyphs whose middles lie in it."""
    inside: list[Line] = [[] for _ in frame.spans]
    owner = frame.covered()
    across, down = frame.edges_across[1:-1], frame.edges_down[1:-1]
    width = len(across) + 1
    for glyph in printed:
        row = bisect_right(down, (glyph[1] + glyph[3]) / 2) * width
        first = owner[row + bisect_right(across, glyph[0] + INSET)]
        if first == owner[row + bisect_right(across, glyph[2] - INSET)]:
            inside[first].append(glyph)
            continue
        for each in glyphs.apart(glyph):
            inside[owner[row + bisect_right(across, (each[0] + each[2]) / 2)]].append(each)
    return inside


def overhanging(frame: Frame, inside: Sequence[Glyph], outside: Sequence[Glyph]) -> list[Glyph]:
    """Digits beyond the sides of a table that go on with a number in it, which is too wide for its cell or the page."""
    left, top, right, bottom = frame.box
    level = [g for g in outside if g[4] in MARKED and top < (g[1] + g[3]) / 2 < bottom]
    found: list[Glyph] = []
    for beyond in (
        sorted(glyph for glyph in level if glyph[2] > right),
        sorted((glyph for glyph in level if glyph[0] < left), reverse=True),
    ):
        for glyph in beyond:
            if any(_goes_on((glyph, ()), (other, inside)) for other in (*inside, *found)):
                found.append(glyph)
    return found


def _goes_on(one: tuple[Glyph, Sequence[Glyph]], other: tuple[Glyph, Sequence[Glyph]]) -> bool:
    """Whether two digits, each with the glyphs around it, stand side by side as in one number."""
    if not _touching(one[0], other[0], glyphs.GAP):
        return False
    return _touching(one[0], other[0], max(TOUCHING, SPACED * _spacing(*one), SPACED * _spacing(*other)))


def _touching(one: Glyph, other: Glyph, part: float) -> bool:
    """Whether two digits stand on one line with less than a part of their height between them."""
    height = one[3] - one[1]
    gap = max(one[0], other[0]) - min(one[2], other[2])
    return other[4] in MARKED and abs(one[1] - other[1]) < height / 2 and abs(gap) < height * part


def _spacing(glyph: Glyph, around: Iterable[Glyph]) -> float:
    """White space between a digit and the next one in its cell, as a part of its height; 0 for a digit alone."""
    near = [g for g in around if g is not glyph and _touching(glyph, g, glyphs.GAP)]
    gaps = (max(glyph[0], each[0]) - min(glyph[2], each[2]) for each in near)
    return min(gaps, default=0.0) / (glyph[3] - glyph[1])


def contents(frame: Frame, inside: Sequence[Line]) -> list[Content]:
    """For each span of the frame, in order, its text and doubt."""
    across = frame.edges_across
    torn = _torn(frame, inside) | marks(inside)
    result: list[Content] = []
    for index, (span, content) in enumerate(zip(frame.spans, inside, strict=True)):
        said, doubt = content_of(content, across[span.column + span.column_span] - across[span.column])
        result.append((said, "torn" if index in torn else doubt))
    stacked = {
        span.row for span, (said, doubt) in zip(frame.spans, result, strict=True) if doubt and "\n" in said
    }
    return [
        (said, "torn" if span.row in stacked and _several(content) and DIGITS.issuperset(said) else doubt)
        for span, content, (said, doubt) in zip(frame.spans, inside, result, strict=True)
    ]


def marks(inside: Sequence[Line]) -> set[int]:
    """Indices of cells whose one or two digits are smaller than those of the table: the mark of a footnote at a blank.

    More digits may have been shrunk to fit.
    """
    found = list(map(heights, inside))
    usual = [height for cell in found for height in cell]
    if not uneven(usual):
        return set()
    least = SMALL * median(usual)
    return {index for index, cell in enumerate(found) if 0 < len(cell) < 3 and max(cell) < least}


def _several(content: Line) -> bool:
    """Whether glyphs stand on several lines. In a row where two numbers were typed above each other, a broken one is two."""
    return max(glyph[1] for glyph in content) - min(glyph[1] for glyph in content) > 4 if content else False


def _torn(frame: Frame, inside: Sequence[Line]) -> set[int]:
    """Spans whose digits touch digits of the neighbour, or reach over the side of the table."""
    torn: set[int] = set()
    outer = frame.edges_across[0], frame.edges_across[-1]
    ends: list[tuple[Glyph, int]] = []
    starts: list[tuple[Glyph, int]] = []
    for index, content in enumerate(inside):
        if not content:
            continue
        span = frame.spans[index]
        left, right = frame.edges_across[span.column], frame.edges_across[span.column + span.column_span]
        for glyph in content:
            if glyph[4] in MARKED:
                if not outer[0] <= (glyph[0] + glyph[2]) / 2 <= outer[1]:
                    torn.add(index)
                wide = glyph[2] - glyph[0]  # the digit next to the border; its neighbour may stand on it
                if glyph[2] > right - wide:
                    ends.append((glyph, index))
                if glyph[0] < left + wide:
                    starts.append((glyph, index))
    for last, one in ends:
        for first, other in starts:
            if one != other and _goes_on((last, inside[one]), (first, inside[other])):
                torn |= {one, other}
    return torn

"""Digits set smaller than the one they follow: the mark of a footnote, and no end of its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from parsers.pages.celltext import SMALL
from parsers.pages.cutoff import DIGITS
from parsers.pages.glyphs import STROKE, Glyph, strip

NEAR = 0.25
"""Times its height, from a digit to the mark behind it; half as far it may be lapped."""
TILE = 16.0
"""Points. The sides of the squares of a page in which digits are looked up."""
MOST = 500
"""Digits around the end of one; more are none that anybody reads."""


def marked_raised(printed: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs, with a stroke behind each digit of a footnote's mark: 50² is `502\u0336`, and no number."""
    digits = [glyph for glyph in printed if glyph[4] in DIGITS]
    heights = [glyph[3] - glyph[1] for glyph in digits]
    if not digits or min(heights) > SMALL * max(heights):
        return printed
    ends: dict[tuple[int, int], list[tuple[Glyph, float]]] = defaultdict(list)
    marks: set[Glyph] = set()
    for glyph in sorted(digits):
        height = glyph[3] - glyph[1]
        beside = islice((each for tile in _tiles(glyph) for each in ends.get(tile, ())), MOST)
        size = next((size for other, size in beside if height < SMALL * size and _follows(glyph, other)), 0.0)
        if size:
            marks.add(glyph)
        ends[strip(glyph[2], TILE), strip(glyph[3], TILE)].append((glyph, size or height))
    return (
        [glyph._replace(text=glyph[4] + STROKE) if glyph in marks else glyph for glyph in printed]
        if marks
        else printed
    )


def _tiles(glyph: Glyph) -> Iterator[tuple[int, int]]:
    """Where a digit may end that a mark follows: it reaches lower than the mark, or as low."""
    across, down = strip(glyph[0], TILE), strip(glyph[3], TILE)
    return ((x, y) for x in (across, across - 1, across + 1) for y in (down, down + 1, down - 1))


def _follows(glyph: Glyph, other: Glyph) -> bool:
    height = max(other[3] - other[1], glyph[3] - glyph[1])
    level = other[1] - height / 2 < (glyph[1] + glyph[3]) / 2 < other[3]
    return level and -NEAR / 2 * height < glyph[0] - other[2] < NEAR * height

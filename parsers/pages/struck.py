"""Numbers that somebody crossed out: a rule runs through their middle, or a line on the slant goes over them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from parsers.document import Box
from parsers.pages.celltext import DIGITS
from parsers.pages.glyphs import STROKE, Glyph
from parsers.pages.strokes import Piece

MIDDLE = 0.22
"""Times the height: a rule nearer to the middle of a digit strikes it out; one it stands on is twice as far."""
MOST = 100
"""More lines on the slant than this on a page are a drawing, or shade it."""
TALL = 3.0
"""Times the height: a higher line on the slant parts the cell of a header."""


def marked(printed: Sequence[Glyph], level: Sequence[Piece], slants: Sequence[Box] = ()) -> Sequence[Glyph]:
    """The glyphs, with a stroke behind each digit that is crossed out: `8\u03365` is no number any more."""
    if 0 < len(slants) <= MOST:
        printed = [
            glyph._replace(text=glyph[4] + STROKE)
            if glyph[4] in DIGITS and any(_crosses(slant, glyph) for slant in slants)
            else glyph
            for glyph in printed
        ]
    if not level:
        return printed
    places = [at for at, _, _ in level]
    return [_struck(glyph, level, places) if glyph[4] in DIGITS else glyph for glyph in printed]


def _crosses(slant: Box, glyph: Glyph) -> bool:
    left, top, right, bottom, _ = glyph
    across, middle = (left + right) / 2, (top + bottom) / 2
    goes_over = slant[0] < across < slant[2] and slant[1] < middle < slant[3]
    return goes_over and slant[3] - slant[1] < TALL * (bottom - top)


def _struck(glyph: Glyph, level: Sequence[Piece], places: Sequence[float]) -> Glyph:
    left, top, right, bottom, text = glyph
    across, middle = (left + right) / 2, (top + bottom) / 2
    slack = (bottom - top) * MIDDLE
    index = bisect_left(places, middle - slack)
    while index < len(places) and places[index] < middle + slack:
        if level[index][1] < across < level[index][2]:
            return Glyph(left, top, right, bottom, text + STROKE)
        index += 1
    return glyph

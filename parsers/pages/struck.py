"""Numbers that somebody crossed out: a rule runs through their middle."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from parsers.pages.cells import DIGITS
from parsers.pages.glyphs import STROKE, Glyph
from parsers.pages.strokes import Piece

MIDDLE = 0.22
"""Times the height: a rule nearer to the middle of a digit strikes it out; one it stands on is twice as far."""


def marked(printed: Sequence[Glyph], level: Sequence[Piece]) -> Sequence[Glyph]:
    """The glyphs, with a stroke behind each digit that is crossed out: `8\u03365` is no number any more."""
    if not level:
        return printed
    places = [at for at, _, _ in level]
    return [_struck(glyph, level, places) if glyph[4] in DIGITS else glyph for glyph in printed]


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

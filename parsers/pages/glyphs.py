"""Characters as they stand on a page, and the lines and tokens they form.

All lengths are points, the origin is the top left corner, and text runs from left to right: who turns a page does it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor
from operator import itemgetter
from typing import NamedTuple

from parsers.document import Box, Word, maker


class Glyph(NamedTuple):
    """A character and its loose box: as wide as its advance, as high as its font, so that "." shares a line with "1".

    Characters of a line that follow each other without white space may be one glyph, as long as none of them is a digit: where
    each digit stands decides what a number is.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str


glyph_of = maker(Glyph)
Line = list[Glyph]
"""Glyphs of one visual line from left to right."""

STEP = 0.25
"""Times the height by which the middles of neighbouring glyphs of one line may differ: fonts sit differently on the line."""
SPREAD = 0.6
"""Times the height by which any two of one line may."""
FAINT = 40
"""Of 255. Ink fainter than this is not meant to be read; the lightest grey of a form has 90."""
STROKE = "\u0336"
"""Stands behind a digit that is no part of its number: crossed out, or far paler than the one it touches."""
CUT = "…"
"""Stands behind a digit that the edge of the page or of a clip cuts off, or where others may have stood behind that edge."""
FARTHEST = 10_000
"""Strips of a page from its corner: many times the largest one."""
GAP = 0.3
"""A gap wider than this part of the height ends a token. Latin and Chinese side by side leave 0.25 in Word."""


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs by visual line from top to bottom, without those printed twice at one place (bold by double printing)."""
    middles = sorted(((glyph[1] + glyph[3]) / 2, glyph) for glyph in glyphs)
    found: list[Line] = []
    start = before = -1e9
    for middle, glyph in middles:
        height = glyph[3] - glyph[1]
        if not found or middle - before > STEP * height or middle - start > SPREAD * height:
            found.append([])
            start = middle
        before = middle
        found[-1].append(glyph)
    return [_once(sorted(line)) for line in found]


def _once(line: Line) -> Line:
    """Without a glyph that lies on an equal one: nearer than a third of its width, where the next digit stands a whole one."""
    kept: Line = []
    for glyph in line:
        near = (glyph[2] - glyph[0]) / 3
        for other in reversed(kept):
            if glyph[0] - other[0] > near:
                kept.append(glyph)
                break
            if other[4] == glyph[4]:
                break
        else:
            kept.append(glyph)
    return kept


def evened(run: Line) -> Line:
    """Characters of one string, each as high as the higher one beside it that it lies level with: where a font does not tell
    its height, the box of "." or 一 is as low as its ink, and would be a line of its own.

    >>> [glyph.top for glyph in evened([Glyph(0, 8, 3, 10, "."), Glyph(3, 1, 13, 11, "属"), Glyph(13, 0, 23, 10, "于")])]
    [1, 1, 0]
    """
    found = list(run)
    for places in (range(1, len(run)), range(len(run) - 2, -1, -1)):
        step = places.step
        for index in places:
            glyph, beside = found[index], found[index - step]
            if (
                2 * (glyph[3] - glyph[1]) < beside[3] - beside[1]
                and beside[1] < (glyph[1] + glyph[3]) / 2 < beside[3]
            ):
                found[index] = glyph._replace(top=beside[1], bottom=beside[3])
    return found


def advance(glyph: Glyph) -> float:
    """Width of one of its characters."""
    return (glyph[2] - glyph[0]) / len(glyph[4])


def apart(glyph: Glyph) -> list[Glyph]:
    """A run of characters as glyphs of one each, about where they stand: Latin takes a third to a half of Chinese. A digit with
    a mark behind it is one."""
    left, top, right, bottom, said = glyph
    if len(said) == 1 or said[1:] in {STROKE, CUT}:
        return [glyph]
    shares = [len(character.encode()) for character in said]
    step = (right - left) / sum(shares)
    found = []
    for character, share in zip(said, shares, strict=True):
        found.append(Glyph(left, top, left + share * step, bottom, character))
        left += share * step
    return found


def tokens(line: Sequence[Glyph], gap: float = GAP) -> Iterator[Line]:
    """The line cut where white space is wider than `gap` times its height."""
    start = 0
    for index in range(1, len(line)):
        before, glyph = line[index - 1], line[index]
        if glyph[0] - before[2] > gap * (glyph[3] - glyph[1]):
            yield list(line[start:index])
            start = index
    if line:
        yield list(line[start:])


def text(line: Sequence[Glyph]) -> str:
    """What the line says, with a space where a gap is wider than `GAP`.

    >>> text([Glyph(0, 0, 5, 10, "1"), Glyph(5, 0, 10, 10, "2"), Glyph(20, 0, 25, 10, "3")])
    '12 3'
    """
    return " ".join("".join(map(itemgetter(4), token)) for token in tokens(line))


def box(glyphs: Sequence[Glyph]) -> Box:
    """The smallest box around all of them."""
    return around([glyph[:4] for glyph in glyphs])


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some."""
    if len(boxes) == 1:
        return boxes[0]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def strip(place: float, size: float) -> int:
    """The number of the strip of a page a place lies in, which may be infinitely far, or no number.

    >>> strip(45, 20), strip(-1, 20), strip(float("inf"), 20), strip(float("nan"), 20)
    (2, -1, 10000, -10000)
    """
    return floor(min(FARTHEST, max(-FARTHEST, place / size)))


def word(glyphs: Sequence[Glyph]) -> Word:
    return Word("".join(map(itemgetter(4), glyphs)), box(glyphs))

"""What of an OFD page is to be seen: the bounds and clips of its objects, and what is drawn over digits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from parsers.document import Box
from parsers.office.packages import XmlElement, local
from parsers.pages.celltext import DIGITS
from parsers.pages.glyphs import CUT, Glyph, around
from parsers.pages.ofdobjects import Matrix, Point, corners, figures, moved, numbers, placed, stretched
from parsers.text import HIDDEN

EVERYTHING: Box = (-1e9, -1e9, 1e9, 1e9)
WHOLE, HALF = 0.9, 0.5
"""Of a digit: with the first in sight it is read, as the bounds of objects are their makers' estimate; with less than the
second it is hidden, between them cut."""
SQUARE = 0.95
"""Of the box around it that a shape fills when it is a box itself."""


class Cover(NamedTuple):
    """A box something opaque fills, and how many glyphs had been printed before."""

    box: Box
    before: int


def in_sight(element: XmlElement, outer: Matrix, sight: Box) -> Box:
    """What is left of a part of the page by the Boundary of an object and its clips; all clips hold, any area of one does."""
    bounds = numbers(element.get("Boundary", ""))
    if len(bounds) == 4 and bounds[2] > 0 and bounds[3] > 0:
        left, top, width, height = bounds
        sight = common(sight, stretched(outer, left, top, left + width, top + height))
    for child in element:
        if local(child) == "Clips":
            own = placed(element, outer)
            for clip in child:
                areas = [box for area in clip if (box := _area(area, own))]
                sight = common(sight, around(areas)) if areas else sight
    return sight


def _area(area: XmlElement, outer: Matrix) -> Box | None:
    """The box around the outlines of an area of a clip; None where it has none, or has them as text."""
    matrix = placed(area, outer)
    points: list[Point] = []
    for path in area:
        inner = placed(path, matrix)
        outline = next((child.text or "" for child in path if local(child) == "AbbreviatedData"), "")
        points += [moved(inner, x, y) for figure in figures(outline) for x, y in figure]
    return corners(points) if points else None


def common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def seen(character: str, ink: Box, sight: Box) -> str:
    """A digit whose ink is in a box, as far as it is in sight: itself, marked by `CUT`, or `HIDDEN`.

    >>> [seen("5", (0, 0, 4, 8), (0, 0, edge, 9)) for edge in (4, 2.5, 1)]
    ['5', '5…', '\ufffc']
    """
    if ink[0] >= sight[0] and ink[1] >= sight[1] and ink[2] <= sight[2] and ink[3] <= sight[3]:
        return character
    left, top, right, bottom = common(ink, sight)
    area = (ink[2] - ink[0]) * (ink[3] - ink[1])
    share = max(0.0, right - left) * max(0.0, bottom - top) / area if area > 0 else 1.0
    return character if share >= WHOLE else character + CUT if share >= HALF else HIDDEN


def is_box(figure: Sequence[Point], around_it: Box) -> bool:
    """Whether a closed figure fills the box around it."""
    twice = sum(
        x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(figure, (*figure[1:], figure[0]), strict=True)
    )
    left, top, right, bottom = around_it
    return abs(twice) / 2 > SQUARE * (right - left) * (bottom - top)


def uncovered(glyphs: Sequence[Glyph], covers: Sequence[Cover]) -> Sequence[Glyph]:
    """The glyphs, as `HIDDEN` each digit whose middle something was drawn over later. Shading is drawn before its text."""
    covers = [cover for cover in covers if cover.before]
    if not covers:
        return glyphs
    found = list(glyphs)
    digits = sorted(((g[1] + g[3]) / 2, at) for at, g in enumerate(glyphs) if g[4][0] in DIGITS)
    for (left, top, right, bottom), before in covers:
        start = bisect_left(digits, (top, 0))
        for middle, at in digits[start:]:
            if middle > bottom:
                break
            if at < before and left < (found[at][0] + found[at][2]) / 2 < right:
                found[at] = found[at]._replace(text=HIDDEN)
    return found

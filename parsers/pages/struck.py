"""Numbers that somebody crossed out: a rule runs through their middle, or a line on the slant goes over them, be it straight,
bent or a scrawl."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parsers.document import Box
from parsers.pages.celltext import DIGITS
from parsers.pages.glyphs import STROKE, Glyph, around, strip
from parsers.pages.strokes import Piece

MIDDLE = 0.22
"""Times the height: a rule nearer to the middle of a digit strikes it out; one it stands on is twice as far."""
RISE = 1.0
"""Points. A line that rises less from end to end is level."""
STEEP = 5
"""Times its rise, as far as a line goes that is no rule; rules of a table that lies askew go on for longer."""
LONGEST = 9
"""Digits of a number, each of which may be crossed out alone: more lines of one height side by side shade what they go over."""
TALL = 3.0
"""Times the height: a higher line on the slant parts the cell of a header."""
BAND = 20.0
"""Points. The height of the strips of a page into which slants are sorted."""
TALLEST = 100.0
"""Points. No digit of a table is taller."""
MOST = 1_000
"""More parts of slants beside a digit than this are not looked at one by one: nobody reads a number in there."""
CORE = 1 / 3
"""Of the width of a digit, on both sides: a line that reaches no farther over it passes it by."""

Slant = Sequence[Box]
"""The parts of a line that are neither level nor upright, drawn in one go."""
Mark = tuple[float, float, float, float, float]
"""A part of a slant: left, right, top, bottom, and the height of the whole."""
Band = tuple[list[Mark], float]
"""What passes through a strip of the page from left to right, and how wide the widest of it is."""


def slanting(sides: Iterable[Box]) -> list[Slant]:
    """The straight parts of a line that are on the slant, as one; none where it has none."""
    parts = [side for side in sides if side[2] - side[0] > RISE < side[3] - side[1]]
    return [parts] if parts else []


def is_steep(side: Box) -> bool:
    """Whether a straight line is so far from level and upright that what it belongs to is no rule of a table."""
    across, down = side[2] - side[0], side[3] - side[1]
    return across > RISE < down and STEEP * min(across, down) > max(across, down)


def marked(printed: Sequence[Glyph], level: Sequence[Piece], slants: Sequence[Slant] = ()) -> Sequence[Glyph]:
    """The glyphs, with a stroke behind each digit that is crossed out: `8\u03365` is no number any more."""
    if slants:
        heights = (glyph[3] - glyph[1] for glyph in printed if glyph[4] in DIGITS)
        highest = TALL * min(TALLEST, max(heights, default=0.0))
        bands = _bands(mark for mark in _marks(slants) if mark[4] < highest)
        printed = [
            glyph._replace(text=glyph[4] + STROKE) if glyph[4] in DIGITS and _crossed(glyph, bands) else glyph
            for glyph in printed
        ]
    if not level:
        return printed
    places = [at for at, _, _ in level]
    return [_struck(glyph, level, places) if glyph[4] in DIGITS else glyph for glyph in printed]


def _marks(slants: Iterable[Slant]) -> Iterator[Mark]:
    """The parts of all lines but those that shade: many straight ones, as high as each other and side by side."""
    rows: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for slant in slants:
        _, top, _, bottom = whole = around(slant)
        if len(slant) == 1:
            rows[round(top), round(bottom)].append(whole)
        else:
            yield from ((part[0], part[2], part[1], part[3], bottom - top) for part in slant)
    for row in rows.values():
        for run in _side_by_side(sorted(row)):
            if len(run) <= LONGEST:
                yield from ((left, right, top, low, low - top) for left, top, right, low in run)


def _side_by_side(row: Iterable[Box]) -> Iterator[list[Box]]:
    run: list[Box] = []
    for box in row:
        if run and box[0] > run[-1][2]:
            yield run
            run = []
        run.append(box)
    yield run


def _bands(marks: Iterable[Mark]) -> dict[int, Band]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        for band in range(strip(mark[2], BAND), strip(mark[3], BAND) + 1):
            found[band].append(mark)
    return {band: (sorted(each), max(mark[1] - mark[0] for mark in each)) for band, each in found.items()}


def _crossed(glyph: Glyph, bands: Mapping[int, Band]) -> bool:
    left, top, right, bottom, _ = glyph
    middle, height, core = (top + bottom) / 2, bottom - top, CORE * (right - left)
    high, low = middle - MIDDLE * height, middle + MIDDLE * height
    for band in range(strip(high, BAND), strip(low, BAND) + 1):
        marks, widest = bands.get(band, ([], 0.0))
        first, last = bisect_left(marks, (left + core - widest,)), bisect_left(marks, (right - core,))
        if last - first > MOST:
            return True
        if any(
            end > left + core and start < low and foot > high and whole < TALL * height
            for _, end, start, foot, whole in marks[first:last]
        ):
            return True
    return False


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

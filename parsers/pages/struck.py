"""Numbers that somebody crossed out: a rule runs through their middle, or a line on the slant goes over them, be it straight,
bent or a scrawl."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from parsers.document import Box
from parsers.pages.celltext import DIGITS
from parsers.pages.glyphs import STROKE, Glyph, around
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
CORE = 1 / 3
"""Of the width of a digit, on both sides: a line that reaches no farther over it passes it by."""

Slant = Sequence[Box]
"""The parts of a line that are neither level nor upright, drawn in one go."""
Mark = tuple[float, float, float, float, float]
"""A part of a slant: top, bottom, left, right, and the height of the whole."""


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
        marks = sorted(_marks(slants))
        tops = [mark[0] for mark in marks]
        printed = [
            glyph._replace(text=glyph[4] + STROKE)
            if glyph[4] in DIGITS and _crossed(glyph, marks, tops)
            else glyph
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
            yield from ((part[1], part[3], part[0], part[2], bottom - top) for part in slant)
    for row in rows.values():
        for run in _side_by_side(sorted(row)):
            if len(run) <= LONGEST:
                yield from ((top, low, left, right, low - top) for left, top, right, low in run)


def _side_by_side(row: Iterable[Box]) -> Iterator[list[Box]]:
    run: list[Box] = []
    for box in row:
        if run and box[0] > run[-1][2]:
            yield run
            run = []
        run.append(box)
    yield run


def _crossed(glyph: Glyph, marks: Sequence[Mark], tops: Sequence[float]) -> bool:
    left, top, right, bottom, _ = glyph
    middle, height, core = (top + bottom) / 2, bottom - top, CORE * (right - left)
    slack = MIDDLE * height
    first, last = bisect_left(tops, middle - TALL * height), bisect_left(tops, middle + slack)
    return any(
        middle - slack < low and whole < TALL * height and start < right - core and left + core < end
        for _, low, start, end, whole in marks[first:last]
    )


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

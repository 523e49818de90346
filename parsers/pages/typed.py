"""Tables drawn with characters, as browsers without graphics and terminals draw them, are a page like any other.

Every character takes one place of a line, a Chinese one two; the characters that draw become strokes. What was laid out with
nothing but blanks is not read here: programs that do it let columns slip by a place or two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from parsers import limits
from parsers.document import Block, Box, Grid, Paragraph, Place, Unreadable
from parsers.pages.glyphs import Glyph
from parsers.pages.layout import blocks
from parsers.pages.sheets import Sheet

ACROSS, DOWN = 5.0, 12.0
"""Points a place and a line take: about those of type at 10 points."""
_THIN = 0.2
Spot = tuple[int, int]
"""Line and place on it."""
_ARMS = {
    **dict.fromkeys("─━═╌┄┈", "lr"), **dict.fromkeys("│┃║╎┆┊", "ud"),
    **dict.fromkeys("┌┏╔╭", "rd"), **dict.fromkeys("┐┓╗╮", "ld"), **dict.fromkeys("└┗╚╰", "ru"), **dict.fromkeys("┘┛╝╯", "lu"),
    **dict.fromkeys("├┣╠┝┠", "rud"), **dict.fromkeys("┤┫╣┥┨", "lud"), **dict.fromkeys("┬┳╦┯┰", "lrd"),
    **dict.fromkeys("┴┻╩┷┸", "lru"), **dict.fromkeys("┼╋╬┿╂", "lrud"),
}  # fmt: skip
"""Ways out of the middle of a place that each character draws: left, right, up, down."""
_UPRIGHT = frozenset(character for character, arms in _ARMS.items() if "u" in arms or "d" in arms)
_PLUS = re.compile(r"\+(?:[-=:]+\+)+")
"""A rule such as `+---+---+`: it makes a drawing of the pipes on the lines around it."""
_FRAMED = re.compile(r"\s*[|+].*[|+]\s*")
_TYPED = str.maketrans("+-=:", "┼───")


def drawn(line: str) -> bool:
    """Whether a line holds an upright piece of a drawing made of box characters; one that lies may be a dash."""
    return any(character in _UPRIGHT for character in line)


def redrawn(lines: Sequence[str]) -> list[str]:
    """Tables of `+`, `-` and `|` as tables of box characters; everything else as it is.

    >>> redrawn(["a | b", "+--+--+", "| 1|-2|", "+--+--+"])
    ['a | b', '┼──┼──┼', '│ 1│-2│', '┼──┼──┼']
    """
    found = list(lines)
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and _FRAMED.fullmatch(lines[end]):
            end += 1
        if any(_PLUS.fullmatch(line.strip()) for line in lines[start:end]):
            found[start:end] = map(_boxes, lines[start:end])
        start = end + 1
    return found


def _boxes(line: str) -> str:
    return _PLUS.sub(lambda rule: rule[0].translate(_TYPED), line).replace("|", "│")


def tables(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """The blocks of neighbouring lines that are a drawing, with the number of each line as their place."""
    numbers = [number for number, _ in lines]
    for block in blocks([_sheet([line for _, line in lines])]):
        if isinstance(block, Grid):
            cells = tuple(cell._replace(place=_line(cell.place, numbers)) for cell in block.cells)
            yield replace(block, cells=cells, place=_line(block.place, numbers))
        else:
            yield Paragraph(block.text, _line(block.place, numbers), role="line")


def ragged(lines: Sequence[str]) -> bool:
    """Whether uprights of a drawing stand in the air, however wide a character is taken to be: nothing is told by places."""
    return _loose(lines, _places) > 0 < _loose(lines, len)


def fields(line: str) -> str:
    """A line of such a drawing with pipes for its uprights; nothing is left of one that draws across."""
    across = any("l" in _ARMS.get(character, "") for character in line)
    return "" if across and not line.strip("".join(_ARMS) + " ") else line.replace("│", "|")


def _measure(lines: Sequence[str]) -> Callable[[str], int]:
    """How many places a character takes: programs that count characters give a Chinese one a single place."""
    return len if _loose(lines, len) < _loose(lines, _places) else _places


def _loose(lines: Sequence[str], places: Callable[[str], int]) -> int:
    """Uprights beside text that meet none on the line above or below."""
    spots: list[dict[int, str]] = []
    for line in lines:
        starts = accumulate(map(places, line), initial=0)
        spots.append({at: _ARMS[each] for at, each in zip(starts, line, strict=False) if each in _ARMS})
    return sum(
        (ways == "ud" and "u" not in below.get(at, "")) + (below.get(at) == "ud" and "d" not in ways)
        for above, below in pairwise(spots)
        for at, ways in (above | {at: above.get(at, "") for at in below}).items()
    )


def _line(place: Place, numbers: Sequence[int]) -> Place:
    """The first line of what stands there: a cell begins in the middle of the line that draws its border."""
    assert place.box, "what stands on a sheet has a box"
    return Place(path=f"line[{numbers[min(round(place.box[1] / DOWN + 0.1), len(numbers) - 1)]}]")


def _sheet(lines: Sequence[str]) -> Sheet:
    glyphs: list[Glyph] = []
    arms: dict[Spot, str] = {}
    width = 0
    places = _measure(lines)
    for row, line in enumerate(lines):
        place = 0
        for character in line.expandtabs():
            wide = places(character)
            if character in _ARMS:
                arms[row, place] = _ARMS[character]
            elif not character.isspace():
                left, top = place * ACROSS, row * DOWN
                glyphs.append(Glyph(left, top + 1, left + wide * ACROSS, top + DOWN - 1, character))
            place += wide
        width = max(width, place)
        if len(arms) > limits.PAGE_OBJECTS or len(glyphs) > limits.PAGE_CHARACTERS:
            raise Unreadable(
                "bomb", f"a drawing of more than {len(arms)} pieces and {len(glyphs)} characters"
            )
    return Sheet(1, width * ACROSS, len(lines) * DOWN, glyphs, list(_strokes(arms)))


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _strokes(arms: Mapping[Spot, str]) -> Iterator[Box]:
    """From middle to middle of neighbours that reach for each other: a `+` at the edge reaches into the void as well."""
    for (row, place), ways in arms.items():
        x, y = (place + 0.5) * ACROSS, (row + 0.5) * DOWN
        if "r" in ways and "l" in arms.get((row, place + 1), ""):
            yield x, y - _THIN, x + ACROSS, y + _THIN
        if "d" in ways and "u" in arms.get((row + 1, place), ""):
            yield x - _THIN, y, x + _THIN, y + DOWN

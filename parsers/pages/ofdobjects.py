"""Objects of an OFD page as they are written: places, distances, outlines, colours (GB/T 33190-2016, chapters 8 to 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite

from parsers.document import Box
from parsers.office.packages import XmlElement, local

POINTS = 72 / 25.4
CHAIN = 6  # Drawing parameters that refer to others.
NEXT = 0.05  # Times its advance, by which a character may stand apart from the end of the one before.

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f."""
Point = tuple[float, float]
Printed = tuple[str, float, float, float]
"""A character, or some, its position on the base line, and how far it reaches along it."""
PAGE: Matrix = (POINTS, 0, 0, POINTS, 0, 0)


def fill_of(element: XmlElement, looks: Mapping[str, XmlElement]) -> XmlElement | None:
    """The colour an object is filled with: its own, or that of the drawing parameters it names."""
    at: XmlElement | None = element
    for _ in range(CHAIN):
        if at is None:
            return None
        for child in at:
            if local(child) == "FillColor":
                return child
        at = looks.get(at.get("DrawParam" if at is element else "Relative", ""))
    return None


def alpha(element: XmlElement, colour: XmlElement | None) -> float:
    """How much of what lies below an object hides, 0 … 255."""
    shown = number(element.get("Alpha"), 255.0)
    return shown if colour is None else shown * number(colour.get("Alpha"), 255.0) / 255


def ink(element: XmlElement, colour: XmlElement | None) -> float:
    """How dark a text object is, 0 … 255: its colour, black where it has none. Colours of other spaces than grey and RGB,
    shadings and patterns count as dark."""
    if element.get("Fill") == "false" and element.get("Stroke") != "true":
        return 0.0
    shades = numbers(colour.get("Value", "")) if colour is not None else []
    if len(shades) not in {1, 3}:
        return alpha(element, colour)
    red, green, blue = shades * (3 // len(shades))
    return (255 - (red * 3 + green * 6 + blue) / 10) * alpha(element, colour) / 255


def quarters(element: XmlElement) -> int:
    """Clockwise quarter turns of the characters of a text object."""
    return round(number(element.get("CharDirection"), 0.0) / 90) % 4


def characters(element: XmlElement, size: float) -> Iterator[Printed]:
    """Printed characters of a text object with their position on the base line and their advance, in its
    own units.

    A text code without X or Y goes on where the one before began; distances that are missing are the
    font's, guessed.
    """
    x = y = 0.0
    reads = round(number(element.get("ReadDirection"), 0.0) / 90) % 4
    forth, sideways = (1 if reads < 2 else -1), quarters(element) % 2
    for code in element:
        if local(code) != "TextCode":
            continue
        text = code.text or ""
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across = distances(code.get("DeltaX", ""), len(text))
        down = distances(code.get("DeltaY", ""), len(text))
        downwards = bool(down) or (reads % 2 == 1 and not across)
        at, line = x, y
        for index, character in enumerate(text):
            natural = size * (0.5 if character.isascii() else 1.0)
            step = across[index] if index < len(across) else (0.0 if downwards else forth * natural)
            fall = down[index] if index < len(down) else (forth * natural if downwards and not down else 0.0)
            if not character.isspace():
                advance = abs(fall if sideways else step)
                yield character, at, line, advance if 0 < advance < 1.2 * natural else natural
            at += step
            line += fall


def runs(found: Iterable[Printed]) -> Iterator[Printed]:
    """Characters of a text object that follow each other without a gap as one, as long as none of them is a digit.

    >>> list(runs([("规", 0, 0, 4), ("章", 4, 0, 4), ("6", 8, 0, 2), ("件", 10, 0, 4), ("次", 16, 0, 4)]))
    [('规章', 0, 0, 8), ('6', 8, 0, 2), ('件', 10, 0, 4), ('次', 16, 0, 4)]
    """
    said, start, level, reach = "", 0.0, 0.0, 0.0
    for character, x, y, advance in found:
        follows = y == level and abs(start + reach - x) < NEXT * advance
        if said and follows and not (character.isdecimal() or said.isdecimal()):
            said, reach = said + character, x + advance - start
            continue
        if said:
            yield said, start, level, reach
        said, start, level, reach = character, x, y, advance
    if said:
        yield said, start, level, reach


def distances(text: str, most: int) -> list[float]:
    """Distances between characters; `g 3 2.5` stands for three times 2.5. No more than `most` are made of it.

    >>> distances("g 3 2.5 4", 9), distances("g 1000000000 1", 2), distances("1 x", 5)
    ([2.5, 2.5, 2.5, 4.0], [1.0, 1.0], [1.0])
    """
    found: list[float] = []
    words = iter(text.split())
    try:
        for word in words:
            if len(found) >= most:
                break
            if word == "g":
                count = int(next(words))
                found += [float(next(words))] * max(0, min(count, most - len(found)))
            else:
                found.append(float(word))
    except (ValueError, StopIteration, OverflowError):
        return found
    return found


def figures(outline: str) -> list[list[Point]]:
    """Corner points of the figures of a path; curves are taken as the straight way to their end.

    >>> figures("M 0 0 L 5 0 L 5 2 C M 1 1 B 1 2 3 4 9 9")
    [[(0.0, 0.0), (5.0, 0.0), (5.0, 2.0), (0.0, 0.0)], [(1.0, 1.0), (9.0, 9.0)]]
    """
    found: list[list[Point]] = []
    words = outline.replace(",", " ").split()
    at = 0
    while at < len(words):
        operator = words[at]
        count = OPERANDS.get(operator)
        if count is None:
            at += 1
            continue
        operands = numbers(" ".join(words[at + 1 : at + 1 + count])) if count else []
        at += 1 + count
        if len(operands) < count:
            break
        if operator in ("M", "S"):
            found.append([(operands[0], operands[1])])
        elif found and operator == "C":
            found[-1].append(found[-1][0])
        elif found:
            found[-1].append((operands[-2], operands[-1]))
    return [figure for figure in found if len(figure) > 1]


OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers after each operator of a path (GB/T 33190, table 36)."""


def placed(element: XmlElement, outer: Matrix) -> Matrix:
    """From an object's own coordinates to points of the page: its CTM, then its Boundary, then what is around it."""
    boundary = numbers(element.get("Boundary", ""))
    left, top = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
    own = numbers(element.get("CTM", ""))
    if len(own) != 6:
        return (*outer[:4], *moved(outer, left, top))
    a, b, c, d, e, f = own
    return (*linear(outer, a, b), *linear(outer, c, d), *moved(outer, left + e, top + f))


def stretched(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The box around two opposite corners, moved."""
    a, b, c, d, e, f = matrix
    if not b and not c:  # nearly all there are: neither turned nor slanted
        left, right = a * x0 + e, a * x1 + e
        top, bottom = d * y0 + f, d * y1 + f
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
    return corners([moved(matrix, x, y) for x in (x0, x1) for y in (y0, y1)])


def moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def linear(matrix: Matrix, x: float, y: float) -> Point:
    return matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y


def corners(points: Sequence[Point]) -> Box:
    """The box around points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def numbers(text: str) -> list[float]:
    """The numbers of a list; none at all when one is damaged, or is `nan` or `inf`."""
    try:
        found = list(map(float, text.split()))
    except ValueError:
        return []
    return found if isfinite(sum(found)) else []


def number(text: str | None, default: float) -> float:
    """The first number of an attribute that may be missing or damaged."""
    found = numbers(text) if text else None
    return found[0] if found else default

"""Pages of an OFD file as geometry: text objects to glyphs, path objects to strokes (GB/T 33190-2016,
chapters 8 to 11).

OFD measures in millimetres from the top left corner. Each object lies in its Boundary, may be transformed
by its CTM, and composite objects hold further ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, isfinite, pi

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.office.packages import XmlElement, local
from parsers.pages.cells import DIGITS
from parsers.pages.glyphs import FAINT, Glyph
from parsers.pages.sheets import Sheet
from parsers.text import HIDDEN

POINTS = 72 / 25.4
DEPTH = 6  # Composite objects within each other.
SLANT = 0.1  # Quarter turns; text farther from upright or from lying on its side is a watermark.
ASCENT, DESCENT = 0.88, 0.12  # Of the font size; OFD states neither.
THIN = 3.0  # Points; a filled shape thinner than this is a rule.
WHOLE_PAGE = (
    0.6  # A picture that covers this part of the page is a scan, text over it a layer of doubtful reading.
)

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f."""
PAGE: Matrix = (POINTS, 0, 0, POINTS, 0, 0)


@dataclass(slots=True)
class Canvas:
    """What the objects of one page draw; lengths in points as the page is displayed."""

    number: int
    width: float
    height: float
    resources: Mapping[str, XmlElement]
    """Composite objects by id."""
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Resource ids of images."""
    is_scan: bool = False
    _turns: Counter[int] = field(default_factory=Counter)
    _objects: int = 0

    def draw(self, container: XmlElement, matrix: Matrix = PAGE, depth: int = 0) -> None:
        """Draw all objects within a layer, block or composite object."""
        for element in container:
            kind = local(element)
            self._objects += 1
            if self._objects > limits.PAGE_OBJECTS:
                raise Unreadable("bomb", f"page {self.number} has more than {limits.PAGE_OBJECTS} objects")
            if element.get("Visible") == "false":
                continue
            if kind in ("Content", "Layer", "PageBlock"):
                self.draw(element, matrix, depth)
            elif kind == "TextObject":
                self._text(element, placed(element, matrix))
            elif kind == "PathObject":
                self._path(element, placed(element, matrix))
            elif kind == "ImageObject":
                self._picture(element)
            elif kind == "CompositeObject" and depth < DEPTH:
                unit = self.resources.get(element.get("ResourceID", ""))
                if unit is not None:
                    self.draw(unit, placed(element, matrix), depth + 1)

    def sheet(self) -> Sheet:
        """The page with its text upright."""
        turn = self._turns.most_common(1)[0][0] if self._turns else 0
        glyphs = [
            Glyph(*self._upright((g.left, g.top, g.right, g.bottom), turn), g.text) for g in self.glyphs
        ]
        strokes = [self._upright(box, turn) for box in self.strokes]
        width, height = (self.height, self.width) if turn % 2 else (self.width, self.height)
        doubt = "layer" if self.is_scan and glyphs else ""
        return Sheet(self.number, width, height, glyphs, strokes, turn=turn, doubt=doubt)

    def _text(self, element: XmlElement, matrix: Matrix) -> None:
        if element.get("Alpha") == "0" and not self.is_scan:
            return
        size = _number(element.get("Size"), 0.0)
        stretch = _number(element.get("HScale"), 1.0)
        turns = atan2(matrix[1], matrix[0]) / (pi / 2)
        if not 0 < size < 1000 or abs(turns - round(turns)) > SLANT:
            return
        pale = not self.is_scan and ink(element) < FAINT
        for character, x, y, advance in characters(element, size * stretch):
            if len(self.glyphs) >= limits.PAGE_CHARACTERS:
                raise Unreadable(
                    "bomb", f"page {self.number} has more than {limits.PAGE_CHARACTERS} characters"
                )
            box = stretched(matrix, x, y - ASCENT * size, x + advance, y + DESCENT * size)
            if isfinite(sum(box)):
                self.glyphs.append(Glyph(*box, HIDDEN if pale and character in DIGITS else character))
                self._turns[round(turns) % 4] += 1

    def _path(self, element: XmlElement, matrix: Matrix) -> None:
        is_stroked = element.get("Stroke") != "false"
        is_filled = element.get("Fill") == "true"
        outline = next((child.text or "" for child in element if local(child) == "AbbreviatedData"), "")
        if len(outline) > limits.TAG_BYTES * 16:
            raise Unreadable("bomb", f"page {self.number} has a path of {len(outline)} characters")
        for figure in figures(outline):
            self._objects += len(figure)
            if self._objects > limits.PAGE_OBJECTS:
                raise Unreadable("bomb", f"page {self.number} has more than {limits.PAGE_OBJECTS} objects")
            if is_filled:
                points = [moved(matrix, x, y) for x, y in figure]
                whole = around(points)
                if min(whole[2] - whole[0], whole[3] - whole[1]) < THIN:
                    self.strokes.append(whole)
                    continue
            if is_stroked:
                self.strokes += [stretched(matrix, *first, *last) for first, last in pairwise(figure)]

    def _picture(self, element: XmlElement) -> None:
        self.pictures.append(element.get("ResourceID", ""))
        box = numbers(element.get("Boundary", ""))
        if len(box) == 4 and box[2] * box[3] * POINTS**2 > WHOLE_PAGE * self.width * self.height:
            self.is_scan = True

    def _upright(self, box: Box, turn: int) -> Box:
        left, top, right, bottom = box
        if turn == 1:
            return top, self.width - right, bottom, self.width - left
        if turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if turn == 3:
            return self.height - bottom, left, self.height - top, right
        return box


def ink(element: XmlElement) -> float:
    """How dark a text object is, 0 … 255: its fill, black where it names none. Colours of other spaces than grey and RGB,
    shadings and patterns count as dark."""
    if element.get("Fill") == "false" and element.get("Stroke") != "true":
        return 0.0
    alpha = _number(element.get("Alpha"), 255.0)
    for child in element:
        if local(child) == "FillColor":
            shades = numbers(child.get("Value", ""))
            alpha *= _number(child.get("Alpha"), 255.0) / 255
            if len(shades) in {1, 3}:
                red, green, blue = shades * (3 // len(shades))
                return (255 - (red * 3 + green * 6 + blue) / 10) * alpha / 255
    return alpha


def characters(element: XmlElement, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Printed characters of a text object with their position on the base line and their advance, in its
    own units.

    A text code without X or Y goes on where the one before began; distances that are missing are the
    font's, guessed.
    """
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode":
            continue
        text = code.text or ""
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        across = distances(code.get("DeltaX", ""), len(text))
        down = distances(code.get("DeltaY", ""), len(text))
        at, line = x, y
        for index, character in enumerate(text):
            natural = size * (0.5 if character.isascii() else 1.0)
            step = across[index] if index < len(across) else (0.0 if down else natural)
            if not character.isspace():
                yield character, at, line, step if 0 < step < 1.2 * natural else natural
            at += step
            line += down[index] if index < len(down) else 0.0


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


def figures(outline: str) -> list[list[tuple[float, float]]]:
    """Corner points of the figures of a path; curves are taken as the straight way to their end.

    >>> figures("M 0 0 L 5 0 L 5 2 C M 1 1 B 1 2 3 4 9 9")
    [[(0.0, 0.0), (5.0, 0.0), (5.0, 2.0), (0.0, 0.0)], [(1.0, 1.0), (9.0, 9.0)]]
    """
    found: list[list[tuple[float, float]]] = []
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
    return around([moved(matrix, x, y) for x in (x0, x1) for y in (y0, y1)])


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def linear(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y


def around(points: list[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def numbers(text: str) -> list[float]:
    """The numbers of a list; none at all when one is damaged, or is `nan` or `inf`."""
    try:
        found = list(map(float, text.split()))
    except ValueError:
        return []
    return found if isfinite(sum(found)) else []


def _number(text: str | None, default: float) -> float:
    found = numbers(text or "")
    return found[0] if found else default

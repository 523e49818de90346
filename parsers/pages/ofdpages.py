"""Pages of an OFD file as geometry: text objects to glyphs, path objects to strokes (GB/T 33190-2016,
chapters 8 to 11).

OFD measures in millimetres from the top left corner. Each object lies in its Boundary, may be transformed
by its CTM, and composite objects hold further ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, isfinite, pi

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.office.packages import XmlElement, local
from parsers.pages.celltext import DIGITS
from parsers.pages.glyphs import FAINT, Glyph
from parsers.pages.ofdobjects import (
    PAGE,
    POINTS,
    Matrix,
    alpha,
    characters,
    corners,
    figures,
    fill_of,
    ink,
    moved,
    number,
    numbers,
    placed,
    quarters,
    runs,
    stretched,
)
from parsers.pages.ofdseen import EVERYTHING, Cover, in_sight, is_box, seen, uncovered
from parsers.pages.sheets import Sheet
from parsers.pages.struck import Slant, is_steep, slanting
from parsers.text import HIDDEN

DEPTH = 6  # Composite objects within each other.
SLANT = 0.1  # Quarter turns; text farther from upright or from lying on its side is a watermark.
ASCENT, DESCENT = 0.88, 0.12  # Of the font size; OFD states neither.
HIGH, WIDE = 0.72, 0.8  # Of the font size and of its advance: the ink of a digit.
THIN = 3.0  # Points; a filled shape thinner than this is a rule.
OPAQUE = 128  # Of 255; what is painted thinner lets digits be read: a marker, a seal.
WHOLE_PAGE = (
    0.6  # A picture that covers this part of the page is a scan, text over it a layer of doubtful reading.
)
ORDER = {"Background": -1, "Foreground": 1}  # Types of layers, drawn before and after the others.


@dataclass(slots=True)
class Canvas:
    """What the objects of one page draw; lengths in points as the page is displayed."""

    number: int
    width: float
    height: float
    resources: Mapping[str, XmlElement]
    """Composite objects by id."""
    looks: Mapping[str, XmlElement] = field(default_factory=dict)
    """Drawing parameters by id."""
    is_opaque: Callable[[str], bool] = lambda _: True
    """Whether the picture with this resource id hides what lies below it."""
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    slants: list[Slant] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Resource ids of images."""
    is_scan: bool = False
    _covers: list[Cover] = field(default_factory=list)
    _turns: Counter[int] = field(default_factory=Counter)
    _objects: int = 0

    def draw(
        self,
        container: XmlElement,
        matrix: Matrix = PAGE,
        sight: Box = EVERYTHING,
        colour: XmlElement | None = None,
        depth: int = 0,
    ) -> None:
        """Draw all objects within a layer, block or composite object, as far as they are in sight; `colour` is that of text
        without its own."""
        elements = sorted(container, key=lambda each: ORDER.get(each.get("Type", ""), 0))
        for element in elements if local(container) == "Content" else container:
            kind = local(element)
            self._objects += 1
            if self._objects > limits.PAGE_OBJECTS:
                raise Unreadable("bomb", f"page {self.number} has more than {limits.PAGE_OBJECTS} objects")
            if element.get("Visible") == "false":
                continue
            if kind in ("Content", "Layer", "PageBlock"):
                own = fill_of(element, self.looks) if kind == "Layer" else None
                self.draw(element, matrix, sight, colour if own is None else own, depth)
            elif kind == "TextObject":
                self._text(element, matrix, sight, colour)
            elif kind == "PathObject":
                self._path(element, placed(element, matrix))
            elif kind == "ImageObject":
                self._picture(element, matrix)
            elif kind == "CompositeObject" and depth < DEPTH:
                unit = self.resources.get(element.get("ResourceID", ""))
                if unit is not None:
                    within = in_sight(element, matrix, sight)
                    self.draw(unit, placed(element, matrix), within, colour, depth + 1)

    def sheet(self) -> Sheet:
        """The page with its text upright."""
        turn = self._turns.most_common(1)[0][0] if self._turns else 0
        glyphs = [
            Glyph(*self._upright((g.left, g.top, g.right, g.bottom), turn), g.text)
            for g in uncovered(self.glyphs, self._covers)
        ]
        strokes = [self._upright(box, turn) for box in self.strokes]
        slants = [[self._upright(part, turn) for part in slant] for slant in self.slants]
        width, height = (self.height, self.width) if turn % 2 else (self.width, self.height)
        doubt = "layer" if self.is_scan and glyphs else ""
        return Sheet(self.number, width, height, glyphs, strokes, slants, turn=turn, doubt=doubt)

    def _text(self, element: XmlElement, outer: Matrix, sight: Box, colour: XmlElement | None) -> None:
        if element.get("Alpha") == "0" and not self.is_scan:
            return
        matrix = placed(element, outer)
        size = number(element.get("Size"), 0.0)
        stretch = number(element.get("HScale"), 1.0)
        turns, quarter = atan2(matrix[1], matrix[0]) / (pi / 2), quarters(element)
        if not 0 < size < 1000 or abs(turns - round(turns)) > SLANT:
            return
        own = fill_of(element, self.looks)
        pale = not self.is_scan and ink(element, colour if own is None else own) < FAINT
        within: Box | None = None
        printed = characters(element, size * stretch)
        for text, x, y, advance in printed if quarter else runs(printed):
            if self._turns.total() + len(text) > limits.PAGE_CHARACTERS:
                raise Unreadable(
                    "bomb", f"page {self.number} has more than {limits.PAGE_CHARACTERS} characters"
                )
            box = _around(matrix, quarter, (x, y), (advance, ASCENT * size, DESCENT * size))
            if not isfinite(sum(box)):
                continue
            self._turns[(round(turns) + quarter) % 4] += len(text)
            said = text
            if pale and text in DIGITS:
                said = HIDDEN
            elif text.isdecimal():
                within = within or in_sight(element, outer, sight)
                digit = _around(matrix, quarter, (x, y), (WIDE * advance, HIGH * size, 0))
                said = seen(text, digit, within)
            self.glyphs.append(Glyph(*box, said))

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
                whole = corners(points)
                if min(whole[2] - whole[0], whole[3] - whole[1]) < THIN:
                    self.strokes.append(whole)
                    continue
                colour = fill_of(element, self.looks) if self.glyphs else None
                if colour is not None and alpha(element, colour) >= OPAQUE and is_box(points, whole):
                    self._covers.append(Cover(whole, len(self.glyphs)))
            if is_stroked:
                sides = [stretched(matrix, *first, *last) for first, last in pairwise(figure)]
                is_open = figure[0] != figure[-1]
                if not (is_open and any(map(is_steep, sides))):
                    self.strokes += sides
                if is_open:
                    self.slants += slanting(sides)

    def _picture(self, element: XmlElement, outer: Matrix) -> None:
        name = element.get("ResourceID", "")
        self.pictures.append(name)
        box = numbers(element.get("Boundary", ""))
        if len(box) != 4:
            return
        if box[2] * box[3] * POINTS**2 > WHOLE_PAGE * self.width * self.height:
            self.is_scan = True
        elif (
            self.glyphs
            and alpha(element, None) >= OPAQUE
            and not element.get("ImageMask")
            and self.is_opaque(name)
        ):
            left, top, width, height = box
            whole = stretched(outer, left, top, left + width, top + height)
            self._covers.append(Cover(whole, len(self.glyphs)))

    def _upright(self, box: Box, turn: int) -> Box:
        left, top, right, bottom = box
        if turn == 1:
            return top, self.width - right, bottom, self.width - left
        if turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if turn == 3:
            return self.height - bottom, left, self.height - top, right
        return box


def _around(
    matrix: Matrix, quarter: int, origin: tuple[float, float], reach: tuple[float, float, float]
) -> Box:
    """The box of a character that begins at an origin on the base line and reaches so far along, above and below it."""
    x, y = origin
    along, above, below = reach
    if quarter == 0:
        return stretched(matrix, x, y - above, x + along, y + below)
    if quarter == 1:
        return stretched(matrix, x - below, y, x + above, y + along)
    if quarter == 2:
        return stretched(matrix, x - along, y - below, x, y + above)
    return stretched(matrix, x - above, y - along, x + below, y)

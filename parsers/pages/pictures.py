"""Pages that are pictures, as sheets: rules from the ink, each cell read by two readers that share nothing.

A number is given when both agree. Otherwise the cell says `ocr` and keeps what the neural reader made of it: whoever aligns
the tables may take it when the sums decide, and withholds it when they do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from math import radians, tan
from typing import TYPE_CHECKING, Any

from parsers.document import Box
from parsers.pages.celltext import Content
from parsers.pages.frames import Frame
from parsers.pages.glyphs import Glyph
from parsers.pages.sheets import Sheet
from parsers.pages.strokes import ruling
from parsers.text import read_cell, squash

if TYPE_CHECKING:
    from parsers.pages.raster import DotBox, Grey

DPI = 200
"""Dots per inch a page is rendered with: more does not help the readers."""
HINT = "to read it as a picture, install gxcrawl[ocr]"
A4 = 595.44, 841.68
"""Points."""
LARGE, SMALL = 1.5, 0.7
"""Times A4: pages beyond are of no paper, their size is that of the picture at some resolution nobody scanned with."""
INSET = 2
"""Dots inside the edges of a cell that belong to its rules."""
CLOSE = 0.6
"""Of the height of a line: lines of two cells nearer than this may be one number."""
LINE_GAP = 0.02
"""Inches of paper between two lines of a cell."""
_ALIKE = str.maketrans("OoDQ〇lI|丨，．。", "000001111,..")
"""Letters the neural reader takes digits for. Our own reader must still see the same digit."""
NUMBER = frozenset("0123456789.,-")
STROKES = frozenset("一二三十〡〢〣")
"""Numerals that are strokes: a dash and what shines through from the other side of the paper is no 二."""
_COUNTED = re.compile(r"(?P<number>-?\d[\d.,]*)(?P<rest>[^\d.,].*)?")
"""A number, and what may stand behind it."""
_NOTHING = re.compile(r"0(?![\d.,])")
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
"""5.341 may be 5,341: on coarse paper both readers take the comma for a point."""


def available() -> bool:
    """Whether the `ocr` extra is installed."""
    return all(find_spec(name) is not None for name in ("cv2", "numpy", "rapidocr_onnxruntime"))


def sheet(dots: Grey, number: int, dpi: float) -> Sheet:
    """The page a picture shows, in grey or in colours: its ruled tables with their cells read by two readers, its other lines
    as glyphs by one."""
    # The extra may be missing.
    from parsers.pages import colours, curled, lying, pale, raster, recognition, specks  # noqa: PLC0415

    grey = colours.grey(dots, dpi) if dots.ndim > 2 else dots
    grey = pale.lifted(specks.swept(raster.positive(grey)), dpi)
    turn = lying.quarters(grey)
    grey = lying.upright(grey, turn)
    tilt = raster.askew(grey)
    straight: Grey = raster.turned(grey, tilt)
    whole = raster.inked(straight)
    bend = curled.bend(whole, dpi)
    if bend:
        straight = curled.flattened(straight, bend)
        whole = raster.inked(straight)
    strokes, ink = raster.rules(whole, dpi)
    points = 72 / dpi
    drawn, _ = ruling(
        (left * points, top * points, right * points, bottom * points) for left, top, right, bottom in strokes
    )
    height, width = straight.shape
    reach = tan(radians(abs(tilt))) * max(straight.shape) / 2  # how far edges of the picture lie within
    tables = [(frame, _contents(straight, whole, ink, frame, dpi, reach)) for frame in drawn]
    tables = [(frame, said) for frame, said in tables if sum(1 for text, _ in said if text) > 1]
    around = straight.copy()
    for frame, _ in tables:
        left, top, right, bottom = (round(edge / points) for edge in frame.box)
        around[top : bottom + 1, left : right + 1] = 255
    lines = [_glyph(text, box, points) for text, box in recognition.page(around)]
    return Sheet(
        number,
        width * points,
        height * points,
        lines,
        tables=tuple(tables),
        turn=turn,
        tilt=tilt,
        bend=bend.scaled(points).moved if bend else None,
        doubt="ocr",
    )


def oversize(width: float, height: float) -> float:
    """How many times larger than paper is the page some program made for a scan; 1 for those from A5 to A3, in points.

    >>> oversize(595, 842), oversize(1190, 842), round(oversize(1654, 2339), 1), round(oversize(60, 84), 1)
    (1.0, 1.0, 2.8, 0.1)
    """
    short, long = sorted((width, height))
    larger = short / (A4[0] if height >= width else A4[1])
    smaller = max(short / A4[0], long / A4[1])
    return larger if larger > LARGE else smaller if smaller < SMALL else 1.0


def _glyph(text: str, box: Box, points: float) -> Glyph:
    left, top, right, bottom = box
    return Glyph(left * points, top * points, right * points, bottom * points, "".join(text.split()) or "?")


def _contents(
    grey: Grey, whole: Grey, ink: Grey, frame: Frame, dpi: float, reach: float = 0.0
) -> list[Content]:
    """Text and doubt of each cell: all lines of all cells are read at once. `ink` is the `whole` ink without rules; the edges
    of the picture are within `reach` of those of the page."""
    from parsers.pages import digits, raster, recognition  # noqa: PLC0415

    cuts: list[Any] = []
    own: list[str | None] = []
    cells: list[list[int]] = []
    boxes: list[DotBox] = []
    crossed: set[int] = set()
    for span in frame.spans:
        left, top, right, bottom = (round(edge * dpi / 72) for edge in frame.span_box(span))
        left, top, right, bottom = left + INSET, top + INSET, right - INSET, bottom - INSET
        here = _part(left, top, right, bottom)
        inside = _inner(ink[here])
        numbers: list[int] = []
        for box in raster.bands(inside, max(2, int(LINE_GAP * dpi))):
            if _crossed(box, whole[here], ink[here], inside):
                crossed.add(len(cells))
            numbers.append(len(cuts))
            boxes.append((left + box[0], top + box[1], left + box[2], top + box[3]))
            if _cut_off(boxes[-1], whole, ink, reach):
                crossed.add(len(cells))
            cut = _part(*_cut(box, inside.shape))
            cuts.append(grey[here][cut])
            own.append(digits.read(grey[here][cut], inside[cut]))
        cells.append(numbers)
    said = recognition.lines(cuts)
    found = [_content([said[i] for i in numbers], [own[i] for i in numbers]) for numbers in cells]
    cut_up = _cut_up(boxes)
    return [
        (text, "torn") if text and (index in crossed or cut_up.intersection(numbers)) else (text, doubt)
        for index, (numbers, (text, doubt)) in enumerate(zip(cells, found, strict=True))
    ]


def _part(left: int, top: int, right: int, bottom: int) -> tuple[slice, slice]:
    return slice(top, bottom), slice(left, right)


def _crossed(box: DotBox, whole: Grey, ink: Grey, inside: Grey) -> bool:
    """Whether a stroke that was taken for a rule runs through a line of a cell, or a remain of one stands close at its side:
    a number may be struck out, or have lost a digit."""
    left, top, right, bottom = box
    line = bottom - top
    taken = int(((whole > ink)[top:bottom, left:right]).sum())
    near = _part(max(0, left - line // 2), top, right + line // 2, bottom)
    beside = (ink > inside)[near].any(axis=1)
    return taken > line or int(beside.sum()) > line // 2


def _cut_off(box: DotBox, whole: Grey, ink: Grey, reach: float) -> bool:
    """Whether the side of the picture is as close to a line of a cell as the next digit would be, and no rule between them: the
    number may have gone on beyond."""
    left, top, right, bottom = box
    near, width = CLOSE * (bottom - top) + reach, ink.shape[1]
    outside = ([_part(0, top, left, bottom)] if left < near else []) + (
        [_part(right, top, width, bottom)] if right > width - near else []
    )
    return any(int((whole[part] > ink[part]).any(axis=1).sum()) < (bottom - top) / 2 for part in outside)


def _cut_up(boxes: Sequence[DotBox]) -> set[int]:
    """Lines of different cells that stand so close on one level that a false rule may have cut one number in two."""
    found: set[int] = set()
    for index, (left, top, right, bottom) in enumerate(boxes):
        for other, (start, up, _, low) in enumerate(boxes):
            height = min(bottom - top, low - up)
            level = min(bottom, low) - max(top, up) > height / 2
            if other != index and level and start >= (left + right) / 2 and start - right < CLOSE * height:
                found |= {index, other}
    return found


def _inner(ink: Grey) -> Grey:
    """The ink of a cell without dust, and without what hangs in from its edges: remains of rules."""
    import numpy as np  # noqa: PLC0415

    from parsers.pages import raster  # noqa: PLC0415

    height, width = ink.shape
    cleaned = np.zeros_like(ink)
    for left, top, right, bottom in raster.components(ink):
        thin = min(right - left, bottom - top) <= 3
        edge = left == 0 or top == 0 or right == width or bottom == height
        if not (thin and edge):
            cleaned[top:bottom, left:right] = ink[top:bottom, left:right]
    return cleaned


def _cut(box: DotBox, shape: tuple[int, ...]) -> DotBox:
    """A line with a little paper around, within its cell."""
    left, top, right, bottom = box
    return max(0, left - 3), max(0, top - 3), min(shape[1], right + 3), min(shape[0], bottom + 3)


def _content(said: list[str], own: list[str | None]) -> Content:
    """A cell from what both readers make of its lines."""
    from parsers.pages import digits  # noqa: PLC0415

    if not said:
        return "", ""
    first = own[0] or ""
    if len(own) == 1 and first in {"/", "—"}:
        return first, ""
    theirs = squash("".join(said)).translate(_ALIKE)
    if len(own) > 1 and first and NUMBER.issuperset(first):
        # Digits on several lines may be two numbers; a remark below a number is none.
        if own[1] is not None:
            return "\n".join(said), "ocr"
        first += digits.REST
    read = _COUNTED.fullmatch(theirs)
    if read and first == read["number"] + (digits.REST if read["rest"] else ""):
        return theirs, "ocr" if _GROUPED.fullmatch(read["number"]) else "sign" if theirs[0] == "-" else ""
    text = "".join(said) if theirs else first.removesuffix(digits.REST)
    if _NOTHING.match(squash(text).translate(_ALIKE)):
        return "", "ocr"  # no sum tells a zero from a mark
    counted = read_cell(theirs)[1] == "reported"  # in Chinese numerals, which only one of the two reads
    doubtful = not theirs or counted or STROKES.issuperset(theirs) or any(map(str.isdigit, theirs + first))
    return text, "ocr" if doubtful else ""

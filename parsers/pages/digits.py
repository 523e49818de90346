"""Our own reader of printed numbers in pictures: nearest neighbours among drawn digits. Needs the `ocr` extra.

It shares nothing with the neural reader, so that the two do not make the same mistake. `digits.npz` beside this file holds
the digits as `benchmarks/draw_digits.py` draws them from free fonts.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pages.raster import DotBox, Grey, components

HEIGHT, WIDTH = 24, 16
"""Dots of a normalised glyph."""
FAR = 0.47
"""One less the correlation of two glyphs: from here on they are not the same."""
CLEAR = 0.9
"""Distance to the nearest digit over that to the nearest other digit: above this it may be either."""
LOW = 0.45
"""Of the height of the line: lower glyphs are points, commas and dashes."""
DUST = 0.14
"""Of the height of the line: smaller dots are dust, unless they stand on the line."""
EVEN = 0.84
"""The lowest digit of a number over its highest."""
SOLID = 0.7
"""Of the box of a dash that is ink; of touching digits less than half is."""
LEANS = -0.7
"""How far from upright a slash leans, see `_lean`."""
SLASH, SEVEN = 0.6, 0.72
"""Roofs of slashes are narrower than the first, those of sevens wider than the second; between them is neither."""
ADVANCE = 0.72
"""Width of a digit with its share of the space around, over the height of the line."""

Bits = NDArray[np.bool_]
Floats = NDArray[np.float32]


@cache
def _drawn() -> tuple[Floats, NDArray[np.str_]]:
    """The drawn digits as unit vectors about their mean grey, and which digit each is."""
    data = np.load(BytesIO(files("parsers.pages").joinpath("digits.npz").read_bytes()))
    glyphs = data["glyphs"].astype(np.float32) / 255
    return _unit(glyphs.reshape(len(glyphs), -1)), data["labels"]


def _unit(glyphs: Floats) -> Floats:
    centred = glyphs - glyphs.mean(axis=-1, keepdims=True)
    return np.asarray(
        centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-6), dtype=np.float32
    )


def normalised(glyph: Grey) -> Floats:
    """Ink (255) on paper (0) scaled into `HEIGHT` x `WIDTH` with its proportions kept; values 0 … 1."""
    height, width = glyph.shape
    scale = min(HEIGHT / height, WIDTH / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrunk = cv2.resize(glyph, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    canvas = np.zeros((HEIGHT, WIDTH), np.float32)
    top, left = (HEIGHT - size[1]) // 2, (WIDTH - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = np.asarray(shrunk, np.float32) / 255
    return canvas


def read(grey: Grey, ink: Grey) -> str | None:
    """The number (digits, point, comma, minus) or mark (/ —) one line of a cell shows; None when it may be something else.

    `grey` and `ink` are the same cut-out; `ink` says where to look.
    """
    found = components(ink)
    if not found:
        return None
    tallest = max(box[3] - box[1] for box in found)
    top = min(box[1] for box in found if box[3] - box[1] > LOW * tallest)
    bottom = max(box[3] for box in found if box[3] - box[1] > LOW * tallest)
    boxes = _columns([box for box in found if not _dust(box, top, bottom)])
    heights = [box[3] - box[1] for box in boxes if box[3] - box[1] > LOW * tallest]
    if min(heights) < EVEN * max(heights):
        return None  # brackets and letters; all digits of a number are equally high
    if len(boxes) == 1 and (mark := _mark(ink, boxes[0])):
        return mark
    said = ""
    for box in boxes:
        for part in _parted(ink, box, bottom - top):
            character = _character(grey, ink, part, top, bottom - top)
            if character is None or (character == "-" and said):
                return None
            said += character
    return said


def _dust(box: DotBox, top: int, bottom: int) -> bool:
    """Whether a dot is too small to be ink, and not where a decimal point stands: that one is never overlooked."""
    line = bottom - top
    small = max(box[2] - box[0], box[3] - box[1]) < DUST * line
    return small and not top + 0.75 * line < box[3] < bottom + 0.3 * line


def _columns(boxes: list[DotBox]) -> list[DotBox]:
    """Components from left to right, those above each other united."""
    columns: list[DotBox] = []
    for box in sorted(boxes):
        if columns and box[0] < columns[-1][2] - 1:
            last = columns[-1]
            columns[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            columns.append(box)
    return columns


def _mark(ink: Grey, box: DotBox) -> str:
    """/ or — by the shape of the ink: a thin line that leans, a thin line that lies."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    inside = ink[top:bottom, left:right] > 0
    if width > 2.5 * height and inside.mean() > SOLID:
        return "—"
    return "/" if height > 8 and _lean(inside) < LEANS and _roof(inside) < SLASH else ""


def _lean(inside: Bits) -> float:
    """How much ink moves to the left as it goes down: -1 for a slash, about -0.5 for a 7, 0 for what stands upright."""
    rows, columns = np.nonzero(inside)
    if len(rows) < 8 or np.ptp(columns) == 0:
        return 0.0
    lean: Any = np.corrcoef(rows, columns)[0, 1]
    return float(lean)


def _roof(inside: Bits) -> float:
    """Of its width, how much of a glyph the ink of its upper quarter spans: all in a 7, its own thickness in a slash."""
    upper = inside[: max(2, len(inside) // 4)]
    spans = [np.ptp(np.flatnonzero(row)) + 1 for row in upper if row.any()]
    widest = int(max(spans, default=0))
    return widest / int(inside.shape[1])


def _parted(ink: Grey, box: DotBox, line: int) -> list[DotBox]:
    """Digits that touch, cut where there is least ink near the places where a digit must end."""
    left, top, right, bottom = box
    width = right - left
    count = round(width / (line * ADVANCE))
    if bottom - top < LOW * line or width < 0.95 * line or count < 2:
        return [box]
    columns = (ink[top:bottom, left:right] > 0).sum(axis=0)
    cuts = [0]
    for number in range(1, count):
        middle, reach = width * number / count, width / count / 4
        window = range(max(cuts[-1] + 2, int(middle - reach)), min(width - 2, int(middle + reach) + 1))
        if not window:
            return [box]
        cuts.append(min(window, key=lambda column: int(columns[column])))
    return [(left + start, top, left + end, bottom) for start, end in pairwise([*cuts, width])]


def _character(grey: Grey, ink: Grey, box: DotBox, top: int, line: int) -> str | None:
    left, up, right, down = box
    width, height = right - left, down - up
    if height < LOW * line:
        if up > top + 0.3 * line and down < top + 0.8 * line:
            return "-" if width > 1.2 * height else None
        if down < top + 0.75 * line or width > 1.6 * height:
            return None
        return "," if down > top + 1.06 * line else "."
    if width > 0.95 * height:
        return None
    digit = nearest(_glyph(grey, box))
    inside = ink[up:down, left:right] > 0
    if (digit == "7" and _roof(inside) < SEVEN) or (digit == "1" and _lean(inside) < LEANS):
        return None  # a slash in small print
    return digit


def _glyph(grey: Grey, box: DotBox) -> Grey:
    """The cut-out of one glyph as ink on paper, its contrast stretched."""
    left, up, right, down = box
    cut = grey[max(0, up - 1) : down + 1, max(0, left - 1) : right + 1].astype(np.float32)
    darkest, paper = float(cut.min()), float(np.percentile(grey, 90))
    stretched = np.clip((paper - cut) / max(1.0, paper - darkest), 0, 1) * 255
    solid: Grey = stretched.astype(np.uint8)
    rows, columns = np.nonzero(solid > 110)
    if not rows.size:
        return solid
    return solid[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def nearest(glyph: Grey) -> str | None:
    """The digit a glyph shows, when it is near to one and clearly nearer than to any other."""
    drawn, labels = _drawn()
    distances = 1 - drawn @ _unit(normalised(glyph).reshape(-1))
    best = int(distances.argmin())
    digit = labels[best]
    others = distances[labels != digit]
    if distances[best] > FAR or distances[best] > CLEAR * others.min():
        return None
    return str(digit)

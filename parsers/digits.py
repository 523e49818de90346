"""Our own reader of printed numbers in pictures: nearest neighbours among drawn digits. Needs the `ocr` extra.

It shares nothing with the neural reader, so that the two do not make the same mistake. `parsers/digits.npz` holds the digits
as `benchmarks/draw_digits.py` draws them from free fonts.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.raster import DotBox, Grey, components

HEIGHT, WIDTH = 24, 16
"""Dots of a normalised glyph."""
FAR = 0.20
"""Mean difference of two glyphs (0 … 1) from which on they are not the same."""
CLEAR = 0.88
"""Distance to the nearest digit over that to the nearest other digit: above this it may be either."""
LOW = 0.45
"""Of the height of the line: lower glyphs are points, commas and dashes."""

Floats = NDArray[np.float32]


@cache
def _drawn() -> tuple[Floats, NDArray[np.str_]]:
    data = np.load(BytesIO(files("parsers").joinpath("digits.npz").read_bytes()))
    glyphs = data["glyphs"].astype(np.float32) / 255
    return glyphs.reshape(len(glyphs), -1), data["labels"]


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
    """The number (digits, point, comma) or mark (/ —) one line of a cell shows, or None when it may be something else.

    `grey` and `ink` are the same cut-out; `ink` says where to look.
    """
    boxes = _columns(components(ink))
    if not boxes:
        return None
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    line = bottom - top
    if len(boxes) == 1 and (mark := _mark(ink, boxes[0])):
        return mark
    said = ""
    for box in boxes:
        character = _character(grey, box, top, line)
        if character is None:
            return None
        said += character
    return said


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
    if width > 3 * height:
        return "—"
    rows, columns = np.nonzero(ink[top:bottom, left:right])
    if height < 8 or width < 0.25 * height or len(rows) < 8:
        return ""
    lean = float(np.corrcoef(rows, columns)[0, 1])
    return "/" if lean < -0.93 else ""


def _character(grey: Grey, box: DotBox, top: int, line: int) -> str | None:
    left, up, right, down = box
    width, height = right - left, down - up
    if height < LOW * line:
        low = down > top + 0.75 * line
        if not low or width > 1.6 * height:
            return None
        return "." if height <= 1.25 * width else ","
    if width > 0.95 * height:
        return None  # two digits that touch, or no digit
    return nearest(_glyph(grey, box))


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
    distances = np.abs(drawn - normalised(glyph).reshape(-1)).mean(axis=1)
    best = int(distances.argmin())
    digit = labels[best]
    others = distances[labels != digit]
    if distances[best] > FAR or distances[best] > CLEAR * others.min():
        return None
    return str(digit)

"""Our own reader of printed numbers in pictures, glyph by glyph. Needs the `ocr` extra.

It shares nothing with the reader of whole lines, so that the two do not make the same mistake. `digits.npz` beside this file
holds what `benchmarks/draw_digits.py` learnt from digits it drew: the weights of two layers, from a glyph to the share each
digit, and what is no digit, has in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pages import marks
from parsers.pages.raster import DotBox, Grey, components

HEIGHT, WIDTH = 24, 16
"""Dots of a normalised glyph."""
LENGTH = 0.5 * (HEIGHT * WIDTH) ** 0.5
"""Of a vector of features."""
DARK = 110
"""Of 255, once the contrast is stretched: ink that a glyph is measured by."""
SLIVER = 0.25
"""Of the width of a glyph: narrower ink apart from it belongs to its neighbour."""
OTHER = 10
"""The class of what is no digit: letters, digits that touch, digits that are struck."""
SURE = 0.6
"""Share a digit must have in a glyph."""
LOW = 0.45
"""Of the height of the line: lower glyphs are points, commas and dashes."""
DUST = 0.14
"""Of the height of the line: smaller dots are dust, unless they stand on the line."""
EVEN = 0.84
"""The lowest digit of a number over its highest."""
STAGGER = 0.14
"""Of the height of the line: by how much digits of one number may be off the level. One written above it is off by more."""
DEPTHS = (0.2, 0.3, 0.4, 0.5, 0.6)
"""How dark ink is between paper (0) and the darkest of its line (1)."""
PALER = 0.5
"""How dark a character is over the darkest of its line: a paler one is what shines through, or is left of a watermark."""
REST = "…"
"""Ink behind a number that is none of its digits."""
GAPING = 1.33
"""From the middle of one digit to that of the next, over what is usual in the number: a point makes it 1.5, italics 1.3."""
WIDEST = 1.6
"""Of the height of the line: from digit to digit, full-width ones stand 1.45 apart; farther, they are two numbers."""
ADVANCE = 0.72
"""Width of a digit with its share of the space around, over the height of the line."""

Floats = NDArray[np.float32]


@cache
def _learnt() -> tuple[Floats, Floats, Floats, Floats]:
    data = np.load(BytesIO(files("parsers.pages").joinpath("digits.npz").read_bytes()))
    inner, inner_bias, outer, outer_bias = (
        data[name].astype(np.float32) for name in ("inner", "inner_bias", "outer", "outer_bias")
    )
    return inner, inner_bias, outer, outer_bias


def features(glyphs: Floats) -> Floats:
    """Normalised glyphs as vectors about their mean grey, all equally long."""
    flat = glyphs.reshape(len(glyphs), -1)
    centred = flat - flat.mean(axis=-1, keepdims=True)
    length = np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-6)
    return np.asarray(centred / length * LENGTH, dtype=np.float32)


def shares(scores: Floats) -> Floats:
    """Scores as shares of one."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


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
    """The number (digits, point, comma, minus) or mark (/ —) one line of a cell shows, with `REST` for what follows a number:
    a unit, a remark. None when it may be something else.

    `grey` and `ink` are the same cut-out; `ink` says where to look.
    """
    boxes = _clean(grey, ink)
    if len(boxes) == 1 and (mark := marks.mark(ink, boxes[0])):
        return mark
    head = _level(boxes)
    tall = [box for box in head if box[3] - box[1] > LOW * max(low - up for _, up, _, low in head)]
    if not tall:
        return None
    top, bottom = min(box[1] for box in tall), max(box[3] for box in tall)
    paper, darkest = float(np.percentile(grey, 90)), float(grey.min())
    if max(np.ptp([box[edge] for box in tall]) for edge in (1, 3)) > max(3, STAGGER * (bottom - top)):
        return None
    said, middles = "", list[float]()
    for box in head:
        for part in _parted(grey, box, bottom - top):
            if paper - float(grey[part[1] : part[3], part[0] : part[2]].min()) < PALER * (paper - darkest):
                return None
            character = _character(grey, ink, part, top, bottom - top)
            if character is None or (character == "-" and said):
                return said + REST if any(map(str.isdigit, said)) else None
            if character.isdigit():
                middles.append((part[0] + part[2]) / 2)
            said += character
    steps = sorted(after - before for before, after in pairwise(middles))
    if (said.isdigit() and _gaping(steps)) or steps[-1:] > [WIDEST * (bottom - top)]:
        return None
    return said if len(head) == len(boxes) else said + REST


def _gaping(steps: Sequence[float]) -> bool:
    """Whether digits stand farther apart at one place than elsewhere: the scanner may have lost a point there."""
    return len(steps) > 1 and steps[-1] > GAPING * steps[(len(steps) - 1) // 2]


def _clean(grey: Grey, ink: Grey) -> list[DotBox]:
    """The columns of ink without dust, one for each glyph where paper shines through between them."""
    found = components(ink)
    tallest = max((box[3] - box[1] for box in found), default=0)
    tall = [box for box in found if box[3] - box[1] > LOW * tallest]
    if not tall:
        return []
    top, bottom = min(box[1] for box in tall), max(box[3] for box in tall)
    columns = _columns([box for box in found if not _dust(box, top, bottom)])
    paper, darkest = float(np.percentile(grey, 90)), float(grey.min())
    depth = np.where(ink > 0, (paper - grey) / max(1.0, paper - darkest), 0)
    return [part for box in columns for part in _apart(depth, box, bottom - top)]


def _apart(depth: NDArray[np.floating[Any]], box: DotBox, line: int) -> list[DotBox]:
    """A column too wide for one digit as the columns it falls into where only its darker ink counts: at the first depth that
    parts it. Where that breaks a glyph, only what stands to the left of all else is parted from it."""
    left, top, right, bottom = box
    if right - left < 0.95 * (bottom - top) or bottom - top < LOW * line:
        return [box]
    for least in DEPTHS:
        darker = np.where(depth[top:bottom, left:right] > least, np.uint8(255), np.uint8(0))
        parts = [(left + x, top + y, left + end, top + low) for x, y, end, low in components(darker)]
        parts = _columns(parts)
        if len(parts) < 2 or parts[0][3] - parts[0][1] < LOW * line:
            continue
        broken = any(part[3] - part[1] < LOW * line and part[1] < top + 0.75 * line for part in parts)
        if broken:
            parts = [parts[0], _around(parts[1:])]
        narrower = [part for part in parts if part[2] - part[0] < right - left]
        if len(narrower) == len(parts):
            return [each for part in parts for each in _apart(depth, part, line)]
    return [box]


def _around(boxes: Sequence[DotBox]) -> DotBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _level(boxes: Sequence[DotBox]) -> list[DotBox]:
    """The columns from the left that are as high as the first high one, or low: digits are, units and brackets are not."""
    tallest = max((box[3] - box[1] for box in boxes), default=0)
    high = [box for box in boxes if box[3] - box[1] > LOW * tallest]
    level: list[DotBox] = []
    highs: list[int] = []
    for box in boxes:
        height = box[3] - box[1]
        if height > LOW * (high[0][3] - high[0][1]):
            highs.append(height)
            if min(highs) < EVEN * max(highs):
                return level
        level.append(box)
    return level


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


def _parted(grey: Grey, box: DotBox, line: int) -> list[DotBox]:
    """Digits that touch, cut where the paper shines through most near the places where a digit must end."""
    left, top, right, bottom = box
    width = right - left
    count = round(width / (line * ADVANCE))
    if bottom - top < LOW * line or width < 0.95 * line or count < 2:
        return [box]
    columns = grey[top:bottom, left:right].sum(axis=0, dtype=np.int64)
    cuts = [0]
    for number in range(1, count):
        middle, reach = width * number / count, width / count / 4
        window = range(max(cuts[-1] + 2, int(middle - reach)), min(width - 2, int(middle + reach) + 1))
        if not window:
            return [box]
        cuts.append(max(window, key=lambda column: int(columns[column])))
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
    digit = told(_glyph(grey, ink, box))
    return None if digit and marks.disguised(digit, ink, box) else digit


def _glyph(grey: Grey, ink: Grey, box: DotBox) -> Grey:
    """The cut-out of one glyph as ink on paper, its contrast stretched; nothing of its neighbours."""
    left, up, right, down = box
    here = np.s_[max(0, up - 1) : down + 1, max(0, left - 1) : right + 1]
    own = np.zeros_like(ink)
    own[up:down, left:right] = ink[up:down, left:right]
    cut = grey[here].astype(np.float32)
    darkest, paper = float(cut.min()), float(np.percentile(grey, 90))
    stretched = np.clip((paper - cut) / max(1.0, paper - darkest), 0, 1) * 255
    solid: Grey = stretched.astype(np.uint8)
    solid[cv2.dilate(own[here], np.ones((3, 3), np.uint8)) == 0] = 0
    solid = _whole(solid)
    rows, columns = np.nonzero(solid > DARK)
    if not rows.size:
        return solid
    return solid[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _whole(solid: Grey) -> Grey:
    """The glyph without slivers of its neighbours: narrow ink at either side, apart from the rest."""
    dark = np.where(solid > DARK, np.uint8(255), np.uint8(0))
    count, names, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width = solid.shape[1]
    for name in range(1, count):
        left, _, across, _, area = stats[name].tolist()
        aside = left <= 1 or left + across >= width - 1
        if aside and across < SLIVER * width and area < stats[1:, 4].max():
            solid[names == name] = 0
    return solid


def told(glyph: Grey) -> str | None:
    """The digit a glyph shows, where it is sure."""
    inner, inner_bias, outer, outer_bias = _learnt()
    hidden = np.maximum(features(normalised(glyph)[None]) @ inner + inner_bias, 0)
    share = shares(hidden @ outer + outer_bias)[0]
    best = int(share.argmax())
    return str(best) if best != OTHER and share[best] > SURE else None

"""Coloured pages in grey, without the red seals that offices press over their tables. Needs the `ocr` extra.

A seal lets through what is printed below it. Only ink of one red shape as large as a seal is taken away, and none where other
red ink stands outside: somebody may have written, or crossed out, in red.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pages.raster import DotBox, Grey

Colours = NDArray[np.uint8]
"""Rows of dots, each of blue, green and red."""
Bits = NDArray[np.bool_]
RED = 36
"""Of 255: how much more of red than of the others a dot of a seal has."""
FEW = 0.0004
"""Of the page: fewer red dots are no seal."""
SEALS = 0.8, 2.4
"""Inches a seal is wide and high: round ones measure 1.5 to 1.8, oval ones 1.2 by 1.8."""
SQUARE = 1.7
"""Its longer side over the shorter."""
GAP = 0.08
"""Inches between the characters of a seal, at most."""
DIGIT = 0.25
"""Inches: higher red ink within a seal is its star, or a character of it; lower may be a number in red."""
FRINGE = 7
"""Dots: twice as far as a JPEG smears colours, and one."""
REST = 0.06
"""Of all red dots: more outside of seals are writing."""
BROUGHT = 0.5
"""Quantile of the red of a seal alone that is as light as paper: where print lies below, it is far darker."""


def grey(colours: Colours, dpi: float) -> Grey:
    """The page in grey; seals as light as paper, what is printed below them as dark as it was."""
    plain = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)
    red = _red(colours)
    if np.count_nonzero(red) < FEW * red.size:
        return plain
    pressed = _pressed(red, dpi)
    if not pressed.any():
        return plain
    shown = np.ascontiguousarray(colours[:, :, 2])
    alone = float(np.quantile(shown[pressed], BROUGHT))
    lighter = np.clip(np.arange(256) * (255 / max(1.0, alone)), 0, 255).astype(np.uint8)
    below = cv2.LUT(shown, lighter)
    around = cv2.dilate(pressed.astype(np.uint8), np.ones((FRINGE, FRINGE), np.uint8)) > 0
    return np.where(around, np.maximum(plain, below), plain)


def _red(colours: Colours) -> Grey:
    """255 where a dot is red."""
    blue, green, red = cv2.split(colours)
    return np.asarray(
        cv2.threshold(cv2.subtract(red, cv2.max(blue, green)), RED, 255, cv2.THRESH_BINARY)[1], np.uint8
    )


def _pressed(red: Grey, dpi: float) -> Bits:
    """Where the ink of seals is: red shapes of their size, and what stands in them larger than any digit. Nowhere when there
    is much red elsewhere."""
    gap = int(GAP * dpi) | 1  # odd, so that nothing is moved
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, names, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    shapes = [(x, y, x + width, y + height) for x, y, width, height, _ in stats.tolist()]
    seals = [name for name in range(1, count) if _is_seal(shapes[name], dpi)]
    within = [name for name in range(1, count) if any(_in(shapes[name], shapes[seal]) for seal in seals)]
    inside = np.count_nonzero(_named(names, within, count) & (red > 0))
    if not seals or inside < (1 - REST) * np.count_nonzero(red):
        return np.zeros(red.shape, np.bool_)
    large = [name for name in within if stats[name][3] > DIGIT * dpi]
    return _named(names, large, count) & (red > 0)


def _named(names: Any, wanted: Sequence[int], count: int) -> Bits:
    """Where shapes with some of all names are."""
    chosen = np.zeros(count, np.bool_)
    chosen[list(wanted)] = True
    return np.asarray(chosen[names], np.bool_)


def _is_seal(shape: DotBox, dpi: float) -> bool:
    small, large = sorted((shape[2] - shape[0], shape[3] - shape[1]))
    least, most = (inches * dpi for inches in SEALS)
    return least < small and large < min(most, SQUARE * small)


def _in(shape: DotBox, other: DotBox) -> bool:
    return other[0] <= shape[0] and other[1] <= shape[1] and shape[2] <= other[2] and shape[3] <= other[3]

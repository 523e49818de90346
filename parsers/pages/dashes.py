"""Rules of tables that are drawn as dashes or dots, in the ink of a picture. Needs the `ocr` extra."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
DASH, DOT, BETWEEN = 0.075, 0.035, 0.07
"""Inches: how long and how thick the dashes and dots of a rule are, and what is between them, at most."""
BAR = 0.24
"""Of its height: dashes that run into each other, or are long, are narrower; the 1 of all faces is wider."""


def rules(ink: Grey, dpi: float, least: int, upright_least: int) -> tuple[Grey, Grey, Grey] | None:
    """Horizontal and vertical rules made of dashes or dots, no shorter than given, with what is between the dashes; and all ink
    that is theirs. None where there are none.

    A digit is too high to be a dash. What is as large as a few dashes and goes on with a horizontal rule is where another one
    crosses it.
    """
    count, names, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long, thick, gap = int(DASH * dpi), int(DOT * dpi), int(BETWEEN * dpi) | 1
    across, down = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    level = (across <= long) & (down <= thick)
    upright = (down <= long) & (across <= thick)
    bars = (across <= thick) & (across < BAR * down)
    small = (across <= 3 * long) & (down <= 3 * long) & ~level
    crossing, dashes = np.zeros(count, np.bool_), _named(names, level)
    near, over = (np.ones((1, 2 * reach + 1), np.uint8) for reach in (gap, gap + 3 * long))
    for _ in range(12):  # each finds the next crossing of a rule
        begun = _chained(dashes, (1, gap), (1, 3 * long))
        further = _touched(names, cv2.dilate(begun, near), count) & small & ~crossing
        if not further.any():
            break
        crossing |= further
        dashes |= _named(names, further) & cv2.dilate(begun, over)
    rows = _chained(dashes, (1, gap), (1, least))
    if not rows.any():
        return None
    on_rows = _named(names, crossing) & cv2.dilate(rows, np.ones((2 * long + 1, 1), np.uint8))
    columns = _chained(_named(names, upright) | on_rows, (gap, 1), (upright_least, 1))
    tips = _touched(names, cv2.dilate(columns, np.ones((2 * gap + 1, 1), np.uint8)), count)
    columns = _chained(columns | _named(names, bars & tips), (gap, 1), (upright_least, 1))
    on_row, on_column = _touched(names, rows, count), _touched(names, columns, count)
    own = (level & on_row) | (upright & on_column) | (crossing & on_row & on_column) | (bars & tips)
    return rows, columns, _named(names, own)


def _named(names: Any, wanted: Any) -> Any:
    """255 where shapes of a kind are."""
    chosen = np.where(wanted, np.uint8(255), np.uint8(0))
    chosen[0] = 0
    return chosen[names]


def _touched(names: Any, mask: Any, count: int) -> Any:
    return np.bincount(names[mask > 0], minlength=count) > 0


def _chained(dashes: Any, gap: tuple[int, int], least: tuple[int, int]) -> Any:
    """Dashes that follow each other, with what is between them, where they do so for long enough."""
    closed = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, np.ones(gap, np.uint8))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(least, np.uint8))

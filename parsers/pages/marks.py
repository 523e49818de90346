"""What stands in a cell in place of a digit, by the shape of its ink: a slash, a dash. Needs the `ocr` extra."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.pages.raster import DotBox, Grey

SOLID = 0.7
"""Of the box of a dash that is ink; of touching digits less than half is."""
LEANS = -0.7
"""How far from upright a slash leans, see `_lean`."""
SLASH, SEVEN = 0.6, 0.72
"""Roofs of slashes are narrower than the first, those of sevens wider than the second; between them is neither."""
BAR = 0.24
"""Of its height: a one is wider, with its flag, in all faces; a bar, a stroke of a pen, the l of most faces are narrower."""

Bits = NDArray[np.bool_]


def mark(ink: Grey, box: DotBox) -> str:
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


def disguised(digit: str, ink: Grey, box: DotBox) -> bool:
    """Whether what was taken for a digit is a mark in small print."""
    left, top, right, bottom = box
    inside = ink[top:bottom, left:right] > 0
    if digit == "1":
        return right - left < BAR * (bottom - top) or _lean(inside) < LEANS
    return digit == "7" and _roof(inside) < SEVEN

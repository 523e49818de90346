"""Pictures of pages as arrays: straightened, their rules as strokes, their ink as boxes. Needs the `ocr` extra.

All arrays are grey, 0 is ink and 255 is paper; all lengths here are dots.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from parsers.pages import dashes

Grey = dashes.Grey
DotBox = tuple[int, int, int, int]
"""left, top, right, bottom."""

STEEPEST = 3.0
"""Degrees a page may lie askew."""
ACROSS = 0.4
"""Inches: shorter horizontal runs of ink are no rules."""
DOWN = 0.2
"""Inches: longer than a character is high, shorter than two rows; at 0.16 letters make false columns."""
HALF = 128
"""Of 255: between dark and light."""
THINNED = 8
"""Every so many dots of a page tell how light it is."""
SPECK = 3
"""Dots of ink in a component; fewer are dust, the smallest decimal point has four."""


def positive(grey: Grey) -> Grey:
    """The page with dark print on light paper. A negative is dark for the most part, and what stands out is
    light; on paper in the shade it is dark."""
    sample = np.ascontiguousarray(grey[::THINNED, ::THINNED])
    if np.median(sample) > HALF:
        return grey
    apart = cv2.subtract(grey, cv2.blur(grey, (31, 31)), dtype=cv2.CV_32F)
    return np.asarray(cv2.bitwise_not(grey), np.uint8) if float(np.power(apart, 3).sum()) > 0 else grey


def askew(grey: Grey) -> float:
    """By how many degrees the page is turned counterclockwise: the angle at which its rows of ink are most distinct."""
    shrink = 800 / max(grey.shape)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
    ink = np.asarray(255 - small, dtype=np.float32)
    best = 0.0
    for step, reach in ((0.3, STEEPEST), (0.1, 0.3), (0.03, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _distinct(turned(ink, float(angle), 0))))
    return best


def _distinct(ink: Any) -> float:
    rows = ink.sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def turned(picture: Any, degrees: float, paper: int = 255) -> Any:
    """The picture turned clockwise about its middle, the same size."""
    if abs(degrees) < 0.02:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def inked(grey: Grey) -> Grey:
    """255 where there is ink darker than its neighbourhood, else 0; softened first, so that the scanner's noise is none."""
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15),
        dtype=np.uint8,
    )


def rules(ink: Grey, dpi: float) -> tuple[list[DotBox], Grey]:
    """Boxes of horizontal and vertical rules, and the ink without them."""
    found: list[DotBox] = []
    left = ink.copy()
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    across, down = (max(3, int(least * dpi)) for least in (ACROSS, DOWN))
    dashed = dashes.rules(ink, dpi, across, down)
    for index, shape in enumerate(((1, across), (down, 1))):
        opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        if dashed:
            opened = cv2.bitwise_or(opened, dashed[index])
        count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for x, y, width, height, _ in stats[1:count].tolist():
            found.append((x, y, x + width, y + height))
        left[cv2.dilate(opened, np.ones((3, 3), np.uint8)) > 0] = 0
    if dashed:
        left[cv2.dilate(dashed[2], np.ones((3, 3), np.uint8)) > 0] = 0
    return found, left


def components(ink: Grey) -> list[DotBox]:
    """Boxes of connected ink, dust left out."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [(x, y, x + w, y + h) for x, y, w, h, area in stats[1:count].tolist() if area >= SPECK]


def bands(ink: Grey, gap: int) -> list[DotBox]:
    """Lines of text in a cell: rows of ink parted by at least `gap` rows of paper, each with the box of its ink."""
    found: list[DotBox] = []
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size:
        return found
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1):
        columns = np.flatnonzero(ink[run[0] : run[-1] + 1].any(axis=0))
        found.append((int(columns[0]), int(run[0]), int(columns[-1]) + 1, int(run[-1]) + 1))
    return found

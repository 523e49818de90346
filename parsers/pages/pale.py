"""Pages with something pale behind the print: watermarks, seals that were scanned in grey. Needs the `ocr` extra.

What is paler than the print by far, as thick as no stroke of small print and larger than any digit is behind the text. It is
taken for the paper there: the print stays as dark against it as it was.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from parsers.pages.raster import Grey

SHRUNK = 8
"""The paper is looked for on a page so many times smaller."""
PAPER = 0.6
"""Inches: larger pale places are the paper itself, or the shade of a cell."""
PALE = 0.05, 0.62
"""How dark between the paper (0) and the print (1) it is, at least and at most."""
PRINT = 0.005
"""Of the page: at least so much of it is print, by which the darkest is judged."""
THICK = 0.025
"""Inches: thicker than strokes of small print."""
LARGE = 0.25
"""Inches: larger than a digit."""
AREA = 0.02
"""Square inches of its ink, at least."""
SHAPES = 60
"""More of them are the paper: it is mottled."""
JOINED = 0.1
"""Inches: the print parts it into pieces no farther apart."""
ALIKE = 1.35
"""How much darker its thin strokes are, at most: the characters of a seal, of a watermark."""
GROWN = 2
"""Times two dots its edges and corners reach beyond what is thick."""
HAIR = 3
"""Dots: thinner strokes may be those of the print."""
NEAR = 0.07
"""Inches: what is so near to the print, and thin, may be a stroke of it."""
EVEN = 0.14
"""Of the darkest print: by how much neighbouring dots of it differ, at most. Small print is never even."""
EDGE = 2
"""Dots its edge, and that of the print, is smeared over."""
STROKE = 0.06
"""Inches: strokes of the print that lie on it are thinner."""
NOISE = 8
"""Of 255: how far it is from even."""


def lifted(grey: Grey, dpi: float) -> Grey:
    """The page with what is pale behind the print as light as the paper, or as it is where nothing is."""
    paper = _paper(grey, dpi)
    depth = cv2.bitwise_not(cv2.divide(cv2.GaussianBlur(grey, (3, 3), 0), paper, scale=255))
    darkest = _darkest(depth)
    least, most = (int(share * darkest) for share in PALE)
    pale = cv2.inRange(depth, least, most)
    printed = cv2.inRange(depth, most, 255)
    pale[cv2.dilate(printed, _square(2 * EDGE + 1)) > 0] = 0
    even = np.where(
        cv2.morphologyEx(depth, cv2.MORPH_GRADIENT, _square(3)) > EVEN * darkest, np.uint8(0), pale
    )
    behind = _behind(pale, even, cv2.dilate(printed, _square(int(NEAR * dpi))) > 0, depth, dpi)
    if behind is None:
        return grey
    stroke, edge = int(STROKE * dpi) | 1, 2 * EDGE + 5
    seen = np.where(behind, np.uint8(255), np.uint8(0))
    there = cv2.dilate(cv2.morphologyEx(seen, cv2.MORPH_CLOSE, _square(stroke)), _square(edge)) > 0
    share = cv2.blur(seen.astype(np.float32) / 255, (stroke, stroke))
    level = cv2.blur(np.where(behind, depth, np.uint8(0)).astype(np.float32), (stroke, stroke))
    below = np.where(there, level / np.maximum(share, 0.01), 0)
    own = 255 - np.minimum(grey.astype(np.float32) / paper, 1) * 255
    left = np.clip((own - below - NOISE) / (255 - below - NOISE), 0, 1)
    return np.asarray(np.where(below > 0, (1 - left) * paper, grey), np.uint8)


def _paper(grey: Grey, dpi: float) -> Any:
    """How light the paper is, everywhere."""
    small = cv2.resize(grey, None, fx=1 / SHRUNK, fy=1 / SHRUNK, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(int(PAPER * dpi / SHRUNK) | 1))
    return np.maximum(cv2.resize(cv2.medianBlur(closed, 5), grey.shape[::-1]), 1)


def _darkest(depth: Any) -> int:
    """How dark the print of the page is."""
    counts = np.bincount(depth.ravel(), minlength=256)
    return int(np.searchsorted(np.cumsum(counts), (1 - PRINT) * depth.size))


def _behind(pale: Any, even: Any, near: Any, depth: Any, dpi: float) -> Any | None:
    """Where something behind the print is seen; None where nothing is."""
    thick = cv2.morphologyEx(even, cv2.MORPH_OPEN, _square(int(THICK * dpi)))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _square(int(JOINED * dpi) | 1))
    count, names, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    names[thick == 0] = 0
    inked = np.bincount(names.ravel(), minlength=count)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = (inked > AREA * dpi**2) & (sides > LARGE * dpi)
    large[0] = False
    if not 0 < np.count_nonzero(large) <= SHAPES:
        return None
    strokes = (cv2.morphologyEx(pale, cv2.MORPH_OPEN, _square(HAIR)) > 0) & ~near
    strokes |= cv2.morphologyEx(even, cv2.MORPH_OPEN, _square(HAIR + 1)) > 0
    shapes = [
        (name, np.s_[top : top + height, left : left + width])
        for name, (left, top, width, height, _) in enumerate(stats.tolist())
        if large[name]
    ]
    levels = [ALIKE * float(np.median(depth[here][names[here] == name])) + NOISE for name, here in shapes]
    seen: Any = large[names] | ((thick > 0) & (depth < max(levels)))
    for (_, here), level in zip(shapes, levels, strict=True):
        alike = depth[here] < level
        found = np.where(seen[here] | (strokes[here] & alike), np.uint8(255), np.uint8(0))
        for _ in range(GROWN):
            found |= cv2.dilate(found, _square(5)) & np.where(alike, pale[here], np.uint8(0))
        seen[here] |= found > 0
    return seen


def _square(side: int) -> Any:
    return np.ones((side, side), np.uint8)

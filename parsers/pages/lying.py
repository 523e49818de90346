"""How a scanned page lies: papers go through scanners sideways and upside down. Needs the `ocr` extra.

The neural reader is sure of lines that stand upright, and makes nothing of the others; a few of them tell.
"""

from __future__ import annotations

import re

import cv2
import numpy as np

from parsers.pages import raster, recognition
from parsers.pages.raster import Grey

TRIED = 4
"""Lines of a page that are read to see how it lies: what they cost is a twentieth of the page."""
ENOUGH = 3
"""Sure lines that prove it. Labels written downwards may be two sure ones on a page that lies on its side."""
SURE = 0.7
"""Of lines upside down the reader says less than half of this, of lines on their side no more."""
LONG = 4.0
"""Width over height of lines that are tried."""
FITTING = 7.0
"""Width over height the reader likes best."""
HEIGHTS = 6, 30
"""Dots a line may be high, on a page of half its dots."""
APART = 6
"""Such dots between characters of a line, at most."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
"""Dashes of a rule read the same from both sides."""


def quarters(grey: Grey) -> int:
    """Clockwise quarter turns from the page upright to the page as it is; 0 where nothing tells.

    >>> quarters(np.full((400, 300), 255, np.uint8))
    0
    """
    return next((turn for turn in (0, 2, 1, 3) if _sure(upright(grey, turn)) >= ENOUGH), 0)


def upright(grey: Grey, turn: int) -> Grey:
    """The page turned back by so many quarters."""
    return np.ascontiguousarray(np.rot90(grey, turn))


def _sure(grey: Grey) -> int:
    """How many of a few long lines of the page the neural reader is sure of."""
    half = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    joined = cv2.morphologyEx(raster.inked(half), cv2.MORPH_CLOSE, np.ones((1, APART), np.uint8))
    ink: Grey = np.asarray(joined, np.uint8)
    sizes = (
        (left, top, right, bottom, (right - left) / (bottom - top))
        for left, top, right, bottom in raster.components(ink)
        if HEIGHTS[0] <= bottom - top <= HEIGHTS[1]
    )
    lines = sorted((abs(shape - FITTING), box) for *box, shape in sizes if shape > LONG)[:TRIED]
    cuts = [grey[2 * top : 2 * bottom, 2 * left : 2 * right] for _, (left, top, right, bottom) in lines]
    return sum(1 for text, share in recognition.shares(cuts) if share > SURE and _CHINESE.search(text))

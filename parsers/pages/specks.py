"""Pages strewn with dots, black ones on the paper and white ones in the ink. Needs the `ocr` extra.

A page that went through an old copier or a fax has thousands of dots no larger than two or three of the scanner. They are
taken off before anything else looks at the ink: softened, each would be as large as a decimal point.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from parsers.pages.raster import Grey

MANY = 0.0025
"""Black specks for each dot of the page; rough paper and thin toner show up to two thirds of it, clean pages a tenth."""
BLACK, WHITE = 4, 2
"""Dots of a speck, at most: no more than a decimal point has, and less than what an 8 encloses."""
APART = 40
"""Of 255: how far a speck differs from what is around it."""


def swept(grey: Grey) -> Grey:
    """The page without specks, or as it is where they are few."""
    around: Any = cv2.medianBlur(grey, 5)
    black = _small(cv2.subtract(around, grey), BLACK)
    if np.count_nonzero(black) < MANY * grey.size:
        return grey
    white = _small(cv2.subtract(grey, around), WHITE)
    return np.asarray(np.where(black | white, around, grey), np.uint8)


def _small(deviation: Any, dots: int) -> Any:
    """Where shapes of few dots deviate."""
    shapes = cv2.threshold(deviation, APART, 255, cv2.THRESH_BINARY)[1]
    _, names, stats, _ = cv2.connectedComponentsWithStats(shapes, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= dots
    small[0] = False
    return small[names]

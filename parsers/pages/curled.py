"""Pages that a camera saw a little from the side, or whose paper curled: their rules are level and upright again.

Needs the `ocr` extra. The rules of the tables tell how the page bends: each of them was straight when it was printed. One
smooth bend is fitted to all of them, and taken off where it is worth it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Box
from parsers.pages.raster import Grey

RUN, LONG = 0.15, 1.0
"""Inches: what is level over the first for a while may be a rule; rules that tell are longer than the second."""
STEP = 0.12
"""Inches between two places a rule is looked at."""
ENOUGH = 3
"""Rules each way that show a bend."""
WORTH = 2.5
"""Dots a rule bends, at least; straighter pages are left alone."""
CLOSE = 1.5
"""Dots between the fitted bend and a rule, for the most part: else these were no rules."""
STRANGE = 4.0
"""Dots by which something that is no rule differs from the bend of the others."""

COARSE = 16
"""Dots between two places the bend is worked out at; between them it is as good as straight."""

Floats = NDArray[np.float64]
_LEVEL = ((1, 0), (2, 0), (3, 0), (1, 1), (2, 1), (3, 1), (1, 2))
"""Powers along and across the rules: where nothing bends along a rule, it only moves."""


@dataclass(frozen=True, slots=True)
class Bend:
    """By how many dots each place of the flat page lies farther right and lower on the page as it was."""

    width: float
    height: float
    right: tuple[float, ...]
    down: tuple[float, ...]

    def shifts(self, x: Any, y: Any) -> tuple[Any, Any]:
        """The shifts at places in dots, numbers or arrays."""
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        right = sum(weight * v**i * u**j for weight, (i, j) in zip(self.right, _LEVEL, strict=True))
        down = sum(weight * u**i * v**j for weight, (i, j) in zip(self.down, _LEVEL, strict=True))
        return right, down

    def scaled(self, by: float) -> Bend:
        """The same in other units."""
        right, down = (tuple(weight * by for weight in each) for each in (self.right, self.down))
        return Bend(self.width * by, self.height * by, right, down)

    def moved(self, box: Box) -> Box:
        """Where a box of the flat page was, as large as here."""
        left, top, right, bottom = box
        across, down = self.shifts((left + right) / 2, (top + bottom) / 2)
        return left + across, top + down, right + across, bottom + down


def bend(ink: Grey, dpi: float) -> Bend | None:
    """How the page bends, by its rules; None where it is straight, or has no rules that tell."""
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = cv2.threshold(half, 100, 255, cv2.THRESH_BINARY)[1]
    height, width = ink.shape
    level = _traced(half, dpi / 2)
    upright = [rule[:, ::-1] for rule in _traced(np.ascontiguousarray(half.T), dpi / 2)]
    bent = sum(_bent(rule) > WORTH for rule in (*level, *(rule[:, ::-1] for rule in upright)))
    if bent < ENOUGH or len(level) < ENOUGH or len(upright) < ENOUGH:
        return None
    size = np.array([width, height], np.float64)
    down = _fitted([2 * rule / size - 1 for rule in level], [rule[:, 1] for rule in level])
    right = _fitted([(2 * rule / size - 1)[:, ::-1] for rule in upright], [rule[:, 0] for rule in upright])
    return Bend(width, height, right, down) if right and down else None


def flattened(grey: Grey, bent: Bend) -> Grey:
    """The page without its bend."""
    height, width = grey.shape
    y, x = (np.mgrid[0 : -(-height // COARSE), 0 : -(-width // COARSE)] + 0.5) * COARSE - 0.5
    shape = width + -width % COARSE, height + -height % COARSE
    across, down = (
        cv2.resize((place + shift).astype(np.float32), shape, interpolation=cv2.INTER_LINEAR)[:height, :width]
        for place, shift in zip((x, y), bent.shifts(x, y), strict=True)
    )
    return np.asarray(cv2.remap(grey, across, down, cv2.INTER_CUBIC, borderValue=255), np.uint8)


def _traced(ink: Any, dpi: float) -> list[Floats]:
    """The middles of each long level rule, as places (x, y) on the page twice as large."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, int(RUN * dpi)), np.uint8))
    count, names, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for name in range(1, count):
        left, top, width, height, _ = stats[name].tolist()
        if width > LONG * dpi:
            rows, columns = np.nonzero(names[top : top + height, left : left + width] == name)
            places = columns // int(STEP * dpi)
            seen = np.bincount(places)
            middles = np.bincount(places, rows) / np.maximum(seen, 1) + top
            across = np.bincount(places, columns) / np.maximum(seen, 1) + left
            found.append(2 * np.stack([across, middles], 1)[seen > 0] + 0.5)
    return found


def _bent(rule: Floats) -> float:
    """By how many dots a rule leaves the level."""
    return float(np.ptp(rule[:, 1]))


def _fitted(places: Sequence[Floats], values: Sequence[Floats]) -> tuple[float, ...]:
    """The weights of the powers that explain how each rule leaves its own level; none where nothing explains it."""
    powers = [np.stack([place[:, 0] ** i * place[:, 1] ** j for i, j in _LEVEL], 1) for place in places]
    known = np.concatenate([each - each.mean(0) for each in powers])
    wanted = np.concatenate([each - each.mean() for each in values])
    kept = np.ones(len(wanted), np.bool_)
    for _ in range(3):
        if np.count_nonzero(kept) < 3 * len(_LEVEL):
            return ()
        weights = np.linalg.lstsq(
            np.vstack([known[kept], np.eye(len(_LEVEL)) * 0.3]),
            np.concatenate([wanted[kept], np.zeros(len(_LEVEL))]),
            rcond=None,
        )[0]
        wrong = np.abs(known @ weights - wanted)
        kept = wrong < STRANGE
    return tuple(weights.tolist()) if np.quantile(wrong, 0.8) < CLOSE else ()

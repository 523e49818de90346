"""What bodies can be compared by: counts of their reports, days late, and the declared indicators."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.portal.chart import Bin
from pipelines.publishing.views import indicators

Bounds = Sequence[float]

_COUNTS: Bounds = (0, 1, 10, 50, 100, 500, 1000)
_DAYS: Bounds = (-10_000, 1, 8, 31, 91, 366)
_SHARES: Bounds = tuple(tenth / 10 for tenth in range(10))


@dataclass(frozen=True, slots=True)
class Measure:
    """`over` and `under` are SQL over the rows of one report, see indicators.toml; a count has nothing `under` it."""

    zh: str
    en: str
    over: str
    under: str = ""
    bounds: Bounds = _SHARES

    @property
    def is_share(self) -> bool:
        return bool(self.under)

    def value(self, over: float | None, under: float | None) -> float | None:
        """What bodies are ranked by; None where a cell has no value, or nothing was counted."""
        if not self.is_share:
            return over
        return over / under if over is not None and under else None

    def bins(self, values: Sequence[float]) -> list[Bin]:
        """How many values lie from each bound up to the next; the last has no end."""
        counts = [0] * len(self.bounds)
        for value in values:
            counts[max(0, bisect_right(self.bounds, value + 1e-9) - 1)] += 1
        return [Bin(self._label(place), count) for place, count in enumerate(counts)]

    def _label(self, place: int) -> str:
        low = self.bounds[place]
        last = place == len(self.bounds) - 1
        if self.is_share:
            return f"≥{low:.0%}" if last else f"{low:.0%}"
        if last:
            return f"≥{low:g}"
        high = self.bounds[place + 1] - 1
        if low < 0:
            return f"≤{high:g}"
        return f"{low:g}" if low == high else f"{low:g}–{high:g}"


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by the name it has in addresses; the first is the one without a choice."""
    return {
        "received": Measure("新收申请（件）", "requests received", "t.received", bounds=_COUNTS),
        "handled": Measure("办结（件）", "requests handled", "t.handled", bounds=_COUNTS),
        "reviews": Measure("行政复议（件）", "reviews", "v.total", bounds=_COUNTS),
        "suits": Measure("行政诉讼（件）", "suits", "d.total + a.total", bounds=_COUNTS),
        "days_late": Measure(
            "迟发（天，提前为负）", "days late (negative: early)", "coverage.days_late", bounds=_DAYS
        ),
    } | {id_: Measure(one["zh"], one["en"], one["over"], one["under"]) for id_, one in indicators().items()}

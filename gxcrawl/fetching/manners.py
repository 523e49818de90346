"""How a host is treated: pauses with jitter, what a server asks for, hours of the day, budgets. Pure, with
the clock given.

Times are seconds since 1970; hours are those of China, where the servers and their operators are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

BEIJING = timezone(timedelta(hours=8))
LONGEST_RETRY_AFTER = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What one host may cost in one run; 0 means no limit."""

    requests: int = 0
    bytes: int = 0
    minutes: float = 0

    def used_up(self, requests: int, size: int, minutes: float) -> str:
        """Which limit is reached, empty while there is room."""
        limits = (
            ("requests", self.requests, requests),
            ("bytes", self.bytes, size),
            ("minutes", self.minutes, minutes),
        )
        return next((name for name, limit, used in limits if limit and used >= limit), "")


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of the day in China during which a host may be asked: from `opens` up to `closes`, over midnight
    if need be."""

    opens: int = 0
    closes: int = 24

    def next_open(self, now: float) -> float:
        """`now` when the window is open, else the moment it opens."""
        local = datetime.fromtimestamp(now, BEIJING)
        if self._holds(local.hour):
            return now
        opening = local.replace(hour=self.opens % 24, minute=0, second=0, microsecond=0)
        return (opening if opening > local else opening + timedelta(days=1)).timestamp()

    def _holds(self, hour: int) -> bool:
        if self.opens <= self.closes:
            return self.opens <= hour < self.closes
        return hour >= self.opens or hour < self.closes


def pauses(
    delay: float, jitter: float, chance: Callable[[], float] = random.random
) -> Callable[[float | None], float]:
    """The pause after a request: the longer of the crawl's and the host's delay, up to `jitter` of it longer
    or shorter.

    What a host asked for itself is never shortened.
    """

    def pause(wanted: float | None) -> float:
        base = max(delay, wanted or 0.0)
        return max(base * (1 + jitter * (2 * chance() - 1)), wanted or 0.0)

    return pause


def retry_after(value: str, now: float) -> float | None:
    """The moment a Retry-After header names, in seconds or as a date; None when it says neither. At most a
    day ahead."""
    if value.strip().isdigit():
        moment = now + int(value)
    else:
        try:
            moment = parsedate_to_datetime(value).astimezone(UTC).timestamp()
        except ValueError:
            return None
    return min(max(moment, now), now + LONGEST_RETRY_AFTER)


def tomorrow(now: float) -> float:
    """The beginning of the next day in China."""
    day = datetime.fromtimestamp(now, BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(days=1)).timestamp()


def window_of(access: Mapping[str, Any]) -> Window:
    """The `window = [22, 6]` of a site block; the whole day without one."""
    hours = access.get("window")
    return Window(*hours) if hours else Window()


def budget_of(access: Mapping[str, Any], default: Budget) -> Budget:
    """The `budget = {requests = 500, bytes = 100000000}` of a site block, the crawl's own without one."""
    return Budget(**access["budget"]) if "budget" in access else default

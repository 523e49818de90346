"""When a report must be out: the statutory day, or a local one where an order sets it (`deadlines.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).with_name("deadlines.toml")


class BadDeadline(Exception):
    """The file of deadlines cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Days for the report years `years` (all when empty) of bodies whose region begins with `region`."""

    departments: str
    governments: str
    source: str
    region: str = ""
    years: tuple[int, ...] = ()

    def on(self, year: int, *, government: bool) -> date:
        month_day = self.governments if government else self.departments
        return date.fromisoformat(f"{year + 1}-{month_day}")


@cache
def load(path: Path = DEFAULT) -> tuple[Deadline, ...]:
    """The local deadlines, the narrowest region first, and the statutory one last. Raises `BadDeadline`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = [_read(entry) for entry in data.pop("local", [])] + [_read(data.pop("statutory"))]
        for entry in entries:
            for government in (True, False):
                entry.on(2023, government=government)  # a day that no calendar has is found now, not at night
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError, KeyError) as error:
        raise BadDeadline(f"{path}: {error}") from error
    if data:
        raise BadDeadline(f"{path}: unknown {', '.join(sorted(data))}")
    return tuple(sorted(entries, key=lambda entry: -len(entry.region)))


def deadline(region: str, year: int, *, government: bool, known: tuple[Deadline, ...] | None = None) -> date:
    """The day for a body of `region` (division code) and a report year."""
    fitting = (
        entry
        for entry in known or load()
        if region.startswith(entry.region) and (not entry.years or year in entry.years)
    )
    return next(fitting).on(year, government=government)


def _read(entry: dict[str, Any]) -> Deadline:
    return Deadline(**entry | {"years": tuple(entry.get("years", ()))})

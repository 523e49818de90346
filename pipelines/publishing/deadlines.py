"""When a report must be out: the statutory day, or a local one where an order sets it (`deadlines.toml`).

Coverage, the roll-call of the crawl and whoever else asks for a day ask here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
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
    """The local deadlines, the narrowest region and named years first, the statutory one last. Raises `BadDeadline`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        local = [_read(entry) for entry in data.pop("local", [])]
        statutory = _read(data.pop("statutory"))
    except KeyError as error:
        raise BadDeadline(f"{path}: [{error.args[0]}] is missing") from error
    except (OSError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
        raise BadDeadline(f"{path}: {error}") from error
    if data:
        raise BadDeadline(f"{path}: unknown {', '.join(sorted(data))}")
    if nowhere := next((entry for entry in local if not entry.region), None):
        raise BadDeadline(f"{path}: a local deadline names its region: {nowhere.source}")
    for one, other in combinations(local, 2):
        if one.region == other.region and (one.years == other.years or set(one.years) & set(other.years)):
            raise BadDeadline(f"{path}: two deadlines for {one.region}: {one.source}; {other.source}")
    return (*sorted(local, key=lambda entry: (-len(entry.region), not entry.years)), statutory)


def rule(region: str, year: int, known: tuple[Deadline, ...] | None = None) -> Deadline:
    """What holds for the bodies of `region` (division code) in a report year."""
    return next(
        entry
        for entry in known or load()
        if region.startswith(entry.region) and (not entry.years or year in entry.years)
    )


def _read(entry: dict[str, Any]) -> Deadline:
    """One entry; a day that no calendar has is found now, not at night."""
    read = Deadline(**entry | {"years": tuple(entry.get("years", ()))})
    if wrong := [
        name
        for name in ("departments", "governments", "source", "region")
        if type(getattr(read, name)) is not str
    ]:
        raise ValueError(f"{', '.join(wrong)}: a text in quotes is expected")
    if read.region and not (read.region.isdecimal() and len(read.region) <= 6):
        raise ValueError(f"{read.region!r} is no division code")
    if wrong_years := [year for year in read.years if type(year) is not int]:
        raise ValueError(f"years are numbers, not {wrong_years}")
    for year in read.years or (2023,):
        for government in (True, False):
            read.on(year, government=government)
    return read

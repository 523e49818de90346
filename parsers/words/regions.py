"""Regions of China to county level with their codes (GB/T 2260), from `vocabulary/regions.csv`.

A name is looked up as people write it (互助县, 信阳, 洛阳市偃师区) and gives candidates; several are no failure but an
ambiguity (朝阳区, 鼓楼区) which the caller settles with what else it knows.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COUNTRY = "100000"
LONGEST_NAME = 16
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True, slots=True)
class Region:
    """`valid_from` and `valid_to` are YYYY-MM or empty: before, or after, everything the table knows."""

    code: str
    name: str
    short_forms: tuple[str, ...]
    valid_from: str
    valid_to: str
    parent: str

    @property
    def level(self) -> str:
        """`country`, `province`, `prefecture` or `county`."""
        if self.code == COUNTRY:
            return "country"
        return (
            "province"
            if self.code.endswith("0000")
            else "prefecture"
            if self.code.endswith("00")
            else "county"
        )

    def existed(self, year: int | None) -> bool:
        """Whether it existed at any time from that year to the next March, when the year's report is out."""
        if year is None:
            return not self.valid_to
        return self.valid_from <= f"{year + 1}-03" and (not self.valid_to or self.valid_to >= f"{year}-01")

    def stood(self, year: int | None) -> bool:
        """Whether it existed when the report of that year came out; of 弋江区 before and after 2020-06 one did."""
        if year is None:
            return not self.valid_to
        month = f"{year + 1}-03"
        return self.valid_from <= month and (not self.valid_to or month < self.valid_to)


@cache
def load() -> tuple[Region, ...]:
    """Every region, the abolished ones too, by code."""
    text = files("parsers.words.vocabulary").joinpath("regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        Region(
            row["code"],
            row["name"],
            tuple(row["short_forms"].split()),
            row["valid_from"],
            row["valid_to"],
            row["parent"],
        )
        for row in rows
    )


@cache
def by_name() -> Mapping[str, tuple[Region, ...]]:
    """Regions by official name and by every short form."""
    index: dict[str, list[Region]] = defaultdict(list)
    for region in load():
        for name in (region.name, *region.short_forms):
            index[name].append(region)
    return {name: tuple(regions) for name, regions in index.items()}


@cache
def by_code() -> Mapping[str, Region]:
    """Regions by code; of two that bore it, the one still there."""
    index: dict[str, Region] = {}
    for region in load():
        if region.code not in index or not region.valid_to:
            index[region.code] = region
    return index


def chain(code: str) -> tuple[Region, ...]:
    """The region and those above it, from the province down; the country is left out."""
    found: list[Region] = []
    region = by_code().get(code)
    while region is not None and region.code != COUNTRY and len(found) < 4:
        found.append(region)
        region = by_code().get(region.parent)
    return tuple(reversed(found))


def within(code: str, outer: str) -> bool:
    """Whether a region is the outer one or lies in it, by the codes of those above it."""
    return outer in {COUNTRY, code} or any(region.code == outer for region in chain(code))


def prefixes(text: str) -> Iterator[tuple[int, tuple[Region, ...]]]:
    """Names the text begins with, the longest first: its length and the regions of that name.

    >>> [(length, [region.code for region in found]) for length, found in prefixes("彭阳县司法局")]
    [(3, ['640425']), (2, ['640425'])]
    """
    index = by_name()
    for length in range(min(len(text), LONGEST_NAME), 1, -1):
        if (found := index.get(text[:length])) is not None:
            yield length, found

"""The kinds of reporting bodies, from `vocabulary/agency_types.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class AgencyType:
    """A kind of reporting body, from `vocabulary/agency_types.toml`."""

    id: str
    label: str
    label_en: str
    pattern: re.Pattern[str]


@cache
def agency_types() -> tuple[AgencyType, ...]:
    """In the order they are tried."""
    text = files("parsers.words.vocabulary").joinpath("agency_types.toml").read_text(encoding="utf-8")
    return tuple(
        AgencyType(entry["id"], entry["label"], entry["label_en"], re.compile(entry["pattern"]))
        for entry in tomllib.loads(text)["type"]
    )


def type_of(rest: str) -> str:
    """The kind of body a name (without its region) tells, or `other`; a bare region is its government.

    >>> type_of("司法局"), type_of("七里坪镇人民政府"), type_of("")
    ('justice', 'township', 'government')
    """
    if not rest:
        return "government"
    return next((kind.id for kind in agency_types() if kind.pattern.search(rest)), "other")

"""Rates the narrative names (办结率100%, 公开率66.48%), held against the counts of table three.

办结 and 公开 are said of other things too (办件, 规范性文件), and 按时办结率 counts days no cell knows. A rate is judged when
its own words say no more than 办结率; that it is wrong is said only where it is plainly one of requests. 100 % may mean all
that were due, which no cell knows either: then it is a note.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from parsers.report import Fact, Figure, Finding, Key, Level, Number
from parsers.shares import fits

Cells = tuple[Key, ...]
_PLAIN = re.compile(
    r"(?:本?年度?|全年|总体|综合|政府信息|信息|依申请|申请|公开|的|件)*(?:办结|答复|回复|公开)率[^率]*"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """The sums of cells that may stand over and under the line."""

    over: tuple[Cells, ...]
    under: tuple[Cells, ...]


@cache
def rates() -> Mapping[str, Rate]:
    """Metric -> its lawful readings; see `forms/statements.toml`."""
    data = tomllib.loads(files("parsers.forms").joinpath("statements.toml").read_text(encoding="utf-8"))
    return {entry["metric"]: Rate(_sums(entry["over"]), _sums(entry["under"])) for entry in data["rate"]}


def _sums(readings: Sequence[Sequence[str]]) -> tuple[Cells, ...]:
    return tuple(tuple(_key(name) for name in reading) for reading in readings)


def _key(name: str) -> Key:
    table, row, column = name.split("/")
    return table, row, column


def rates_agree(figures: Mapping[Key, Figure], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A named rate is one count of table three divided by another, rounded or cut; the message names the two that fit."""
    for fact in facts:
        rate = rates().get(fact.metric)
        if rate and not fact.negated and _PLAIN.fullmatch(fact.quote):
            yield from _judged(fact, rate, figures)


def _judged(fact: Fact, rate: Rate, figures: Mapping[Key, Figure]) -> Iterator[Finding]:
    pairs = [
        (over, under)
        for over, under in product(rate.over, rate.under)
        if all(cell in figures for cell in (*over, *under))
    ]
    if not pairs:
        return
    said = f"文字“{fact.quote}”"
    known = [(over, under, _sum(over, figures), _sum(under, figures)) for over, under in pairs]
    for over, under, part, whole in known:
        if part is not None and whole and fits(fact.value, part, whole):
            message = f"{said}与 {_named(over)} / ({_named(under)}) 相符 / the rate agrees with the table"
            yield Finding("share_agrees", "publisher", "note", "pass", message, (*over, *under))
            return
    over, under, part, whole = known[0]
    if any(None in (part, whole) or not whole for _, _, part, whole in known):
        message = (
            f"{said}所依的件数无数值或为 0，不能核对 / the counts behind the rate have no value, or are 0"
        )
        yield Finding("share_agrees", "publisher", "note", "not_evaluable", message, (*over, *under))
    elif _of_requests(fact):
        level: Level = "note" if fact.value == 100 else "warning"
        message = (
            f"{said}，表格为 {part} / {whole}，也不合其他可能的算法"
            f" / the table gives {part} of {whole}, and no lawful way gives {fact.value}%"
        )
        yield Finding("share_agrees", "publisher", level, "fail", message, (*over, *under))


def _of_requests(fact: Fact) -> bool:
    return fact.section == "requests" or "申请" in fact.quote or "申请" in fact.heading


def _named(cells: Cells) -> str:
    return " + ".join("/".join(cell) for cell in cells)


def _sum(cells: Cells, figures: Mapping[Key, Figure]) -> Number | None:
    values = [figures[cell].value for cell in cells]
    return None if None in values else sum((value or 0 for value in values), start=0)

"""Checks between the words and the tables of one report, and of both against what the body may have.

Nothing here can be the parser's repair: a statement and a cell that disagree are both kept as printed and flagged together.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from parsers.rates import rates_agree
from parsers.report import Agency, Fact, Figure, Finding, Key, Level, Number, Verdict
from parsers.shares import SHARE, shares_agree

Reading = tuple[str, ...]
_TARIFF = 10
_MANY = 3
_NO_POWER = re.compile(r"行政公署|行署|(?:地区|盟)$")
"""Prefectures that are no cities: an agency of the province, which makes no regulations."""
_RULE_MAKERS = frozenset({"province", "prefecture"})


@cache
def statements() -> Mapping[str, tuple[Reading, ...]]:
    """Metric -> the cells that may lawfully stand behind it; see `forms/statements.toml`."""
    data = tomllib.loads(files("parsers.forms").joinpath("statements.toml").read_text(encoding="utf-8"))
    return {entry["metric"]: tuple(map(tuple, entry["readings"])) for entry in data["statement"]}


def lawful(metric: str, values: Mapping[Key, Number | None]) -> list[tuple[tuple[Key, ...], Number | None]]:
    """The readings of a metric that a report with these cells has: the cells, and their sum where all have a value."""
    readings = [cells for reading in statements().get(metric, ()) if (cells := _cells(reading, values))]
    return [(cells, _sum(cells, values)) for cells in readings]


def crosscheck(
    figures: Sequence[Figure], facts: Sequence[Fact], agency: Agency, year: int | None
) -> tuple[Finding, ...]:
    """All checks that need the words, or need to know who reports."""
    by_key = {figure.key: figure for figure in figures}
    own = [fact for fact in facts if _comparable(fact, agency, year)]
    return (
        *_narrative_agrees({key: figure.value for key, figure in by_key.items()}, own),
        *_zeros_beside_words(figures, own),
        *shares_agree(by_key, own),
        *rates_agree(by_key, own),
        *_parts_add_up(own),
        *_same_number_twice(own),
        *_fee_follows_tariff(own),
        *_rule_making_power(by_key, agency),
    )


def _comparable(fact: Fact, agency: Agency, year: int | None) -> bool:
    """Exact numbers of this body and this year; a rule it set itself or a sum over years is another thing."""
    return (
        fact.qualifier == "exact"
        and fact.basis in {"year", "stock"}
        and fact.year in {None, year}
        and (not fact.subject or not agency.name or fact.subject == agency.name)
    )


# --- words and tables -------------------------------------------------------------------------------------------------


def _narrative_agrees(values: Mapping[Key, Number | None], facts: Sequence[Fact]) -> Iterator[Finding]:
    """The narrative repeats a number of the tables: 图文数据一致. Any of its lawful readings will do; the message names it."""
    for fact in facts:
        sums = lawful(fact.metric, values)
        if not sums:
            continue
        known = [(cells, total) for cells, total in sums if total is not None]
        agreeing = next((cells for cells, total in known if total == fact.value), None)
        said = f"“{fact.quote}”"
        if agreeing:
            what = " + ".join("/".join(cell) for cell in agreeing)
            message = f"文字{said}与表格一致（{what}） / the narrative agrees with the table"
            yield Finding("narrative_agrees", "publisher", "note", "pass", message, agreeing)
        elif len(known) == len(sums):
            cells, total = known[0]
            message = f"文字{said}为 {fact.value}，表格为 {total} / the narrative says {fact.value}, the table {total}"
            difference = fact.value - (total or 0)
            yield Finding(
                "narrative_agrees", "publisher", "warning", "fail", message, cells, difference=difference
            )
        else:
            message = f"文字{said}对应的单元格无数值，不能核对 / the cells behind the statement have no value"
            yield Finding("narrative_agrees", "publisher", "note", "not_evaluable", message, sums[0][0])


def _cells(reading: Reading, values: Mapping[Key, Number | None]) -> tuple[Key, ...]:
    """The cells of a reading that this report's form has."""
    cells: list[Key] = []
    for name in reading:
        table, row, column = name.split("/")
        if row.endswith("*"):
            cells += [
                key for key in values if key[0] == table and key[2] == column and key[1].startswith(row[:-1])
            ]
        elif (table, row, column) in values:
            cells.append((table, row, column))
        else:
            return ()
    return tuple(cells)


def _sum(cells: Sequence[Key], values: Mapping[Key, Number | None]) -> Number | None:
    found = [values[key] for key in cells]
    return sum((value for value in found if value is not None), start=0) if None not in found else None


def _zeros_beside_words(figures: Sequence[Figure], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A table that is 0 in every cell beside words that count what it counts: it was never filled in."""
    filled = {figure.table for figure in figures if figure.value != 0}
    zeros = {figure.table for figure in figures} - filled
    for table in sorted(zeros):
        told = [
            fact
            for fact in facts
            if fact.value > 0 and not fact.implied and _counted_in(fact.metric) == {table}
        ]
        if told:
            said = "、".join(f"“{fact.quote}”" for fact in told[:_MANY])
            cells = tuple(figure.key for figure in figures if figure.table == table)
            message = (
                f"表格全部为 0，而文字写有{said} / every cell of the table is 0, and the narrative counts"
            )
            yield Finding("zeros_beside_words", "publisher", "warning", "fail", message, cells)


def _counted_in(metric: str) -> set[str]:
    """The tables that count what a metric counts."""
    return {name.partition("/")[0] for reading in statements().get(metric, ()) for name in reading}


# --- words alone ------------------------------------------------------------------------------------------------------


def _parts_add_up(facts: Sequence[Fact]) -> Iterator[Finding]:
    """其中 lists: the parts add up to the stated total. Fewer may be an unfinished list; more cannot be parts."""
    parts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.part_of and fact.implied != "value" and not fact.metric.startswith(SHARE):
            parts[fact.section, fact.part_of].append(fact)
    for (section, whole), members in parts.items():
        total = next((f for f in facts if f.section == section and f.quote == whole), None)
        if total is None or len(members) < 2 or any(member.unit != total.unit for member in members):
            continue
        difference = sum((member.value for member in members), start=0) - total.value
        if difference:
            level: Level = "warning" if difference > 0 else "note"
            message = (
                f"“{whole}”与其中各项之和相差 {difference} / the parts differ from the total by {difference}"
            )
            yield Finding("parts_add_up", "publisher", level, "fail", message, difference=difference)


def _same_number_twice(facts: Sequence[Fact]) -> Iterator[Finding]:
    """One quantity stated twice with different numbers."""
    stated: dict[tuple[str, str, str, str], Fact] = {}
    for fact in facts:
        if fact.part_of or fact.metric not in statements():
            continue
        first = stated.setdefault((fact.metric, fact.channel, fact.unit, fact.basis), fact)
        if first.value != fact.value:
            message = f"“{first.quote}”与“{fact.quote}”不一致 / the same quantity is stated as {first.value} and {fact.value}"
            yield Finding(
                "stated_twice", "publisher", "warning", "fail", message, difference=fact.value - first.value
            )


def _fee_follows_tariff(facts: Sequence[Fact]) -> Iterator[Finding]:
    """信息处理费 comes in steps of 10 yuan a page or 100 yuan a request (国办函〔2020〕109号)."""
    for fact in facts:
        if fact.metric == "信息处理费收取额" and fact.unit == "元" and fact.value > 0:
            if fact.value % _TARIFF:
                message = f"信息处理费 {fact.value} 元不是 10 元的整数倍 / the fee is no multiple of 10 yuan"
                yield Finding("fee_tariff", "publisher", "note", "fail", message)
            else:
                message = f"信息处理费 {fact.value} 元是 10 元的整数倍 / the fee is a multiple of 10 yuan"
                yield Finding("fee_tariff", "publisher", "note", "pass", message)


# --- who may --------------------------------------------------------------------------------------------------------


def _rule_making_power(figures: Mapping[Key, Figure], agency: Agency) -> Iterator[Finding]:
    """规章 above 0: only State Council departments and governments of provinces, cities divided into districts and autonomous
    prefectures may issue them (立法法 articles 91, 93).
    """
    cells = tuple(
        k for k, figure in figures.items() if k[:2] == ("rules", "regulation") and (figure.value or 0) > 0
    )
    if (
        not cells
        or agency.level == "country"
        or (
            agency.level in _RULE_MAKERS and "government" in agency.type and not _NO_POWER.search(agency.name)
        )
    ):
        return
    verdict: Verdict = "fail" if agency.level else "not_evaluable"
    message = (
        f"{agency.name or '该机关'}无规章制定权，而规章数量大于 0 / regulations above 0 without rule-making power"
        if agency.level
        else "规章数量大于 0，机关层级不明，不能判断有无制定权 / regulations above 0; whose power that is cannot be told"
    )
    yield Finding("regulation_power", "publisher", "warning", verdict, message, cells)

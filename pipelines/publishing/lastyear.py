"""What the narrative says of last year, held against last year's report: 比2022年（31起）, 同比增长6.7%.

A number is held against the tables in any of its lawful readings (`parsers.crosschecks`), or, where no table has it, against
what last year's narrative states once and exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlite_utils

from parsers.crosschecks import lawful
from parsers.report import Key, Number
from parsers.shares import fits
from pipelines import rows
from pipelines.publishing.stored import stored

CHANGE = "同比变化率:"

STATED = rows.Row(
    id="last_year_agrees",
    zh="文字引用的上一年数字与上一年的报告一致",
    en="a number quoted for last year agrees with last year's report",
    source="a fault reviewers name: 图文数据不一致, across years",
)
CHANGED = rows.Row(
    id="change_agrees",
    zh="文字中的同比变化率与两年的数字相符",
    en="a change on last year agrees with the numbers of both reports",
    source="a fault reviewers name: 图文数据不一致, across years",
)

COMPARED = """
select later.id as report, earlier.id as before, metric, channel, value, unit, quote
from facts join reports as later on later.id = facts.report_id and later.preferred = 1
join reports as earlier on earlier.agency_id = later.agency_id and earlier.year = later.year - 1 and earlier.preferred = 1
where qualifier = 'exact' and basis in ('year', 'stock') and subject in ('', later.agency_name)
  and (facts.year = later.year - 1 or (metric glob '同比变化率:*' and coalesce(facts.year, later.year) = later.year))
order by report, position"""

ONCE = """
select value from facts join reports on reports.id = report_id
where report_id = :report and metric = :metric and channel = :channel and part_of = ''
  and (unit = :unit or (:unit = '%' and unit != '%')) and qualifier = 'exact' and negated = 0
  and basis in ('year', 'stock') and coalesce(facts.year, reports.year) = reports.year and subject in ('', agency_name)"""

Values = Mapping[Key, Number | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands behind a number this year and last year: cells, or none for what the narratives state."""

    cells: tuple[Key, ...]
    now: Number | None
    before: Number | None


def last_year(db: sqlite_utils.Database) -> Iterator[rows.Row]:
    """The findings about numbers quoted for last year, and about changes on it, report by report."""
    for _, group in groupby(_facts(db), key=lambda fact: fact["report"]):
        facts = list(group)
        now, before = (_values(db, facts[0][which]) for which in ("report", "before"))
        for fact in facts:
            if fact["metric"].startswith(CHANGE):
                readings = _readings(db, fact | {"metric": fact["metric"].removeprefix(CHANGE)}, now, before)
                yield from _change(fact, readings)
            else:
                yield from _quoted(fact, _readings(db, fact, now, before))


def _values(db: sqlite_utils.Database, report: int) -> Values:
    return {figure.key: figure.value for figure in stored(db, report).figures}


def _facts(db: sqlite_utils.Database) -> Iterator[dict[str, Any]]:
    cursor = db.execute(COMPARED)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _readings(db: sqlite_utils.Database, fact: dict[str, Any], now: Values, before: Values) -> list[Reading]:
    tabled = dict(lawful(fact["metric"], before))
    found = [
        Reading(cells, total, tabled[cells])
        for cells, total in lawful(fact["metric"], now)
        if cells in tabled
    ]
    if found:
        return found
    now_said, said_before = (_once(db, fact | {"report": fact[which]}) for which in ("report", "before"))
    return [Reading((), now_said, said_before)] if said_before is not None else []


def _once(db: sqlite_utils.Database, fact: dict[str, Any]) -> Number | None:
    """The number a narrative states, if it states it once."""
    found = {row[0] for row in db.execute(ONCE, fact)}
    return found.pop() if len(found) == 1 else None


def _quoted(fact: Mapping[str, Any], readings: list[Reading]) -> Iterator[rows.Row]:
    if not readings:
        return
    agreeing = next((one for one in readings if one.before == fact["value"]), None)
    known = [one for one in readings if one.before is not None]
    said = f"“{fact['quote']}”"
    if agreeing:
        yield _row(STATED, fact, "pass", said, agreeing)
    elif len(known) == len(readings):
        detail = f"{said} {_whole(fact['value'])} ↔ {_plain(known[0].before)}"
        yield _row(STATED, fact, "fail", detail, known[0]) | {
            "difference": fact["value"] - (known[0].before or 0)
        }
    else:
        yield _row(STATED, fact, "not_evaluable", said, readings[0])


def _change(fact: Mapping[str, Any], readings: list[Reading]) -> Iterator[rows.Row]:
    if not readings:
        return
    known = [one for one in readings if one.now is not None and one.before]
    agreeing = next(
        (
            one
            for one in known
            if fits(_whole(fact["value"]), (one.now or 0) - (one.before or 0), one.before or 1)
        ),
        None,
    )
    said = f"“{fact['quote']}”"
    if agreeing:
        yield _row(
            CHANGED, fact, "pass", f"{said} {_plain(agreeing.before)} → {_plain(agreeing.now)}", agreeing
        )
    elif len(known) == len(readings):
        one = known[0]
        change = 100 * ((one.now or 0) - (one.before or 0)) / (one.before or 1)
        detail = f"{said} {_plain(one.before)} → {_plain(one.now)} = {change:+.2f}%"
        yield _row(CHANGED, fact, "fail", detail, one)
    else:
        yield _row(CHANGED, fact, "not_evaluable", said, readings[0])


def _row(check: rows.Row, fact: Mapping[str, Any], verdict: str, detail: str, reading: Reading) -> rows.Row:
    return rows.Row(
        report_id=fact["report"],
        check_id=check["id"],
        fault="publisher",
        level="warning" if verdict == "fail" else "note",
        verdict=verdict,
        message=rows.message(check["zh"], check["en"], detail, detail),
        cells=rows.as_json(reading.cells),
    )


def _plain(value: Number | None) -> str:
    return "–" if value is None else str(_whole(value))


def _whole(value: Number) -> Number:
    """As printed: SQLite keeps 20 as 20.0."""
    return int(value) if value == int(value) else value

"""Checks between reports: declared in `across.toml`, run as SQL.

Their findings stand behind those the parser made; the order of checks and rows is fixed, so that the same store
always gives the same positions.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import merge
from importlib.resources import files
from itertools import groupby

import sqlite_utils

from pipelines import rows, schema
from pipelines.publishing import lastyear
from pipelines.store import insert

FIRST_POSITION = 1000
"""Positions below belong to the parser; each check has a thousand of its own."""

# A page and its attachment, or two versions that the site shows at the same time.
TWINS = """
select preferred.id, other.id, other.role from reports as preferred
join reports as other on other.agency_id = preferred.agency_id and other.year = preferred.year and other.preferred = 0
join captures on captures.document_id = other.id and captures.current = 1
where preferred.preferred = 1 and other.reported > 0 group by preferred.id, other.id order by 1, 2"""

DISAGREE = rows.Row(
    id="versions_agree",
    zh="网页与附件（或同时在网的两个版本）数字一致",
    en="page and attachment, or two versions online at once, show the same numbers",
    source="several copies that differ are a fault reviewers name",
)

REPEATED = rows.Row(
    id="same_as_last_year",
    zh="统计表与上一年每格相同且不全为 0：可能照抄上年",
    en="every cell of a table equals last year's, and not all are 0: perhaps copied",
    source="a fault reviewers name: copied from last year",
)
REPEATED_ABOVE = {"requests": 2, "disputes": 5, "decisions": 20, "fees": 1}
"""A table repeats itself by chance while its largest number is small. What is in force may lawfully stay as it was."""


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    zh: str
    en: str
    source: str
    level: str
    sql: str


@cache
def checks() -> Mapping[str, Check]:
    data = tomllib.loads(files("pipelines.publishing").joinpath("across.toml").read_text(encoding="utf-8"))
    return {id_: Check(id_, **values) for id_, values in data.items()}


def check_rows() -> list[rows.Row]:
    """The checks as rows of the table `checks`."""
    declared = [
        rows.Row(id=check.id, zh=check.zh, en=check.en, source=check.source) for check in checks().values()
    ]
    return [*declared, REPEATED, DISAGREE, lastyear.STATED, lastyear.CHANGED]


def judge(db: sqlite_utils.Database) -> None:
    """Run every check over a build and add the findings."""
    db.execute("delete from findings where position >= ?", (FIRST_POSITION,))
    for found in (
        *(_declared(db, check) for check in checks().values()),
        _repeated(db),
        _disagreements(db),
        lastyear.last_year(db),
    ):
        insert(db, "findings", _placed(found))


def _placed(found: Iterable[rows.Row]) -> Iterator[rows.Row]:
    """Findings with their positions; they come report by report, so that one report's at a time are held."""
    for _, of_report in groupby(found, key=lambda row: row["report_id"]):
        order = sorted(of_report, key=lambda row: (row["check_id"], row["cells"] or "", row["message"]))
        for check, of_check in groupby(order, key=lambda row: row["check_id"]):
            for place, row in enumerate(of_check, _starts()[check]):
                yield row | {"position": place}


@cache
def _starts() -> Mapping[str, int]:
    return {row["id"]: FIRST_POSITION * number for number, row in enumerate(check_rows(), 1)}


def _declared(db: sqlite_utils.Database, check: Check) -> Iterator[rows.Row]:
    for report, verdict, difference, cells, detail in db.execute(f"select * from ({check.sql}) order by 1"):  # noqa: S608
        zh, _, en = (detail or "").partition(" ¦ ")
        yield rows.Row(
            report_id=report,
            check_id=check.id,
            fault="publisher",
            level=check.level if verdict == "fail" else "note",
            verdict=verdict,
            message=rows.message(check.zh, check.en, *_labelled(cells, zh, en or zh)),
            difference=difference,
            cells=cells,
        )


def _labelled(cells: str | None, zh: str, en: str) -> tuple[str, str]:
    """Details behind the labels of the first cell they are about."""
    if not cells:
        return zh, en
    table, row, column = json.loads(cells)[0]
    cell = schema.codebook()[table, row, column]
    return f"{cell.row.label}·{cell.column.label} {zh}", f"{cell.row.label_en}, {cell.column.label_en} {en}"


def _repeated(db: sqlite_utils.Database) -> Iterator[rows.Row]:
    """Tables that print last year's numbers in every cell."""
    found = (_repeating(db, schema.statutory()[name], above) for name, above in REPEATED_ABOVE.items())
    return merge(*found, key=lambda row: int(row["report_id"]))


def _repeating(db: sqlite_utils.Database, table: schema.Table, above: int) -> Iterator[rows.Row]:
    wide = table.wide
    assert wide
    differ = " + ".join(f"(new.[{line.id}] is not old.[{line.id}])" for line in wide.fields)
    largest = ", ".join(f"coalesce(new.[{line.id}], 0)" for line in wide.fields)
    sql = f"""
        select r.id, b.year from reports r
        join reports b on b.agency_id = r.agency_id and b.year = r.year - 1 and b.preferred = 1
        join [{table.name}] new on new.report_id = r.id
        left join [{table.name}] old on old.report_id = b.id and old.[{wide.record}] = new.[{wide.record}]
        where r.preferred = 1 and json_extract(r.forms, '$.{table.name}') = json_extract(b.forms, '$.{table.name}')
        group by r.id having sum({differ}) = 0 and max(max(0, {largest})) > {above} order by r.id"""  # noqa: S608 - own names
    for report, year in db.execute(sql):
        yield rows.Row(
            report_id=report,
            check_id=REPEATED["id"],
            fault="publisher",
            level="warning",
            verdict="fail",
            message=rows.message(
                REPEATED["zh"], REPEATED["en"], f"{table.zh}，{year}", f"{table.en}, {year}"
            ),
            cells=rows.as_json(_nonzero(db, table, report)),
        )


def _nonzero(db: sqlite_utils.Database, table: schema.Table, report: int) -> list[tuple[str, str, str]]:
    assert table.wide
    names = ", ".join(f"[{line.id}]" for line in table.wide.fields)
    sql = f"select [{table.wide.record}], {names} from [{table.name}] where report_id = ?"  # noqa: S608 - own names
    return [
        table.wide.key(table.name, record, line.id)
        for record, *values in db.execute(sql, (report,)).fetchall()
        for line, value in zip(table.wide.fields, values, strict=True)
        if value
    ]


def _disagreements(db: sqlite_utils.Database) -> Iterator[rows.Row]:
    """Where two versions that are online at once print different numbers; cells only one of them has do not count."""
    for preferred, other, role in db.execute(TWINS):
        cells = [
            cell for table in schema.statutory().values() for cell in _different(db, table, preferred, other)
        ]
        shown = {"page": "网页", "attachment": "附件"}.get(role, role)
        zh = f"与{shown}（报告 {other}）有 {len(cells)} 格不同"
        en = f"{len(cells)} cells differ from the {role} (report {other})"
        yield rows.Row(
            report_id=preferred,
            check_id=DISAGREE["id"],
            fault="publisher",
            level="error" if cells else "note",
            verdict="fail" if cells else "pass",
            message=rows.message(DISAGREE["zh"], DISAGREE["en"], zh, en),
            cells=rows.as_json(cells),
        )


def _different(
    db: sqlite_utils.Database, table: schema.Table, first: int, second: int
) -> Iterator[tuple[str, str, str]]:
    assert table.wide
    names = ", ".join(f"a.[{line.id}], b.[{line.id}]" for line in table.wide.fields)
    sql = (
        f"select a.[{table.wide.record}], {names} from [{table.name}] as a join [{table.name}] as b"  # noqa: S608
        f" on b.[{table.wide.record}] = a.[{table.wide.record}] where a.report_id = ? and b.report_id = ?"
    )
    for record, *values in db.execute(sql, (first, second)).fetchall():
        for line, one, other in zip(table.wide.fields, values[::2], values[1::2], strict=True):
            if one is not None and other is not None and one != other:
                yield table.wide.key(table.name, record, line.id)

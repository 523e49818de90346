"""The chain of one number, or of one report: what it is, where it was read, when it was fetched, what checks it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from parsers.checks import bound
from parsers.report import Key
from pipelines import schema

Chain = dict[str, Any]

REPORT = """
select reports.id, reports.agency_name as agency, reports.year, reports.title, reports.grade, reports.forms,
       reports.published, reports.url, reports.media_type, reports.sha256, reports.parser,
       captures.fetched_at, captures.warc_file, captures.warc_offset, captures.warc_length, captures.site,
       captures.channel, captures.derived_from
from reports left join captures on captures.id = reports.capture_id
where reports.agency_id = ? and reports.year = ? and reports.preferred = 1"""

FIGURE = """
select table_id, row_id, column_id, row_zh, column_zh, row_en, column_en, value, raw, state, unit
from figures where report_id = ? and table_id = ? and row_id = ? and column_id = ?"""

FINDINGS = """
select findings.check_id, verdict, level, fault, message, checks.source, cells
from findings left join checks on checks.id = findings.check_id where report_id = ? order by position"""

VERSIONS = """
select sha256, role, media_type, published, preferred from reports
where agency_id = ? and year = ? order by preferred desc, published, id"""


class NotFound(Exception):
    """Nothing in the database answers; the message says what there is instead."""


def explain(database: Path, agency: str, year: int, cell: Key | None = None) -> Chain:
    """The chain of `agency`'s preferred report of `year`, or of one cell of it. Raises `NotFound`."""
    if cell and cell not in schema.codebook():
        raise NotFound(f"no form has the cell {' '.join(cell)}; see gxcrawl forms")
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        body = _agency(connection, agency)
        report = _report(connection, body, year)
        chain: Chain = {"report": report | {"forms": json.loads(report["forms"] or "{}")}}
        if cell:
            chain["figure"] = _figure(connection, report["id"], cell)
            chain["report"]["form"] = chain["report"]["forms"].get(cell[0])
        chain["checks"] = _checks(connection, report["id"], chain["report"]["forms"], cell)
        chain["corrections"] = _corrections(connection, report["id"], cell)
        chain["versions"] = _rows(connection, VERSIONS, (body["id"], year))
        return chain
    finally:
        connection.close()


def _agency(db: sqlite3.Connection, name: str) -> dict[str, Any]:
    """The body of that name, or the only one whose name holds it."""
    exact = _rows(db, "select * from agencies where name = ? or full_name = ?", (name, name))
    near = exact or _rows(db, "select * from agencies where instr(name, ?) order by name", (name,))
    if len(near) == 1:
        return near[0]
    if not near:
        raise NotFound(f"no body is called {name}")
    shown = ", ".join(f"{row['name']} ({row['region']})" for row in near[:10])
    raise NotFound(f"{len(near)} bodies are called {name}: {shown}")


def _report(db: sqlite3.Connection, body: dict[str, Any], year: int) -> dict[str, Any]:
    found = _rows(db, REPORT, (body["id"], year))
    if found:
        return found[0]
    sql = "select distinct year from reports where agency_id = ? and preferred = 1 order by 1"
    years = ", ".join(str(row["year"]) for row in _rows(db, sql, (body["id"],)))
    raise NotFound(f"{body['name']} has no report for {year}; there are {years}")


def _figure(db: sqlite3.Connection, report: int, cell: Key) -> dict[str, Any]:
    found = _rows(db, FIGURE, (report, *cell))
    if not found:
        raise NotFound(f"the report has no cell {' '.join(cell)}: its form does not, or it was not printed")
    sql = "select places from cell_places where report_id = ? and table_id = ?"
    places = db.execute(sql, (report, cell[0])).fetchone()
    return found[0] | {"place": json.loads(places[0]).get(f"{cell[1]}.{cell[2]}") if places else None}


def _checks(
    db: sqlite3.Connection, report: int, forms: dict[str, str], cell: Key | None
) -> list[dict[str, Any]]:
    """Verdicts that bind the cell; of a whole report those that do not pass."""
    found = _rows(db, FINDINGS, (report,))
    if cell is None:
        return [_without(row, "cells") for row in found if row["verdict"] != "pass"]
    return [_without(row, "cells") for row in found if cell in bound(row["check_id"], _cells(row), forms)]


def _cells(finding: dict[str, Any]) -> list[Key]:
    return [(table, row, column) for table, row, column in json.loads(finding["cells"] or "[]")]


def _corrections(db: sqlite3.Connection, report: int, cell: Key | None) -> list[dict[str, Any]]:
    found = _rows(db, "select * from corrections where report_id = ?", (report,))
    return [row for row in found if cell in (None, (row["table_id"], row["row_id"], row["column_id"]))]


def _rows(db: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(sql, values)]


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}

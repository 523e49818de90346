"""Corrections and takedowns from `patches.toml`, applied while a build is settled and listed in it for everybody.

What was read stays in the store; the published database shows what the original shows, and the table
`corrections` says who looked, when and why.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils

from parsers.checks import check
from parsers.forms import load as load_forms
from parsers.report import Key, plain
from parsers.text import read_cell
from pipelines import rows, schema
from pipelines.publishing.stored import stored
from pipelines.store import delete_document, insert

DEFAULT = Path(__file__).parents[1] / "patches.toml"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadPatch(Exception):
    """A patch cannot be applied; nothing was published. The message names the patch and what is wrong."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of one document, as a person saw it in the original."""

    sha256: str
    cell: Key
    shows: str
    looked: str
    date: date
    why: str


@dataclass(frozen=True, slots=True)
class Takedown:
    """A document that is no longer published."""

    sha256: str
    asked: str
    looked: str
    date: date


@dataclass(frozen=True, slots=True)
class Patches:
    corrections: tuple[Correction, ...] = ()
    takedowns: tuple[Takedown, ...] = ()


Patch = TypeVar("Patch", Correction, Takedown)


def load(path: Path = DEFAULT) -> Patches:
    """Read and check a patch file; raises `BadPatch`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadPatch(f"{path}: {error}") from error
    if unknown := sorted(data.keys() - {"correction", "takedown"}):
        raise BadPatch(f"{path}: unknown {', '.join(unknown)}")
    corrections = tuple(_read(Correction, number, values) for number, values in _entries(data, "correction"))
    takedowns = tuple(_read(Takedown, number, values) for number, values in _entries(data, "takedown"))
    cells = [(one.sha256, one.cell) for one in corrections]
    if twice := next((cell for cell in cells if cells.count(cell) > 1), None):
        raise BadPatch(f"{path}: two corrections for {twice[1]} of {twice[0]}")
    gone = [one.sha256 for one in takedowns]
    if twice_gone := next((sha256 for sha256 in gone if gone.count(sha256) > 1), None):
        raise BadPatch(f"{path}: two takedowns of {twice_gone}")
    if both := next((one.sha256 for one in corrections if one.sha256 in gone), None):
        raise BadPatch(f"{path}: {both} is corrected and taken down")
    return Patches(corrections, takedowns)


def apply(db: sqlite_utils.Database, patches: Patches) -> None:
    """Write the patches into a build, before it is settled. Raises `BadPatch` for a document that is not there."""
    for correction in patches.corrections:
        _correct(db, correction)
    for sha256 in dict.fromkeys(one.sha256 for one in patches.corrections):
        _add_up_again(db, rows.document_id(sha256))
    for takedown in patches.takedowns:
        _take_down(db, takedown)


def _entries(data: Mapping[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadPatch(f"{name}: written as [[{name}]], in two brackets, each time")
    return [(number, dict(values)) for number, values in enumerate(entries, start=1)]


def _read(kind: type[Patch], number: int, values: dict[str, Any]) -> Patch:
    name = f"{kind.__name__.lower()} {number}"
    expected = {field.name for field in fields(kind)}
    if values.keys() != expected:
        raise BadPatch(f"{name}: expected {', '.join(sorted(expected))}; found {', '.join(sorted(values))}")
    if not _DIGEST.fullmatch(str(values["sha256"])):
        raise BadPatch(f"{name}: {values['sha256']!r} is no SHA-256 in lower case")
    if type(values["date"]) is not date:
        raise BadPatch(f"{name}: date must be a date such as 2025-01-31, without quotes")
    texts = values.keys() - {"cell", "date"}
    if wrong := sorted(field for field in texts if type(values[field]) is not str):
        raise BadPatch(f"{name}: a text in quotes is expected for {', '.join(wrong)}")
    if empty := sorted(field for field in texts - {"shows"} if not values[field].strip()):
        raise BadPatch(f"{name}: {', '.join(empty)} is empty")
    if "cell" in values:
        if not isinstance(values["cell"], list):
            raise BadPatch(f"{name}: a cell is three words: [TABLE, ROW, COLUMN]")
        values["cell"] = tuple(values["cell"])
        if values["cell"] not in schema.codebook():
            raise BadPatch(f"{name}: no form has the cell {values['cell']}")
        if read_cell(values["shows"])[1] == "lost":
            raise BadPatch(f"{name}: {values['shows']!r} is neither a number, nor a mark, nor blank")
    return kind(**values)


def _correct(db: sqlite_utils.Database, one: Correction) -> None:
    report = rows.document_id(one.sha256)
    table, row, column = one.cell
    wide = schema.tables()[table].wide
    assert wide
    record, field = wide.split(one.cell)
    where = f"report_id = ? and [{wide.record}] = ?"
    found = db.execute(f"select [{field}] from [{table}] where {where}", (report, record)).fetchone()  # noqa: S608
    if found is None:
        raise BadPatch(
            f"{one.sha256}: there is no report with this digest and the record {record} of {table}"
        )
    forms = json.loads(db.execute("select forms from reports where id = ?", (report,)).fetchone()[0] or "{}")
    if one.cell not in load_forms()[forms[table]].table(table).keys():
        raise BadPatch(f"{one.sha256}: its form of {table} ({forms[table]}) has no cell {' '.join(one.cell)}")
    noted = ("report_id = ? and table_id = ? and row_id = ? and column_id = ?", (report, *one.cell))
    note = db.execute(f"select state, raw from cell_notes where {noted[0]}", noted[1]).fetchone()  # noqa: S608
    value, state = read_cell(one.shows)
    db.execute(f"update [{table}] set [{field}] = ? where {where}", (plain(value), report, record))  # noqa: S608
    db.execute(f"delete from cell_notes where {noted[0]}", noted[1])  # noqa: S608
    if state != "reported" or one.shows != str(value):
        names = {"report_id": report, "table_id": table, "row_id": row, "column_id": column}
        insert(db, "cell_notes", [names | {"state": state, "raw": one.shows}])
    was_state = note[0] if note else "reported"
    _recount(db, report, was_state, state)
    _doubt_checks(db, report, one.cell)
    insert(db, "corrections", [_listed(one, report, note[1] if note else str(found[0]))])


def _recount(db: sqlite_utils.Database, report: int, was: str, now: str) -> None:
    counts = {
        "reported": (now == "reported") - (was == "reported"),
        "unvalued": (now != "reported") - (was != "reported"),
        "doubtful": (now in ("lost", "unreadable")) - (was in ("lost", "unreadable")),
    }
    for name, change in counts.items():
        db.execute(f"update reports set {name} = {name} + ? where id = ?", (change, report))  # noqa: S608


def _add_up_again(db: sqlite_utils.Database, report: int) -> None:
    """The sums of the tables as they stand now, whatever the parser said of them."""
    sums = sorted({identity.id for form in load_forms().values() for identity in form.identities})
    marks = ", ".join("?" * len(sums))
    db.execute(f"delete from findings where report_id = ? and check_id in ({marks})", (report, *sums))  # noqa: S608
    last = "select coalesce(max(position), -1) from findings where report_id = ?"
    again = [finding for finding in check(stored(db, report)) if finding.check in sums]
    found = rows.finding_rows(again, db.execute(last, (report,)).fetchone()[0] + 1)
    insert(db, "findings", [{"report_id": report} | row for row in found])


def _doubt_checks(db: sqlite_utils.Database, report: int, cell: Key) -> None:
    """A verdict of the words, or of the reading, about a value that was replaced says nothing any more."""
    db.execute(
        "update findings set verdict = 'not_evaluable', level = 'note', difference = null, if_blank_zero = null,"
        " message = '（涉及的单元格已更正）' || message || ' (a cell it binds was corrected)'"
        " where report_id = ? and exists (select 1 from json_each(findings.cells) where json_each.value = json(?))",
        (report, rows.as_json(cell)),
    )


def _listed(one: Correction, report: int, was: str) -> rows.Row:
    names = dict(zip(("table_id", "row_id", "column_id"), one.cell, strict=True))
    signed = {"shows": one.shows, "looked": one.looked, "date": one.date.isoformat(), "why": one.why}
    return {"sha256": one.sha256, "report_id": report, "was": was} | names | signed


def _take_down(db: sqlite_utils.Database, one: Takedown) -> None:
    """The document goes; a line in `others` says that it went, when and why, without its title or content."""
    report = rows.document_id(one.sha256)
    found = db.execute("select media_type, capture_id from reports where id = ?", (report,)).fetchone()
    if found is None:
        raise BadPatch(f"{one.sha256}: there is no report with this digest to take down")
    delete_document(db, report)
    db.execute("update captures set title = '', url = '' where document_id = ?", (report,))
    row = {"id": report, "sha256": one.sha256, "media_type": found[0], "capture_id": found[1]}
    detail = f"{one.date.isoformat()}, {one.looked}: {one.asked}"
    insert(
        db,
        "others",
        [row | {"outcome": "taken_down", "reason": "request", "detail": detail, "title": "", "url": ""}],
    )

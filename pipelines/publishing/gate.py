"""The gate: what a build must hold before readers see it. Every test returns the reasons to refuse, in a sentence.

Thresholds are data (`gate.toml`); the tests need only the build and, for drops, the version that is live.
"""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any

from parsers.report import Key
from pipelines import schema
from pipelines.publishing import bigrams
from pipelines.rows import document_id

DEFAULT = Path(__file__).with_name("gate.toml")
_SHARES = {"largest_drop", "minimum_fill"}


class BadGate(Exception):
    """The gate file cannot be used; nothing was built."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number somebody looked up in its original: a build that has the document must have this value."""

    sha256: str
    cell: Key
    value: int | float | None


@dataclass(frozen=True, slots=True)
class Gate:
    """The thresholds of `gate.toml`."""

    minimum_reports: int
    minimum_agencies: int
    largest_drop: float
    drop_allowed_reports: int
    minimum_fill: float
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a build is not published."""

    test: str
    message: str

    def __str__(self) -> str:
        return f"{self.test}: {self.message}"


def load(path: Path = DEFAULT) -> Gate:
    """Read a gate file; raises `BadGate` naming what is wrong with it."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadGate(f"{path}: {error}") from error
    entries = values.pop("anchor", [])
    if not isinstance(entries, list):
        raise BadGate(f"{path}: an anchor is written as [[anchor]], in two brackets, each time")
    anchors = tuple(_anchor(path, entry) for entry in entries)
    known = {field.name for field in fields(Gate)} - {"anchors"}
    if unknown := sorted(values.keys() - known):
        raise BadGate(f"{path}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}, anchor")
    if missing := sorted(known - values.keys()):
        raise BadGate(f"{path}: missing {', '.join(missing)}")
    if wrong := sorted(name for name, value in values.items() if type(value) not in (int, float)):
        raise BadGate(f"{path}: not a number: {', '.join(wrong)}")
    if wide := sorted(name for name in _SHARES if not 0 <= values[name] <= 1):
        raise BadGate(f"{path}: a part of the whole, from 0 to 1: {', '.join(wide)}")
    if uncounted := sorted(
        name for name in known - _SHARES if type(values[name]) is not int or values[name] < 0
    ):
        raise BadGate(f"{path}: a count, 0 or more: {', '.join(uncounted)}")
    return Gate(**values, anchors=anchors)


def _anchor(path: Path, entry: dict[str, Any]) -> Anchor:
    if not isinstance(entry, dict) or entry.keys() - {"value"} != {"sha256", "cell"}:
        raise BadGate(
            f"{path}: an anchor has sha256, cell and value (none for a cell without one), not {entry}"
        )
    if not re.fullmatch(r"[0-9a-f]{64}", str(entry["sha256"])):
        raise BadGate(f"{path}: {entry['sha256']!r} of an anchor is no SHA-256 in lower case")
    if type(entry.get("value")) not in (int, float, NoneType):
        raise BadGate(f"{path}: {entry['value']!r} of an anchor is no number")
    cell = tuple(entry["cell"]) if isinstance(entry["cell"], list) else ()
    if cell not in schema.codebook():
        raise BadGate(f"{path}: no form has the cell {entry['cell']} of an anchor")
    return Anchor(entry["sha256"], cell, entry.get("value"))


def refusals(build: Path, live: Path | None, gate: Gate) -> list[Refusal]:
    """Every reason to refuse `build`; an empty list opens the gate."""
    connection = sqlite3.connect(f"{build.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found = [
            Refusal(test.__name__.strip("_"), message)
            for test in (_integrity, _tables, _minima, _fill, _silent_cells, _anchors, _search)
            for message in test(connection, gate)
        ]
        if live is not None and live.is_file():
            found += [Refusal("drop", message) for message in _against(live, connection, gate)]
    except sqlite3.DatabaseError as error:
        return [Refusal("readable", f"the build cannot be read: {error}")]
    finally:
        connection.close()
    return found


def _against(live: Path, connection: sqlite3.Connection, gate: Gate) -> Iterator[str]:
    try:
        connection.execute("attach ? as live", (f"{live.absolute().as_uri()}?mode=ro",))
        yield from _drops(connection, gate)
    except sqlite3.DatabaseError as error:
        yield f"the live version cannot be compared ({error}): move {live} away to publish without a comparison"


def _integrity(db: sqlite3.Connection, _: Gate) -> Iterator[str]:
    yield from (row[0] for row in db.execute("pragma integrity_check") if row[0] != "ok")
    for table, rowid, parent, _key in db.execute("pragma foreign_key_check"):
        yield f"{table} row {rowid} points to a row of {parent} that is not there"


def _tables(db: sqlite3.Connection, _: Gate) -> Iterator[str]:
    for table in schema.tables().values():
        found = tuple(row[1] for row in db.execute(f"pragma table_info([{table.name}])"))
        if found != table.names:
            yield f"{table.name} has columns {found}, the schema says {table.names}"


def _minima(db: sqlite3.Connection, gate: Gate) -> Iterator[str]:
    for table, where, least in (
        ("reports", "where preferred = 1", gate.minimum_reports),
        ("agencies", "", gate.minimum_agencies),
    ):
        count = db.execute(f"select count(*) from {table} {where}").fetchone()[0]  # noqa: S608
        if count < least:
            yield f"{count} {table}, at least {least} are expected"


def _fill(db: sqlite3.Connection, gate: Gate) -> Iterator[str]:
    reported, unvalued = db.execute("select total(reported), total(unvalued) from reports").fetchone()
    if reported < gate.minimum_fill * (reported + unvalued):
        yield f"only {reported:.0f} of {reported + unvalued:.0f} printed cells have a value"


def _silent_cells(db: sqlite3.Connection, _: Gate) -> Iterator[str]:
    """A cell without value must say why, and what the reports count must stand in the tables."""
    unvalued, noted = db.execute(
        "select (select total(unvalued) from reports),"
        " (select count(*) from cell_notes where state != 'reported')"
    ).fetchone()
    if unvalued != noted:
        yield f"{unvalued:.0f} cells have no value, but {noted} say why"
    reported = db.execute("select total(reported) from reports").fetchone()[0]
    standing = sum(_values(db, table) for table in schema.statutory().values())
    if reported != standing:
        yield f"the reports count {reported:.0f} values, the tables hold {standing}"


def _anchors(db: sqlite3.Connection, gate: Gate) -> Iterator[str]:
    """Numbers that were looked up by hand; a document the build does not have says nothing."""
    for anchor in gate.anchors:
        wide = schema.tables()[anchor.cell[0]].wide
        assert wide
        record, field = wide.split(anchor.cell)
        sql = f"select [{field}] from [{anchor.cell[0]}] where report_id = ? and [{wide.record}] = ?"  # noqa: S608
        found = db.execute(sql, (document_id(anchor.sha256), record)).fetchone()
        if found and found[0] != anchor.value:
            yield f"{' '.join(anchor.cell)} of {anchor.sha256} is {anchor.value}, the build says {found[0]}"


def _values(db: sqlite3.Connection, table: schema.Table) -> int:
    assert table.wide
    counts = " + ".join(f"count([{field.id}])" for field in table.wide.fields)
    return int(db.execute(f"select {counts} from [{table.name}]").fetchone()[0])  # noqa: S608 - own names


def _search(db: sqlite3.Connection, _: Gate) -> Iterator[str]:
    """The first two Chinese characters of a narrative must find it."""
    found = db.execute("select id, text from sections where text glob '*[一-龥][一-龥]*' limit 1").fetchone()
    if found is None:
        return
    pair = next(word for word in bigrams.tokens(found[1]).split() if len(word) == 2 and word > "\u3400")
    sql = "select 1 from sections_fts where sections_fts match ? and rowid = ?"
    if db.execute(sql, (bigrams.match(pair), found[0])).fetchone() is None:
        yield f"the search for {pair} does not find section {found[0]}, which has it"


def _drops(db: sqlite3.Connection, gate: Gate) -> Iterator[str]:
    """No province may lose more than `largest_drop` of its reports or figures against the live version, and
    `drop_allowed_reports` with their figures in any case.
    """
    sql = (
        "select substr(region, 1, 2), count(*), total(reported) from {}.reports"
        " where preferred = 1 group by 1"
    )
    before = {row[0]: row[1:] for row in db.execute(sql.format("live"))}
    after = {row[0]: row[1:] for row in db.execute(sql.format("main"))}
    for province, counts in sorted(before.items(), key=lambda found: found[0] or ""):
        of_one = counts[1] / counts[0]
        for name, was, now, spared in zip(
            ("reports", "figures"), counts, after.get(province, (0, 0)), (1, of_one), strict=True
        ):
            if was - now > max(was * gate.largest_drop, spared * gate.drop_allowed_reports):
                yield f"province {province} would have {now:.0f} {name}, the live version has {was:.0f}"

"""What differs between two published databases, and why: captures that came or went, another parser, corrections, takedowns."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parsers.report import Key
from pipelines import schema

LISTED = 200
"""Reports listed by name in each group; the counts are of all."""

KINDS = ("added", "changed", "gone")

# What one version has and the other has not, with what the other says of the document if it holds it for something else.
ALONE = """
select one.id, one.reported, unread.outcome from {here}.reports as one
left join {there}.others as unread on unread.id = one.id
where one.id not in (select id from {there}.reports) order by one.id"""

MOVED = """
select new.id from main.reports as new join before.reports as old on old.id = new.id
where new.agency_name is not old.agency_name or new.year is not old.year"""

NAMED = "select id, sha256, agency_name as agency, year, title from {}.reports where id = ?"
CORRECTED = "select report_id, table_id, row_id, column_id from {}.corrections"


class NotComparable(Exception):
    """The earlier database cannot be read; the message says why."""


@dataclass(slots=True)
class Changes:
    """Report -> cause, and figures by cause, for each kind of change."""

    reports: dict[str, dict[int, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    figures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def compare(before: Path | None, after: Path) -> dict[str, Any]:
    """Versions, and reports and figures added, changed and gone, each by its cause; `before` None is the first version.

    The cause is `capture` when a document came or went, `takedown` and `correction` when a patch did it, and `parser`
    otherwise: the same bytes were read differently. Raises `NotComparable`.
    """
    with closing(sqlite3.connect(f"{after.absolute().as_uri()}?mode=ro", uri=True)) as db:
        version = _version(db, "main")
        address = f"{before.absolute().as_uri()}?mode=ro" if before else ":memory:"
        try:
            db.execute("attach ? as before", (address,))
            if before is None:
                _nothing(db)
            return {"from": _version(db, "before") if before else None, "to": version} | _told(db)
        except sqlite3.DatabaseError as error:
            raise NotComparable(f"{before} cannot be compared with ({error})") from error


def _nothing(db: sqlite3.Connection) -> None:
    """An earlier version that had nothing."""
    for table in ("reports", "others", "corrections"):
        db.execute(f"create table before.[{table}] as select * from main.[{table}] where 0")  # noqa: S608 - own names


def _told(db: sqlite3.Connection) -> dict[str, Any]:
    changes = _changes(db)
    named = {"added": "main", "changed": "main", "gone": "before"}
    return {
        "reports": {kind: _sums(Counter(found.values())) for kind, found in changes.reports.items()},
        "figures": {
            cause: {kind: count[kind] for kind in KINDS} for cause, count in sorted(changes.figures.items())
        },
        "list": {
            kind: [_named(db, named[kind], id_, cause) for id_, cause in sorted(found.items())[:LISTED]]
            for kind, found in changes.reports.items()
        },
    }


def _sums(causes: Counter[str]) -> dict[str, int]:
    return {"all": causes.total(), **dict(sorted(causes.items()))}


def _changes(db: sqlite3.Connection) -> Changes:
    changes = Changes()
    for kind, here, there in (("added", "main", "before"), ("gone", "before", "main")):
        for id_, reported, outcome in db.execute(ALONE.format(here=here, there=there)):
            cause = {None: "capture", "taken_down": "takedown"}.get(outcome, "parser")
            changes.reports[kind][id_] = cause
            changes.figures[cause][kind] += reported
    corrected = {
        (id_, tuple(cell)) for name in ("before", "main") for id_, *cell in db.execute(CORRECTED.format(name))
    }
    for id_, cell, was, now in _cells(db):
        cause = "correction" if (id_, cell) in corrected else "parser"
        kind = "added" if was is None else "gone" if now is None else "changed"
        changes.figures[cause][kind] += 1
        if changes.reports["changed"].setdefault(id_, cause) != cause:
            changes.reports["changed"][id_] = "parser"
    for (id_,) in db.execute(MOVED):  # of another body or year now
        changes.reports["changed"][id_] = "parser"
    return changes


def _cells(db: sqlite3.Connection) -> Iterator[tuple[int, Key, Any, Any]]:
    """Report, cell, value before and now, wherever they differ in a report both versions have."""
    for table in schema.statutory().values():
        wide = table.wide
        assert wide
        known = {row[1] for row in db.execute(f"pragma before.table_info([{table.name}])")}
        if not known:
            continue
        now, was = ([f"{side}.[{line.id}]" for line in wide.fields] for side in ("new", "old"))
        was = [name if line.id in known else "null" for name, line in zip(was, wide.fields, strict=True)]
        differ = " + ".join(f"({one} is not {other})" for one, other in zip(now, was, strict=True))
        both = "in (select id from main.reports intersect select id from before.reports)"
        same = f"new.report_id = old.report_id and new.[{wide.record}] = old.[{wide.record}]"
        sql = f"""
            select new.report_id, new.[{wide.record}], {", ".join([*was, *now])}
            from main.[{table.name}] as new left join before.[{table.name}] as old on {same}
            where new.report_id {both} and {differ} > 0
            union all
            select old.report_id, old.[{wide.record}], {", ".join([*was, *["null"] * len(now)])}
            from before.[{table.name}] as old
            where old.report_id {both} and not exists (select 1 from main.[{table.name}] as new where {same})"""  # noqa: S608
        for id_, record, *values in db.execute(sql):
            half = len(wide.fields)
            for line, before, after in zip(wide.fields, values[:half], values[half:], strict=True):
                if before != after:
                    yield id_, wide.key(table.name, record, line.id), before, after


def _named(db: sqlite3.Connection, version: str, id_: int, cause: str) -> dict[str, Any]:
    cursor = db.execute(NAMED.format(version), (id_,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True)) | {
        "cause": cause
    }


def _version(db: sqlite3.Connection, name: str) -> str | None:
    found = db.execute(f"select value from {name}.build where name = 'version'").fetchone()  # noqa: S608
    return str(found[0]) if found else None

"""What differs between two published databases, and why: captures that came or went, another parser, corrections, takedowns."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parsers.report import Key
from pipelines import schema

LISTED = 200
"""Reports listed by name in each group; the counts are of all."""

KINDS = ("added", "changed", "gone")

REPORTS = "select id, sha256, agency_name, year, title, reported from {}.reports"
UNREAD = "select id, outcome from {}.others"
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
    old, new = ({row[0]: row for row in db.execute(REPORTS.format(name))} for name in ("before", "main"))
    changes = _changes(db, old, new)
    named = {"added": new, "changed": new, "gone": old}
    return {
        "reports": {kind: _sums(Counter(found.values())) for kind, found in changes.reports.items()},
        "figures": {
            cause: {kind: count[kind] for kind in KINDS} for cause, count in sorted(changes.figures.items())
        },
        "list": {
            kind: [_named(named[kind][id_], cause) for id_, cause in sorted(found.items())[:LISTED]]
            for kind, found in changes.reports.items()
        },
    }


def _sums(causes: Counter[str]) -> dict[str, int]:
    return {"all": causes.total(), **dict(sorted(causes.items()))}


def _changes(
    db: sqlite3.Connection, old: Mapping[int, tuple[Any, ...]], new: Mapping[int, tuple[Any, ...]]
) -> Changes:
    changes = Changes()
    for kind, here, there, others in (("added", new, old, "before"), ("gone", old, new, "main")):
        unread = dict(db.execute(UNREAD.format(others)))
        for id_ in here.keys() - there.keys():
            cause = (
                "capture" if id_ not in unread else "takedown" if unread[id_] == "taken_down" else "parser"
            )
            changes.reports[kind][id_] = cause
            changes.figures[cause][kind] += here[id_][-1]
    corrected = {
        (id_, tuple(cell)) for name in ("before", "main") for id_, *cell in db.execute(CORRECTED.format(name))
    }
    for id_, cell, was, now in _cells(db):
        cause = "correction" if (id_, cell) in corrected else "parser"
        kind = "added" if was is None else "gone" if now is None else "changed"
        changes.figures[cause][kind] += 1
        if changes.reports["changed"].setdefault(id_, cause) != cause:
            changes.reports["changed"][id_] = "parser"
    for id_ in new.keys() & old.keys():
        if new[id_][2:4] != old[id_][2:4]:  # of another body or year now
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


def _named(row: tuple[Any, ...], cause: str) -> dict[str, Any]:
    return dict(zip(("id", "sha256", "agency", "year", "title"), row[:5], strict=True)) | {"cause": cause}


def _version(db: sqlite3.Connection, name: str) -> str | None:
    found = db.execute(f"select value from {name}.build where name = 'version'").fetchone()  # noqa: S608
    return str(found[0]) if found else None

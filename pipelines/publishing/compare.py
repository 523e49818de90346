"""What differs between two published databases, and why: new captures, another parser, corrections."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from pipelines import schema

LISTED = 200
"""Reports listed by name in each group; the counts are of all."""

REPORTS = "select id, sha256, agency_name, year, title, parser, preferred from {}.reports"


def compare(before: Path | None, after: Path) -> dict[str, Any]:
    """Versions, reports added, gone and changed, and figures changed per cause; `before` None is the first version.

    A figure's cause is `capture` when its document came or went, `correction` when the document was corrected, and
    `parser` otherwise: the same bytes were read differently.
    """
    connection = sqlite3.connect(f"file:{after}?mode=ro", uri=True)
    try:
        version = _version(connection, "main")
        if before is None:
            count = connection.execute("select count(*) from reports").fetchone()[0]
            return {"from": None, "to": version, "reports": {"added": count, "gone": 0, "changed": 0}}
        connection.execute("attach ? as before", (f"file:{before}?mode=ro",))
        return {"from": _version(connection, "before"), "to": version} | _differences(connection)
    finally:
        connection.close()


def _differences(db: sqlite3.Connection) -> dict[str, Any]:
    old = {row[0]: row for row in db.execute(REPORTS.format("before"))}
    new = {row[0]: row for row in db.execute(REPORTS.format("main"))}
    corrected = {row[0] for row in db.execute("select distinct report_id from corrections")}
    changed = _changed_figures(db)
    causes: Counter[str] = Counter()
    for report, figures in changed.items():
        causes["correction" if report in corrected else "parser"] += figures
    causes["capture"] = _figures_only_in(db, "main", "before") + _figures_only_in(db, "before", "main")
    groups = {
        "added": [new[id_] for id_ in sorted(new.keys() - old.keys())],
        "gone": [old[id_] for id_ in sorted(old.keys() - new.keys())],
        "changed": [new[id_] for id_ in sorted(new.keys() & changed.keys())],
    }
    return {
        "reports": {name: len(rows) for name, rows in groups.items()},
        "figures": dict(sorted(causes.items())),
        "list": {name: [_named(row) for row in rows[:LISTED]] for name, rows in groups.items()},
    }


def _changed_figures(db: sqlite3.Connection) -> Counter[int]:
    """How many figures of each report differ, of the reports both versions have."""
    changed: Counter[int] = Counter()
    for table in schema.statutory().values():
        assert table.wide
        key = f"report_id = old.report_id and new.[{table.wide.record}] = old.[{table.wide.record}]"
        different = " + ".join(f"(new.[{line.id}] is not old.[{line.id}])" for line in table.wide.fields)
        sql = (
            f"select new.report_id, {different} from main.[{table.name}] as new"  # noqa: S608 - own names
            f" join before.[{table.name}] as old on new.{key} where {different} > 0"
        )
        for report, count in db.execute(sql):
            changed[report] += count
    return changed


def _figures_only_in(db: sqlite3.Connection, one: str, other: str) -> int:
    """Figures of the reports that only one version has."""
    sql = f"select total(reported) from {one}.reports where id not in (select id from {other}.reports)"  # noqa: S608
    return int(db.execute(sql).fetchone()[0])


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("id", "sha256", "agency", "year", "title"), row[:5], strict=True))


def _version(db: sqlite3.Connection, name: str) -> str | None:
    found = db.execute(f"select value from {name}.build where name = 'version'").fetchone()  # noqa: S608
    return str(found[0]) if found else None

"""The figures of a report again, from the rows of a build, for what has to be judged anew."""

from __future__ import annotations

import json
from decimal import Decimal

import sqlite_utils

from parsers.forms import load
from parsers.report import Figure, Key, Number
from parsers.tables.figures import Figures
from pipelines import schema


def stored(db: sqlite_utils.Database, report: int) -> Figures:
    """Every cell the report has, with its state; its place and the doubts of its reading are left out."""
    (forms,) = db.execute("select forms from reports where id = ?", (report,)).fetchone()
    of_tables = {table: load()[form] for table, form in json.loads(forms or "{}").items()}
    notes = {
        (table, row, column): (state, raw)
        for table, row, column, state, raw in db.execute(
            "select table_id, row_id, column_id, state, raw from cell_notes where report_id = ?", (report,)
        )
    }
    figures: list[Figure] = []
    for name, form in of_tables.items():
        values = _values(db, report, name)
        for key in form.table(name).keys():
            value = values.get(key)
            state, raw = notes.get(key, ("reported", str(value)))
            if value is not None or key in notes:
                figures.append(Figure(*key, value, raw, state))
    return Figures(of_tables, tuple(figures), ())


def _values(db: sqlite_utils.Database, report: int, name: str) -> dict[Key, Number | None]:
    wide = schema.tables()[name].wide
    assert wide
    fields = ", ".join(f"[{line.id}]" for line in wide.fields)
    sql = f"select [{wide.record}], {fields} from [{name}] where report_id = ?"  # noqa: S608 - own names
    return {
        wide.key(name, record, line.id): Decimal(str(value)) if isinstance(value, float) else value
        for record, *values in db.execute(sql, (report,))
        for line, value in zip(wide.fields, values, strict=True)
    }

"""The tables of a version as files: CSV for spreadsheets, Parquet for programs; both in the order of their keys."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines import schema

BOM = "\ufeff"
"""Excel reads a CSV file as UTF-8 only when it begins with this."""

ROWS = 10_000
"""Rows held in memory at once, and rows of a Parquet row group."""

# Excel and LibreOffice run a cell that begins like this as a formula. A number is none, and a lone mark ("-") is text.
_FORMULA = re.compile(r"(?![+-][\d.,]+(?:e[+-]?\d+)?%?\Z)[=+\-@\t\r].", re.DOTALL)

Row = tuple[Any, ...]


def inert(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; all else as it is."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def write_csv(connection: sqlite3.Connection, table: schema.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file)
        writer.writerow(table.names)
        for rows in _batches(connection, table):
            writer.writerows(map(inert, row) for row in rows)


def has_parquet() -> bool:
    """Whether pyarrow (the extra `parquet`) is installed."""
    try:
        import pyarrow  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def write_parquet(connection: sqlite3.Connection, table: schema.Table, path: Path) -> None:
    """Typed columns with the labels of both languages as metadata. The same pyarrow gives the same bytes."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {"integer": pa.int64(), "real": pa.float64(), "text": pa.string()}
    fields = [
        pa.field(column.name, types[column.type], metadata={"zh": column.zh, "en": column.en})
        for column in table.columns
    ]
    described = pa.schema(fields, metadata={"zh": table.zh, "en": table.en})
    with pq.ParquetWriter(path, described, compression="zstd") as writer:
        for rows in _batches(connection, table):
            columns = zip(*rows, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=described), row_group_size=ROWS)


def _batches(connection: sqlite3.Connection, table: schema.Table) -> Iterator[list[Row]]:
    order = ", ".join(f"[{name}]" for name in table.key)
    cursor = connection.execute(f"select * from [{table.name}] order by {order}")  # noqa: S608
    while rows := cursor.fetchmany(ROWS):
        yield rows

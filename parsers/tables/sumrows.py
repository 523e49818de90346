"""Rows that are labelled like rows of the form and hold sums of the publisher's own."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.report import Number
from parsers.tables.rows import Row
from parsers.text import label_key, read_cell

_TOTAL = "总计"


def without_heading(rows: Sequence[Row]) -> Sequence[Row]:
    """（六）其他处理 is a row in the form of 2019. Above rows of its own it is their heading, blank or with their sums."""
    parts = [_numbers(row) for row in rows if row.row.startswith("other_")]
    if not parts:
        return rows
    sums = [sum(column) for column in zip(*parts, strict=False)]
    return [row for row in rows if row.row != "other" or _numbers(row) not in ([], sums)]


def without_sums(rows: Sequence[Row]) -> Sequence[Row]:
    """合计 is another name of （七）总计. Beside a row of that name it is a sum of the publisher's own."""
    named = any(label_key(row.label) == _TOTAL for row in rows)
    return [row for row in rows if row.row != "handled" or not named or label_key(row.label) == _TOTAL]


def _numbers(row: Row) -> list[Number]:
    values = (read_cell(cell.text)[0] for cell in row.values)
    return [value for value in values if value is not None]

"""Names of columns of which only the beginning is left, told by what is missing beside them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache

from parsers.document import Cell
from parsers.forms import Line, load
from parsers.text import label_key

_CUT = 3
"""Characters a column name must keep to be recognised by elimination."""


def cut_names(
    line: Sequence[Cell], columns: Sequence[tuple[str, str, Cell]], known_besides: Container[str]
) -> list[tuple[str, str, Cell]]:
    """Header names of which only the beginning is left, when they are all that is missing from their line, beside the `columns`
    it names.

    本年新 twice before 对外公开总数量 is 本年新制作 and 本年新公开: names cut alike stand in the order of the form.
    """
    known = {id(cell) for _, _, cell in columns}
    unknown = [cell for cell in line if id(cell) not in known and len(label_key(cell.text)) >= _CUT]
    unknown = [cell for cell in unknown if label_key(cell.text) not in known_besides]
    here = {(table, column) for table, column, _ in columns}
    if not unknown or not here:
        return []
    keys = [label_key(cell.text) for cell in unknown]
    fits = {
        tuple((table, column.id) for column in absent)
        for table, absent in _missing(frozenset(here))
        if len(absent) == len(keys)
        and all(label_key(column.label).startswith(key) for column, key in zip(absent, keys, strict=True))
    }
    if len(fits) != 1 or len(set(keys)) != 1:
        return []
    return [(table, column, cell) for (table, column), cell in zip(fits.pop(), unknown, strict=True)]


@lru_cache(maxsize=256)
def _missing(here: frozenset[tuple[str, str]]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The columns that tables of the forms have besides those in this header line, each set once."""
    tables = [table for form in load().values() for table in form.tables]
    absent = (
        (table.id, tuple(column for column in table.columns if (table.id, column.id) not in here))
        for table in tables
        if any((table.id, column.id) in here for column in table.columns)
    )
    return tuple(dict.fromkeys(pair for pair in absent if pair[1]))

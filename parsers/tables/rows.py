"""A row of a statutory table as it is found in a grid, and rows whose label lost characters.

A label that has lost characters is restored where likeness and its neighbours leave one place for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.forms import Line, load
from parsers.tables.heads import Header
from parsers.tables.labels import alike


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled line of a grid, before its values have found their columns. An empty `row` is a label not recognised."""

    table: str
    row: str
    values: tuple[Cell, ...]
    header: Header | None
    grid: int
    sound: bool
    label: str = ""
    at: int = 0
    """Grid column of the label."""
    height: int = 1
    """Lines the label spans. A value that spans more belongs to the rows below as well."""
    line: int = 0
    """The line of the grid the label begins in."""


def with_damaged_labels(
    found: list[Row], unmatched: list[tuple[int, Row]], strange: list[str]
) -> Iterator[Row]:
    """Labels that lost characters: taken when likeness and the rows before and after leave exactly one place."""
    repaired: dict[int, list[Row]] = {}
    for position, row in unmatched:
        missing = _missing_between(found, position, row.table)
        fitting = {line.id for line in missing if alike(row.label, line)}
        if len(fitting) == 1:
            repaired.setdefault(position, []).append(replace(row, row=fitting.pop()))
        else:
            strange.append(row.label)
    for position in range(len(found) + 1):
        yield from repaired.get(position, ())
        yield from found[position : position + 1]


def _missing_between(found: Sequence[Row], position: int, table_id: str) -> list[Line]:
    """Rows of the forms that belong between the neighbours of a position and have not been found."""
    seen = {row.row for row in found if row.table == table_id}
    before = next((row.row for row in reversed(found[:position]) if row.table == table_id), None)
    after = next((row.row for row in found[position:] if row.table == table_id), None)
    missing: list[Line] = []
    for form in load().values():
        lines = form.table(table_id).rows if form.has(table_id) else ()
        ids = [line.id for line in lines]
        if (before and before not in ids) or (after and after not in ids):
            continue
        start = ids.index(before) + 1 if before else 0
        end = ids.index(after) if after else len(ids)
        missing += [line for line in lines[start:end] if line.id not in seen]
    return missing

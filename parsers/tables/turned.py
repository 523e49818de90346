"""A table lying on its side: the names of its columns stand below each other, and those of its rows beside each other."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Grid
from parsers.report import Number
from parsers.tables.labels import match_columns
from parsers.text import read_cell

_NAMES = 3
"""Columns of one table whose names stand below each other; 其他 and 总计 are names of rows as well and do not count."""


def upright(grid: Grid) -> Grid:
    """The grid with rows and columns exchanged when it lies on its side, else the grid itself.

    Nobody prints table 三 like this but by hand: it is turned only when all of its sums hold.
    """
    below: dict[tuple[str, int], set[str]] = {}
    beside: dict[tuple[str, int], set[str]] = {}
    for cell in grid.cells:
        for table, name, strong in () if cell.text.isdigit() else match_columns(cell.text):
            if strong:
                below.setdefault((table, cell.column), set()).add(name)
                beside.setdefault((table, cell.row), set()).add(name)
    lying = {place for place, names in below.items() if len(names) >= _NAMES}
    if not lying or any(len(names) > 1 for names in beside.values()):
        return grid
    if not all(_adds_up(grid, column) for table, column in lying if table == "requests"):
        return grid
    cells = (
        cell._replace(
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))


def _adds_up(grid: Grid, labels: int) -> bool:
    """Whether the line of totals holds the sums of the lines of applicants, which are named in the column of labels."""
    lines = {
        cell.row: name
        for cell in grid.cells
        if cell.column <= labels
        for table, name, _ in match_columns(cell.text)
        if table == "requests"
    }
    parts: dict[int, Number] = {}
    totals: dict[int, Number] = {}
    for cell in grid.cells:
        if cell.column > labels and cell.row in lines:
            side = totals if lines[cell.row] == "total" else parts
            side[cell.column] = side.get(cell.column, 0) + (read_cell(cell.text)[0] or 0)
    return bool(totals) and all(parts.get(at, 0) == totals.get(at, 0) for at in parts.keys() | totals.keys())

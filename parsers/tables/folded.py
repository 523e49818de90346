"""The list of 2014 printed in two halves side by side, to fit on a page: unfolded into one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from parsers.document import Cell, Grid
from parsers.forms import load
from parsers.tables.labels import LIST, LIST_ROWS, match_rows

_SHORT = 4
"""Letters of a header (统计数); nearly every indicator is a number of something, and longer."""


def unfolded(grid: Grid) -> Grid:
    """The grid with its right half below the left one, or its lines one by one: as the form has the indicators in order.

    A grid of one list, and one whose halves are in no order of the form, is returned as it is.
    """
    if sum("数" in cell.text and len(cell.text) > _SHORT for cell in grid.cells) < 2 * LIST_ROWS:
        return grid  # spares all other tables the search
    named = [(cell, index) for cell in grid.cells if (index := _indicator(cell.text)) is not None]
    if len(named) < 2 * LIST_ROWS:
        return grid
    halves = [column for column in {cell.column for cell, _ in named} if _begins_half(named, column)]
    if not halves:
        return grid
    at = min(halves)
    first, second = [
        [index for cell, index in named if (cell.column >= at) == right] for right in (False, True)
    ]
    lines = [index for _, index in sorted(named, key=lambda pair: (pair[0].row, pair[0].column))]
    if _rising([*first, *second]):
        cells = [_moved(cell, grid.height * (cell.column >= at), 1, at) for cell in grid.cells]
    elif _rising(lines):
        cells = [_moved(cell, int(cell.column >= at), 2, at) for cell in grid.cells]
    else:
        return grid
    return replace(grid, cells=tuple(cells))


@cache
def _order() -> dict[str, int]:
    return {row.id: index for index, row in enumerate(load()["2014"].table(LIST).rows)}


def _indicator(text: str) -> int | None:
    """The place in the form of the one indicator a label names."""
    rows = [row for table, row in match_rows(text) if table == LIST]
    return _order()[rows[0]] if len(rows) == 1 else None


def _begins_half(named: Sequence[tuple[Cell, int]], column: int) -> bool:
    """Whether labels stand in a column and left of it, in the same lines; an indented label is alone in its line."""
    lines = {cell.row for cell, _ in named if cell.column < column}
    return sum(cell.column == column and cell.row in lines for cell, _ in named) >= LIST_ROWS


def _rising(indexes: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(indexes))


def _moved(cell: Cell, down: int, every: int, at: int) -> Cell:
    column = cell.column - at if cell.column >= at else cell.column
    return cell._replace(row=cell.row * every + down, column=column, row_span=1)

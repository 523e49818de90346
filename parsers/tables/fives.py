"""Table 四 printed as three tables of five columns, each with the name of its kind in a line above it."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Block, Cell, Grid
from parsers.forms import load
from parsers.tables.heads import GROUPS
from parsers.text import label_key

_CAPTION = 40
"""Characters of a line that names a table."""
_REVIEW = "行政复议"


def named_above(grid: Grid, above: Block | None) -> Grid:
    """The grid with the kind of dispute over its five columns, where it has them alone and the line above names one kind."""
    if (
        grid.width != len(_outcomes())
        or not grid.sound
        or grid.height > 3
        or above is None
        or isinstance(above, Grid)
    ):
        return grid
    first = [cell for cell in grid.cells if cell.row == 0]
    if [label_key(cell.text) for cell in first] != _outcomes() or len(above.text) > _CAPTION:
        return grid
    kind = _kind(label_key(above.text))
    if not kind:
        return grid
    head = Cell(0, 0, kind, 1, grid.width, first[0].place)
    return replace(grid, cells=(head, *(cell._replace(row=cell.row + 1) for cell in grid.cells)))


def _outcomes() -> list[str]:
    return [label_key(column.label) for column in load()["2021"].table("disputes").columns]


def _kind(said: str) -> str:
    """The one kind that a line names; 行政诉讼 beside 行政复议 names them all."""
    named = [kind for kind in GROUPS if kind in said]
    return named[0] if len(named) == 1 and ("诉讼" not in said or named[0] != _REVIEW) else ""

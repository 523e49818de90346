"""Rows typed into one line of a table: the labels below each other in one cell, and in each cell beside it their values.

| 1.重复申请 | 3 | 0 | 3 |
| 2.其他     | 1 | 2 | 3 |   (one line of the table, two of text)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Cell, Grid
from parsers.tables.labels import match_rows
from parsers.text import adds_up, value_like

_APPLICANTS = 7


def unstacked(grid: Grid) -> Grid:
    """The grid with a line for each of the rows, where every cell beside the labels has a value for each of them, or none for
    any, and the values of table 三 make their totals. Any other line stays as it is; on paper a narrow cell breaks numbers."""
    on_paper = grid.place.box is not None
    if not grid.sound or on_paper or not any("\n" in cell.text and _labels(cell) for cell in grid.cells):
        return grid
    cells: list[Cell] = []
    down = 0
    spanning: list[int] = []
    """Places in `cells` of those that reach below their line."""
    for number, line in enumerate(grid.rows()):
        parts = _parts(line)
        if not parts:
            spanning += [len(cells) + at for at, cell in enumerate(line) if cell.row_span > 1]
            cells += [cell._replace(row=cell.row + down) for cell in line]
            continue
        more = len(parts[0]) - 1
        beside = [cell for cell in line if cell.column < parts[0][0].column]
        spanning += range(len(cells), len(cells) + len(beside))
        cells += [cell._replace(row=cell.row + down, row_span=cell.row_span + more) for cell in beside]
        cells += [cell._replace(row=number + down + at) for column in parts for at, cell in enumerate(column)]
        spanning = [at for at in spanning if _end(cells[at]) > number + down]
        for at in spanning:
            cells[at] = _stretched(cells[at], number + down, more)
        down += more
    return replace(grid, cells=tuple(cells))


def _end(cell: Cell) -> int:
    return cell.row + cell.row_span


def _stretched(cell: Cell, row: int, by: int) -> Cell:
    """A merged cell from above that reaches past a line reaches past all that become of it."""
    reaches = cell.row < row < _end(cell)
    return cell._replace(row_span=cell.row_span + by) if reaches else cell


def _labels(cell: Cell) -> Sequence[str]:
    """The labels of a cell that names a row on each of its lines, several of them and none twice."""
    lines = cell.text.split("\n")
    rows = [match_rows(line) for line in lines]
    return lines if len(lines) > 1 and all(rows) and len(set(rows)) == len(rows) else ()


def _parts(line: Sequence[Cell]) -> list[list[Cell]]:
    """The label and the values of a line, each as the cells it becomes."""
    labelled = [at for at, cell in enumerate(line) if "\n" in cell.text and _labels(cell)]
    at = labelled[-1] if labelled else None
    if at is None or at == len(line) - 1 or any(cell.row_span != 1 for cell in line[at:]):
        return []
    labels, *values = [cell.text.split("\n") if cell.text.strip() else [] for cell in line[at:]]
    count = len(labels)
    if not any(values) or any(
        len(said) not in (0, count) or not all(map(value_like, said)) for said in values
    ):
        return []
    columns = [[*said, *[""] * (count - len(said))] for said in values]
    if len(columns) == _APPLICANTS and not all(adds_up(row) for row in zip(*columns, strict=True)):
        return []
    return [
        [cell._replace(text=text, row_span=1) for text in said]
        for cell, said in zip(line[at:], [labels, *columns], strict=True)
    ]

"""Table 三 in parts: persons in one table and organisations in another, a header without 总计, or one that names it twice.

Such a header names columns of its own and no order of the form. Its geometry is believed where every row has exactly the cells
it names, and the sums, where a total is printed, where they hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from parsers.document import Cell
from parsers.forms import load
from parsers.tables.heads import official_columns
from parsers.tables.rows import Row
from parsers.text import adds_up, read_cell

_TABLE = "requests"
_TOTAL = "total"
_ROWS = 8
"""Rows a table must have before its parts are put together."""
_WRONG = 2
"""Rows whose sum an office gets wrong."""


def in_parts(rows: Sequence[Row]) -> dict[str, dict[str, Cell]] | None:
    """Row -> column -> cell for table 三 whose headers name some of its columns each; None where they are as in the form, or
    do not make one table. `rows` are those of the table, grid by grid."""
    headers = {id(row.header): row.header for row in rows}.values()
    if len(rows) < _ROWS or all(header is None or official_columns(_TABLE, header) for header in headers):
        return None
    official = [column.id for column in load()["2021"].table(_TABLE).columns]
    whole: dict[str, dict[str, Cell]] = {}
    grids = [list(own) for _, own in groupby(rows, key=attrgetter("grid"))]
    names = [[row.row for row in own] for own in grids]
    if any(each != names[0] for each in names) or len(set(names[0])) < len(names[0]):
        return None
    for row in (row for own in grids for row in own):
        cells = _named(row)
        line = whole.setdefault(row.row, {})
        if cells is None or any(
            read_cell(line[name].text) != read_cell(cells[name].text) for name in line.keys() & cells
        ):
            return None
        line |= cells
    columns = next(iter(whole.values())).keys()
    if columns == set(official):
        off = sum(not adds_up([line[column].text for column in official]) for line in whole.values())
        return whole if off <= _WRONG else None
    return whole if columns == set(official) - {_TOTAL} else None


def _named(row: Row) -> Mapping[str, Cell] | None:
    """The cells of a row by the names above them, when there is one above each and none without a cell."""
    if row.header is None or row.header.grid != row.grid or not row.sound:
        return None
    spots = row.header.spots(_TABLE)
    named: dict[str, Cell] = {}
    reached: set[int] = set()
    for cell in row.values:
        reach = range(cell.column, cell.column + cell.column_span)
        over = {spots.get(spot, "") for spot in reach}
        name = over.pop()
        first = named.setdefault(name, cell)
        if over or not name or cell.row_span > row.height or read_cell(first.text) != read_cell(cell.text):
            return None
        reached.update(reach)
    return named if reached == spots.keys() else None

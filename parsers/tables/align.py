"""Grids -> cells of the statutory tables: rows by their labels, columns by header and geometry, never by counting numbers.

A row is taken when one of five things holds: its values stand exactly under the recognised header cells, and so do those of
every row of its table in this grid; or it has as many cells behind its label as the table has columns, and so has every
other; or it shows exactly as many values as there are columns; or, in text, it reaches the last column as others do
(`reaching`), or every value has the name of its column in the same field (`fieldnames`). A row of which none holds is `lost`:
six values for seven columns say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parsers.document import Cell, Document
from parsers.report import Key
from parsers.tables.captions import captioned_units
from parsers.tables.fieldnames import doubled, fives_under_names, repeated, under_names
from parsers.tables.gridrows import read_rows
from parsers.tables.heads import OUTCOMES, Header, applicants, official_columns
from parsers.tables.indicators import indicators
from parsers.tables.labels import BLOCKS, LIST
from parsers.tables.parts import in_parts
from parsers.tables.pushed import all_pushed, disputes_pushed, filled_up, pushed, rows_pushed
from parsers.tables.reaching import reaching
from parsers.tables.rows import Row
from parsers.tables.sumrows import without_heading, without_sums
from parsers.text import read_cell, value_like

_APPLICANTS = 7
"""Columns of table 三."""
_LABELLED = (*BLOCKS, "requests")


@dataclass(slots=True)
class Alignment:
    """What was found. `cells` may hold several sightings of a key; `lost` are rows that were seen but not understood."""

    cells: dict[Key, list[Cell]] = field(default_factory=dict)
    lost: dict[tuple[str, str], tuple[Cell, ...]] = field(default_factory=dict)
    rows: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    filled_up: bool = False  # rows of table 三 lost their blanks and were filled up at one end
    headed: set[str] = field(default_factory=set)
    """Tables whose header stands in a drawn grid: their rows are there, or they are lost."""
    units: dict[str, str] = field(default_factory=dict)

    def put(self, key: Key, cell: Cell) -> None:
        self.put_row(key[0], key[1], {key[2]: cell})

    def put_row(self, table: str, row: str, cells: Mapping[str, Cell]) -> None:
        for column, cell in cells.items():
            self.cells.setdefault((table, row, column), []).append(cell)
        self.rows.setdefault(table, set()).add(row)
        self.columns.setdefault(table, set()).update(cells)

    def lose(self, table: str, row: str, cells: tuple[Cell, ...]) -> None:
        self.lost[(table, row)] = cells
        self.rows.setdefault(table, set()).add(row)

    def take_back(self, table: str, row: str) -> None:
        """A row that was put and is lost after all."""
        keys = [key for key in self.cells if key[:2] == (table, row)]
        self.lose(table, row, tuple(cell for key in keys for cell in self.cells.pop(key)))


def align(document: Document) -> Alignment:
    """All cells of all statutory tables that stand in the grids of a document."""
    rows = read_rows(document)
    units = rows.units | captioned_units(document, rows.found)
    alignment = Alignment(strange=rows.strange, headed=rows.headed, units=units)
    for table in _LABELLED:
        own = without_sums(without_heading([row for row in rows.found if row.table == table]))
        parts = in_parts(own) if table == "requests" else None
        for name, whole in (parts or {}).items():
            alignment.put_row(table, name, whole)
        for grid in dict.fromkeys(row.grid for row in own if parts is None):
            _place_rows([row for row in own if row.grid == grid], alignment)
    for row in rows.found:
        if row.table == "disputes":
            _place_disputes(row, alignment)
    for table, name in rows_pushed(alignment.cells, alignment.filled_up):
        alignment.take_back(table, name)
    if rows.headless_disputes:
        alignment.lose("disputes", "all", ())
    for indicator, cell, cells in indicators([row for row in rows.found if row.table == LIST]):
        if cell is not None:
            alignment.put((LIST, indicator, "value"), cell)
        elif cells:
            alignment.lose(LIST, indicator, cells)
    return alignment


# --- values to columns ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the header of some rows says: column ids in printed order and, where it is geometry, the grid columns under them."""

    order: Sequence[str]
    spots: Mapping[int, str]
    foreign: frozenset[int]
    fields: Mapping[int, str]
    """Field -> column id when each name stands in a field of its own, whatever stands between them."""


def _columns(table_id: str, header: Header | None) -> _Columns:
    official = official_columns(table_id, header)
    if official is None:
        return _Columns((), {}, frozenset(), {})
    table, order = official
    spots = header.spots(table_id) if header else {}
    fields = spots if sorted(spots.values()) == sorted(order) else {}
    if header is None or not header.believable(table):
        return _Columns(order, {}, frozenset(), fields)
    return _Columns(order, spots, header.foreign(table_id), fields)


def _place_rows(rows: Sequence[Row], alignment: Alignment) -> None:
    """The rows of one table in one grid. They are judged together: one row that drifts makes every blank doubtful."""
    headers = {id(row.header): row.header for row in rows}
    by_header = {key: _columns(rows[0].table, header) for key, header in headers.items()}
    columns = [by_header[id(row.header)] for row in rows]
    rows = [_in_each_column(row, own) for row, own in zip(rows, columns, strict=True)]
    below = [_under_header(row, own) for row, own in zip(rows, columns, strict=True)]
    counted = [_counted(row, own) for row, own in zip(rows, columns, strict=True)]
    together = _all(below) if _same_edges(rows, columns) else None
    together = together or _all(counted)
    if together and all_pushed(together):
        alignment.filled_up |= filled_up(together)
        together = None
    far = _far(rows, columns)
    for position, (row, own) in enumerate(zip(rows, columns, strict=True)):
        cells = together[position] if together else _alone(row, own) or far[position]
        if not cells or pushed(cells) or any(cell.row_span > row.height for cell in cells.values()):
            alignment.lose(row.table, row.row, row.values)
            continue
        alignment.put_row(row.table, row.row, cells)


def _far(rows: Sequence[Row], columns: Sequence[_Columns]) -> list[dict[str, Cell] | None]:
    """Rows of table 三 in text that reach as far as its columns do."""
    orders = {tuple(own.order) for own in columns}
    order = orders.pop()
    if orders or len(order) < _APPLICANTS or any(row.sound for row in rows):
        return [None] * len(rows)
    found = reaching([row.values for row in rows], len(order))
    named = under_names(rows, columns[0].spots) if columns[0].spots and not any(found) else None
    return [*named] if named else [dict(zip(order, cells, strict=True)) if cells else None for cells in found]


def _in_each_column(row: Row, columns: _Columns) -> Row:
    """A row whose cells were merged into one: 0, 无 or a stroke over all of its columns is said of each."""
    filled = [cell for cell in row.values if cell.text.strip()]
    if len(filled) != 1 or len(row.values) != 1 or not row.sound or row.header is None:
        return row
    [cell], spots = filled, sorted(columns.spots)
    reach = list(range(cell.column, cell.column + cell.column_span))
    if row.header.grid != row.grid or cell.place.box is not None or reach != spots or read_cell(cell.text)[0]:
        return row
    if len(set(columns.spots.values())) == 1:
        return row  # it is its one column that is as wide
    return replace(row, values=tuple(cell._replace(column=spot, column_span=1) for spot in spots))


def _all(rows: Sequence[dict[str, Cell] | None]) -> list[dict[str, Cell]] | None:
    known = [cells for cells in rows if cells is not None]
    return known if len(known) == len(rows) else None


def _counted(row: Row, columns: _Columns) -> dict[str, Cell] | None:
    """As many cells behind the label as the table has columns."""
    if not row.sound or not columns.order or len(row.values) != len(columns.order):
        return None
    return dict(zip(columns.order, row.values, strict=True))


def _alone(row: Row, columns: _Columns) -> dict[str, Cell] | None:
    """A row by what it shows itself, whatever its neighbours do."""
    cells = _by_order(row, columns)
    if cells:
        return dict(zip(columns.order, cells, strict=True))
    return _in_fields(row, columns) or repeated(row, columns.spots)


def _by_order(row: Row, columns: _Columns) -> Sequence[Cell] | None:
    """As many values as columns, in order. Where the grid says that they stand elsewhere, only their sum can overrule it."""
    if not row.sound and row.header and (row.header.has_more(row.table) or doubled(row, columns.spots)):
        return None  # one of the values may be of a column that is none of ours, or there twice
    cells = _exactly(row.values, len(columns.order))
    drawn = row.sound and columns.spots and row.header is not None and row.header.grid == row.grid
    in_doubt = drawn or (len(columns.order) == _APPLICANTS and list(columns.order) != applicants())
    return cells if cells and (not in_doubt or _adds_up(cells, columns.order)) else None


def _adds_up(cells: Sequence[Cell], order: Sequence[str]) -> bool:
    """Whether the six kinds of applicants make the total, and more than nothing."""
    values = {column: read_cell(cell.text)[0] or 0 for column, cell in zip(order, cells, strict=True)}
    total = values.pop("total", 0)
    return len(values) > 2 and 0 < total == sum(values.values())


def _same_edges(rows: Sequence[Row], columns: Sequence[_Columns]) -> bool:
    """Rows may all have a cell behind the last column (padding); one row alone that has has been pushed aside."""
    edges = {
        frozenset(cell.column for cell in row.values if cell.column > max(own.spots, default=0)) - own.foreign
        for row, own in zip(rows, columns, strict=True)
    }
    return len(edges) <= 1


def _under_header(row: Row, columns: _Columns) -> dict[str, Cell] | None:
    """The cell under each header cell; None when a value stands beside them, or a column has no cell or two different ones."""
    if not row.sound or not columns.spots or row.header is None or row.header.grid != row.grid:
        return None
    if (labels := row.header.label_columns()) and row.at not in labels:
        return None  # the row is not where its header is: it has been pushed aside
    under: dict[str, Cell] = {}
    for cell in row.values:
        column = columns.spots.get(cell.column)
        if column is None:
            if value_like(cell.text) and cell.column not in columns.foreign:
                return None
        elif under.setdefault(column, cell).text != cell.text:
            return None
    return under if len(under) == len(columns.order) else None


def _in_fields(row: Row, columns: _Columns) -> dict[str, Cell] | None:
    """A value in every field that has a name above it, and in no other."""
    filled = {cell.column: cell for cell in row.values if cell.text.strip()}
    moved = {column - _aside(row, columns): cell for column, cell in filled.items()}
    values = filled if filled.keys() == columns.fields.keys() else moved
    if not columns.fields or values.keys() != columns.fields.keys():
        return None
    abut = any(right - left == 1 for left, right in pairwise(sorted(columns.fields)))
    if row.sound and abut and any(cell.column > max(columns.fields) for cell in row.values):
        return None  # a cell too many in a drawn row: one of them was pushed in, which empty fields between would show
    if (
        row.header is None
        or row.header.grid != row.grid
        or not all(value_like(c.text) for c in values.values())
    ):
        return None
    return {columns.fields[column]: cell for column, cell in values.items()}


def _aside(row: Row, columns: _Columns) -> int:
    """How far the label of a row is from that of its header, where one column leaves no doubt whose the value is."""
    labels = row.header.label_columns() if row.header and not row.header.others else frozenset()
    return row.at - min(labels) if len(labels) == len(columns.fields) == 1 else 0


def _exactly(cells: Sequence[Cell], count: int) -> Sequence[Cell] | None:
    """The cells with content, when they are values side by side, as many as there are columns, and no second set could hide."""
    filled = [position for position, cell in enumerate(cells) if cell.text.strip()]
    if (
        not filled
        or len(filled) != count
        or len(cells) >= 2 * count > 2
        or filled[-1] - filled[0] + 1 != count
    ):
        return None
    values = [cells[position] for position in filled]
    return values if all(value_like(cell.text) for cell in values) else None


def _place_disputes(row: Row, alignment: Alignment) -> None:
    """Table 四: three groups of five values on one line, or one group a line."""
    assert row.header is not None
    outcomes = row.header.outcomes()
    kinds = row.header.disputes() if row.row == "all" else [row.row]
    count = len(outcomes)
    values = _dispute_values(row, count) if count == OUTCOMES * len(kinds) else None
    if (
        not values
        and "requests" in alignment.rows
        and all(table != "requests" for table, _ in alignment.lost)
    ):
        values = fives_under_names(row, count)
    if not values or disputes_pushed(values, outcomes):
        alignment.lose("disputes", row.row, row.values)
        return
    for position, (column, cell) in enumerate(zip(outcomes, values, strict=True)):
        alignment.put(("disputes", kinds[position // OUTCOMES], column), cell)


def _dispute_values(row: Row, count: int) -> Sequence[Cell] | None:
    """As for the other tables: the cells under the header, or as many cells as columns, or exactly as many values."""
    if not row.sound or row.header is None:
        return _exactly(row.values, count)
    spots = sorted(row.header.spots("disputes"))
    by_column = {cell.column: cell for cell in row.values}
    beside = [cell for cell in row.values if cell.column not in spots and value_like(cell.text)]
    if row.header.grid == row.grid and len(spots) == count and not beside and set(spots) <= by_column.keys():
        return [by_column[spot] for spot in spots]
    return row.values if len(row.values) == count else _exactly(row.values, count)

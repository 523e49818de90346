"""Grids -> cells of the statutory tables: rows by their labels, columns by header and geometry, never by counting numbers.

A row is taken when one of three things holds: its values stand exactly under the recognised header cells, and so do those of
every row of its table in this grid; or it has as many cells behind its label as the table has columns, and so has every
other; or it shows exactly as many values as there are columns. A row of which none holds is `lost`: six values for seven
columns say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.forms import Line, load
from parsers.heads import OUTCOMES, Header, is_header, official_columns, read_header, unit_of
from parsers.labels import LIST, alike, match_rows
from parsers.report import Key
from parsers.text import counts_up, is_unit, label_key, read_cell, value_like

_LABELLED = ("rules", "decisions", "fees", "procurement", "requests")
_COMMON_LABELS = frozenset({"other_other", "handled"})
_LIST_ROWS = 8
"""Indicators that must be recognised before a list is taken for the table of 2014."""


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


@dataclass(slots=True)
class Alignment:
    """What was found. `cells` may hold several sightings of a key; `lost` are rows that were seen but not understood."""

    cells: dict[Key, list[Cell]] = field(default_factory=dict)
    lost: dict[tuple[str, str], tuple[Cell, ...]] = field(default_factory=dict)
    rows: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)

    def put(self, key: Key, cell: Cell) -> None:
        self.cells.setdefault(key, []).append(cell)
        self.rows.setdefault(key[0], set()).add(key[1])
        self.columns.setdefault(key[0], set()).add(key[2])

    def lose(self, table: str, row: str, cells: tuple[Cell, ...]) -> None:
        self.lost[(table, row)] = cells
        self.rows.setdefault(table, set()).add(row)


def align(document: Document) -> Alignment:
    """All cells of all statutory tables that stand in the grids of a document."""
    alignment = Alignment()
    rows = list(_rows(document.grids(), _torn_ends(document), alignment))
    for table in _LABELLED:
        own = [row for row in rows if row.table == table]
        for grid in dict.fromkeys(row.grid for row in own):
            _place_rows([row for row in own if row.grid == grid], alignment)
    for row in rows:
        if row.table == "disputes":
            _place_disputes(row, alignment)
    _place_list([row for row in rows if row.table == LIST], alignment)
    return alignment


# --- rows of a grid ---------------------------------------------------------------------------------------------------


def _in_other_group(cells: Sequence[Cell], last: str) -> bool:
    """其他 is a row of （六）其他处理 only: under its label, or behind one of its rows."""
    return last.startswith("other_") or any("其他处理" in label_key(cell.text) for cell in cells)


def _torn_ends(document: Document) -> frozenset[int]:
    """Grids made of text lines that are followed by a line of bare values: their last row may be torn."""
    torn = set()
    number = -1
    for block, following in zip(document.blocks, (*document.blocks, None)[1:], strict=True):
        if isinstance(block, Grid):
            number += 1
            if not block.sound and isinstance(following, Paragraph) and value_like(following.text):
                torn.add(number)
    return frozenset(torn)


def _rows(grids: Iterable[Grid], torn: frozenset[int], alignment: Alignment) -> Iterator[Row]:
    """Walks the grids in order; a header holds until the next one, over the end of its grid."""
    header: Header | None = None
    band: list[list[Cell]] = []
    last = ""
    for number, grid in enumerate(grids):
        found: list[Row] = []
        unmatched: list[tuple[int, Row]] = []
        for cells in grid.rows():
            if not cells:
                continue
            if is_header(cells, band):
                band.append(cells)
                continue
            if band:
                header = read_header(band, number)
                alignment.units |= unit_of(header)
                band = []
            row = _read_row(cells, header, number, grid.sound)
            if row is None:
                if found and not grid.sound and _without_label(cells):
                    found[-1] = replace(found[-1], values=())
            elif row.row == "other_other" and not _in_other_group(cells, last):
                alignment.strange.append(row.label)
            elif row.row:
                found.append(row)
                last = row.row
            else:
                unmatched.append((len(found), row))
        if number in torn and found:
            found[-1] = replace(found[-1], values=())
        if {row.row for row in found} <= _COMMON_LABELS:  # a table of something else with 其他 and 总计 in it
            found = []
        yield from _with_damaged_labels(found, unmatched, alignment)


def _read_row(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """The row a line of cells is: its label is the rightmost cell that names one."""
    for position in range(len(cells) - 1, -1, -1):
        for table, row in match_rows(cells[position].text):
            if _belongs(table, header) and _labels_values(cells[position + 1 :]):
                return Row(
                    table, row, tuple(cells[position + 1 :]), header, grid, sound, cells[position].text
                )
    if header and "disputes" in header.owners and any(value_like(cell.text) for cell in cells):
        if counts_up([cell.text for cell in cells if value_like(cell.text)]):
            return None
        return Row("disputes", "all", tuple(cells), header, grid, sound)
    return _unlabelled(cells, header, grid, sound)


def _without_label(cells: Sequence[Cell]) -> bool:
    """Values of a row whose label went elsewhere: in lines of text they may be those of the row above."""
    texts = [cell.text for cell in cells if cell.text.strip()]
    return bool(texts) and all(value_like(text) for text in texts)


def _labels_values(cells: Sequence[Cell]) -> bool:
    """Whether values follow a label, and not another label (小计 behind the name of a group)."""
    texts = (cell.text.strip() for cell in cells)
    following = next((text for text in texts if text and not is_unit(text)), "")
    return not following or value_like(following) or any(character.isdigit() for character in following)


def _belongs(table: str, header: Header | None) -> bool:
    """A row label counts under a header of its table. The long lists are known by their labels where a header is missing."""
    if header is None or not header.owners:
        return table in {"requests", LIST}
    if table == "disputes":
        return len(header.outcomes()) == OUTCOMES
    return table in header.owners


def _unlabelled(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """A line with values whose label names no row: perhaps a damaged label, perhaps a row of the publisher's own."""
    first = next((i for i, cell in enumerate(cells) if value_like(cell.text)), 0)
    at = next((i for i in range(first - 1, -1, -1) if cells[i].text.strip()), None)
    if header is None or not header.columns or at is None:
        return None
    return Row(header.columns[0][0], "", tuple(cells[at + 1 :]), header, grid, sound, cells[at].text)


def _with_damaged_labels(
    found: list[Row], unmatched: list[tuple[int, Row]], alignment: Alignment
) -> Iterator[Row]:
    """Labels that lost characters: taken when likeness and the rows before and after leave exactly one place."""
    repaired: dict[int, list[Row]] = {}
    for position, row in unmatched:
        missing = _missing_between(found, position, row.table)
        fitting = [line for line in missing if alike(row.label, line)]
        if len({line.id for line in fitting}) == 1:
            restored = Row(row.table, fitting[0].id, row.values, row.header, row.grid, row.sound, row.label)
            repaired.setdefault(position, []).append(restored)
        else:
            alignment.strange.append(row.label)
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
    positions = [_under_header(row, own) for row, own in zip(rows, columns, strict=True)]
    under = all(cells is not None for cells in positions) and _same_edges(rows, columns)
    counted = all(
        row.sound and own.order and len(row.values) == len(own.order)
        for row, own in zip(rows, columns, strict=True)
    )
    for row, own, below in zip(rows, columns, positions, strict=True):
        by_order = row.values if counted else _by_order(row, own)
        cells = (
            below
            if under
            else dict(zip(own.order, by_order, strict=True))
            if by_order
            else _in_fields(row, own)
        )
        if not cells:
            alignment.lose(row.table, row.row, row.values)
            continue
        for column, cell in cells.items():
            alignment.put((row.table, row.row, column), cell)


def _by_order(row: Row, columns: _Columns) -> Sequence[Cell] | None:
    """As many values as columns, in order. Where the grid says that they stand elsewhere, only their sum can overrule it."""
    cells = _exactly(row.values, len(columns.order))
    drawn = row.sound and columns.spots and row.header is not None and row.header.grid == row.grid
    return cells if cells and (not drawn or _adds_up(cells, columns.order)) else None


def _adds_up(cells: Sequence[Cell], order: Sequence[str]) -> bool:
    """Whether the six kinds of applicants make the total, and more than nothing."""
    values = {column: read_cell(cell.text)[0] or 0 for column, cell in zip(order, cells, strict=True)}
    total = values.pop("total", 0)
    return len(values) > 2 and 0 < total == sum(values.values())


def _same_edges(rows: Sequence[Row], columns: Sequence[_Columns]) -> bool:
    """Rows may all have a cell more than the header (padding); one row alone that has has been pushed aside."""
    edges = {
        frozenset(cell.column for cell in row.values).difference(own.spots, own.foreign)
        for row, own in zip(rows, columns, strict=True)
    }
    return len(edges) <= 1


def _under_header(row: Row, columns: _Columns) -> dict[str, Cell] | None:
    """The cell under each header cell; None when a value stands beside them, or a column has no cell or two different ones."""
    if not row.sound or not columns.spots or row.header is None or row.header.grid != row.grid:
        return None
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
    values = {cell.column: cell for cell in row.values if cell.text.strip()}
    if not columns.fields or values.keys() != columns.fields.keys():
        return None
    if (
        row.header is None
        or row.header.grid != row.grid
        or not all(value_like(c.text) for c in values.values())
    ):
        return None
    return {columns.fields[column]: cell for column, cell in values.items()}


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
    values = _dispute_values(row, len(outcomes)) if len(outcomes) == OUTCOMES * len(kinds) else None
    if not values:
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


def _place_list(rows: Sequence[Row], alignment: Alignment) -> None:
    """The 2014 table: one value behind each indicator, perhaps with its unit between."""
    if len({row.row for row in rows}) < _LIST_ROWS:
        return
    lines = {line.id: line for line in load()["2014"].table(LIST).rows}
    blocks = {line.after for line in lines.values()}
    block = ""
    for row in rows:
        block = row.row if row.row in blocks else block
        indicator = _in_block(lines[row.row], block, lines.values())
        values = [cell for cell in row.values if value_like(cell.text)]
        if len(values) == 1:
            alignment.put((LIST, indicator, "value"), values[0])
        elif values or len(row.values) > 2:
            alignment.lose(LIST, indicator, row.values)
        elif row.values:
            alignment.put((LIST, indicator, "value"), row.values[-1])


def _in_block(line: Line, block: str, lines: Iterable[Line]) -> str:
    """The row with this label in the block that has begun (被依法纠错数 stands under 行政复议 and under 行政诉讼)."""
    if not line.after:
        return line.id
    return next((twin.id for twin in lines if twin.exact == line.exact and twin.after == block), line.id)

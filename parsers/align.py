"""Grids -> cells of the statutory tables: rows by their labels, columns by header and geometry, never by counting numbers.

A row is taken when one of three things holds, in this order: it has as many cells behind its label as the table has columns
and every row of the grid agrees on that; its values stand exactly under the recognised header cells; or it shows exactly as
many values as there are columns. A row of which none holds is `lost`: six values for seven columns say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from parsers.document import Cell, Document, Grid
from parsers.forms import load
from parsers.labels import LIST, alike, match_columns, match_rows
from parsers.report import Key
from parsers.text import label_key, squash, value_like

_GROUPS = {"行政复议": "review", "未经复议直接起诉": "suit_direct", "复议后起诉": "suit_after_review"}
_BAND = frozenset({"申请人情况", "法人或其他组织", "行政诉讼", "信息内容", "统计指标", "指标", *_GROUPS})
_OUTCOMES = 5


@dataclass(frozen=True, slots=True)
class Header:
    """Header cells by table and column id, from left to right; `groups` are the cells that span several columns."""

    columns: tuple[tuple[str, str, Cell], ...]
    groups: tuple[Cell, ...]
    grid: int

    def of(self, table: str) -> list[tuple[str, Cell]]:
        """The columns of one table in printed order; a column met twice is taken where it stands last."""
        last = {column: cell for owner, column, cell in self.columns if owner == table}
        return sorted(last.items(), key=lambda pair: pair[1].column)

    def outcomes(self) -> list[tuple[str, Cell]]:
        """The columns of table 四, which repeat for each kind of dispute."""
        found = [(column, cell) for owner, column, cell in self.columns if owner == "disputes"]
        return sorted(found, key=lambda pair: pair[1].column)


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled line of a grid, before its values have found their columns."""

    table: str
    row: str
    values: tuple[Cell, ...]
    header: Header | None
    grid: int
    sound: bool
    label: str = ""


@dataclass(slots=True)
class Alignment:
    """What the grids gave. `cells` may hold several sightings of a key; `lost` are rows seen but not understood."""

    cells: dict[Key, list[Cell]] = field(default_factory=dict)
    lost: dict[tuple[str, str], tuple[Cell, ...]] = field(default_factory=dict)
    rows: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)

    def put(self, key: Key, cell: Cell) -> None:
        self.cells.setdefault(key, []).append(cell)
        self.columns.setdefault(key[0], set()).add(key[2])


def align(document: Document) -> Alignment:
    """All cells of all statutory tables that stand in the grids of a document."""
    alignment = Alignment()
    rows = list(_rows(document.grids(), alignment))
    for table in ("rules", "decisions", "fees", "procurement", "requests"):
        own = [row for row in rows if row.table == table]
        for row in own:
            alignment.rows.setdefault(table, set()).add(row.row)
            _place(row, _regular([other for other in own if other.grid == row.grid]), alignment)
    for row in rows:
        if row.table == "disputes":
            _place_disputes(row, alignment)
    _place_list([row for row in rows if row.table == LIST], alignment)
    return alignment


# --- rows of a grid ---------------------------------------------------------------------------------------------------


def _rows(grids: Iterable[Grid], alignment: Alignment) -> Iterator[Row]:
    """Walks the grids in order; a header holds until the next one, over the end of its grid."""
    header: Header | None = None
    band: list[list[Cell]] = []
    for number, grid in enumerate(grids):
        found: list[Row] = []
        unmatched: list[tuple[int, Row]] = []
        for cells in grid.rows():
            if not cells:
                continue
            if _is_header(cells, band):
                band.append(cells)
                continue
            if band:
                header = _read_header(band, number)
                _note_units(header, alignment)
                band = []
            row = _read_row(cells, header, number, grid.sound)
            if row is None:
                continue
            if row.row:
                found.append(row)
            else:
                unmatched.append((len(found), row))
        yield from _with_damaged_labels(found, unmatched, alignment)


def _is_header(cells: Sequence[Cell], band: Sequence[Sequence[Cell]]) -> bool:
    """A line of column names: no values, and a name that only a header has (or more of a header that has begun)."""
    if any(value_like(cell.text) for cell in cells):
        return False
    matches = [match for cell in cells for match in match_columns(cell.text)]
    named = any(strong for _, _, strong in matches) or any(label_key(cell.text) in _BAND for cell in cells)
    return named or bool(band and matches)


def _read_header(band: Sequence[Sequence[Cell]], grid: int) -> Header:
    cells = [cell for line in band for cell in line]
    columns = tuple((table, column, cell) for cell in cells for table, column, _ in match_columns(cell.text))
    owners = {
        table for table, _, _ in columns if any(strong for t, _, strong in _strong(cells) if t == table)
    }
    groups = tuple(cell for cell in cells if label_key(cell.text) in _GROUPS)
    return Header(tuple(column for column in columns if column[0] in owners), groups, grid)


def _strong(cells: Iterable[Cell]) -> list[tuple[str, str, bool]]:
    return [match for cell in cells for match in match_columns(cell.text) if match[2]]


def _note_units(header: Header, alignment: Alignment) -> None:
    for table, column, cell in header.columns:
        text = squash(cell.text)
        if column == "amount_10k_yuan" and "元" in text and "万元" not in text:
            alignment.units[table] = "元"


def _read_row(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """The row a line of cells is: its label is the rightmost cell that names one."""
    owners = {table for table, _, _ in header.columns} if header else set()
    for position in range(len(cells) - 1, -1, -1):
        for table, row in match_rows(cells[position].text):
            if not row or (table == "disputes" and len(header.outcomes() if header else ()) != _OUTCOMES):
                continue
            if table in owners or table in {"requests", LIST}:
                values = tuple(cells[position + 1 :])
                if table == "requests" and row in {"handled", "other_other"} and "requests" not in owners:
                    continue
                return Row(table, row, values, header, grid, sound, cells[position].text)
    if header and "disputes" in owners and any(value_like(cell.text) for cell in cells):
        return Row("disputes", "all", tuple(cells), header, grid, sound)
    return _unlabelled(cells, header, grid, sound)


def _unlabelled(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """A line with values whose label names no row: perhaps a damaged label, perhaps a row of the publisher's own."""
    first = next((i for i, cell in enumerate(cells) if value_like(cell.text)), None)
    if header is None or not first:
        return None
    label = next((cell.text for cell in reversed(cells[:first]) if cell.text.strip()), "")
    owner = next((table for table, _, _ in header.columns), "")
    return Row(owner, "", tuple(cells[first:]), header, grid, sound, label) if label and owner else None


def _with_damaged_labels(
    found: list[Row], unmatched: list[tuple[int, Row]], alignment: Alignment
) -> Iterator[Row]:
    """Labels that lost characters: taken when likeness and the rows before and after leave exactly one place."""
    repaired: dict[int, list[Row]] = {}
    for position, row in unmatched:
        candidates = [
            line_id for line_id in _missing_between(found, position, row.table) if _fits(row, line_id)
        ]
        if len(candidates) == 1:
            restored = Row(row.table, candidates[0], row.values, row.header, row.grid, row.sound, row.label)
            repaired.setdefault(position, []).append(restored)
        else:
            alignment.strange.append(row.label)
    for position in range(len(found) + 1):
        yield from repaired.get(position, ())
        if position < len(found):
            yield found[position]


def _fits(row: Row, line_id: str) -> bool:
    return any(
        line.id == line_id and alike(row.label, line)
        for form in load().values()
        for table in form.tables
        if table.id == row.table
        for line in table.rows
    )


def _missing_between(found: Sequence[Row], position: int, table: str) -> list[str]:
    """Rows of the forms that belong between the neighbours of a position and have not been found."""
    seen = {row.row for row in found if row.table == table}
    before = next((row.row for row in reversed(found[:position]) if row.table == table), None)
    after = next((row.row for row in found[position:] if row.table == table), None)
    missing: dict[str, None] = {}
    for form in load().values():
        if not form.has(table):
            continue
        ids = [row.id for row in form.table(table).rows]
        if (before and before not in ids) or (after and after not in ids):
            continue
        start = ids.index(before) + 1 if before else 0
        end = ids.index(after) if after else len(ids)
        missing |= dict.fromkeys(line_id for line_id in ids[start:end] if line_id not in seen)
    return list(missing)


# --- values to columns ------------------------------------------------------------------------------------------------


def _regular(rows: Sequence[Row]) -> bool:
    """Whether blanks of this grid can be trusted: its rows agree with the header, or with each other, on where values stand."""
    if not all(row.sound for row in rows):
        return False
    return all(len(row.values) == _width(row) for row in rows) or all(_under_header(row) for row in rows)


def _width(row: Row) -> int:
    return len(_expected(row))


def _expected(row: Row) -> list[str]:
    """Column ids in the order they are printed; the official order when the header was not recognised whole."""
    printed = [column for column, _ in row.header.of(row.table)] if row.header else []
    for form in load().values():
        if form.has(row.table):
            official = [column.id for column in form.table(row.table).columns]
            if set(printed) == set(official):
                return printed
    if row.table == "requests":
        return [column.id for column in load()["2021"].table("requests").columns]
    return printed


def _under_header(row: Row) -> bool:
    """Every value stands under a header cell, and every header cell has a cell under it."""
    if row.header is None or row.header.grid != row.grid:
        return False
    header = row.header.of(row.table)
    if [column for column, _ in header] != _expected(row):
        return False
    spots = {cell.column for _, cell in header}
    starts = {cell.column for cell in row.values}
    valued = {cell.column for cell in row.values if value_like(cell.text)}
    return valued <= spots <= starts


def _place(row: Row, regular: bool, alignment: Alignment) -> None:
    expected = _expected(row)
    alignment.columns.setdefault(row.table, set()).update(expected)
    assigned = _assign(row, expected, regular)
    if assigned is None:
        alignment.lost[(row.table, row.row)] = row.values
        return
    for column, cell in zip(expected, assigned, strict=True):
        alignment.put((row.table, row.row, column), cell)


def _assign(row: Row, expected: Sequence[str], regular: bool) -> Sequence[Cell] | None:
    """One cell for each expected column, or None when nothing decides."""
    if not expected:
        return None
    if regular and len(row.values) == len(expected):
        return row.values
    if regular and row.header and _under_header(row):
        spots = {cell.column: column for column, cell in row.header.of(row.table)}
        by_column = {spots[cell.column]: cell for cell in row.values if cell.column in spots}
        return [by_column[column] for column in expected]
    values = [cell for cell in row.values if cell.text.strip()]
    if len(values) == len(expected) and all(value_like(cell.text) for cell in values):
        return values
    return None


def _place_disputes(row: Row, alignment: Alignment) -> None:
    """Table 四: three groups of five values on one line, or one group a line."""
    assert row.header is not None
    leaves = row.header.outcomes()
    if row.row != "all":
        keys = [(row.row, column) for column, _ in leaves]
    else:
        keys = _dispute_keys(leaves, row.header.groups)
    if not keys or len(set(keys)) != len(keys):
        alignment.lost[("disputes", row.row)] = row.values
        return
    values = row.values if len(row.values) == len(keys) and row.sound else _exactly(row.values, len(keys))
    if values is None:
        alignment.lost[("disputes", row.row)] = row.values
        return
    for (line, column), cell in zip(keys, values, strict=True):
        alignment.rows.setdefault("disputes", set()).add(line)
        alignment.put(("disputes", line, column), cell)


def _exactly(cells: Sequence[Cell], count: int) -> Sequence[Cell] | None:
    values = [cell for cell in cells if value_like(cell.text)]
    rest = [cell for cell in cells if cell.text.strip() and not value_like(cell.text)]
    return values if len(values) == count and not rest else None


def _dispute_keys(leaves: Sequence[tuple[str, Cell]], groups: Sequence[Cell]) -> list[tuple[str, str]]:
    """Row and column of each value from left to right: the order of the groups, five outcomes to each."""
    order = [_GROUPS[label_key(cell.text)] for cell in sorted(groups, key=lambda cell: cell.column)]
    if len(leaves) != _OUTCOMES * len(order):
        return []
    return [(order[position // _OUTCOMES], column) for position, (column, _) in enumerate(leaves)]


def _place_list(rows: Sequence[Row], alignment: Alignment) -> None:
    """The 2014 table: one value behind each indicator, perhaps with its unit between."""
    if len({row.row for row in rows}) < 8:
        return
    for row in rows:
        values = [cell for cell in row.values if value_like(cell.text)]
        alignment.rows.setdefault(LIST, set()).add(row.row)
        if len(values) == 1:
            alignment.put((LIST, row.row, "value"), values[0])
        elif values or len(row.values) > 2:
            alignment.lost[(LIST, row.row)] = row.values
        elif row.values:
            alignment.put((LIST, row.row, "value"), row.values[-1])

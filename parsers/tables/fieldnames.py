"""Tables in text whose merged cells kept their fields: every value stands in the field that the name of its column has.

    label of three columns | | | 3 | | | | | | 3

A conversion that drops cells in one place and adds them in another makes such lines too, with values under other names. There
the sums of the columns do not hold; here all of them must, and the sum of every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.document import Cell
from parsers.forms import Form, load
from parsers.report import Number
from parsers.tables.heads import OUTCOMES
from parsers.tables.rows import Row
from parsers.text import adds_up, read_cell, value_like

_TABLE = "requests"
_FIRST = "natural_person"


def under_names(rows: Sequence[Row], spots: Mapping[int, str]) -> list[dict[str, Cell]] | None:
    """The cells of each row by the names of their fields; None where one stands elsewhere, or a sum does not hold."""
    placed = [_placed(row, spots) for row in rows]
    whole = [cells for cells in placed if cells is not None]
    names = [row.row for row in rows]
    if len(whole) < len(rows) or len(set(names)) < len(names):
        return None
    values: dict[str, dict[str, Number]] = {
        name: {column: read_cell(cell.text)[0] or 0 for column, cell in cells.items()}
        for name, cells in zip(names, whole, strict=True)
    }
    form = next((form for form in load().values() if _has_rows(form, values)), None)
    return whole if form is not None and _begins(values) and _holds(form, values) else None


def repeated(row: Row, spots: Mapping[int, str]) -> dict[str, Cell] | None:
    """A row whose merged cells are printed once for each column they cover, as those of its header are."""
    if row.sound or row.header is None or row.header.grid != row.grid:
        return None
    filled = [cell for cell in row.values if cell.text.strip()]
    cells = {spots.get(cell.column, ""): cell for cell in filled}
    alike = all(cells[spots.get(cell.column, "")].text == cell.text for cell in filled)
    whole = {cell.column for cell in filled} == spots.keys() and len(cells) < len(spots)
    return cells if whole and alike and all(value_like(cell.text) for cell in filled) else None


def doubled(row: Row, spots: Mapping[int, str]) -> bool:
    """Whether the header prints a merged name once for each column it covers, over a row whose first column is blank: of the
    values behind it two may be one."""
    return len(set(spots.values())) < len(spots) and bool(row.values) and not row.values[0].text.strip()


def fives_under_names(row: Row, count: int) -> Sequence[Cell] | None:
    """The values of table 四, blanks and all, in a line as wide as its header, when each five makes its total.

    A value may move within its five and change no total, so it is for the caller to know that no other row has moved.
    """
    spots = row.header.spots("disputes") if row.header and row.header.grid == row.grid else {}
    cells = [cell for cell in row.values if cell.column in spots]
    if (
        row.sound
        or not len(spots) == len(cells) == count
        or any(spots[cell.column] != "total" for cell in cells[OUTCOMES - 1 :: OUTCOMES])
    ):
        return None
    beside = any(cell.text.strip() for cell in row.values if cell.column not in spots)
    fives = (cells[at : at + OUTCOMES] for at in range(0, count, OUTCOMES))
    return None if beside or not all(adds_up([cell.text for cell in five]) for five in fives) else cells


def _placed(row: Row, spots: Mapping[int, str]) -> dict[str, Cell] | None:
    """The cell in each field that has a name, when nothing stands in another; and values alone."""
    filled = [cell for cell in row.values if cell.text.strip()]
    if row.sound or row.at >= min(spots) or row.header is None or row.header.grid != row.grid:
        return None
    if any(cell.column not in spots or not value_like(cell.text) for cell in filled):
        return None
    cells = {spots[cell.column]: cell for cell in row.values if cell.column in spots}
    return cells if len(cells) == len(spots) else None


def _begins(values: Mapping[str, Mapping[str, Number]]) -> bool:
    """Whether natural persons have numbers if anybody has: where all values moved to the right, nothing is left for them."""
    return any(line[_FIRST] for line in values.values()) or not any(
        any(line.values()) for line in values.values()
    )


def _has_rows(form: Form, values: Mapping[str, Mapping[str, Number]]) -> bool:
    return form.has(_TABLE) and {row.id for row in form.table(_TABLE).rows} == values.keys()


def _holds(form: Form, values: Mapping[str, Mapping[str, Number]]) -> bool:
    """Whether all sums of the table hold, with nothing for what is blank."""
    cells = {(_TABLE, row, column): value for row, line in values.items() for column, value in line.items()}
    return form.adds_up(_TABLE, cells)

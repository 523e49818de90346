"""Rows that lost a cell and got an empty one at the end: every value stands under a header, but under that of its neighbour.

The sums cannot tell, for a blank total makes them not evaluable; where the blanks stand does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.document import Cell
from parsers.report import Key
from parsers.tables.labels import BLOCKS
from parsers.text import adds_up, read_cell

_OF_ONE_ROW = frozenset({"fees", "procurement"})
_FEW = 3
"""Rows from which a column that is always blank is more than a coincidence."""


def pushed(cells: Mapping[str, Cell]) -> bool:
    """Whether the last kind of applicants holds the sum of the others and the total holds nothing: it is the total."""
    if "total" not in cells or "other_org" not in cells or cells["total"].text.strip():
        return False
    last = read_cell(cells["other_org"].text)[0] or 0
    return 0 < last == sum(read_cell(cells[name].text)[0] or 0 for name in cells if name != "other_org")


def all_pushed(rows: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether all rows of table 三 lost a cell in the same way.

    Either no natural person stands in any row while every other column has values; or no row has a total while other columns
    have values. A body that fills in the first column alone (it had no other applicants) has pushed nothing.
    """
    if len(rows) < _FEW or not all("total" in cells and "natural_person" in cells for cells in rows):
        return False
    if filled_up(rows):
        return True
    with_values = {name for cells in rows for name, cell in cells.items() if cell.text.strip()}
    if "total" not in with_values:
        return len(with_values) > 1 or "other_org" in with_values
    return with_values == rows[0].keys() - {"natural_person"}


def filled_up(rows: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether rows lost their blanks and were filled up at one end: blanks in unlike numbers stand before all values, or no
    row that has blanks has a total, and each ends in the sum of its others.
    """
    lines = [[cell.text.strip() for cell in cells.values()] for cells in rows]
    short = {at: [text for text in line if text] for at, line in enumerate(lines) if not all(line)}
    counted = [at for at, values in short.items() if any(read_cell(text)[0] for text in values)]
    if len(counted) < _FEW:
        return False
    if all(lines[at][-len(values) :] == values for at, values in short.items() if values):
        return len({len(short[at]) for at in counted}) > 1
    return not any(lines[at][-1] for at in short) and all(adds_up(short[at]) for at in counted)


def rows_pushed(cells: Mapping[Key, Sequence[Cell]], refilled: bool = False) -> set[tuple[str, str]]:
    """Rows of table 二 in which the last column alone is blank, in a table 二 that has no other blank but those.

    No sum holds them. A body that prints its zeros does not leave one out at the end of a row; one that leaves zeros blank, or
    a whole column, does so elsewhere too. Numbers drawn on paper stand where they stand, and are pushed by nothing. Where the
    rows of table 三 were filled up at one end, so are all of table 二 that have blanks beside values.
    """
    lines = {key: [not cell.text.strip() for cell in line] for key, line in without_sums(cells).items()}
    if refilled:
        return {key for key, blanks in lines.items() if any(blanks) and not all(blanks)}
    if any(any(blanks[:-1]) or blanks == [True] for blanks in lines.values()):
        return set()
    ending = {key for key, blanks in lines.items() if len(blanks) > 1 and blanks[-1]}
    filled = {table for (table, _), blanks in lines.items() if not blanks[-1]}
    return {(table, row) for table, row in ending if table in filled | _OF_ONE_ROW}


def without_sums(cells: Mapping[Key, Sequence[Cell]]) -> dict[tuple[str, str], list[Cell]]:
    """The rows of table 二 by table and row, each from left to right; not those drawn on paper."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for (table, row, _), sightings in cells.items():
        if table in BLOCKS:
            first = min(sightings, key=lambda cell: cell.column)
            if first.place.box is None:
                rows.setdefault((table, row), []).append(first)
    return {key: sorted(line, key=lambda cell: cell.column) for key, line in rows.items()}


def disputes_pushed(values: Sequence[Cell], outcomes: Sequence[str]) -> bool:
    """Whether one group of table 四 has cases and no total, in a table that does print totals or marks for them; or all
    numbers stand at the beginning of the line, several and none of them a total: its blanks were lost, and it was filled up.
    """
    size = len(set(outcomes))
    groups = [dict(zip(outcomes, values[at : at + size], strict=False)) for at in range(0, len(values), size)]
    totals = [group["total"].text for group in groups if "total" in group]
    cases = [any(read_cell(cell.text)[0] for cell in group.values()) for group in groups]
    lacking = [counted and not _numeral(total) for counted, total in zip(cases, totals, strict=False)]
    if not any(total.strip() for total in totals):
        texts = [cell.text.strip() for cell in values]
        filled = [text for text in texts if text]
        return any(lacking) and len(filled) > 1 and texts[: len(filled)] == filled
    return any(lacking)


def _numeral(text: str) -> bool:
    """Neither blank nor a mark; text that is no number is withheld anyway, and has not been pushed there."""
    return read_cell(text)[1] not in {"blank", "mark"}

"""Rows whose numbers moved a cell aside, told by the sums: a cell was lost or doubled, and the line filled up or cut again.

An office that adds up wrongly errs in single cells; a row that moved breaks its own sum and those of the columns it went
through. What cannot be told from an error of the office stays as printed, and its sums say that they fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from parsers.forms import Form, Identity, Table
from parsers.report import Figure, Number

_WITHHELD = frozenset({"lost", "unreadable"})
"""What was not read is no zero that the sums could speak about."""
_FEW = 4
"""Rows an office gets wrong; with more of them the columns alone decide."""


def shifted(form: Form, table: Table, figures: Sequence[Figure]) -> set[str]:
    """The rows of a table whose values stand beside their columns."""
    across = next((each for each in form.identities if each.table == table.id and each.each == "row"), None)
    if across is None:
        return set()
    whole = dict(_lines(table, across, figures))
    if table.layout == "one_line":
        if _line_moved([whole.get(row.id) for row in table.rows]):
            return set(whole)
        return {row for row in _gaping(figures, across.equals[0]) if row in whole and _wrong(whole[row])}
    off = {row for row, line in whole.items() if _wrong(line)}
    if not off:
        return off
    blank = {figure.row for figure in figures if figure.column == across.equals[0] and not figure.raw.strip()}
    if 2 * len(off & blank) > sum(map(any, whole.values())):  # an office that leaves totals out
        off -= blank
    down = list(_down(form, table))
    emptied = {row for row in off if _last_is_total(whole[row])}
    if len(off) == 1 and all(_holds_below(row, down, whole) for row in emptied):
        emptied.clear()  # the columns hold what stands in it: its total alone is wrong, and no other row moved with it
    return emptied.union(*(_moved(each, whole, off) for each in down))


def _lines(
    table: Table, across: Identity, figures: Sequence[Figure]
) -> Iterator[tuple[str, Sequence[Number]]]:
    """Each row of which nothing was lost: its parts, and behind them its total. The figures come row by row."""
    columns = [column.id for column in table.columns]
    order = [columns.index(column) for column in (*across.sum, *across.equals)]
    for at, row in enumerate(table.rows):
        line = figures[at * len(columns) : (at + 1) * len(columns)]
        if all(figure.state not in _WITHHELD for figure in line):
            yield row.id, [line[place].value or 0 for place in order]


def _wrong(line: Sequence[Number]) -> Number:
    """By how much the parts are more than the total."""
    return sum(line[:-1]) - line[-1]


def _last_is_total(line: Sequence[Number]) -> bool:
    """Nothing as the total, and in the last part enough for all: the total, moved to the left."""
    return line[-1] == 0 < line[-2] and line[-2] >= sum(line[:-2])


def _gaping(figures: Sequence[Figure], total: str) -> set[str]:
    """The groups that leave a part blank and print their zeros: the blank is no zero, but a cell put in."""
    zeros = {figure.row for figure in figures if figure.value == 0}
    blank = {figure.row for figure in figures if figure.column != total and figure.state == "blank"}
    return zeros & blank


def _line_moved(groups: Sequence[Sequence[Number] | None]) -> bool:
    """Whether the sums of table 四 hold a cell aside of where they should, or its last total went into the cell before."""
    whole = [group for group in groups if group is not None]
    line = [value for group in whole for value in group]
    for number, group in enumerate(whole):
        start = number * len(group)
        beside = [line[start + step : start + step + len(group)] for step in (-1, 1) if start]
        if _last_is_total(group) or (_wrong(group) and any(_holds(other) for other in beside)):
            return True
    return False


def _holds(line: Sequence[Number]) -> bool:
    """Whether the parts make the total, and more than nothing."""
    return bool(line[-1]) and not _wrong(line)


def _down(form: Form, table: Table) -> Iterator[Identity]:
    return (each for each in form.identities if each.table == table.id and each.each == "column")


def _holds_below(row: str, down: Sequence[Identity], rows: Mapping[str, Sequence[Number]]) -> bool:
    """Whether the columns add up with the parts of this row where they are."""
    sums = [_differences(each, rows) for each in down if row in (*each.sum, *each.equals)]
    return bool(sums) and all(each is not None and not any(each[:-1]) for each in sums)


def _differences(down: Identity, rows: Mapping[str, Sequence[Number]]) -> list[Number] | None:
    """By how much each column misses one sum; None when one of its rows was not read."""
    signs = _signs(down)
    if not rows.keys() >= signs.keys():
        return None
    return [
        sum(column)
        for column in zip(
            *([sign * value for value in rows[row]] for row, sign in signs.items()), strict=True
        )
    ]


def _signs(down: Identity) -> dict[str, int]:
    return {**dict.fromkeys(down.sum, 1), **dict.fromkeys(down.equals, -1)}


def _moved(down: Identity, rows: Mapping[str, Sequence[Number]], off: set[str]) -> set[str]:
    """The rows of one sum of columns that moved: several columns do not add up, and no single cell in each row explains it."""
    signs, differences = _signs(down), _differences(down, rows)
    here = sorted(row for row in signs if row in off)
    if not here or differences is None or sum(map(bool, differences)) < 2:
        return set()
    if len(here) == 1:
        row = here[0]
        true = [value - signs[row] * gone for value, gone in zip(rows[row], differences, strict=True)]
        return {row} if _is_aside(rows[row], true) else set()
    if len(here) <= _FEW and _single_cells([signs[row] * _wrong(rows[row]) for row in here], differences):
        return set()
    return set(here)


def _is_aside(line: Sequence[Number], true: Sequence[Number]) -> bool:
    """Whether a line is the true one with a cell lost and nothing at the end, or with one put in and the end cut off."""
    lost = (line[-1] == 0 and [*true[:at], *true[at + 1 :]] == list(line[:-1]) for at in range(len(true)))
    added = ([*line[:at], *line[at + 1 :]] == list(true[:-1]) for at in range(len(line)))
    return any(lost) or any(added)


def _single_cells(wrong: Sequence[Number], differences: Sequence[Number]) -> bool:
    """Whether one wrong cell in each of the rows, a part or the total, makes the columns as wrong as they are."""
    if not wrong:
        return not any(differences)
    last = len(differences) - 1
    for at, difference in enumerate(differences):
        without = difference - wrong[0] * (-1 if at == last else 1)
        if _single_cells(wrong[1:], [*differences[:at], without, *differences[at + 1 :]]):
            return True
    return False

"""The list of 2014: which of the cells behind an indicator is its value.

A list may show codes of its lines, and other years or bodies beside the value. What its header does not name is one value,
or it is none: where lines have two, a line with one has left out one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from parsers.document import Cell
from parsers.forms import Line, load
from parsers.tables.labels import LIST, LIST_ROWS
from parsers.tables.rows import Row
from parsers.text import is_unit, simplified, squash, value_like

_CROWDED = 2
"""Lines with two values that make every line with one doubtful; a single one may be torn."""


def indicators(rows: Sequence[Row]) -> Iterator[tuple[str, Cell | None, tuple[Cell, ...]]]:
    """Indicator, its value if one is sure, and what stands behind its label."""
    if len({row.row for row in rows}) < LIST_ROWS:
        return
    lines = {line.id: line for line in load()["2014"].table(LIST).rows}
    blocks = {line.after for line in lines.values()}
    headless = not blocks - {""} <= {row.row for row in rows}
    shuffled = _is_shuffled([row.row for row in rows if not lines[row.row].after], list(lines))
    block = last = ""
    for _, grouped in groupby(rows, key=lambda row: row.grid):
        own = list(grouped)
        codes = _code_columns(own)
        crowded = sum(len(_values(row, codes)) > 1 for row in own) >= _CROWDED
        for row in own:
            block = row.row if row.row in blocks else block
            last = indicator = _in_block(
                lines[row.row], block, last if headless else "", list(lines.values())
            )
            sure = _unit_agrees(lines[row.row], row.values) and not (shuffled and lines[row.row].after)
            yield indicator, _value(row, codes, crowded) if sure else None, row.values


def _value(row: Row, codes: frozenset[int], crowded: bool) -> Cell | None:
    """The cell under the name of the value, blank or not; else the only value, or the blank end of a line without any."""
    if (named := _under_value(row)) is not None:
        return named
    values = _values(row, codes)
    if len(values) == 1:
        return None if crowded else values[0]
    if values or crowded or len(row.values) > 2 + len(codes):
        return None
    return row.values[-1] if row.values and row.values[-1].column not in codes else None


def _values(row: Row, codes: frozenset[int]) -> list[Cell]:
    return [cell for cell in row.values if cell.column not in codes and value_like(cell.text)]


def _code_columns(rows: Sequence[Row]) -> frozenset[int]:
    """Grid columns that number the lines, with or without a star: in every line more than in the line before.

    Counts never do so from line to line, as a line of 其中 is no more than the one it is of; and however many lines between
    are none of the list, their codes leave gaps of any size.
    """
    columns: dict[int, list[int]] = {}
    for row in rows:
        for cell in row.values:
            text = squash(cell.text).rstrip("*")
            if text.isdecimal():
                columns.setdefault(cell.column, []).append(int(text))
    return frozenset(column for column, numbers in columns.items() if _counts_lines(numbers))


def _counts_lines(numbers: Sequence[int]) -> bool:
    return len(numbers) >= LIST_ROWS and all(before < after for before, after in pairwise(numbers))


def _under_value(row: Row) -> Cell | None:
    """The cell under 统计数, where the header says which columns are others (上年数, 备注); blank, it is blank."""
    if row.header is None or not row.sound or row.header.grid != row.grid:
        return None
    spots = row.header.spots(LIST)
    under = [cell for cell in row.values if cell.column in spots]
    beside = {cell.column for cell in row.values if value_like(cell.text)} - spots.keys()
    if len(spots) != 1 or len(under) != 1 or not beside <= row.header.foreign(LIST):
        return None
    return under[0]


def _unit_agrees(line: Line, cells: Sequence[Cell]) -> bool:
    """Money in 元 where the form says 万元 is another number; the units of counts are printed as anyone likes."""
    printed = {
        unit for cell in cells if is_unit(cell.text) and "元" in (unit := simplified(squash(cell.text)))
    }
    return line.unit != "万元" or printed <= {"万元"}


def _is_shuffled(rows: Sequence[str], order: Sequence[str]) -> bool:
    """Whether lines stand in another order than the form's, so that none tells what it stands under."""
    places = [order.index(row) for row in rows]
    return any(after < before for before, after in pairwise(places))


def _in_block(line: Line, block: str, last: str, lines: Sequence[Line]) -> str:
    """The row with this label in the block that has begun (被依法纠错数 stands under 行政复议 and under 行政诉讼).

    Where the heading of the second block is missing, what has been passed in the first one belongs to the second.
    """
    if not line.after:
        return line.id
    twins = [twin for twin in lines if twin.exact == line.exact]
    behind = next((at for at, other in enumerate(lines) if other.id == last), -1)
    ahead = [twin for twin in twins if lines.index(twin) > behind] or twins
    return next((twin.id for twin in ahead if twin.after == block), ahead[0].id)

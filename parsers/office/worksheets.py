"""Worksheets (XLSX, XLS) as grids and paragraphs.

A worksheet has no tables, only filled cells. Rows with a single unmerged text are paragraphs, blank rows
separate, and what stands between is a grid. Rows and columns in which nothing is printed are left out, so
one far cell costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parsers import limits
from parsers.document import Block, Cell, Grid, Paragraph, Place, Unreadable

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
TELLING = re.compile(
    r"(?<!\d)20\d\d(?!\d)|[上去本往]年|历年|季度|半年|\d月|[下所直]属|更正|修改|示例|样[表例]"
)
"""What a tab may say of the tables behind it."""
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
PROSE = 60  # characters; a merged row as long as that is a paragraph, no header


@dataclass(slots=True)
class Worksheet:
    """What is printed where: rows and columns count from 0, `merged` holds first and last row, first and
    last column.

    `formatted` are rows with formatted but blank cells: they belong to a table even when they look like text.
    """

    name: str
    printed: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formatted: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    """First and last column, and the name of the style their cells have that state none."""
    zeros: set[tuple[int, int]] = field(default_factory=set)
    """Cells whose value is zero, and whose format would show it."""
    number: int = 0
    """Of the sheet in its file, hidden ones counted; 0 where it is its place among the others given."""
    hides_zeros: bool = False
    """Whether the sheet shows nothing in their place."""

    def put(self, row: int, column: int, text: str) -> None:
        """Print a text; blank cells only mark their row."""
        if text.strip():
            self.printed[row, column] = text
        else:
            self.formatted.add(row)

    def column_style(self, column: int) -> str:
        return next((style for first, last, style in self.column_styles if first <= column <= last), "")

    def drop_hidden(self) -> bool:
        """Take out what is hidden; whether there was any besides zeros."""
        for spot in self.zeros & self.printed.keys() if self.hides_zeros else ():
            del self.printed[spot]
            self.formatted.add(spot[0])
        hidden = [
            spot
            for spot in self.printed
            if spot[0] in self.hidden_rows or any(a <= spot[1] <= b for a, b in self.hidden_columns)
        ]
        for spot in hidden:
            del self.printed[spot]
        return bool(hidden)


@dataclass(frozen=True, slots=True)
class _Merges:
    """Merged ranges whose corner is printed, by their corner; and rows that a range from above reaches
    into."""

    ranges: Mapping[tuple[int, int], tuple[int, int]]
    crossed: frozenset[int]


def blocks(sheets: Sequence[Worksheet]) -> Iterator[Block]:
    """Grids and paragraphs of all sheets in order, with paths such as `sheet[1]/cell[B12]`."""
    if sum(len(sheet.printed) for sheet in sheets) > limits.CELLS:
        raise Unreadable("bomb", f"more than {limits.CELLS} cells")
    if len(sheets) > limits.SHEETS:
        raise Unreadable("bomb", f"more than {limits.SHEETS} sheets")
    named = len(sheets) > 1 and any(TELLING.search(sheet.name) for sheet in sheets)
    for number, sheet in enumerate(sheets, start=1):
        path = f"sheet[{sheet.number or number}]"
        if named:
            yield Paragraph(_caption(sheet.name), Place(path=path), role="tab")
        yield from _sheet_blocks(sheet, path)


def _caption(name: str) -> str:
    """The name on the tab of a sheet, where tabs part years, parts of a year or bodies.

    >>> _caption("2023"), _caption("2023年度"), _caption("表三")
    ('2023年', '2023年度', '表三')
    """
    return f"{name.strip()}年" if YEAR.fullmatch(name.strip()) else name.strip()


def _sheet_blocks(sheet: Worksheet, path: str) -> Iterator[Block]:
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.printed):
        rows.setdefault(row, []).append(column)
    merges = _merges(sheet)
    table: list[int] = []
    for row, columns in rows.items():
        if table and _is_gap(table[-1], row, sheet, merges):
            yield from _table(sheet, table, rows, merges, path)
            table = []
        if _is_text(row, columns, sheet, merges):
            if table:
                yield from _table(sheet, table, rows, merges, path)
                table = []
            yield _paragraph(sheet, row, columns[0], path)
        else:
            table.append(row)
    if table:
        yield from _table(sheet, table, rows, merges, path)


def _merges(sheet: Worksheet) -> _Merges:
    ranges: dict[tuple[int, int], tuple[int, int]] = {}
    for top, bottom, left, right in sheet.merged:
        if (top, left) in sheet.printed:
            ranges.setdefault((top, left), (bottom, right))
    reaches = sorted((top, bottom) for (top, _), (bottom, _) in ranges.items())
    crossed: set[int] = set()
    index, last = 0, -1
    for row in sorted({row for row, _ in sheet.printed}):
        while index < len(reaches) and reaches[index][0] < row:
            last = max(last, reaches[index][1])
            index += 1
        if row <= last:
            crossed.add(row)
    return _Merges(ranges, frozenset(crossed))


def _is_gap(above: int, below: int, sheet: Worksheet, merges: _Merges) -> bool:
    """Whether rows between two printed ones set them apart: no merged cell reaches over, no cell is
    formatted."""
    return below - above > 1 and below not in merges.crossed and above + 1 not in sheet.formatted


def _is_text(row: int, columns: list[int], sheet: Worksheet, merges: _Merges) -> bool:
    if len(columns) > 1 or row in merges.crossed:
        return False
    bottom, right = merges.ranges.get((row, columns[0]), (row, columns[0]))
    text = sheet.printed[row, columns[0]]
    if bottom > row:
        return False
    if right > columns[0]:
        return len(text) >= PROSE
    return row not in sheet.formatted and not text.strip().isdecimal()


def _paragraph(sheet: Worksheet, row: int, column: int, path: str) -> Paragraph:
    return Paragraph(sheet.printed[row, column].strip(), _place(path, row, column))


def _table(
    sheet: Worksheet, table: list[int], rows: Mapping[int, list[int]], merges: _Merges, path: str
) -> Iterator[Block]:
    """The grid of some rows; merged rows above its first row of several cells are given as paragraphs too."""
    for row in table:
        if len(rows[row]) > 1 or row in merges.crossed:
            break
        yield _paragraph(sheet, row, rows[row][0], path)
    columns = sorted({column for row in table for column in rows[row]})
    if len(table) > limits.ROWS or len(columns) > limits.COLUMNS or len(table) * len(columns) > limits.CELLS:
        raise Unreadable("bomb", f"a table of {len(table)} rows and {len(columns)} columns")
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    area = 0
    for index, row in enumerate(table):
        for position, column in enumerate(columns):
            if (index, position) in covered:
                continue
            bottom, right = merges.ranges.get((row, column), (row, column))
            height = bisect_right(table, bottom) - index
            width = bisect_right(columns, right) - position
            area += height * width
            if area > 2 * limits.CELLS:
                raise Unreadable("bomb", "merged cells that lie over each other")
            covered.update(
                (index + down, position + across) for down in range(height) for across in range(width)
            )
            text = sheet.printed.get((row, column), "").strip()
            cells.append(Cell(index, position, text, height, width, _place(path, row, column)))
    yield Grid(
        tuple(cells), Place(path=f"{path}/{_name(table[0], columns[0])}:{_name(table[-1], columns[-1])}")
    )


def _place(path: str, row: int, column: int) -> Place:
    return Place(path=f"{path}/cell[{_name(row, column)}]")


def _name(row: int, column: int) -> str:
    """The name of a cell as spreadsheets give it.

    >>> _name(11, 1), _name(0, 26), _name(0, 16383)
    ('B12', 'AA1', 'XFD1')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"

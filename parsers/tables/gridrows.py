"""Lines of the grids that are rows of statutory tables: which row each is, and under which header it stands.

A row is named by its label alone; a label that could name two rows names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from parsers.document import Block, Cell, Document, Grid, Paragraph
from parsers.tables.fives import named_above
from parsers.tables.folded import unfolded
from parsers.tables.heads import OUTCOMES, Header, is_header, read_header, stated_unit, unit_of
from parsers.tables.labels import BLOCKS, LIST, LIST_ROWS, match_rows
from parsers.tables.rows import Row, with_damaged_labels
from parsers.tables.stacked import unstacked
from parsers.tables.turned import upright
from parsers.text import counts_up, is_unit, label_key, squash, value_like

_LONGEST_VALUE = 30
"""Characters: a longer text with digits in it is the label of another row, or of two."""
_YEAR = re.compile(r"20\d\d年度?|[本去上]年度?")
"""Behind a label: one line for each year stands in the table."""
_COMMON_LABELS = frozenset({"other_other", "handled"})


@dataclass(slots=True)
class Rows:
    """What the grids of a document hold: rows in order, labels of no row, headers seen, units they print."""

    found: list[Row] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    headed: set[str] = field(default_factory=set)
    """Tables whose header stands in a drawn grid: their rows are there, or they are lost."""
    units: dict[str, str] = field(default_factory=dict)
    headless_disputes: bool = False
    """More headers of table 四 than lines of values, in text: which header the values belong to is open."""


def read_rows(document: Document) -> Rows:
    """Walks the grids in order; a header holds until the next one, over the end of its grid."""
    rows = Rows()
    header: Header | None = None
    text_headers = text_lines = 0
    for number, (above, grid) in enumerate(_grids(document)):
        if header is not None and _begins_without_header(grid, header):
            header = None
        scan = _Scan(number, _arranged(grid, header), header, rows.found[-1].row if rows.found else "")
        scan.read()
        rows.strange += scan.strange
        for seen in scan.headers:
            header = seen
            rows.units |= unit_of(seen)
            rows.headed |= seen.owners if grid.sound else set()
            text_headers += "disputes" in seen.owners and not grid.sound
        rows.units |= {row.table: unit for row in scan.found if (unit := stated_unit(row.table, row.label))}
        text_lines += sum(row.table == "disputes" and not row.sound for row in scan.found)
        found = list(with_damaged_labels(scan.found, scan.unmatched, rows.strange))
        rows.found += found[1:] if found and _is_of_two(found[0], above) else found
    rows.headless_disputes = text_headers > text_lines > 0
    return _without_torn_ends(rows, document)


def _is_of_two(first: Row, above: Block | None) -> bool:
    """Whether the label of another row stands alone on the line above a row of text, as where a cell of two lines is cut: the
    value may be that of either, and table 二 has no sums that tell."""
    if first.sound or first.line or first.table not in BLOCKS or not isinstance(above, Paragraph):
        return False
    named = {row for table, row in match_rows(above.text) if table == first.table}
    return bool(named - {first.row})


def _grids(document: Document) -> Iterator[tuple[Block | None, Grid]]:
    """The tables with what stands above them, and the kind of dispute it names, if they are of a single kind."""
    for above, block in zip((None, *document.blocks), document.blocks, strict=False):
        if isinstance(block, Grid):
            yield above, named_above(block, above)


def _begins_without_header(grid: Grid, header: Header) -> bool:
    """Whether a grid begins with the first row of table 三: the header of another table above it is none of this one."""
    first = (match for cell in grid.cells if cell.row == 0 for match in match_rows(cell.text))
    return "requests" not in header.owners and ("requests", "received") in first


def _arranged(grid: Grid, header: Header | None) -> Grid:
    """As the forms have it: a list in one piece, and a table on its feet."""
    listed = header is None or not header.owners or LIST in header.owners
    return upright(unstacked(unfolded(grid) if listed else grid))


@dataclass
class _Scan:
    """One grid, line by line."""

    number: int
    grid: Grid
    header: Header | None
    last: str
    band: list[list[Cell]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    found: list[Row] = field(default_factory=list)
    unmatched: list[tuple[int, Row]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    blank: Row | None = None
    """The line under a header of table 四 when it is printed empty: all of its cells are blank."""

    def read(self) -> None:
        lines = [cells for cells in self.grid.rows() if cells]
        for cells, below in zip(lines, (*lines[1:], []), strict=True):
            if is_header(cells, self.band) or (self._torn_header(cells) and is_header(below, self.band)):
                self.band.append(cells)
                continue
            self._close_header()
            self._take(cells)
        self._close_header()
        self._close_disputes()
        if {
            row.row for row in self.found
        } <= _COMMON_LABELS:  # a table of something else with 其他 and 总计 in it
            self.found.clear()
        if self.header is None or "requests" not in self.header.owners:
            self._leave_older_list()

    def _leave_older_list(self) -> None:
        """Lists of before 2014 share labels with that of 2014, which part applications by their way (当面申请数), and some
        with table 三 (重复申请数): where those are as many, and no header is of table 三, neither are these.
        """
        own = [row for row in self.found if row.table == "requests"]
        if own and len(own) <= sum(row.table == LIST for row in self.found):
            self.found = [row for row in self.found if row.table != "requests"]

    def _torn_header(self, cells: Sequence[Cell]) -> bool:
        """The empty half of a header line that a page break cut: merged cells reach into it, as into no line of blanks."""
        own = sum(cell.column_span for cell in cells if cell.row_span == 1)
        return bool(self.band) and own < self.grid.width and not any(cell.text.strip() for cell in cells)

    @cached_property
    def is_list(self) -> bool:
        """The list of 2014, without a header: some of its labels (同意部分公开答复数) name rows of table 三 as well."""
        if self.header is not None and self.header.owners:
            return False
        named = {row for cell in self.grid.cells for table, row in match_rows(cell.text) if table == LIST}
        return len(named) >= LIST_ROWS

    def _close_header(self) -> None:
        if self.band:
            self._close_disputes()
            self.header = read_header(self.band, self.number)
            self.headers.append(self.header)
            self.band = []

    def _close_disputes(self) -> None:
        """A table 四 without any value is one of blanks, and differs from another one in the document that has values."""
        filled = any(row.table == "disputes" and row.header is self.header for row in self.found)
        if self.blank and not filled:
            self.found.append(self.blank)
        self.blank = None

    def _take(self, cells: Sequence[Cell]) -> None:
        row = _read_row(cells, self.header, self.number, self.grid.sound)
        if row is not None and row.table == "requests" and self.is_list:
            row = replace(row, table=LIST, row=dict(match_rows(row.label)).get(LIST, ""))
        if row is None:
            if self.grid.sound and _blank_disputes(cells, self.header, self.number):
                self.blank = Row("disputes", "all", tuple(cells), self.header, self.number, sound=True)
            elif self.found and not self.grid.sound and _without_label(cells):
                self.found[-1] = replace(self.found[-1], values=())
            self._second_line(cells)
        elif not row.row:
            self.unmatched.append((len(self.found), row))
            self._second_line(cells)
        elif row.row == "other_other" and not _in_other_group(cells, self.last):
            self.strange.append(row.label)
        else:
            self.found.append(row)
            self.last = row.row

    def _second_line(self, cells: Sequence[Cell]) -> None:
        """Values of their own beside a label that spans this line too (last year's above this year's): which are the row's?"""
        last = self.found[-1] if self.found else None
        beside = last and last.grid == self.number and last.line <= cells[0].row < last.line + last.height
        if last and beside and any(value_like(cell.text) for cell in cells):
            self.found[-1] = replace(last, values=())


def _read_row(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """The row a line of cells is: its label is the rightmost cell that names one."""
    for position in range(len(cells) - 1, -1, -1):
        values = tuple(cells[position + 1 :])
        for table, row in match_rows(cells[position].text):
            if _belongs(table, header) and _labels_values(values):
                at = cells[position].column
                if _names_another(cells[:position], table, row):
                    both = "\n".join(cell.text for cell in cells[: position + 1])
                    return Row(table, "", values, header, grid, sound, both, at)
                if any("年" in cell.text and _YEAR.fullmatch(squash(cell.text)) for cell in values):
                    values = ()  # of which year the report is, the table does not say
                label = cells[position]
                return Row(table, row, values, header, grid, sound, label.text, at, label.row_span, label.row)
    filled = [cell.text for cell in cells if value_like(cell.text)]
    if header and "disputes" in header.owners and filled:
        return None if counts_up(filled) else Row("disputes", "all", tuple(cells), header, grid, sound)
    return _unlabelled(cells, header, grid, sound)


def _unlabelled(cells: Sequence[Cell], header: Header | None, grid: int, sound: bool) -> Row | None:
    """A line with values whose label names no row: perhaps a damaged label, perhaps a row of the publisher's own."""
    first = next((i for i, cell in enumerate(cells) if value_like(cell.text)), 0)
    at = next((i for i in range(first - 1, -1, -1) if cells[i].text.strip()), None)
    if header is None or not header.columns or at is None:
        return None
    values = tuple(cells[at + 1 :])
    label = cells[at]
    table = header.columns[0][0]
    return Row(table, "", values, header, grid, sound, label.text, label.column, label.row_span)


def _names_another(cells: Sequence[Cell], table: str, row: str) -> bool:
    """Whether a cell before the label names another row: labels of two rows have run together, whose values are these?

    （六）其他处理 is a row in the form of 2019 and stands before rows of its own in that of 2021.
    """
    named = {other for cell in cells for owner, other in match_rows(cell.text) if owner == table}
    twice = row in named and any(value_like(cell.text) for cell in cells)  # two tables side by side
    return twice or (table == "requests" and bool(named - {row, "other"}))


def _blank_disputes(cells: Sequence[Cell], header: Header | None, grid: int) -> bool:
    if header is None or header.grid != grid or any(cell.text.strip() for cell in cells):
        return False
    return len(cells) == len(header.outcomes()) == OUTCOMES * len(header.disputes())


def _belongs(table: str, header: Header | None) -> bool:
    """A row label counts under a header of its table. The long lists are known by their labels where a header is missing."""
    if header is None or not header.owners:
        return table in {"requests", LIST}
    if table == "disputes":
        return len(header.outcomes()) == OUTCOMES
    return table in header.owners


def _labels_values(cells: Sequence[Cell]) -> bool:
    """Whether values follow a label, and not another label (小计 behind the name of a group)."""
    texts = (cell.text.strip() for cell in cells)
    following = next((text for text in texts if text and not is_unit(text)), "")
    if not following or value_like(following):
        return True
    return len(following) <= _LONGEST_VALUE and any(character.isdigit() for character in following)


def _without_label(cells: Sequence[Cell]) -> bool:
    """Values of a row whose label went elsewhere: in lines of text they may be those of the row above."""
    texts = [cell.text for cell in cells if cell.text.strip()]
    return bool(texts) and all(value_like(text) for text in texts)


def _in_other_group(cells: Sequence[Cell], last: str) -> bool:
    """其他 is a row of （六）其他处理 only: under its label, or behind one of its rows."""
    return last.startswith("other_") or any("其他处理" in label_key(cell.text) for cell in cells)


def _without_torn_ends(rows: Rows, document: Document) -> Rows:
    """The last row of a text grid that a line of bare values follows may be torn; it keeps no values."""
    torn = set()
    number = -1
    for block, following in zip(document.blocks, (*document.blocks, None)[1:], strict=True):
        if isinstance(block, Grid):
            number += 1
            if not block.sound and isinstance(following, Paragraph) and value_like(following.text):
                torn.add(number)
    for grid in torn:
        last = max((i for i, row in enumerate(rows.found) if row.grid == grid), default=None)
        if last is not None:
            rows.found[last] = replace(rows.found[last], values=())
    return rows

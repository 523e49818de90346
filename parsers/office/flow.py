"""What word processors hold (DOCX, DOC, RTF): running text, and tables whose rows each bring their own edges.

The three formats differ in bytes only. Their readers produce a flow, a sequence of `Passage` and `Table`,
which `parsers.office.merged` lays out as the paragraphs and grids of a `Document`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers import limits
from parsers.document import Unreadable, maker


class Passage(NamedTuple):
    """A paragraph; `role` as in `Paragraph`."""

    text: str
    role: str = "text"


class TableCell(NamedTuple):
    """A cell as stored in its row, from `left` to `right` in twips; `continues` says it is merged with
    the one above."""

    left: int
    right: int
    content: tuple[Passage | Table, ...] = ()
    continues: bool = False

    @property
    def text(self) -> str:
        """The cell's own text; what stands in tables within it is not part of it."""
        if len(self.content) == 1 and isinstance(self.content[0], Passage):  # as most cells are
            return self.content[0].text.strip()
        return "\n".join(item.text for item in self.content if isinstance(item, Passage)).strip()

    @property
    def is_seen(self) -> bool:
        return any(isinstance(item, Table) or item.text.strip() for item in self.content)

    def tables(self) -> Iterator[Table]:
        return (item for item in self.content if isinstance(item, Table))


Row = tuple[TableCell, ...]
passage, _cell = maker(Passage), maker(TableCell)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows from top to bottom; `sound` is False when a row's edges had to be invented."""

    rows: tuple[Row, ...]
    sound: bool = True

    def cells(self) -> Iterator[TableCell]:
        return (cell for row in self.rows for cell in row)

    @property
    def inner(self) -> list[Table]:
        """The tables within its cells; most tables have none."""
        return [item for row in self.rows for cell in row for item in cell.content if isinstance(item, Table)]


Flow = Sequence[Passage | Table]
Content = tuple[Passage | Table, ...]
Marks = Sequence[tuple[bool, bool]]
"""Per cell of a row: whether it continues the one to its left, the one above."""


@dataclass(slots=True)
class OpenTable:
    """A table being read: whole rows, whole cells of the next one, and what its next cell holds so far."""

    rows: list[Row] = field(default_factory=list)
    cells: list[Content] = field(default_factory=list)
    content: list[Passage | Table] = field(default_factory=list)
    sound: bool = True

    def closed(self) -> Table:
        """The finished table; cells without a row end (a file cut short) become a row of invented edges."""
        if self.content:
            self.cells.append(tuple(self.content))
        if self.cells:
            self.rows.append(row(self.cells, (), ())[0])
            self.sound = False
        return Table(tuple(self.rows), self.sound)


class Builder:
    """Builds a flow from paragraphs that only say how many tables they stand in (DOC and RTF have no table
    as such)."""

    def __init__(self) -> None:
        self._body: list[Passage | Table] = []
        self._tables: list[OpenTable] = []

    def paragraph(self, depth: int, *items: Passage | Table) -> None:
        """Add a paragraph (and text boxes anchored in it) at that depth; tables deeper than it end here."""
        if len(self._tables) != depth:
            self._reach(depth)
        (self._tables[-1].content if depth else self._body).extend(items)

    def end_cell(self) -> None:
        """The innermost open cell is complete."""
        table = self._tables[-1]
        table.cells.append(tuple(table.content))
        table.content = []

    def end_row(self, depth: int, edges: Sequence[int], marks: Marks, is_deleted: bool = False) -> None:
        """The row of the table at that depth is complete, with these edges of its cells in twips.

        A row whose end is deleted is gone when nothing in it is left: LibreOffice gives the end what begins behind it.
        """
        self._reach(depth)
        table = self._tables[-1]
        cells, sound = row(table.cells, edges, marks)
        is_left = not is_deleted or any(cell.is_seen for cell in cells)
        if cells and is_left:
            table.rows.append(cells)
            refuse_rows(len(table.rows))
            table.sound = table.sound and sound
        table.cells, table.content = [], []

    def flow(self) -> list[Passage | Table]:
        """Everything so far; open tables end."""
        self._reach(0)
        return self._body

    def _reach(self, depth: int) -> None:
        while len(self._tables) > depth:
            closed = self._tables.pop().closed()
            (self._tables[-1].content if self._tables else self._body).append(closed)
        while len(self._tables) < depth:
            self._tables.append(OpenTable())


def refuse_rows(count: int) -> None:
    if count > limits.ROWS:
        raise Unreadable("bomb", f"a table of more than {limits.ROWS} rows")


def row(contents: Sequence[Content], edges: Sequence[int], marks: Marks) -> tuple[Row, bool]:
    """Cells of a row with their edges, merged ones joined; and whether an edge was stated for every cell.

    Cells without a stated edge (damaged files) get invented ones to the right.
    """
    known = list(edges)
    while len(known) < len(contents) + 1:
        known.append(known[-1] + 1000 if known else 0)
    cells: list[TableCell] = []
    for index, content in enumerate(contents):
        across, down = marks[index] if index < len(marks) else (False, False)
        left, right = known[index], max(known[index + 1], known[index])
        if across and cells:
            cells[-1] = cells[-1]._replace(right=right)
        else:
            cells.append(_cell((left, right, content, down)))
    return tuple(cells), len(edges) == len(contents) + 1


def printable(text: str) -> str:
    """Text whose characters are UTF-16 units, with surrogate pairs joined; a lone half becomes U+FFFD.

    >>> printable("\\ud842\\udfb7祥"), printable("\\ud842")
    ('𠮷祥', '�')
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

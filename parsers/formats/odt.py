"""ODT and flat FODT: what LibreOffice and other offices save (ISO/IEC 26300-1), read into the same flow as DOCX.

Read are the body, text boxes and numbers of lists; headers, footers, comments and footnotes are not part of a report.
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers import limits
from parsers.document import Document, Grid, Unreadable
from parsers.office.flow import Passage, Row, Table, TableCell, refuse_rows
from parsers.office.listnumbers import numbered
from parsers.office.merged import blocks, covered_text
from parsers.office.odflists import Numbers
from parsers.office.odfwords import Words
from parsers.office.opendocument import PLAIN, Look, is_collapsed, opened, repeated
from parsers.office.packages import XmlElement, attribute, local

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_COLUMN = 1000  # twips: the columns of a table are known by their number, so each is as wide as the next
_ROWS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_CELLS = frozenset(("table-cell", "covered-table-cell"))
_FRAMES = frozenset(("index-body", "index-title", "numbered-paragraph", "frame", "a", "g", "text-box"))
_INDEXES = frozenset(
    ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")
)


def read(body: bytes) -> Document:
    """The document of an ODT file. Raises `Unreadable`: see `opendocument.opened`, and `bomb`."""
    parts = opened(body, "text")
    words = Words(parts.styles)
    flow = tuple(_Reader(words, Numbers(parts.styles)).flow(parts.body))
    found = tuple(blocks(flow))
    if covered_text(flow):
        words.notes.add("covered_text")
    if words.links and body.startswith(b"PK") and not any(isinstance(block, Grid) for block in found):
        words.notes.add("images_without_tables")
    if parts.has_macros:
        words.notes.add("macros")
    title = next((item.text for item in flow if isinstance(item, Passage) and item.role == "title"), "")
    return Document(MEDIA_TYPE, found, title.strip(), parts.metadata, tuple(words.links),
                    tuple(sorted(words.notes)))  # fmt: skip


class _Reader:
    """Walks the body once; lists count on the way."""

    def __init__(self, words: Words, numbers: Numbers) -> None:
        self.words = words
        self.numbers = numbers
        self._cells = 0

    def flow(self, container: XmlElement, around: Look = PLAIN) -> Iterator[Passage | Table]:
        """Paragraphs and tables of a body, section, cell or text box; a text box follows the paragraph that anchors it."""
        for element in container:
            name = local(element)
            if name in ("p", "h"):
                yield from self.paragraph(element, around)
            elif name == "table":
                yield self.table(element)
            elif name == "list":
                self.numbers.begin(element)
                yield from self.items(element, around)
                self.numbers.end()
            elif name == "section" and attribute(element, "display") == "none":
                self.words.notes.add("hidden_text")
            elif name == "tracked-changes":
                self.words.changes(element)
            elif name == "section" or name in _FRAMES or name in _INDEXES:
                yield from self.flow(element, around)
            elif name == "custom-shape":
                yield from self.flow(element)

    def items(self, element: XmlElement, around: Look) -> Iterator[Passage | Table]:
        for item in element:
            if local(item) == "list-item":
                self.numbers.item(item)
            if local(item) in ("list-item", "list-header"):
                yield from self.flow(item, around)

    def paragraph(self, element: XmlElement, around: Look) -> Iterator[Passage | Table]:
        style = attribute(element, "style-name")
        is_heading = local(element) == "h"
        text = self.words.text(element, around)
        label = self.numbers.label(element if is_heading else None)
        role = self.words.styles.heading(style)
        boxes, self.words.boxes = self.words.boxes, []
        yield Passage(numbered(label, text), "heading" if is_heading and role == "text" else role)
        for box in boxes:
            yield from self.flow(box)

    def table(self, element: XmlElement) -> Table:
        rows: list[Row] = []
        hanging: dict[
            int, tuple[int, int]
        ] = {}  # column -> where a cell that reaches down ends, rows it still has
        widths = set()
        for row in _rows(element):
            if is_collapsed(row):
                self.words.notes.add("hidden_text")
                continue
            for _ in range(repeated(row, "number-rows-repeated")):
                refuse_rows(len(rows) + 1)
                cells, width = self.row(row, hanging)
                widths.add(width)
                rows.append(cells)
        return Table(tuple(rows), len(widths) <= 1)

    def row(self, element: XmlElement, hanging: dict[int, tuple[int, int]]) -> tuple[Row, int]:
        """Cells of a row, and how many columns it has. What lies under a cell from above continues it."""
        cells: list[TableCell] = []
        column = covered = 0
        for cell in (each for each in element if local(each) in _CELLS):
            content = None
            for _ in range(repeated(cell, "number-columns-repeated")):
                right, rows = hanging.get(column, (column, 0))
                if local(cell) == "covered-table-cell" and (rows or column < covered):
                    if rows:
                        cells.append(TableCell(_COLUMN * column, _COLUMN * right, self.content(cell), True))
                        hanging[column] = right, rows - 1
                        covered = max(covered, right)
                    column += 1
                else:
                    content = content if content is not None else self.content(cell)
                    right = column + _span(cell, "number-columns-spanned")
                    cells.append(TableCell(_COLUMN * column, _COLUMN * right, content))
                    hanging[column] = right, _span(cell, "number-rows-spanned") - 1
                    covered = right
                    column += 1
                self._cells += 1
                if self._cells > limits.CELLS or column > limits.COLUMNS:
                    raise Unreadable(
                        "bomb", f"a table of more than {limits.CELLS} cells or {limits.COLUMNS} columns"
                    )
        return tuple(cells), max(column, covered)

    def content(self, cell: XmlElement) -> tuple[Passage | Table, ...]:
        style = attribute(cell, "style-name")
        return tuple(self.flow(cell, self.words.styles.look("table-cell", style)))


def _rows(table: XmlElement) -> Iterator[XmlElement]:
    for child in table:
        if local(child) == "table-row":
            yield child
        elif local(child) in _ROWS:
            yield from _rows(child)


def _span(cell: XmlElement, name: str) -> int:
    return min(repeated(cell, name), limits.SPAN)

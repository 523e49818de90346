"""Tables of a web page as a browser lays them out, and those that only arrange the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.document import Cell, Unreadable, cell_of, place_of
from parsers.limits import CELLS, SPAN
from parsers.text import HIDDEN
from parsers.web.footmarks import told_apart
from parsers.web.joined import in_doubt

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin a line of their own."""
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_TYPED = frozenset({"text", "number", "tel"})
SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_RTL = ('[dir="rtl" i]', '[style*="direction:rtl" i]', '[style*="direction: rtl" i]')
_LEFTWARDS = ", ".join(f"table{name}, {name} table" for name in _RTL)
_DIGIT = re.compile(r"\d")
_LINES = re.compile(r" ?\n[ \n]*")


def layouts(body: LexborNode) -> frozenset[int]:
    """Tables that only arrange the page: those with a single cell, and those that hold a table of several cells.

    One pass, and a climb that stops where another has been, so that tables nested thousands deep stay linear.
    """
    cells: dict[int, int] = {}
    parents: dict[int, int] = {}
    for node in body.traverse():
        if node.tag == "table":
            cells.setdefault(node.mem_id, 0)
            outer = _owner(node)
            if outer is not None:
                parents[node.mem_id] = outer.mem_id
        elif node.tag in _CELLS:
            owner = _owner(node)
            if owner is not None:
                cells[owner.mem_id] = cells.get(owner.mem_id, 0) + 1
    if sum(cells.values()) > CELLS:
        raise Unreadable("bomb", f"more than {CELLS} table cells")
    single = {table for table, count in cells.items() if count <= 1}
    arranging: set[int] = set()
    for table, count in cells.items():
        outer_id = parents.get(table) if count > 1 else None
        while outer_id is not None and outer_id not in arranging:
            arranging.add(outer_id)
            outer_id = parents.get(outer_id)
    return frozenset(single | arranging)


def running_left(tree: LexborHTMLParser, text: str) -> frozenset[int]:
    """Tables whose first column stands on the right. `text` is the page as it came."""
    if "rtl" not in text:
        return frozenset()
    return frozenset(node.mem_id for node in tree.css(_LEFTWARDS) if node.attributes.get("dir") != "ltr")


def mirrored(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with the last column as the first."""
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    return tuple(cell._replace(column=width - cell.column - cell.column_span) for cell in cells)


def _owner(node: LexborNode) -> LexborNode | None:
    """The table a cell or a table stands in."""
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Rows as a browser shows them: the first head above all others and the first foot below, wherever they are written."""
    parts = [child for child in table.iter() if child.tag == "tr" or child.tag in _SECTIONS]
    head = next((part for part in parts if part.tag == "thead"), None)
    foot = next((part for part in parts if part.tag == "tfoot"), None)
    parts.sort(key=lambda part: (part is foot) - (part is head))
    for part in parts:
        if part.tag == "tr":
            yield part
        else:
            yield from (row for row in part.iter() if row.tag == "tr")


def cells_of(table: LexborNode, path: str) -> Iterator[Cell]:
    """Cells on the grid a browser would lay out; spans are clamped, a span into the void ends at the last row."""
    rows = list(_rows(table))
    taken: dict[int, int] = {}  # column -> first row that is free again
    for row, node in enumerate(rows):
        column = position = 0
        for cell in node.iter():
            if cell.tag not in _CELLS:
                continue
            while taken.get(column, 0) > row:
                column += 1
            attributes = cell.attributes
            width = _span(attributes.get("colspan")) if attributes else 1
            height = min(_span(attributes.get("rowspan")), len(rows) - row) if attributes else 1
            position += 1
            place = place_of((None, None, f"{path}/row[{row + 1}]/cell[{position}]"))
            yield cell_of((row, column, _cell_text(cell), height, width, place, ""))
            for covered in range(column, column + width):
                taken[covered] = row + height
            column += width


def _span(value: str | None) -> int:
    if value is None:
        return 1
    value = value.strip()
    return min(max(int(value), 1), SPAN) if value.isdecimal() and len(value) < 12 else 1


def _filled_in(field: LexborNode) -> str:
    """What stands in a field of a form, where it can be read: apart from what is printed beside the field."""
    attributes = field.attributes
    kind = (attributes.get("type") or "text").strip().lower()
    return f" {(attributes.get('value') or '').strip()} " if kind in _TYPED else ""


def _cell_text(cell: LexborNode) -> str:
    only = cell.first_child
    if only is not None and only.next is None and only.tag == "-text":  # most cells: nothing to be told apart
        return SPACE.sub(" ", only.text_content or "").strip()
    parts: list[str] = []
    pieces: list[tuple[int, LexborNode]] = []
    for node in cell.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            pieces.append((len(parts), node))
            parts.append(SPACE.sub(" ", node.text_content or ""))
        elif tag == "br" or (tag in BLOCKS and parts):
            parts.append("\n")
        elif tag == "input":
            parts.append(_filled_in(node))
    for (at, _), text in zip(
        pieces, told_apart(cell, [(node, parts[at]) for at, node in pieces]), strict=True
    ):
        parts[at] = text
    printed = "".join(parts)
    if len(pieces) > 1 and in_doubt(cell, parts, pieces):
        printed = _DIGIT.sub(HIDDEN, printed)
    if printed.isalnum():  # a number, a word
        return printed
    return _LINES.sub("\n", _SPACES.sub(" ", printed)).strip()

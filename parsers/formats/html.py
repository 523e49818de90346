"""HTML pages: the body found among navigation by its content, tables on their real span grid.

Read with lexbor (the browsers' parsing rules, so missing end tags and nested markup come out as a reader sees them). The
walk keeps an explicit stack: pages nest deeper than Python recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.article import drop_behind_pictures, drop_hidden, find_article
from parsers.charset import decode
from parsers.document import Block, Cell, Document, Grid, Link, Paragraph, Place, Unreadable
from parsers.limits import CELLS, HTML_BYTES, SPAN, TAG_BYTES
from parsers.scripted import unfolded
from parsers.text import raised

MEDIA_TYPE = "text/html"

_UNSEEN = ["script", "style", "noscript", "template"]
_SKIPPED = frozenset("script style noscript head select option button nav template iframe object svg".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|zip|rar)(?:[?#]|$)|download\.jsp|downfile\.jsp", re.IGNORECASE
)
_MANY_TAGS = 20_000
_DEPTH = 1_000
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_LINES = re.compile(r" ?\n[ \n]*")


def read(body: bytes) -> Document:
    """Paragraphs and grids of the article, and its links as they are written.

    Raises Unreadable `too_large` (8 MiB), `bomb` (a tag longer than 64 KiB) or `too_deep` (1,000 levels), each of which costs
    the parser quadratic time.
    """
    _refuse_hostile(body)
    text, notes = decode(body)
    tree = LexborHTMLParser(unfolded(text))
    if tree.body is None:
        raise Unreadable("not_a_document", "no HTML body")
    tree.strip_tags(_UNSEEN)
    hidden = drop_hidden(tree)
    article = find_article(tree)
    drop_behind_pictures(article, hidden)
    blocks = tuple(_Walk(_layouts(tree.body)).blocks(article))
    return Document(
        media_type=MEDIA_TYPE,
        blocks=blocks,
        title=_title(tree, article),
        metadata=_metadata(tree),
        links=tuple(_links(article)),
        notes=notes,
    )


def _refuse_hostile(body: bytes) -> None:
    if len(body) > HTML_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes of HTML, more than {HTML_BYTES}")
    tags = body.split(b"<")
    if len(body) > TAG_BYTES and any(len(tag) > TAG_BYTES and b">" not in tag[:TAG_BYTES] for tag in tags):
        raise Unreadable("bomb", f"a tag longer than {TAG_BYTES} bytes")
    if len(tags) > _MANY_TAGS and _depth(tags) > _DEPTH:
        raise Unreadable("too_deep", f"elements nested deeper than {_DEPTH}")


_VOID = (
    b"br",
    b"img",
    b"hr",
    b"input",
    b"meta",
    b"link",
    b"!",
    b"p",
    b"li",
    b"td",
    b"tr",
    b"th",
    b"col",
    b"?",
    b"option",
)


def _depth(tags: list[bytes]) -> int:
    """An upper bound of the nesting, counting elements whose end tag is not optional."""
    depth = deepest = 0
    for tag in tags[1:]:
        if tag.startswith(b"/"):
            depth -= not tag[1:].lower().startswith(_VOID)
        elif not tag.lower().startswith(_VOID) and not tag.split(b">", 1)[0].endswith(b"/"):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _title(tree: LexborHTMLParser, article: LexborNode) -> str:
    for name in ("ArticleTitle", "articletitle"):
        meta = tree.css_first(f'meta[name="{name}"]')
        if meta is not None and meta.attributes.get("content"):
            return _flow(meta.attributes["content"] or "")
    for selector in ("h1", "h2.title, h3#title, .title h2, #title"):
        for node in (article.css_first(selector), tree.css_first(selector)):
            if node is not None and (found := _flow(node.text())):
                return found
    node = tree.css_first("title")
    return _flow(node.text()) if node is not None else ""


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    metadata = {}
    for meta in tree.css("meta[name][content]"):
        name, content = meta.attributes["name"], meta.attributes["content"]
        if name and content and name.lower() not in {"viewport", "keywords", "renderer", "description"}:
            metadata[name] = content.strip()
    title = tree.css_first("title")
    if title is not None:
        metadata["title"] = _flow(title.text())
    return metadata


def _links(article: LexborNode) -> Iterator[Link]:
    for anchor in article.css("a[href]"):
        href = (anchor.attributes.get("href") or "").strip()
        if _FILE.search(href):
            yield Link(href, _flow(anchor.text()) or anchor.attributes.get("title") or "", "attachment")
    for image in article.css("img[src]"):
        source = (image.attributes.get("src") or "").strip()
        if source and not source.startswith("data:"):
            yield Link(source, image.attributes.get("alt") or "", "image")


def _flow(text: str) -> str:
    """White space as a browser shows it: every run becomes one space."""
    return _SPACE.sub(" ", text).strip()


@dataclass
class _Walk:
    """Turns an element into blocks. `tables` counts tables as they start, for the path of a cell."""

    layouts: frozenset[int]
    tables: int = 0
    paragraphs: int = 0
    pending: list[str] = field(default_factory=list)

    def blocks(self, root: LexborNode) -> Iterator[Block]:
        """Document order with an explicit stack; a block element ends the paragraph before it and after it."""
        role = "text"
        stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if node is None:
                continue
            if leaving:
                yield from self._flush(role)
                role = "text"
                continue
            tag = node.tag
            if tag == "-text":
                self.pending.append(_SPACE.sub(" ", node.text_content or ""))
                continue
            if tag == "br":
                yield from self._flush(role)
                continue
            if tag in _SKIPPED or not node.is_element_node:
                continue
            if tag == "table" and node.mem_id not in self.layouts:
                yield from self._flush(role)
                yield self._grid(node)
                continue
            if tag in _BLOCKS:
                yield from self._flush(role)
                role = _HEADINGS.get(tag, role if tag not in _HEADINGS else "text")
                stack.append((node, True))
            if tag == "pre" and node.css_first("table") is None:
                yield from self._preformatted(node)
                continue
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        yield from self._flush(role)

    def _flush(self, role: str) -> Iterator[Paragraph]:
        text = _flow("".join(self.pending))
        self.pending.clear()
        if text:
            self.paragraphs += 1
            yield Paragraph(text, Place(path=f"paragraph[{self.paragraphs}]"), role=role)

    def _preformatted(self, node: LexborNode) -> Iterator[Paragraph]:
        for line in node.text().splitlines():
            if line.strip():
                self.paragraphs += 1
                yield Paragraph(line.strip(), Place(path=f"paragraph[{self.paragraphs}]"), role="line")

    def _grid(self, table: LexborNode) -> Grid:
        self.tables += 1
        path = f"table[{self.tables}]"
        return Grid(tuple(_cells(table, path)), Place(path=path))


def _layouts(body: LexborNode) -> frozenset[int]:
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
    layouts = {table for table, count in cells.items() if count <= 1}
    arranging: set[int] = set()
    for table, count in cells.items():
        outer_id = parents.get(table) if count > 1 else None
        while outer_id is not None and outer_id not in arranging:
            arranging.add(outer_id)
            outer_id = parents.get(outer_id)
    return frozenset(layouts | arranging)


def _owner(node: LexborNode) -> LexborNode | None:
    """The table a cell or a table stands in."""
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from (row for row in child.iter() if row.tag == "tr")


def _cells(table: LexborNode, path: str) -> Iterator[Cell]:
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
            width = _span(attributes.get("colspan"))
            height = min(_span(attributes.get("rowspan")), len(rows) - row)
            position += 1
            place = Place(path=f"{path}/row[{row + 1}]/cell[{position}]")
            yield Cell(row, column, _cell_text(cell), height, width, place)
            for covered in range(column, column + width):
                taken[covered] = row + height
            column += width


def _span(value: str | None) -> int:
    value = (value or "1").strip()
    return min(max(int(value), 1), SPAN) if value.isdecimal() and len(value) < 12 else 1


def _is_raised(node: LexborNode) -> bool:
    """A footnote number is no digit of the number before it."""
    return node.parent is not None and node.parent.tag in {"sup", "sub"}


def _cell_text(cell: LexborNode) -> str:
    parts: list[str] = []
    for node in cell.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            text = _SPACE.sub(" ", node.text_content or "")
            parts.append(raised(text) if _is_raised(node) else text)
        elif tag == "br" or (tag in _BLOCKS and parts):
            parts.append("\n")
    printed = "".join(parts)
    if printed.isalnum():  # most cells: a number, a word
        return printed
    return _LINES.sub("\n", _SPACES.sub(" ", printed)).strip()

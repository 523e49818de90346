"""HTML pages: the body found among navigation by its content, tables on their real span grid.

Read with lexbor (the browsers' parsing rules, so missing end tags and nested markup come out as a reader sees them). The
walk keeps an explicit stack: pages nest deeper than Python recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.charset import decode
from parsers.document import Block, Document, Grid, Link, Paragraph, Place, Unreadable
from parsers.limits import HTML_BYTES, TAG_BYTES
from parsers.text import HIDDEN
from parsers.web.article import find_article
from parsers.web.elsewhere import mark_elsewhere
from parsers.web.footmarks import lift
from parsers.web.kept import with_kept_tables
from parsers.web.moved import mask_moved
from parsers.web.scripted import unfolded
from parsers.web.twins import drop_twins
from parsers.web.unseen import drop_behind_pictures, drop_unseen
from parsers.web.webtables import BLOCKS, SPACE, cells_of, layouts, mirrored, running_left

MEDIA_TYPE = "text/html"

_UNSEEN = ["script", "style", "noscript", "template"]
_READINGS = ["rt", "rp", "rtc"]
"""How a word is pronounced, above it."""
_SKIPPED = frozenset("script style noscript head select option button nav template iframe object svg".split())
_HEADINGS = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|zip|rar)(?:[?#]|$)|download\.jsp|downfile\.jsp", re.IGNORECASE
)
_MANY_TAGS = 20_000
_DEPTH = 1_000


def read(body: bytes) -> Document:
    """Paragraphs and grids of the article, and its links as they are written.

    Raises Unreadable `too_large` (8 MiB), `bomb` (a tag longer than 64 KiB) or `too_deep` (1,000 levels), each of which costs
    the parser quadratic time.
    """
    _refuse_hostile(body)
    text, notes = decode(body)
    text = unfolded(text)
    if text[-1:].isdigit():  # cut off within a number, perhaps
        text += HIDDEN
    tree = _parsed(text)
    if tree.css_first("table") is None and _may_keep(tree, text):
        text = with_kept_tables(text)
        _refuse_hostile(text.encode("utf-8", "replace"))
        tree = _parsed(text)
    assert tree.body is not None
    hidden = drop_unseen(tree, text)
    lift(tree, text)
    mask_moved(tree, text)
    hidden = drop_twins(tree, text, hidden)
    article = find_article(tree)
    drop_behind_pictures(article, hidden)
    blocks = tuple(_Walk(layouts(tree.body), running_left(tree, text)).blocks(article))
    return Document(
        media_type=MEDIA_TYPE,
        blocks=blocks,
        title=_title(tree, article),
        metadata=_metadata(tree),
        links=tuple(_links(article)),
        notes=notes,
    )


def _parsed(text: str) -> LexborHTMLParser:
    """The page without what shows nothing, and with marks where it shows more than its text."""
    tree = LexborHTMLParser(text)
    if tree.body is None:
        raise Unreadable("not_a_document", "no HTML body")
    mark_elsewhere(tree, text)
    tree.strip_tags(_UNSEEN)
    if "<rt" in text or "<RT" in text:
        tree.strip_tags(_READINGS)
    return tree


def _may_keep(tree: LexborHTMLParser, text: str) -> bool:
    """Whether a page without tables has markup of some elsewhere, and its article no pictures, which may be its tables."""
    return ("<table" in text or "table&gt;" in text or "u003Ctable" in text) and find_article(tree).css_first(
        "img"
    ) is None


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
    return SPACE.sub(" ", text).strip()


@dataclass
class _Walk:
    """Turns an element into blocks. `tables` counts tables as they start, for the path of a cell."""

    layouts: frozenset[int]
    leftwards: frozenset[int] = frozenset()
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
                self.pending.append(SPACE.sub(" ", node.text_content or ""))
                continue
            if tag == "br":
                yield from self._flush(role)
                continue
            if tag in _SKIPPED or not node.is_element_node:
                continue
            if tag == "table" and node.mem_id not in self.layouts:
                yield from self._flush(role)
                yield from self._caption(node)
                yield self._grid(node)
                continue
            if tag in BLOCKS:
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

    def _caption(self, table: LexborNode) -> Iterator[Paragraph]:
        for child in table.iter():
            if child.tag == "caption":
                self.pending.append(child.text())
                yield from self._flush("text")

    def _preformatted(self, node: LexborNode) -> Iterator[Paragraph]:
        for line in node.text().splitlines():
            if line.strip():
                self.paragraphs += 1
                yield Paragraph(line.strip(), Place(path=f"paragraph[{self.paragraphs}]"), role="line")

    def _grid(self, table: LexborNode) -> Grid:
        self.tables += 1
        path = f"table[{self.tables}]"
        cells = tuple(cells_of(table, path))
        return Grid(mirrored(cells) if table.mem_id in self.leftwards else cells, Place(path=path))

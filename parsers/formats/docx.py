"""DOCX (Word, WPS), and the one XML file that Word saves too: document.xml read directly, as python-docx would cost
eight times as much and repeat merged cells.

Read are the body, text boxes and numbers of lists; headers, footers, comments and footnotes are not part of
a report. Deleted and hidden text is dropped, inserted text kept, with a note that the author left changes
in the file. Source: ECMA-376 part 1, chapter 17; both the transitional and the strict namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from parsers.chunks import ROLE as PART
from parsers.document import Document, Grid, Link, Unreadable
from parsers.office.docxgrid import (
    CONTROLS,
    DELETED,
    INSERTED,
    Spread,
    find,
    first,
    merge,
    spread,
    table_edges,
    wrapped,
)
from parsers.office.fields import field_results
from parsers.office.flat import FlatPackage
from parsers.office.flow import Passage, Row, Table, TableCell, refuse_rows
from parsers.office.listnumbers import numbered
from parsers.office.merged import blocks, covered_text
from parsers.office.ooxml import core_properties, is_on, main_part, relations
from parsers.office.packages import Package, Properties, XmlElement, attribute, local, parts
from parsers.office.runlooks import PAPER, is_faint, is_raised, shading, together, why_unseen
from parsers.office.styles import Styles
from parsers.text import HIDDEN, raised

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WRAPPERS = (
    INSERTED
    | CONTROLS
    | {"hyperlink", "hlink", "fldSimple", "dir", "bdo", "oMath", "oMathPara", "ruby", "rubyBase"}
)
"""Elements whose text is text of the paragraph around them."""

DIGITS = re.compile(r"\d")
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
LEAVES = frozenset(("fldChar", "instrText", "sym", *CHARACTERS))
FIELDS = {"begin": "\x13", "separate": "\x14", "end": "\x15"}


def read(body: bytes) -> Document:
    """The document of a DOCX file. Raises `Unreadable`: see `Package`, and `not_a_document` without a main
    part."""
    package = Package(body) if body.startswith(b"PK") else FlatPackage(body)
    part = main_part(package, "word/document.xml")
    reader = _Reader(Styles(package, part), relations(package, part))
    flow = tuple(reader.flow(_body(package.xml(part))))
    found = tuple(blocks(flow))
    if covered_text(flow):
        reader.notes.add("covered_text")
    if reader.links and not any(isinstance(block, Grid) for block in found):
        reader.notes.add("images_without_tables")
    if any(name.lower().endswith("vbaproject.bin") for name in package.infos):
        reader.notes.add("macros")
    title = next((item.text for item in flow if isinstance(item, Passage) and item.role == "title"), "")
    return Document(MEDIA_TYPE, found, title.strip(), core_properties(package), tuple(reader.links),
                    tuple(sorted(reader.notes)))  # fmt: skip


def _body(root: XmlElement) -> XmlElement:
    for child in root:
        if local(child) == "body":
            return child
    raise Unreadable("not_a_document", "the main part has no body")


class _Reader:
    """Walks the body once; lists count, notes and links collect on the way."""

    def __init__(self, styles: Styles, targets: dict[str, str]) -> None:
        self.styles = styles
        self.targets = targets
        self.notes: set[str] = set()
        self.links: list[Link] = []
        self._boxes: list[XmlElement] = []
        self._ground = PAPER  # of the cell at hand
        self._look: Properties = {}  # of the style of the paragraph at hand

    def flow(self, container: XmlElement) -> Iterator[Passage | Table]:
        """Paragraphs and tables of a body, cell or text box; a text box follows the paragraph that anchors
        it."""
        open_end = ""  # text of a paragraph whose end was deleted: it runs on into the next
        for element in _block_elements(container):
            if local(element) == "tbl":
                yield self.table(element)
                continue
            if local(element) == "altChunk":
                if (target := self.targets.get(attribute(element, "id"))) is not None:
                    yield Passage(target, PART)
                continue
            properties = parts(first(element, "pPr"))
            label = "" if open_end else self.styles.label(properties)
            self._look = self.styles.look(properties, "pStyle")
            text = open_end + numbered(label, field_results(self.text(element)))
            boxes, self._boxes = self._boxes, []
            if self._end_is_deleted(properties):
                open_end = text
            else:
                open_end = ""
                yield Passage(text, self.styles.role(properties))
            for box in boxes:
                yield from self.flow(box)
        if open_end:
            yield Passage(open_end)

    def table(self, element: XmlElement) -> Table:
        kept = []
        for count, row in enumerate(wrapped(element, "tr"), start=1):
            refuse_rows(count)
            properties = parts(find(row, "trPr"))
            if "del" in properties:
                self.notes.add("tracked_changes")
            elif is_on(properties.get("hidden")):
                self.notes.add("hidden_text")
            else:
                kept.append(spread(row, properties))
        edges = table_edges(element, kept)
        bounds = [row.bounds(edges) for row in kept]
        rows = tuple(self.row(row, found) for row, (found, _) in zip(kept, bounds, strict=True))
        return Table(rows, all(fits for _, fits in bounds))

    def row(self, row: Spread, bounds: Sequence[int]) -> Row:
        cells: list[TableCell] = []
        for (element, own), (left, right) in zip(row.cells, pairwise(bounds), strict=True):
            outside, self._ground = self._ground, shading(own) or self._ground
            content = tuple(self.flow(element))
            self._ground = outside
            if cells and merge(own, "hMerge") == "continue":
                cells[-1] = cells[-1]._replace(right=right)
            else:
                cells.append(TableCell(left, right, content, merge(own, "vMerge") == "continue"))
        return tuple(cells)

    def text(self, element: XmlElement) -> str:
        """Text of a paragraph or of a piece of it, as it is printed."""
        pieces: list[str] = []
        for child in element:
            name = local(child)
            if name == "t":
                pieces.append(child.text or "")
            elif name in LEAVES:
                pieces.append(_leaf(child, name))
            elif name == "r":
                pieces.append(self.run(child))
            elif name in DELETED:
                self.notes.add("tracked_changes")
            elif name == "annotation":
                pieces.append(self.annotated(child))
            elif name in WRAPPERS:
                if name in INSERTED:
                    self.notes.add("tracked_changes")
                pieces.append(self.text(child))
            elif name == "AlternateContent":  # the same drawing for new and old readers: take the first
                pieces.append(self.text(child[0]) if len(child) else "")
            elif name in ("drawing", "pict", "object"):
                self.picture(child)
        return "".join(pieces)

    def annotated(self, element: XmlElement) -> str:
        """Text inserted or deleted with changes tracked, as Word 2003 stores it; comments are no text of the report."""
        change = attribute(element, "type")
        if change in ("Word.Insertion", "Word.Deletion"):
            self.notes.add("tracked_changes")
        return "".join(map(self.text, element)) if change == "Word.Insertion" else ""

    def run(self, element: XmlElement) -> str:
        """Text of a run; nothing when nobody sees it, or sees it crossed out.

        A white digit may stand on a dark ground that a table style paints, so it is neither printed nor nothing: `HIDDEN`.
        """
        own = parts(first(element, "rPr"))
        properties = together(self._look, self.styles.look(own, "rStyle"), own)
        if note := why_unseen(properties):
            self.notes.add(note)
            return ""
        text = self.text(element)
        if is_raised(element, properties):
            text = raised(text)
        if is_faint(properties, self._ground) and DIGITS.search(text):
            self.notes.add("hidden_text")
            return DIGITS.sub(HIDDEN, text)
        return text

    def picture(self, element: XmlElement) -> None:
        """Remember the pictures and text boxes of a drawing; text boxes within text boxes come with the
        outer one."""
        for inner in element.iter():
            name = local(inner)
            if name == "txbxContent":
                if not any(local(outer) == name for outer in _between(element, inner)):
                    self._boxes.append(inner)
            elif name in ("blip", "imagedata"):
                target = self.targets.get(attribute(inner, "embed") or attribute(inner, "id"))
                if target is not None:
                    self.links.append(Link(target, "", "image"))

    def _end_is_deleted(self, properties: Properties) -> bool:
        if "rPr" not in properties or "del" not in parts(properties["rPr"]):
            return False
        self.notes.add("tracked_changes")
        return True


def _between(outer: XmlElement, inner: XmlElement) -> Iterator[XmlElement]:
    """Elements around `inner` within `outer`."""
    return takewhile(lambda element: element is not outer, inner.iterancestors())


def _block_elements(container: XmlElement) -> Iterator[XmlElement]:
    """Paragraphs and tables, looking through content controls, custom XML and insertions around them."""
    for child in container:
        name = local(child)
        if name in ("p", "tbl", "altChunk"):
            yield child
        elif name in CONTROLS or name in INSERTED:
            yield from _block_elements(child)
        elif name == "AlternateContent" and len(child):
            yield from _block_elements(child[0])


def _leaf(element: XmlElement, name: str) -> str:
    """A character, or a piece of a field: see `field_results`."""
    if name == "fldChar":
        return FIELDS.get(attribute(element, "fldCharType"), "")
    if name == "instrText":
        return element.text or ""
    return _symbol(attribute(element, "char")) if name == "sym" else CHARACTERS[name]


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"

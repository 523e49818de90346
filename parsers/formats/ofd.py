"""OFD (GB/T 33190): the Chinese state's fixed-layout format, a package of XML pages read by geometry like
PDF.

Read are pages with their templates, composite objects, what annotations put over them, all documents of the package; not
fonts (texts are Unicode), nor seals. Actions and attachments are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers import limits
from parsers.document import Block, Document, Grid, Link, Unreadable
from parsers.office.packages import Package, XmlElement, local, resolve
from parsers.pages.layout import blocks
from parsers.pages.ofdobjects import PAGE, POINTS, Matrix, numbers, placed
from parsers.pages.ofdpages import Canvas
from parsers.pages.ofdseen import EVERYTHING, in_sight

MEDIA_TYPE = "application/ofd"
A4 = (210.0, 297.0)
INFO = {
    "Title": "title",
    "Author": "creator",
    "CreationDate": "created",
    "ModDate": "modified",
    "Creator": "generator",
}


def read(body: bytes) -> Document:
    """The document of an OFD file. Raises `Unreadable`: see `Package`, `encrypted`, `too_many_pages`,
    `bomb`."""
    metadata: dict[str, str] = {}
    canvases: list[Canvas] = []
    found: list[Block] = []
    links: list[Link] = []
    for document, about in _documents(_opened(body)):
        metadata = about | metadata
        drawn = list(document.pages(len(canvases)))
        found += blocks([canvas.sheet() for canvas in drawn])
        names = (name for canvas in drawn for name in canvas.pictures)
        links += [Link(document.media[name], "", "image") for name in names if name in document.media]
        canvases += drawn
    if not canvases:
        raise Unreadable("not_a_document", "the package has no page")
    notes = set()
    if any(canvas.is_scan and canvas.glyphs for canvas in canvases):
        notes.add("text_layer_over_scan")
    if links and not any(isinstance(block, Grid) for block in found):
        notes.add("images_without_tables")
    return Document(MEDIA_TYPE, tuple(found), "", metadata, tuple(links), tuple(sorted(notes)), len(canvases))


def page(body: bytes, number: int) -> Canvas | None:
    """Page `number` (from 1) as it is displayed; None when there is no such page. Raises `Unreadable` as `read` does."""
    before = 0
    for document, _ in _documents(_opened(body)):
        for canvas in document.pages(before):
            before = canvas.number
            if before == number:
                return canvas
    return None


def _opened(body: bytes) -> Package:
    package = Package(body)
    if "OFD.xml" not in package:
        raise Unreadable("not_a_document", "the package has no OFD.xml")
    if "Encryptions.xml" in package:
        raise Unreadable("encrypted", "the package is encrypted")
    return package


def _documents(package: Package) -> Iterator[tuple[_Document, dict[str, str]]]:
    """The documents of the package, each with what it declares of itself."""
    for entry in package.xml("OFD.xml"):
        parts = {local(child): child for child in entry}
        root = parts.get("DocRoot")
        if root is None or not root.text:
            continue
        about: dict[str, str] = {}
        for child in parts.get("DocInfo", ()):
            if child.text and child.text.strip():
                about.setdefault(INFO.get(local(child), local(child)), child.text.strip())
        yield _Document(package, resolve("OFD.xml", root.text.strip())), about


@dataclass(frozen=True, slots=True)
class _Resources:
    composites: dict[str, XmlElement]
    media: dict[str, str]


class _Document:
    """One document of the package: its resources, templates and pages."""

    def __init__(self, package: Package, member: str) -> None:
        self._package = package
        self._member = member
        self._root = package.xml(member)
        self._composites: dict[str, XmlElement] = {}
        self._looks: dict[str, XmlElement] = {}
        self.media: dict[str, str] = {}
        self._templates: dict[str, str] = {}
        self._area: list[float] = []
        for common in self._children(self._root, "CommonData"):
            for child in common:
                kind = local(child)
                if kind in ("PublicRes", "DocumentRes") and child.text:
                    self._resources(resolve(member, child.text.strip()))
                elif kind == "TemplatePage":
                    self._templates[child.get("ID", "")] = resolve(member, child.get("BaseLoc", ""))
                elif kind == "PageArea":
                    self._area = _box(child)
        self._notes = dict(self._annotations())

    def pages(self, before: int) -> Iterator[Canvas]:
        """Each page drawn, templates behind and before its own content as the page asks for."""
        listed = [
            page for pages in self._children(self._root, "Pages") for page in pages if local(page) == "Page"
        ]
        if before + len(listed) > limits.PAGES:
            raise Unreadable(
                "too_many_pages", f"{before + len(listed)} pages, at most {limits.PAGES} are read"
            )
        for number, page in enumerate(listed, start=before + 1):
            member = resolve(self._member, page.get("BaseLoc", ""))
            if member not in self._package:
                raise Unreadable("truncated", f"page {number} is missing")
            canvas, base = self._page(number, self._package.xml(member), member)
            if page.get("ID") in self._notes:
                self._annotate(canvas, self._notes[page.get("ID", "")], base)
            yield canvas

    def _page(self, number: int, root: XmlElement, member: str) -> tuple[Canvas, Matrix]:
        """The page, and its coordinates: millimetres, whose origin need not be the corner of the paper."""
        area = next((box for child in self._children(root, "Area") if (box := _box(child))), self._area)
        left, top, width, height = area or (0.0, 0.0, *A4)
        for child in self._children(root, "PageRes"):
            if child.text:
                self._resources(resolve(member, child.text.strip()))
        base: Matrix = (*PAGE[:4], -left * POINTS, -top * POINTS)
        canvas = Canvas(number, width * POINTS, height * POINTS, self._composites, self._looks, self._hides)
        paper = 0.0, 0.0, canvas.width, canvas.height
        used = [
            (child.get("TemplateID", ""), child.get("ZOrder", "Background"))
            for child in self._children(root, "Template")
        ]
        for name in (name for name, order in used if order != "Foreground"):
            self._template(canvas, name, base)
        canvas.draw(root, base, paper)
        for name in (name for name, order in used if order == "Foreground"):
            self._template(canvas, name, base)
        return canvas, base

    def _template(self, canvas: Canvas, name: str, base: Matrix) -> None:
        member = self._templates.get(name)
        if member is not None and member in self._package:
            canvas.draw(self._package.xml(member), base)

    def _annotations(self) -> Iterator[tuple[str, str]]:
        """The members with annotations, by the ids of their pages."""
        for listed in self._children(self._root, "Annotations"):
            member = resolve(self._member, (listed.text or "").strip())
            if member in self._package:
                for page in self._package.xml(member):
                    place = next((child.text or "" for child in page if local(child) == "FileLoc"), "")
                    yield page.get("PageID", ""), resolve(member, place.strip())

    def _annotate(self, canvas: Canvas, member: str, base: Matrix) -> None:
        """Draws what annotations put over a page. A marker is laid over text so that it can be read."""
        if member not in self._package:
            return
        for note in self._package.xml(member):
            if note.get("Visible") != "false" and note.get("Type") not in {"Highlight", "Link"}:
                for shown in self._children(note, "Appearance"):
                    canvas.draw(shown, placed(shown, base), in_sight(shown, base, EVERYTHING))

    def _hides(self, name: str) -> bool:
        """Whether a picture hides what it lies over: those of seals have a transparent ground."""
        member = self.media.get(name, "")
        if member not in self._package:
            return False
        body = self._package.read(member)
        return not (body.startswith(b"\x89PNG") and (body[25:26] in b"\x04\x06" or b"tRNS" in body[:1024]))

    def _resources(self, member: str) -> None:
        """Composite objects, drawing parameters and images of a resource file."""
        if member not in self._package:
            return
        root = self._package.xml(member)
        base = resolve(member, root.get("BaseLoc", ""))
        for group in root:
            for child in group:
                name = child.get("ID", "")
                if local(child) == "CompositeGraphicUnit":
                    self._composites[name] = child
                elif local(child) == "DrawParam":
                    self._looks[name] = child
                elif local(child) == "MultiMedia":
                    file = next((inner.text for inner in child if local(inner) == "MediaFile"), None)
                    if file:
                        self.media[name] = resolve(f"{base}/", file.strip())

    @staticmethod
    def _children(element: XmlElement, name: str) -> list[XmlElement]:
        return [child for child in element if local(child) == name]


def _box(area: XmlElement) -> list[float]:
    """PhysicalBox of a page area in millimetres; empty when it states none that a page could have."""
    text = next((child.text or "" for child in area if local(child) == "PhysicalBox"), "")
    box = numbers(text)
    return box if len(box) == 4 and all(0 < side < 10_000 for side in box[2:]) else []

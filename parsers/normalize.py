"""The first sentence: bytes -> Document. Magic bytes decide the type; what a server or a name claims is only a hint.

The readers are imported when their format is met: a crawl of web pages never pays for PDF or OCR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module

from parsers.chunks import taken_in
from parsers.document import Document, Unreadable
from parsers.inline import apart, large, packed, with_pictures
from parsers.limits import FILE_BYTES
from parsers.office import mime, rtfpictures, wordpictures
from parsers.sniffing import (
    DOC,
    DOCX,
    IMAGES,
    MHTML,
    ODS,
    ODT,
    OFD,
    OLE,
    RTF,
    SHEET_XML,
    WORD_XML,
    XLS,
    XLSX,
    sniff,
)  # fmt: skip

__all__ = ["READERS", "normalize", "pictures", "sniff"]

READERS = {
    "application/pdf": "pdf",
    DOC: "doc",
    OLE: "doc",  # which says what is wrong with it: locked, cut short, or no document
    DOCX: "docx",
    WORD_XML: "docx",
    XLSX: "xlsx",
    XLS: "xls",
    SHEET_XML: "sheetxml",
    ODT: "odt",
    ODS: "ods",
    RTF: "rtf",
    OFD: "ofd",
    **dict.fromkeys(IMAGES, "scan"),
    "text/html": "html",
    MHTML: "html",
    "text/plain": "text",
}
_PICTURES: Mapping[str, Callable[[bytes, Document], Iterator[bytes]]] = {
    DOCX: packed,
    ODT: packed,
    OFD: packed,
    DOC: wordpictures.stored,
    RTF: rtfpictures.stored,
}
"""Formats that hold pictures, and what takes those out that a document shows."""
_TAKEN_IN = frozenset({"text/html", MHTML, RTF, "text/plain"})
"""Formats of files that a DOCX takes in."""


def normalize(body: bytes, *, media_type: str | None = None, url: str = "") -> Document:
    """Read a file of any supported format.

    Raises Unreadable with a named reason: `empty`, `too_large`, `unsupported`, or what the reader of the format says.
    """
    if not body.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", f"{len(body)} bytes, nothing in them")
    if len(body) > FILE_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes, more than {FILE_BYTES}")
    found = sniff(body, media_type, url)
    if found not in READERS:
        raise Unreadable("unsupported", f"{found} is not a format reports are read from")
    document, shown = _apart(body, found)
    return with_pictures(document, shown, _reader("scan"))


def pictures(body: bytes) -> tuple[bytes, ...]:
    """The pictures that are read in place of tables, in the order in which they count as pages: those inside a web page, file
    of Word or OFD that shows no table as text. Raises Unreadable as `normalize` does."""
    found = sniff(body)
    return tuple(_apart(body, found)[1]) if found in READERS else ()


def _apart(body: bytes, found: str) -> tuple[Document, Iterable[bytes]]:
    """The document without its pictures, and those that have to be read as well."""
    if READERS[found] == "html":
        page, inside = apart(mime.page(body) if found == MHTML else body)
        document = _reader("html")(page)
        return document, () if any(document.grids()) else inside
    document = _reader(READERS[found])(body)
    if found == DOCX:
        document = taken_in(body, document, _part)
    has_pictures = found in _PICTURES and "images_without_tables" in document.notes
    return document, large(_PICTURES[found](body, document)) if has_pictures else ()


def _part(body: bytes) -> Document:
    """A file that a DOCX takes in; what it takes in itself is left out."""
    found = sniff(body)
    if found not in _TAKEN_IN:
        raise Unreadable("unsupported", f"{found} within a DOCX")
    return _apart(body, found)[0]


@cache
def _reader(name: str) -> Callable[[bytes], Document]:
    read: Callable[[bytes], Document] = import_module(f"parsers.formats.{name}").read
    return read

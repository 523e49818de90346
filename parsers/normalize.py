"""The first sentence: bytes -> Document. Magic bytes decide the type; what a server or a name claims is only a hint.

The readers are imported when their format is met: a crawl of web pages never pays for PDF or OCR.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from parsers.document import Document, Unreadable
from parsers.inline import apart, packed, with_pictures
from parsers.limits import FILE_BYTES
from parsers.office import mime
from parsers.sniffing import DOC, DOCX, MHTML, OFD, OLE, XLS, XLSX, sniff

__all__ = ["READERS", "normalize", "sniff"]

READERS = {
    "application/pdf": "pdf",
    DOC: "doc",
    OLE: "doc",  # which says what is wrong with it: locked, cut short, or no document
    DOCX: "docx",
    XLSX: "xlsx",
    XLS: "xls",
    "application/rtf": "rtf",
    OFD: "ofd",
    "image/png": "scan",
    "image/jpeg": "scan",
    "image/tiff": "scan",
    "text/html": "html",
    MHTML: "html",
    "text/plain": "text",
}
_PACKAGES = frozenset({DOCX, OFD})
"""Formats that hold their pictures as files of their own."""


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
    if READERS[found] == "html":
        return _page(mime.page(body) if found == MHTML else body)
    document = _reader(READERS[found])(body)
    if found in _PACKAGES and "images_without_tables" in document.notes:
        return with_pictures(document, packed(body, document), _reader("scan"))
    return document


def _page(body: bytes) -> Document:
    """A web page; where it shows no table as text, the pictures inside it are read as well."""
    page, pictures = apart(body)
    document = _reader("html")(page)
    if pictures and not any(document.grids()):
        return with_pictures(document, pictures, _reader("scan"))
    return document


def _reader(name: str) -> Callable[[bytes], Document]:
    read: Callable[[bytes], Document] = import_module(f"parsers.formats.{name}").read
    return read

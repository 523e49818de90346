"""The first sentence: bytes -> Document. Magic bytes decide the type; what a server or a name claims is only a hint.

The readers are imported when their format is met: a crawl of web pages never pays for PDF or OCR.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module

from parsers.document import Document, Unreadable
from parsers.limits import FILE_BYTES

READERS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel": "xls",
    "application/rtf": "rtf",
    "application/ofd": "ofd",
    "image/png": "scan",
    "image/jpeg": "scan",
    "image/tiff": "scan",
    "text/html": "html",
    "text/plain": "text",
}

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGES = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("OFD.xml", "application/ofd"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|title|script|span|h\d)[\s>/]", re.IGNORECASE
)


def sniff(body: bytes, media_type: str | None = None, url: str = "") -> str:
    """The media type as the bytes tell it; `media_type` and the extension of `url` decide only what bytes cannot.

    >>> sniff(b"%PDF-1.4 ...", "text/html")
    'application/pdf'
    """
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if body.startswith(_OLE):
        return _sniff_ole(body)
    if body.startswith(b"PK\x03\x04"):
        return _sniff_zip(body)
    if b"%PDF-" in body[:1024]:
        return "application/pdf"
    text = _as_ascii(body[:65536])
    if _MARKUP.search(text):
        return "text/html"
    declared = (media_type or "").split(";")[0].strip().lower()
    if declared == "text/html" and b"<" in text:
        return "text/html"
    return "text/plain"


def _as_ascii(head: bytes) -> bytes:
    """UTF-16 pages show their tags too."""
    return head.replace(b"\x00", b"") if b"\x00" in head[:200] else head


def _sniff_ole(body: bytes) -> str:
    """OLE2 holds Word and Excel alike; the directory names the stream."""
    if "WordDocument".encode("utf-16-le") in body:
        return "application/msword"
    if any(name.encode("utf-16-le") in body for name in ("Workbook", "Book\x00")):
        return "application/vnd.ms-excel"
    return "application/x-ole-storage"


def _sniff_zip(body: bytes) -> str:
    """The members tell; the directory of a truncated file is gone, so its raw names must do."""
    try:
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = [name for name, _ in _PACKAGES if name.encode() in body]
    for member, found in _PACKAGES:
        if member in names:
            return found
    return "application/zip"


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
    return _reader(READERS[found])(body)


def _reader(name: str) -> Callable[[bytes], Document]:
    read: Callable[[bytes], Document] = import_module(f"parsers.formats.{name}").read
    return read

"""What a file is, by its bytes. A `.doc` is often a web page, RTF or DOCX; a "PDF" is often an error page."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from parsers.document import Unreadable
from parsers.office.compound import Compound

DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
OFD = "application/ofd"
RTF = "application/rtf"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
MHTML = "multipart/related"
WORD_XML = "application/vnd.ms-word.xml"
"""One XML file for the whole document, as Word saves it and systems fill it in that print reports from templates."""
SHEET_XML = "application/vnd.ms-excel.sheet.xml"
"""The same of Excel, which calls itself .xls."""
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
UOF = "application/vnd.uof"
"""标文通 (GB/T 20916), which WPS and LibreOffice once saved: one XML file or a package. It is refused by its name."""
XML = "application/xml"
"""What else offices save as one XML file: nobody reads those here, and they are no plain text either."""

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MIME-Version:", MHTML),
    (b"From: <Saved by ", MHTML),
)
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/jp2", "image/bmp", "image/webp")
"""What a scan may come as; a GIF is an icon of a page, or a thumbnail in a bundle."""
_LETTERED = (
    (re.compile(rb"BM.{4}\x00{4}.{4}[\x0c\x28\x6c\x7c]\x00{3}", re.DOTALL), "image/bmp"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
)
"""Pictures that begin with letters, as a text may."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_MEMBERS = (
    ("word/document", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("OFD.xml", OFD),
    ("uof.xml", UOF),
)
_BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError)
_TYPE = re.compile(rb"(application/[a-z.+-]+)")
_OPEN_DOCUMENT = re.compile(rb"PK.{28}mimetype(application/[a-z.+-]+)", re.DOTALL)
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)[\s>]")
_SHEET_XML = re.compile(rb"<(?:\w+:)?Workbook[\s>]")
_FLAT = re.compile(
    rb"<office:document\s[^>]*office:mimetype=.(application/vnd\.oasis\.opendocument\.[a-z-]+)"
)
_UOF = re.compile(rb"<(?:uof:)?UOF[\s>]")
_OFFICE_XML = re.compile(rb"<\?mso-application")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|title|script|span|h\d)[\s>/]", re.IGNORECASE
)


def sniff(body: bytes, media_type: str | None = None, url: str = "") -> str:
    """The media type as the bytes tell it; `media_type` and the extension of `url` decide only what bytes cannot.

    >>> sniff(b"%PDF-1.4 ...", "text/html"), sniff(b"<html><body>", "application/msword", "a.doc")
    ('application/pdf', 'text/html')
    """
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    known = [found for magic, found in _MAGIC if head.startswith(magic)]
    known += [found for beginning, found in _LETTERED if beginning.match(body)]
    if known:
        return known[0]
    if body.startswith(_OLE):
        return _sniff_ole(body)
    if body.startswith(b"PK\x03\x04"):
        return _sniff_zip(body)
    if b"%PDF-" in body[:1024]:
        return "application/pdf"
    text = _as_ascii(body[:65536])
    if _WORD_XML.search(text[:4096]):
        return WORD_XML
    if _SHEET_XML.search(text[:4096]):
        return SHEET_XML
    if (flat := _FLAT.search(text[:8192])) is not None:
        return _of_document(flat[1])
    if _UOF.search(text[:4096]):
        return UOF
    if _OFFICE_XML.search(text[:4096]):
        return XML
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
    """A compound file holds Word and Excel alike, also one within the other: its outermost streams tell."""
    try:
        names = set(Compound(body).names)
    except Unreadable:  # the directory is gone; its raw names must do
        names = {name for name, _ in _STREAMS if f"{name}\0".encode("utf-16-le") in body}
    return next((found for name, found in _STREAMS if name in names), OLE)


def _sniff_zip(body: bytes) -> str:
    """The members tell; the directory of a truncated file is gone, so its raw names must do.

    OpenDocument states its type in its first member, unpacked; who packs it anew with another program packs that too.
    """
    named = _OPEN_DOCUMENT.match(body[:200])
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            names: Sequence[str] = package.namelist()
            named = named or _TYPE.match(_stated(package))
    except _BROKEN:
        names = [name for name, _ in _MEMBERS if name.encode() in body]
    for member, found in _MEMBERS:
        if any(name.lower().startswith(member.lower()) for name in names):
            return found
    return _of_document(named[1]) if named else ZIP


def _stated(package: zipfile.ZipFile) -> bytes:
    try:
        with package.open("mimetype") as member:
            return member.read(200)
    except (KeyError, RuntimeError, EOFError, zlib.error, *_BROKEN):
        return b""


def _of_document(named: bytes) -> str:
    """The type an OpenDocument file says it has; a template is a document too."""
    return re.sub("-(?:template|master|flat-xml)$", "", named.decode())

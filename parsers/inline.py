"""Pictures a document carries inside itself, a page as `data:` addresses, a file of Word or OFD in its way: read like scans.

Some bodies paste the statutory tables as a picture. A document that has its tables as text needs none of this.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote_to_bytes

from parsers.document import Block, Document, Grid, Unreadable
from parsers.office.packages import Package

PICTURES = 12
"""Pictures of a document that are read; a report has three tables."""
SMALLEST = 8 * 1024
"""Bytes; below it are arrows and logos."""
_DATA = re.compile(
    rb"data:(?:image/[\w.+-]{1,40}|application/octet-stream)?(?:;[\w.=+-]{1,40}){0,4};base64,\s*([A-Za-z0-9+/=%\s]+)",
    re.IGNORECASE,
)
"""RFC 2397: a type with properties; what is no letter of an address may be written as %2B."""


def apart(page: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """The page with short addresses in place of its pictures, and the pictures that are large enough to hold a table."""
    found: list[bytes] = []

    def kept(match: re.Match[bytes]) -> bytes:
        if len(match[1]) >= SMALLEST:
            found.append(match[1])
        return b"inline:picture"

    return _DATA.sub(kept, page), tuple(filter(None, map(_decoded, found[:PICTURES])))


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(unquote_to_bytes(text))
    except binascii.Error:
        return b""


def large(pictures: Iterable[bytes]) -> Iterator[bytes]:
    """Those that are large enough to hold a table, as many as are read."""
    return islice((picture for picture in pictures if len(picture) >= SMALLEST), PICTURES)


def packed(body: bytes, document: Document) -> Iterator[bytes]:
    """The pictures a DOCX, ODT or OFD shows, large enough to hold a table, in its order; of a damaged one no byte."""
    package = Package(body)
    shown = dict.fromkeys(link.url for link in document.links if link.kind == "image")
    weighty = [name for name in shown if package.size(name) >= SMALLEST]
    for name in weighty[:PICTURES]:
        try:
            yield package.read(name)
        except Unreadable:
            yield b""


def with_pictures(
    document: Document, pictures: Iterable[bytes], read: Callable[[bytes], Document]
) -> Document:
    """The document followed by what its pictures show, the n-th as page n; one not to be read is a note with the reason."""
    for number, picture in enumerate(pictures, start=1):
        try:
            shown = read(picture)
        except Unreadable as error:
            document = replace(document, notes=(*document.notes, f"picture_unread:{number}:{error.reason}"))
        else:
            notes = (*document.notes, f"picture_read:{number}")
            blocks = (_on_page(block, number) for block in shown.blocks)
            document = replace(document, blocks=(*document.blocks, *blocks), notes=notes)
    return document


def _on_page(block: Block, page: int) -> Block:
    place = block.place._replace(page=page)
    if not isinstance(block, Grid):
        return replace(block, place=place)
    cells = tuple(cell._replace(place=cell.place._replace(page=page)) for cell in block.cells)
    return replace(block, place=place, cells=cells)

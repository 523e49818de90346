"""Pictures of reports (PNG, JPEG, TIFF and what else Pillow opens), by the readers of `parsers.pages.pictures`."""

from __future__ import annotations

from parsers import limits
from parsers.document import Document, Unreadable
from parsers.pages import picturefiles, pictures
from parsers.pages.layout import blocks
from parsers.pages.pictures import HINT


def read(body: bytes) -> Document:
    """What a picture shows. Raises `Unreadable`: `no_text` without the `ocr` extra or where nothing can be read, `too_large`,
    `not_a_document`, `empty`."""
    if not body:
        raise Unreadable("empty", "the file has no bytes")
    if len(body) > limits.FILE_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes")
    if not pictures.available():
        raise Unreadable("no_text", f"a picture; {HINT}")
    media_type, sheets = picturefiles.sheets(body)
    found = blocks(sheets)
    if not found:
        raise Unreadable("no_text", "the picture shows no text that can be read")
    pages = ",".join(str(sheet.number) for sheet in sheets)
    return Document(media_type, found, notes=(f"scan:{pages}",), pages=len(sheets))

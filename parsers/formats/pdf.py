"""PDF files: text and strokes of each page as sheets, laid out by `parsers.layout`."""

from __future__ import annotations

from parsers import pdfpages
from parsers.document import Document, Unreadable
from parsers.layout import blocks
from parsers.sheets import Sheet

MEDIA_TYPE = "application/pdf"


def read(body: bytes) -> Document:
    """The document a PDF prints. Raises `Unreadable` with the reasons of `parsers.limits`, `encrypted`, `corrupt`."""
    notes: list[str] = []
    sheets: list[Sheet] = []
    with pdfpages.opened(body) as document:
        count = len(document)
        for index in range(count):
            with pdfpages.loaded(document, index) as page:
                if page is None:
                    notes.append(f"page_unreadable:{index + 1}")
                else:
                    sheets.append(_sheet(page))
    if not sheets:
        raise Unreadable("corrupt", f"none of {count} pages can be loaded")
    return Document(MEDIA_TYPE, blocks(sheets), notes=tuple(notes), pages=count)


def _sheet(page: pdfpages.Page) -> Sheet:
    width, height = page.size
    return Sheet(page.number, width, height, pdfpages.glyphs(page), pdfpages.strokes(page), page.turn)

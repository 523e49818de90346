"""PDF files: text and strokes of each page as sheets, laid out by `parsers.pages.layout`.

A page whose text is noise, a scan, or lies under one is read as a picture where the `ocr` extra is installed. Without it the
page says nothing and the document notes why: numbers that nobody can check are no numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.document import Document, Unreadable
from parsers.pages import layers, pdfpages, pictures
from parsers.pages.cutoff import UNLIMITED, Limits, limited
from parsers.pages.layout import blocks
from parsers.pages.legible import garbled
from parsers.pages.pdfglyphs import glyphs
from parsers.pages.pdfpages import Page
from parsers.pages.pdfstrokes import drawn, shows_picture
from parsers.pages.sheets import Sheet

MEDIA_TYPE = "application/pdf"
FEW = 10
"""Printed characters: a page with fewer has no text to speak of (a page number, a stamp)."""
STAMP = 80
"""Characters of a mark in the head or foot of a scan, at most."""
MARGIN = 0.08
"""Of the height of a page: its head and its foot."""
NUMBERS = 10
"""Numbers that stand alone: a page with more shows a table, whatever its labels say."""
RULES = 8
"""Strokes of a page after one with a table: with more, the table went on and may go on further."""

_TABLE = re.compile(
    r"信息内容|第二十条第|申请人情况|科研机构|社会公益|法律服务|本年新收|上年结转|予以公开|不予公开|无法提供|不予处理|其他处理"
    r"|结转下年|结果维持|尚未审结|统计指标|统计数|查询事项|重复申请|出版物|逾期|复议后起诉"
)
_ALONE = re.compile(r"(?<=\s)[0-9０-９/—.,]{1,9}(?:[件次条个人篇]|万?元)?(?=\s)")


def read(body: bytes) -> Document:
    """The document a PDF prints. Raises `Unreadable` with the reasons of `parsers.limits`, `encrypted`, `corrupt`, and
    `garbled` or `no_text` when no page can be read."""
    notes: dict[str, list[int]] = {}
    sheets: list[Sheet] = []
    with pdfpages.opened(body) as document:
        count = len(document)
        layered = layers.layered(body)
        tabular = False
        for index in range(count):
            with pdfpages.loaded(document, index) as page:
                goes_on, tabular = tabular, page is not None and _tabular(page.text)
                sheet, note = _sheet(page, tabular or goes_on) if page else (None, "page_unreadable")
                tabular |= goes_on and sheet is not None and len(sheet.strokes) > RULES
                if sheet and page and layered and not sheet.tables:
                    sheet = replace(sheet, glyphs=layers.shown(page, sheet.glyphs))
                if sheet:
                    sheets.append(sheet)
                if note:
                    notes.setdefault(note, []).append(index + 1)
        declared = pdfpages.metadata(document)
    if not any(sheet.glyphs or sheet.tables for sheet in sheets):
        raise _nothing(notes, count)
    said = tuple(f"{note}:{','.join(map(str, pages))}" for note, pages in notes.items())
    return Document(MEDIA_TYPE, blocks(sheets), metadata=declared, notes=said, pages=count)


def _sheet(page: Page, tabular: bool) -> tuple[Sheet | None, str]:
    """A page by its text, or by its picture when the text is none; and what is to be said about it."""
    printed = sum(map(len, page.text.split()))
    noise = garbled(page.text)
    if not noise and printed >= FEW and not tabular and not shows_picture(page):
        return _from_text(page, Sheet(page.number, *page.size, (), turn=page.turn)), ""
    seen = drawn(page)
    plain = Sheet(page.number, *page.size, (), seen.strokes, seen.slants, turn=page.turn)
    if noise:
        return _from_picture(page), "garbled"
    if seen.pictured and (printed < FEW or (seen.whole and _stamped(page, printed))):
        return _from_picture(page), "scan" if pictures.available() else "no_text"
    if seen.covered:
        sheet = _from_picture(page)
        return sheet or replace(_from_text(page, plain), doubt="layer"), "text_layer_over_scan"
    sheet = _from_text(page, plain, seen.limits)
    return replace(sheet, glyphs=layers.shown(page, sheet.glyphs)) if seen.patched else sheet, ""


def _tabular(text: str) -> bool:
    """Whether a page can hold a table worth looking for its rules."""
    return bool(_TABLE.search("".join(text.split()))) or len(_ALONE.findall(text)) > NUMBERS


def _stamped(page: Page, printed: int) -> bool:
    """Whether all the text of a page stands in its head and foot: a program that scans wrote its name there."""
    height = page.size[1]
    return printed < STAMP and all(
        glyph.bottom < MARGIN * height or glyph.top > (1 - MARGIN) * height for glyph in glyphs(page)
    )


def _from_text(page: Page, sheet: Sheet, limits: Limits = UNLIMITED) -> Sheet:
    return replace(sheet, glyphs=limited(glyphs(page), limits))


def _from_picture(page: Page) -> Sheet | None:
    if not pictures.available():
        return None
    scale = pictures.oversize(*page.size)
    picture, dpi = pdfpages.rendered(page, pictures.DPI / scale)
    return replace(pictures.sheet(picture, page.number, dpi * scale), scale=scale)


def _nothing(notes: dict[str, list[int]], count: int) -> Unreadable:
    """Why a document without a single readable page is none."""
    if "garbled" in notes:
        return Unreadable("garbled", f"the fonts have no Unicode map; {pictures.HINT}")
    if "page_unreadable" in notes and len(notes["page_unreadable"]) == count:
        return Unreadable("corrupt", f"none of {count} pages can be loaded")
    return Unreadable("no_text", f"pictures without text; {pictures.HINT}")

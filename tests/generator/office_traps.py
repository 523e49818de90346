"""Office files that say more than they show: deleted, hidden and doubled numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import openpyxl
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from tests.generator.layouts import layout
from tests.generator.office import by_libreoffice, fill, package, place, saved, write
from tests.generator.sheets import Article, Sheet


def _with(article: Article, random: Random, change: Callable[[_Cell, str], None]) -> bytes:
    """Every number cell handed to `change`."""

    def table(document: Document, sheet: Sheet) -> None:
        for slot, cell in fill(document.add_table(sheet.height, sheet.width), sheet).items():
            if slot.kind == "figure" and slot.text.strip():
                change(cell, slot.text)

    return package(write(article, table))


@layout("docx_hidden", "docx")
def hidden(article: Article, random: Random) -> bytes:
    """Last year's number in hidden text before this year's."""

    def change(cell: _Cell, text: str) -> None:
        cell.text = ""
        cell.paragraphs[0].add_run(str(random.randint(1, 9))).font.hidden = True
        cell.paragraphs[0].add_run(text)

    return _with(article, random, change)


@layout("doc_raised", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
@layout("rtf_raised", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.995)
@layout("docx_raised", "docx")
def raised(article: Article, random: Random) -> bytes:
    """A footnote number raised behind some figures."""

    def change(cell: _Cell, text: str) -> None:
        if text.isdigit() and random.random() < 0.1:
            cell.paragraphs[0].add_run("2").font.superscript = True

    return _with(article, random, change)


@layout("docx_struck", "docx", exact=0.0)
def struck(article: Article, random: Random) -> bytes:
    """Corrected by hand: the old number struck through, the new one behind it."""

    def change(cell: _Cell, text: str) -> None:
        if random.random() < 0.2:
            cell.text = ""
            cell.paragraphs[0].add_run(str(random.randint(1, 99))).font.strike = True
            cell.paragraphs[0].add_run(text)

    return _with(article, random, change)


@layout("docx_control", "docx")
def control(article: Article, random: Random) -> bytes:
    """Each number in a content control of a form."""

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        run = paragraph.r_lst[0]
        holder, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        content.append(run)
        holder.append(content)
        paragraph.append(holder)

    return _with(article, random, change)


@layout("docx_choice", "docx")
def choice(article: Article, random: Random) -> bytes:
    """Each number twice: for new programs and, as a fallback, for old ones."""

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        run = paragraph.r_lst[0]
        paragraph.remove(run)
        compatible = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        )
        text_run = f"<w:r {nsdecls('w')}><w:t>{text}</w:t></w:r>"
        both = f'<mc:Choice Requires="wps">{text_run}</mc:Choice><mc:Fallback>{text_run}</mc:Fallback>'
        paragraph.append(parse_xml(f"{compatible}>{both}</mc:AlternateContent>"))

    return _with(article, random, change)


@layout("docx_deleted_row", "docx")
def deleted_row(article: Article, random: Random) -> bytes:
    """A row with other numbers, deleted with changes tracked, above each row of table 三."""

    def table(document: Document, sheet: Sheet) -> None:
        drawn = document.add_table(sheet.height, sheet.width)
        fill(drawn, sheet)
        for row in list(drawn.rows)[sheet.heads : sheet.heads + 2]:
            old = parse_xml(row._tr.xml)
            for text in old.iter(qn("w:t")):
                if (text.text or "").isdigit():
                    text.text = str(random.randint(1, 99))
                text.tag = qn("w:delText")
            properties = OxmlElement("w:trPr")
            properties.append(OxmlElement("w:del"))
            old.insert(0, properties)
            row._tr.addprevious(old)

    return package(write(article, table))


@layout("xlsx_hidden", "xlsx", exact=0.0)
def hidden_sheet(article: Article, random: Random) -> bytes:
    """Last year's tables in a hidden worksheet before this year's."""
    book = openpyxl.Workbook()
    old, new = book.active, book.create_sheet("2024")
    old.title, old.sheet_state = "2023", "hidden"
    for page, shift in ((old, 1), (new, 0)):
        top = 1
        for sheet in article.sheets():
            place(page, sheet, top)
            top += sheet.height + 2
        for row in page.iter_rows():
            for cell in row:
                if shift and isinstance(cell.value, float):
                    cell.value += random.randint(1, 9)
    book.active = 1
    return saved(book)


@layout("xlsx_formulas", "xlsx", exact=0.0)
def formulas(article: Article, random: Random) -> bytes:
    """Totals as formulas nobody has calculated: there is no number to read."""
    book = openpyxl.Workbook()
    page, top = book.active, 1
    for sheet in article.sheets():
        place(page, sheet, top)
        for slot in sheet.slots:
            if slot.key and slot.key[2] == "total":
                page.cell(top + slot.row, slot.column + 1).value = "=SUM(A1:A2)"
        top += sheet.height + 2
    return saved(book)


@layout("xlsx_formats", "xlsx")
def formats(article: Article, random: Random) -> bytes:
    """Number formats: thousands separators, a unit behind the number, zeros shown as a dash."""
    book = openpyxl.Workbook()
    page, top = book.active, 1
    for sheet in article.sheets():
        place(page, sheet, top)
        kinds = ["#,##0.####", "General", "@", *(['0"件"'] if sheet.name == "requests" else [])]
        for slot in sheet.slots:
            if slot.kind == "figure":
                page.cell(top + slot.row, slot.column + 1).number_format = random.choice(kinds)
        top += sheet.height + 2
    return saved(book)

"""Spreadsheets that say more than they show, or other things than they store."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import openpyxl
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.generator.layouts import layout
from tests.generator.office import by_libreoffice, place, saved
from tests.generator.sheets import Article


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


def _filled(article: Article, change: Callable[[Cell, str], None]) -> openpyxl.Workbook:
    """The tables in one worksheet, every number cell handed to `change`."""
    book = openpyxl.Workbook()
    page, top = book.active, 3
    page.append([article.title])
    for sheet in article.sheets():
        place(page, sheet, top)
        for slot in sheet.slots:
            if slot.kind == "figure" and slot.text.strip():
                change(page.cell(top + slot.row, slot.column + 1), slot.text)
        top += sheet.height + 2
    return book


@layout("xlsx_rich", "xlsx")
@layout("xls_rich", "xls", convert=by_libreoffice("xlsx", "xls"))
def rich(article: Article, random: Random) -> bytes:
    """Old numbers crossed out before new ones, and footnotes above the line, within the text of a cell."""

    def change(cell: Cell, text: str) -> None:
        match random.choice(["struck", "raised", ""]):
            case "struck":
                cell.value = CellRichText(TextBlock(InlineFont(strike=True), str(random.randint(1, 9))), text)
            case "raised":
                cell.value = CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), "2"))

    return saved(_filled(article, change))


@layout("xlsx_faint", "xlsx", exact=0.0)
@layout("xls_faint", "xls", convert=by_libreoffice("xlsx", "xls"), exact=0.0)
def faint_cells(article: Article, random: Random) -> bytes:
    """White digits before some numbers, where the cell is white."""

    def change(cell: Cell, text: str) -> None:
        if random.random() < 0.2:
            white = TextBlock(InlineFont(color="FFFFFFFF"), str(random.randint(1, 9)))
            cell.value = CellRichText(white, text)

    return saved(_filled(article, change))


@layout("xlsx_years", "xlsx")
def years(article: Article, random: Random) -> bytes:
    """A worksheet for each year, which only its tab names; last year's has a table more."""
    book = openpyxl.Workbook()
    book.active.append([article.title])
    year = int(re.findall(r"20\d\d", article.title)[0])
    for shift in (1, 0):
        page, top = book.create_sheet(f"{year - shift}" + random.choice(["", "年", "年度"])), 1
        for sheet in article.sheets():
            place(page, sheet, top)
            top += sheet.height + 2
        for cell in (cell for row in page.iter_rows() for cell in row if isinstance(cell.value, float)):
            cell.value += shift
    return saved(book)

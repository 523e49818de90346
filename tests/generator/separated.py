"""Tables as spreadsheets save them in text: fields parted by commas or semicolons, covered cells as empty fields."""

from __future__ import annotations

import csv
from io import StringIO
from random import Random

from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet
from tests.generator.text import plain


@layout("text_commas", "text", torn=True, exact=0.99)
def commas(article: Article, random: Random) -> bytes:
    """Each table for itself, between the paragraphs of the report."""
    return plain(article, lambda sheet: _saved(_fields(sheet), ","))


@layout("text_semicolons", "text", torn=True, exact=0.99)
def semicolons(article: Article, random: Random) -> bytes:
    """A whole worksheet, as Excel saves it abroad: paragraphs and headings are rows of as many fields as the widest table."""
    rows = [[article.title]]
    for block in article.blocks:
        rows += _fields(block) if isinstance(block, Sheet) else [[block]]
    width = max(map(len, rows))
    return _saved([[*row, *[""] * (width - len(row))] for row in rows], ";").encode("utf-8-sig")


def _fields(sheet: Sheet) -> list[list[str]]:
    fields = [[""] * sheet.width for _ in range(sheet.height)]
    for slot in sheet.slots:
        fields[slot.row][slot.column] = slot.text
    return fields


def _saved(rows: list[list[str]], delimiter: str) -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")

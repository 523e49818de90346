"""Reports as plain text: what a converter, a copy and paste, or an extraction service left of the tables."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import pdfplumber
import pypdfium2

from tests.generator.layouts import layout
from tests.generator.pages import draw
from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.variants import any_of, in_all_variants


def plain(article: Article, table: Callable[[Sheet], str]) -> bytes:
    blocks = [b if isinstance(b, str) else table(b) for b in article.blocks]
    return "\n\n".join([article.title, *blocks]).encode()


def _wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@layout("text_spaces", "text", torn=True, exact=0.99)
def spaces(article: Article, random: Random) -> bytes:
    """As PDF text comes out: labels wrapped, numbers apart by spaces, the last one maybe a line below."""

    def row(slots: list[Slot]) -> str:
        labels = "\n".join(_wrapped(s.text, random.choice([5, 18])) for s in slots if s.kind != "figure")
        figures = [s.text for s in slots if s.kind == "figure"]
        ends = "\n" if random.random() < 0.1 and len(figures) == 7 else " "
        numbers = " ".join(figures[:-1]) + ends + figures[-1] if figures else ""
        gap = "\n\n" if random.random() < 0.05 else " "
        return labels + gap + numbers

    return plain(article, lambda sheet: "\n\n".join(row(slots) for slots in sheet.rows()))


@layout("text_tabs_any", "text", wording=any_of, torn=True, exact=0.0)
@in_all_variants("text_tabs", "text", torn=True)
def tabs(article: Article, random: Random) -> bytes:
    """Cells apart by tabs, merged cells not written out, empty fields left over on the right."""

    def table(sheet: Sheet) -> str:
        rows = ["\t".join(slot.text for slot in slots) for slots in sheet.rows()]
        return "\n".join(row + "\t" * random.choice([0, 0, 1, 2]) for row in rows)

    return plain(article, table)


@layout("text_tabs_split", "text", torn=True, exact=0.95)
def tabs_split(article: Article, random: Random) -> bytes:
    """The same, cut by a page break: a page number between, and the second half one field narrower."""

    def table(sheet: Sheet) -> str:
        rows = ["\t".join(slot.text for slot in slots) for slots in sheet.rows()]
        if len(rows) > 8:
            rows.insert(random.randint(6, len(rows) - 3), "\n— 4 —\n")
        return "\n".join(rows)

    return plain(article, table)


@layout("text_tabs_paired", "text", torn=True)
def tabs_paired(article: Article, random: Random) -> bytes:
    """Cells apart by two tabs."""
    return plain(
        article, lambda sheet: "\n".join("\t\t".join(slot.text for slot in row) for row in sheet.rows())
    )


@layout("text_tabs_broken", "text", torn=True, exact=0.95)
def tabs_broken(article: Article, random: Random) -> bytes:
    """Copied from a browser: names of four characters on two lines of their cells."""

    def said(slot: Slot) -> str:
        broken = slot.kind == "header" and slot.text in {"商业企业", "科研机构"}
        return f"{slot.text[:2]}\n{slot.text[2:]}" if broken else slot.text

    return plain(article, lambda sheet: "\n".join("\t".join(map(said, row)) for row in sheet.rows() if row))


@layout("text_markdown", "text", torn=True)
def markdown(article: Article, random: Random) -> bytes:
    """Markdown without outer pipes: a rule under the first row, signs escaped, labels in bold."""

    def said(slot: Slot) -> str:
        text = slot.text.replace(".", "\\.").replace("-", "\\-")
        return f"**{text}**" if slot.kind == "label" and random.random() < 0.3 else text

    def table(sheet: Sheet) -> str:
        rows = [[said(slot) for slot in row] for row in sheet.rows()]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join("| ".join(row) + "  " for row in rows)

    return plain(article, table)


@layout("text_pipes", "text", torn=True, exact=0.99)
def pipes(article: Article, random: Random) -> bytes:
    """Markdown."""
    return plain(
        article, lambda sheet: "\n".join("| " + " | ".join(s.text for s in r) + " |" for r in sheet.rows())
    )


@layout("text_pipes_full", "text", exact=0.99)
def pipes_full(article: Article, random: Random) -> bytes:
    """Markdown with covered cells kept as empty fields."""

    def table(sheet: Sheet) -> str:
        texts = [[""] * sheet.width for _ in range(sheet.height)]
        for slot in sheet.slots:
            texts[slot.row][slot.column] = slot.text
        return "\n".join("|" + "|".join(row) + "|" for row in texts)

    return plain(article, table)


HALF_WIDTH = str.maketrans("（），：；", "(),:;")


def _filled(sheet: Sheet, row: list[Slot]) -> str:
    """What a row falls short of the table's width, as pipes."""
    return "|" * (sheet.width - len(row))


@layout("text_pipes_filled", "text", torn=True)
def pipes_filled(article: Article, random: Random) -> bytes:
    """Merged cells once, what they take at the end of the row; brackets and marks of half width."""

    def row(sheet: Sheet, slots: list[Slot]) -> str:
        return f"| {' | '.join(slot.text for slot in slots)} | {_filled(sheet, slots)}".translate(HALF_WIDTH)

    return plain(article, lambda sheet: "\n".join(row(sheet, slots) for slots in sheet.rows() if slots))


@layout("text_field_lines", "text", torn=True)
def field_lines(article: Article, random: Random) -> bytes:
    """The same with a line for each field."""

    def row(sheet: Sheet, slots: list[Slot]) -> list[str]:
        return [*(f"{slot.text} |".strip() for slot in slots), _filled(sheet, slots)]

    def table(sheet: Sheet) -> str:
        lines = [line for slots in sheet.rows() if slots for line in row(sheet, slots)]
        return "\n".join(filter(None, lines)).translate(HALF_WIDTH)

    return plain(article, table)


@layout("text_lines", "text", torn=True, exact=0.95)
def lines(article: Article, random: Random) -> bytes:
    """One cell a line."""
    return plain(article, lambda sheet: "\n".join(slot.text for row in sheet.rows() for slot in row))


@layout("text_columns", "text", torn=True, exact=0.99)
def columns(article: Article, random: Random) -> bytes:
    """Cells set under their headers with spaces, as `pdftotext -layout` prints them."""

    def table(sheet: Sheet) -> str:
        widths = _widths(sheet)
        starts = [sum(widths[:n]) for n in range(len(widths))]
        return "\n".join(_set(row, starts) for row in sheet.rows())

    return plain(article, table)


def _widths(sheet: Sheet) -> list[int]:
    widths = [4] * sheet.width
    for slot in sheet.slots:
        share = (_columns(slot.text) + 2) // slot.column_span + 1
        for column in range(slot.column, slot.column + slot.column_span):
            widths[column] = max(widths[column], share)
    return widths


def _columns(text: str) -> int:
    """Width on a fixed-width terminal: a Chinese character takes two columns."""
    return sum(2 if ord(char) > 0x2E7F or char in "“”—" else 1 for char in text)


def _set(row: list[Slot], starts: list[int]) -> str:
    line = ""
    for slot in row:
        line += " " * max(starts[slot.column] - _columns(line), 1 if line else 0) + slot.text
    return line


@layout("text_around", "text", torn=True, exact=0.95)
def around(article: Article, random: Random) -> bytes:
    """A label of two lines with its numbers between them, as text taken from a PDF has it."""

    def row(slots: list[Slot]) -> str:
        label = "".join(s.text for s in slots if s.kind != "figure")
        figures = " ".join(s.text for s in slots if s.kind == "figure")
        if len(label) < 16 or not figures:
            return f"{label} {figures}"
        half = len(label) // 2
        return f"{label[:half]}\n{figures}\n{label[half:]}"

    return plain(article, lambda sheet: "\n".join(row(slots) for slots in sheet.rows()))


@layout("text_by_column", "text", torn=True, exact=0.0)
def by_column(article: Article, random: Random) -> bytes:
    """Read column after column: all labels, then all numbers of the first applicant, and so on."""

    def table(sheet: Sheet) -> str:
        slots = sorted(sheet.slots, key=lambda slot: (slot.column, slot.row))
        return "\n".join(slot.text for slot in slots)

    return plain(article, table)


@layout("text_numbers_apart", "text", torn=True, exact=0.0)
def numbers_apart(article: Article, random: Random) -> bytes:
    """All labels of a table first, then all its rows of numbers."""

    def table(sheet: Sheet) -> str:
        labels = [slot.text for row in sheet.rows() for slot in row if slot.kind != "figure"]
        rows = [" ".join(slot.text for slot in row if slot.kind == "figure") for row in sheet.rows()]
        return "\n".join([*labels, *filter(None, rows)])

    return plain(article, table)


@layout("text_glued", "text", torn=True, exact=0.0)
def glued(article: Article, random: Random) -> bytes:
    """No space between a label and its first number, and none between some numbers: 3.其他00 0 0."""

    def row(slots: list[Slot]) -> str:
        return "".join(slot.text + random.choice(["", " ", " "]) for slot in slots)

    return plain(article, lambda sheet: "\n".join(row(slots) for slots in sheet.rows()))


@layout("text_unparted", "text", torn=True, exact=0.0)
def unparted(article: Article, random: Random) -> bytes:
    """Nothing at all between the cells of a row, as the text of a page's elements is taken: 3.其他0000000."""
    return plain(
        article, lambda sheet: "\n".join("".join(slot.text for slot in row) for row in sheet.rows() if row)
    )


@layout("text_headed", "text", torn=True, exact=0.9)
def headed(article: Article, random: Random) -> bytes:
    """Tabs, with the page's header, number and the table's own header in the middle of the rows."""

    def table(sheet: Sheet) -> str:
        rows = ["\t".join(slot.text for slot in slots) for slots in sheet.rows()]
        if len(rows) > 8:
            at = random.randint(sheet.heads + 2, len(rows) - 2)
            rows[at:at] = [f"— {random.randint(2, 9)} —", f"{article.title}　第 7 页", *rows[: sheet.heads]]
        return "\n".join(rows)

    return plain(article, table)


@layout("text_tokens_lost", "text", torn=True, exact=0.0)
def tokens_lost(article: Article, random: Random) -> bytes:
    """Rows that lost a number or hold one twice: 6 or 8 values for 7 columns."""

    def row(slots: list[Slot]) -> str:
        texts = [slot.text for slot in slots]
        figures = [n for n, slot in enumerate(slots) if slot.kind == "figure"]
        if len(figures) > 2 and random.random() < 0.2:
            at = random.choice(figures)
            texts[at : at + 1] = random.choice([[], [texts[at]] * 2])
        return " ".join(texts)

    return plain(article, lambda sheet: "\n".join(map(row, sheet.rows())))


@layout("text_lines_lost", "text", torn=True, exact=0.0)
def lines_lost(article: Article, random: Random) -> bytes:
    """Labels wrapped and numbers on lines of their own; now and then a line is missing, label or numbers."""

    def table(sheet: Sheet) -> str:
        rows = []
        for slots in sheet.rows():
            rows += [s.text for s in slots if s.kind != "figure"]
            rows.append(" ".join(s.text for s in slots if s.kind == "figure"))
        return "\n".join(row for row in rows if row and random.random() > 0.03)

    return plain(article, table)


@layout("text_from_pdf", "text", torn=True, exact=0.85)
def from_pdf(article: Article, random: Random) -> bytes:
    """What pdfium makes of a ruled PDF."""
    document = pypdfium2.PdfDocument(draw(article, random))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).encode()
    finally:
        document.close()


@layout("text_from_plumber", "text", torn=True, exact=0.0)
def from_plumber(article: Article, random: Random) -> bytes:
    """What pdfplumber makes of it: line by line across the page."""
    with pdfplumber.open(BytesIO(draw(article, random))) as document:
        return "\n".join(page.extract_text() for page in document.pages).encode()


@layout("text_from_plumber_layout", "text", torn=True, exact=0.0)
def from_plumber_layout(article: Article, random: Random) -> bytes:
    """The same with spaces for places."""
    with pdfplumber.open(BytesIO(draw(article, random))) as document:
        return "\n".join(page.extract_text(layout=True) for page in document.pages).encode()

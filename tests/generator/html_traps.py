"""Web tables in a state nobody meant, after editors, scripts and conversions, or with digits that are no part of a number."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from random import Random

from tests.generator.html import clean, page_of, table_of, td
from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.statutory import APPLICANTS

_MARKS = [
    "<sup>{}</sup>",
    "<sup><font color='red'>{}</font></sup>",
    "<sup>[{}]</sup>",
    "<a href='#note'><span>{}</span></a>",
    "<a href='#_ftn1' name='_ftnref1'>[{}]</a>",
    "<span style='vertical-align:super; font-size:70%'>{}</span>",
    "<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>{}</span>",
    "<span class='note'>{}</span>",
]


@layout("html_sup", "html")
def raised(article: Article, random: Random) -> bytes:
    """A footnote number raised behind a figure: twelve, see note 1."""
    mark = random.choice(_MARKS)

    def cell(slot: Slot) -> str:
        if slot.kind == "figure" and slot.text.isdigit() and random.random() < 0.1:
            return td(slot, inside=slot.text + mark.format(random.randint(1, 3)))
        return td(slot)

    style = b"<head><style>.note { vertical-align: super }</style>"
    return page_of(article, lambda sheet: table_of(sheet, cell)).replace(b"<head>", style, 1)


@layout("html_hidden", "html", exact=0.9)
def hidden(article: Article, random: Random) -> bytes:
    """Rows and digits that no reader sees: last year's, left in the page by the editor."""

    def cell(slot: Slot) -> str:
        old = f"<span style='display: none'>{random.randint(1, 9)}</span><!-- {random.randint(1, 9)} -->"
        return td(slot, inside=old + escape(slot.text) if slot.kind == "figure" else None)

    def table(sheet: Sheet) -> str:
        drawn = table_of(sheet, cell)
        ghost = "<tr style='display:none'><td>行政许可</td><td>7</td></tr>"
        return drawn.replace("</table>", ghost + "</table>")

    return page_of(article, table)


@layout("html_inputs", "html")
def inputs(article: Article, random: Random) -> bytes:
    """The form as it was filled in: each number the value of an input field."""

    def cell(slot: Slot) -> str:
        field = f"<input type='text' value='{escape(slot.text)}'>"
        return td(slot, inside=field if slot.kind == "figure" else None)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_excel", "html")
def excel(article: Article, random: Random) -> bytes:
    """Saved from Excel: a row of widths, an empty row, columns of padding on both sides."""

    def table(sheet: Sheet) -> str:
        widths = "<tr height=0>" + "<td width=64></td>" * (sheet.width + 2) + "</tr>"
        rows = ("<tr><td></td>" + "".join(map(td, row)) + "<td>&nbsp;</td></tr>" for row in sheet.rows())
        return f"<table>{widths}<tr></tr>{''.join(rows)}{widths}</table>"

    return page_of(article, table)


@layout("html_struck", "html", exact=0.0)
def struck(article: Article, random: Random) -> bytes:
    """The old number struck through, the new one behind it."""

    def cell(slot: Slot) -> str:
        if slot.kind != "figure" or random.random() < 0.8:
            return td(slot)
        tag = random.choice(["s", "del", "strike", "span style='text-decoration:line-through'"])
        return td(slot, inside=f"<{tag}>{random.randint(1, 99)}</{tag.split()[0]}>{escape(slot.text)}")

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_rowspans_wrong", "html", torn=True, exact=0.0)
def rowspans_wrong(article: Article, random: Random) -> bytes:
    """A group label spans one row too many or too few; by its markup, the rows beside it stand a column off."""

    def cell(slot: Slot) -> str:
        off = random.choice([-1, 0, 1]) if slot.row_span > 2 and slot.kind == "label" else 0
        return td(replace(slot, row_span=slot.row_span + off))

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_rows_merged", "html", torn=True, exact=0.0)
def rows_merged(article: Article, random: Random) -> bytes:
    """An end of a row was lost: two rows stand in one."""

    def table(sheet: Sheet) -> str:
        pieces = table_of(sheet).split("</tr><tr>")
        joints = (random.choice(["</tr><tr>"] * 9 + [""]) for _ in pieces)
        return "".join(piece + joint for piece, joint in zip(pieces, joints, strict=True))

    return page_of(article, table)


@layout("html_cells_doubled", "html", torn=True, exact=0.0)
def cells_doubled(article: Article, random: Random) -> bytes:
    """Here and there a cell stands twice, or an empty one slipped in: 8 fields for 7 columns."""

    def cell(slot: Slot) -> str:
        chance = random.random() if slot.kind == "figure" else 1
        extra = td(slot) if chance < 0.02 else "<td></td>" if chance < 0.04 else ""
        return extra + td(slot)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_truncated", "html", torn=True, exact=0.0)
def truncated(article: Article, random: Random) -> bytes:
    """The server stopped in the middle of a table."""
    page = clean(article, random)
    return page[: random.randint(len(page) // 3, len(page))]


@layout("html_choices", "html")
def choices(article: Article, random: Random) -> bytes:
    """The form as it was filled in, with lists to choose from: what is chosen is shown, the others are not."""

    def cell(slot: Slot) -> str:
        other = f"<option>{random.randint(1, 99)}</option>"
        inside = f"<select>{other}<option selected>{escape(slot.text)}</option>{other}</select>"
        return td(slot, inside=inside if slot.kind == "figure" else None)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_blank_twin", "html")
def blank_twin(article: Article, random: Random) -> bytes:
    """The empty form stands in the page as well, hidden: it was copied from."""
    page = clean(article, random).decode()
    empty = article.map(
        lambda s: replace(s, slots=tuple(replace(x, text="") if x.kind == "figure" else x for x in s.slots))
    )
    tables = "".join(table_of(sheet) for sheet in empty.sheets())
    return page.replace("</body>", f"<div style='display:none'>{tables}</div></body>").encode()


@layout("html_grouped", "html")
def grouped(article: Article, random: Random) -> bytes:
    """Thousands parted by a quarter of a blank or an apostrophe, and marks of no width that pasting left between digits."""
    part = random.choice(["\u2009", "\u2006", "\u202f", "'", "’"])

    def cell(slot: Slot) -> str:
        if slot.kind != "figure" or not slot.text.isdecimal():
            return td(slot)
        text = f"{int(slot.text):,}".replace(",", part) if slot.text.isascii() else slot.text
        return td(slot, inside=random.choice(["", "\u2060", "\u200b", "\u202c"]) + text)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_named", "html", torn=True)
def named(article: Article, random: Random) -> bytes:
    """Table 三 without a table: a card, list or sentence for each row, with the names of the columns before their numbers."""
    row, value = random.choice(
        [
            ("<h4>{}</h4><ul>{}</ul>", "<li>{}：{}</li>"),
            ("<dl><dt>{}</dt>{}</dl>", "<dd><b>{}</b> <span>{}</span></dd>"),
            ("<p>{}：{}</p>", "{}{}，"),
        ]
    )

    def written(slots: list[Slot]) -> str:
        figures = [slot for slot in slots if slot.kind == "figure" and slot.key]
        names = dict(APPLICANTS)
        values = "".join(value.format(names[slot.key[2]], slot.text) for slot in figures if slot.key)
        label = [slot.text for slot in slots if slot.kind != "figure"][-1]
        return row.format(label, values)

    def table(sheet: Sheet) -> str:
        if sheet.name != "requests":
            return table_of(sheet)
        return "".join(written(slots) for slots in sheet.rows()[sheet.heads :])

    return page_of(article, table)


@layout("html_rows_of_one", "html")
def rows_of_one(article: Article, random: Random) -> bytes:
    """A row in which nothing happened is merged to one 0, 无 or stroke."""

    def row(slots: list[Slot]) -> str:
        figures = [slot for slot in slots if slot.kind == "figure" and slot.key and slot.key[0] != "disputes"]
        texts = {slot.text.strip() for slot in figures}
        if len(figures) < 2 or len(texts) > 1 or not texts <= {"0", "０", "/", "—", "——", "无"}:
            return "".join(map(td, slots))
        whole = replace(figures[0], column_span=sum(slot.column_span for slot in figures))
        return "".join(td(whole if slot is figures[0] else slot) for slot in slots if slot not in figures[1:])

    def table(sheet: Sheet) -> str:
        return "<table>" + "".join(f"<tr>{row(slots)}</tr>" for slots in sheet.rows()) + "</table>"

    return page_of(article, table)


@layout("html_colspans_dropped", "html", torn=True)
def colspans_dropped(article: Article, random: Random) -> bytes:
    """An editor kept rowspan and dropped colspan: 总计 stands over the second kind of organisation."""
    page = clean(article, random).decode()
    return re.sub(r' colspan="\d+"', "", page).encode()


@layout("html_cells_lost_filled", "html", torn=True, exact=0.0)
def lost_and_filled(article: Article, random: Random) -> bytes:
    """Some rows of table 三 lost a number, and the line was filled up at its end."""
    filling = random.choice(["", "0"])

    def table(sheet: Sheet) -> str:
        return "<table>" + "".join(f"<tr>{row(slots)}</tr>" for slots in sheet.rows()) + "</table>"

    def row(slots: list[Slot]) -> str:
        parts = [s for s in slots if s.key and s.key[0] == "requests" and s.key[1] != "handled"]
        lost = random.choice(parts[:-1]) if parts and random.random() < 0.2 else None
        if lost is None or not _sound([slot.text for slot in parts]):
            return "".join(map(td, slots))
        return "".join(td(slot) for slot in slots if slot is not lost) + f"<td>{filling}</td>"

    return page_of(article, table)


def _sound(texts: list[str]) -> bool:
    """Digits that add up; where the office erred as well, and in the line of its sums, nothing tells what was lost."""
    numbers = [int(text) for text in texts if text.isdigit()]
    return len(numbers) == len(texts) and sum(numbers[:-1]) == numbers[-1]

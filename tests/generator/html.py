"""Reports as web pages show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.variants import any_of, in_all_variants

PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
)


def page_of(article: Article, table: Callable[[Sheet], str]) -> bytes:
    blocks = [f"<p>{escape(b)}</p>" if isinstance(b, str) else table(b) for b in article.blocks]
    body = f"<h1>{escape(article.title)}</h1>" + "\n".join(blocks)
    return PAGE.format(title=escape(article.title), body=body).encode()


def _spans(slot: Slot) -> str:
    spans = f' rowspan="{slot.row_span}"' if slot.row_span > 1 else ""
    return spans + (f' colspan="{slot.column_span}"' if slot.column_span > 1 else "")


def td(slot: Slot, tag: str = "td", inside: str | None = None) -> str:
    text = escape(slot.text).replace("\n", "<br>")
    return f"<{tag}{_spans(slot)}>{text if inside is None else inside}</{tag}>"


def table_of(sheet: Sheet, cell: Callable[[Slot], str] = td) -> str:
    rows = ("<tr>" + "".join(cell(slot) for slot in row) + "</tr>" for row in sheet.rows())
    return "<table border='1'>" + "".join(rows) + "</table>"


@layout("html_any", "html", wording=any_of, exact=0.0)
@in_all_variants("html", "html")
def clean(article: Article, random: Random) -> bytes:
    return page_of(article, table_of)


@layout("html_th", "html")
def headed(article: Article, random: Random) -> bytes:
    """Header cells as th here and there, even for numbers; thead and tbody around them."""

    def cell(slot: Slot) -> str:
        return td(slot, random.choice(["td", "th"]))

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_gb2312", "html")
def gb2312(article: Article, random: Random) -> bytes:
    """Declared gb2312, written in gb18030, end tags left out."""
    page = clean(article, random).decode().replace("utf-8", "gb2312")
    return page.replace("</td>", "").replace("</tr>", "").encode("gb18030")


@layout("html_word", "html")
def word(article: Article, random: Random) -> bytes:
    """Pasted from Word: each cell a paragraph of spans, digits and labels torn over several of them."""

    def cell(slot: Slot) -> str:
        pieces = _pieces(slot.text, random) or ["&nbsp;"]
        spans = "".join(f"<span lang=EN-US style='font-size:9.0pt'>{piece}</span>" for piece in pieces)
        inside = f"<p class=MsoNormal align=center>\n{spans}<o:p></o:p></p>"
        return f"<td width=59 {_spans(slot)} style='border:solid windowtext 1.0pt'>{inside}</td>"

    return page_of(article, lambda sheet: "<div align=center>" + table_of(sheet, cell) + "</div>")


def _pieces(text: str, random: Random) -> list[str]:
    cuts = sorted(random.sample(range(1, len(text)), min(len(text) - 1, 2))) if len(text) > 1 else []
    return [escape(text[a:b]) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b]]


@layout("html_nested", "html")
def nested(article: Article, random: Random) -> bytes:
    """The whole page inside layout tables three deep, each number in a table of its own."""

    def cell(slot: Slot) -> str:
        inner = f"<table><tr><td>{escape(slot.text)}</td></tr></table>"
        return td(slot, inside=inner if slot.kind == "figure" else None)

    page = page_of(article, lambda sheet: table_of(sheet, cell)).decode()
    around = "<table width='1000'><tr><td>导航</td><td><table><tr><td>"
    return (
        page.replace("<body>", f"<body>{around}")
        .replace("</body>", "</td></tr></table></td></tr></table></body>")
        .encode()
    )


@layout("html_navigation", "html")
def navigation(article: Article, random: Random) -> bytes:
    """Menus, a table of metadata, counters and a footer with numbers around the body."""
    menu = "<ul>" + "".join(f"<li><a href='/c{n}/'>{name}</a></li>" for n, name in enumerate(MENU)) + "</ul>"
    meta = (
        "<table><tr><td>索引号</td><td>11421/2024-00318</td><td>发布日期</td><td>2024-01-22</td></tr>"
        "<tr><td>规章</td><td>3</td><td>行政许可</td><td>12</td></tr></table>"
    )
    foot = "<div class='foot'>您是第 1808595 位访问者 总计 15</div><script>var t=[1,2];</script>"
    page = clean(article, random).decode()
    return (
        page.replace("<body>", f"<body><div id='nav'>{menu}</div>{meta}<div id='zoom' class='TRS_Editor'>")
        .replace("</body>", f"</div>{foot}</body>")
        .encode()
    )


MENU = [
    "首页",
    "政府信息公开指南",
    "规章",
    "行政规范性文件",
    "政府信息公开年报",
    "行政许可",
    "行政处罚",
    "总计",
]


@layout("html_spans_dropped", "html", torn=True)
def spans_dropped(article: Article, random: Random) -> bytes:
    """An editor stripped rowspan and colspan: every row starts at the left with what is left of it."""
    return page_of(article, lambda sheet: table_of(sheet, lambda slot: f"<td>{escape(slot.text)}</td>"))


@layout("html_spans_wrong", "html", torn=True)
def spans_wrong(article: Article, random: Random) -> bytes:
    """Header spans disagree with the rows below, as after a column was added by hand."""

    def cell(slot: Slot) -> str:
        wide = slot.column_span + random.choice([0, 0, 1]) if slot.kind == "header" else slot.column_span
        return td(replace(slot, column_span=max(wide, 1)))

    return page_of(article, lambda sheet: table_of(sheet, cell))


def _flat(article: Article, pad: Callable[[list[str], Sheet], list[str]], repeat: bool) -> bytes:
    def row(slots: list[Slot], sheet: Sheet) -> str:
        texts = [slot.text for slot in slots]
        return "<tr>" + "".join(f"<td>{escape(t)}</td>" for t in pad(texts, sheet)) + "</tr>"

    def table(sheet: Sheet) -> str:
        rows = _repeated(sheet) if repeat else sheet.rows()
        return "<table>" + "".join(row(slots, sheet) for slots in rows) + "</table>"

    return page_of(article, table)


def _repeated(sheet: Sheet) -> list[list[Slot]]:
    """Every grid position filled with the text of the cell that covers it."""
    filled: dict[tuple[int, int], Slot] = {}
    for slot in sheet.slots:
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                filled[row, column] = slot
    return [[filled[row, column] for column in range(sheet.width)] for row in range(sheet.height)]


@layout("html_flat_repeated", "html")
def flat_repeated(article: Article, random: Random) -> bytes:
    """Merged cells written out: the label repeats in every cell it covered."""
    return _flat(article, lambda texts, sheet: texts, repeat=True)


@layout("html_flat_right", "html", torn=True)
def flat_right(article: Article, random: Random) -> bytes:
    """No spans; short rows filled up with empty cells on the right."""
    return _flat(article, lambda texts, sheet: texts + [""] * (sheet.width - len(texts)), repeat=False)


@layout("html_flat_left", "html", torn=True)
def flat_left(article: Article, random: Random) -> bytes:
    """No spans; short rows filled up on the left, so that numbers keep their columns."""
    return _flat(article, lambda texts, sheet: [""] * (sheet.width - len(texts)) + texts, repeat=False)


@layout("html_flat_both", "html", torn=True, exact=0.95)
def flat_both(article: Article, random: Random) -> bytes:
    def pad(texts: list[str], sheet: Sheet) -> list[str]:
        missing = sheet.width - len(texts)
        left = random.randint(0, missing)
        return [""] * left + texts + [""] * (missing - left)

    return _flat(article, pad, repeat=False)


@layout("html_cells_lost", "html", torn=True, exact=0.5)
def cells_lost(article: Article, random: Random) -> bytes:
    """Some rows lost a cell in conversion (6 values for 7 columns); nothing in the markup says which."""

    def table(sheet: Sheet) -> str:
        rows = []
        for slots in sheet.rows():
            figures = [slot for slot in slots if slot.kind == "figure"]
            lost = random.choice(figures) if len(figures) > 4 and random.random() < 0.3 else None
            rows.append("".join(td(slot) for slot in slots if slot is not lost))
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    return page_of(article, table)


@layout("html_div", "html", torn=True)
def div(article: Article, random: Random) -> bytes:
    """A table drawn with divs."""

    def table(sheet: Sheet) -> str:
        rows = ("".join(f"<div class='td'>{escape(s.text)}</div>" for s in row) for row in sheet.rows())
        return "<div class='table'>" + "".join(f"<div class='tr'>{row}</div>" for row in rows) + "</div>"

    return page_of(article, table)


@layout("html_br", "html", torn=True)
def br(article: Article, random: Random) -> bytes:
    """One paragraph, rows ended by br, cells apart by no-break spaces."""

    def table(sheet: Sheet) -> str:
        rows = ("&nbsp;&nbsp;".join(escape(s.text) for s in row) for row in sheet.rows())
        return "<p>" + "<br>".join(rows) + "</p>"

    return page_of(article, table)


@layout("html_pre", "html", torn=True)
def pre(article: Article, random: Random) -> bytes:
    def table(sheet: Sheet) -> str:
        return "<pre>" + "\n".join("\t".join(escape(s.text) for s in row) for row in sheet.rows()) + "</pre>"

    return page_of(article, table)


@layout("html_lines", "html", torn=True)
def lines(article: Article, random: Random) -> bytes:
    """Every cell a paragraph of its own, as cheap converters leave it."""
    return page_of(
        article, lambda sheet: "".join(f"<p>{escape(s.text)}</p>" for r in sheet.rows() for s in r)
    )


def _split(sheet: Sheet, random: Random, *, heads: bool) -> list[Sheet]:
    if sheet.height < 8:
        return [sheet]
    at = random.randint(sheet.heads + 2, sheet.height - 2)
    return [sheet.part(0, at, heads=False), sheet.part(at, sheet.height, heads=heads)]


@layout("html_split", "html")
def split(article: Article, random: Random) -> bytes:
    """A table in two parts, as pages broke it; the second part has no header."""
    return page_of(article, lambda s: "<p>— 3 —</p>".join(map(table_of, _split(s, random, heads=False))))


@layout("html_split_headed", "html")
def split_headed(article: Article, random: Random) -> bytes:
    return page_of(article, lambda s: "<br>".join(map(table_of, _split(s, random, heads=True))))


@layout("html_one_table", "html")
def one_table(article: Article, random: Random) -> bytes:
    """The whole report typed into one table, the statutory tables inside its cells' rows."""
    rows = []
    for block in article.blocks:
        if isinstance(block, str):
            rows.append(f"<tr><td colspan='15'>{escape(block)}</td></tr>")
        else:
            rows += ["<tr>" + "".join(map(td, row)) + "</tr>" for row in block.rows()]
    page = f"<h1>{escape(article.title)}</h1><table>" + "".join(rows) + "</table>"
    return PAGE.format(title=escape(article.title), body=page).encode()


@layout("html_twice", "html")
def twice(article: Article, random: Random) -> bytes:
    """The body stands twice in the page: once for screens, once hidden for phones."""
    page = clean(article, random).decode()
    body = page[page.index("<h1>") : page.index("</body>")]
    return page.replace("</body>", f"<div class='wap' style='display:none'>{body}</div></body>").encode()

"""Web tables whose numbers, labels and captions are written in another way, or come from elsewhere than their cells."""

from __future__ import annotations

import json
import re
from html import escape
from random import Random

from tests.generator import columns, others, parted, structures, wordings
from tests.generator.html import clean, page_of, table_of, td
from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet, Slot

_DRESSED = [
    "<span class='old'>{old}</span><span class='new'>{first}{rest}</span>",
    "{first}{rest}<span class='tip'>{old}</span>",
    "<span style='color:transparent'>{old}</span>{first}{rest}",
    "<img src='/{first}.gif'>{rest}",
    "<span class='d{first}'>{rest}</span>",
    "{first}<script>document.write('{rest}')</script>",
    "<span title='{first}{rest}{old}'>{first}{rest}</span>",
    "<span data-to='{old}{first}{rest}'>0</span>",
    "<bdo dir='rtl'>{old}{first}{rest}</bdo>",
]


@layout("html_dressed", "html", exact=0.0)
def dressed(article: Article, random: Random) -> bytes:
    """A cell does not show what its text holds: digits in style sheets, pictures and attributes, old ones beside new."""
    manner = random.choice(_DRESSED)

    def cell(slot: Slot) -> str:
        if (
            slot.kind != "figure"
            or not (slot.text.isdigit() and slot.text.isascii())
            or random.random() < 0.7
        ):
            return td(slot)
        old = random.randint(1, 9)
        return td(slot, inside=manner.format(first=slot.text[0], rest=slot.text[1:], old=old))

    generated = "".join(f".d{digit}:before{{content:'{digit}'}}" for digit in range(10))
    page = page_of(article, lambda sheet: table_of(sheet, cell)).decode()
    return page.replace("<head>", f"<head><style>{generated}</style>", 1).encode()


@layout("html_kept", "html")
def kept(article: Article, random: Random) -> bytes:
    """The tables stand in the page as text, for a script or a frame to show."""
    manner = random.choice(["textarea", "frame", "noscript", "script"])

    def table(sheet: Sheet) -> str:
        markup = table_of(sheet)
        if manner == "frame":
            return f'<iframe width="100%" srcdoc="{escape(markup)}"></iframe>'
        if manner == "script":
            return "<script>document.write(" + json.dumps(markup).replace("</", "<\\/") + ")</script>"
        return f"<{manner}>{markup}</{manner}>"

    return page_of(article, table)


_OTHER_WORDS = {
    "自然人": "Natural persons",
    "总计": "Total",
    "其他": "Others",
    "信息内容": "Content",
    "行政复议": "Review",
}


@layout("html_bilingual", "html", exact=0.95)
def bilingual(article: Article, random: Random) -> bytes:
    """Each label in two languages, one behind or below the other; or its pronunciation above it."""
    manner = random.choice(
        ["{} {}", "{}<br>{}", "{1}<br>{0}", "{} / {}", "<ruby>{}<rp>(</rp><rt>{}</rt></ruby>"]
    )

    def cell(slot: Slot) -> str:
        other = _OTHER_WORDS.get(slot.text, "Name of what is counted")
        is_label = slot.kind != "figure" and slot.text
        return td(slot, inside=manner.format(escape(slot.text), other) if is_label else None)

    return page_of(article, lambda sheet: table_of(sheet, cell))


def _in_chinese(number: int) -> str:
    """As people write it, up to 999."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    digits = "零一二三四五六七八九"
    said = f"{digits[hundreds]}百" if hundreds else ""
    said += (
        f"{digits[tens]}十"
        if tens > 1 or (tens and hundreds)
        else "十"
        if tens
        else "零"
        if said and ones
        else ""
    )
    return said + (digits[ones] if ones or not number else "")


@layout("html_in_chinese", "html", exact=0.9)
def in_chinese(article: Article, random: Random) -> bytes:
    """Numbers in Chinese, here and there or everywhere. 一 alone may be a stroke."""
    share = random.choice([0.2, 1])

    def cell(slot: Slot) -> str:
        words = (
            slot.kind == "figure"
            and slot.text.isdigit()
            and int(slot.text) < 1000
            and random.random() < share
        )
        return td(slot, inside=_in_chinese(int(slot.text)) if words else None)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_thousands_apart", "html", exact=0.8)
def thousands_apart(article: Article, random: Random) -> bytes:
    """Thousands parted by a whole blank: one number or two, which only sums can tell."""
    part = random.choice([" ", "&nbsp;", "&ensp;"])

    def cell(slot: Slot) -> str:
        plain = slot.kind == "figure" and slot.text.isascii() and slot.text.isdecimal()
        return td(slot, inside=f"{int(slot.text):,}".replace(",", part) if plain else None)

    return page_of(article, lambda sheet: table_of(sheet, cell))


@layout("html_captioned", "html", wording=others.older_alone, exact=0.0)
def captioned(article: Article, random: Random) -> bytes:
    """The tables as text are those of another year, and only the caption or the first line of each says so."""
    page = clean(article, random).decode()
    said = random.choice([r"<caption>\1</caption>", r"<tr><td colspan=9>\1</td></tr>"])
    return re.sub(r"<p>(2013年[^<]*)</p>\s*(<table[^>]*>)", rf"\2{said}", page).encode()


layout("html_year_below", "html", wording=others.below_last_year, exact=0.0)(clean)
layout("html_organisations_summed", "html", wording=columns.organisations_summed)(clean)
layout("html_lying", "html", wording=structures.lying, exact=0.5)(clean)
layout("html_folded", "html", wording=structures.folded)(clean)
layout("html_aliases", "html", wording=wordings.aliases)(clean)
layout("html_misspelt", "html", wording=wordings.misspelt)(clean)
layout("html_explained", "html", wording=wordings.explained)(clean)
layout("html_cut_alike", "html", wording=wordings.cut_alike)(clean)
layout("html_without_total", "html", wording=parted.without_total)(clean)
layout("html_total_twice", "html", wording=parted.total_twice)(clean)
layout("html_persons_apart", "html", wording=parted.persons_apart, exact=0.9)(clean)
layout("html_disputes_apart", "html", wording=parted.disputes_apart)(clean)
layout("html_tall", "html", wording=parted.tall, exact=0.5)(clean)

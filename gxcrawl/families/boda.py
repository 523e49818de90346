"""Boda 博达 VSB: static pages counted down. `nb.htm` is the newest page, `nb/2.htm` the next of three,
`nb/1.htm` the oldest.

When an entry is added, every file keeps its number and its content shifts. So the 下页 links are followed,
never computed, and the walk confirms page 1 at its end.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxcrawl.markup import rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": ""}
BODY = ("#vsb_content", "#vsb_content_2", "#vsb_content_4", ".v_news_content")

MARKS = re.compile(r"_vsb|vsb_content|/system/resource/|class=[\"']p_(?:pages|no|t)[\"' ]|/__local/")
RECORDS = re.compile(r"共\s*(\d+)\s*条")
OF_PAGES = re.compile(r"^\s*(\d+)\s*/\s*(\d+)\s*$")
FILE = re.compile(r"/(\d+)\.htm$")


def recognise(text: str, url: str) -> str:
    match = MARKS.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    tree = LexborHTMLParser(text)
    total = " ".join(node.text() for node in tree.css(".p_t"))
    records = RECORDS.search(total)
    of_pages = next((match for node in tree.css(".p_t") if (match := OF_PAGES.match(node.text()))), None)
    following = tree.css_first(".p_next a[href], span.p_next_a a[href]")
    address = absolute(page.url, following.attributes.get("href") or "") if following else ""
    found = rows.read(text, page.url, channel)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(address,) if address else (),
        declared_entries=int(records[1]) if records else None,
        declared_pages=int(of_pages[2]) if of_pages else _pages(page.number, address),
        shown=int(of_pages[1]) if of_pages else _shown(tree.css_first(".p_no_d")),
    )


def _pages(number: int, following: str) -> int | None:
    """The file that follows page n of T is T - n; nothing follows the last one."""
    if not following:
        return number
    match = FILE.search(following)
    return int(match[1]) + number if match else None


def _shown(current: LexborNode | None) -> int | None:
    text = current.text(strip=True) if current else ""
    return int(text) if text.isdigit() else None

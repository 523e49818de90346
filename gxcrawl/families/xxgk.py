"""Hanweb xxgk: `POST /module/xxgk/search.jsp` with `currpage=N` answers table rows `a[mc][rq][syh]` and
共N页.

The search is not held to one column, so only entries `art_COLUMN_…` of the wanted one count (option
`include`). The query of the channel's address is what is posted. The report of one body and year also stands at
`xxgkAnnualReport.jsp?area=…&fbtime=YEAR` (family `in_place`).
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxcrawl.markup import rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"post": True}
BODY = ("#zoom", ".main-txt", ".bt_content")

PAGES = re.compile(r"共\s*(\d+)\s*页")
CURRENT = re.compile(r"(?<=currpage=)\d+")


def recognise(text: str, url: str) -> str:
    match = re.search(r"/module/xxgk/(?!xxgkAnnualReport)\w+\.jsp|tr_main_value_(?:odd|even)", text + url)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    pages = PAGES.search(text)
    declared = int(pages[1]) if pages else None
    found = _rows(text, page.url, channel)
    more = bool(found.entries) if declared is None else page.number < declared
    following = CURRENT.sub(str(page.number + 1), page.url)
    if following == page.url:
        following += ("&" if "?" in page.url else "?") + f"currpage={page.number + 1}"
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following,) if more else (),
        probe=declared is None,
        declared_pages=declared,
        empty_marker=declared == 0,
    )


def _rows(text: str, url: str, channel: Channel) -> rows.Rows:
    links = LexborHTMLParser(text).css("tr.tr_main_value_odd a, tr.tr_main_value_even a")
    return rows.gather(_entry(link, url, channel) for link in links)


def _entry(link: LexborNode, url: str, channel: Channel) -> rows.Found:
    title = link.attributes.get("mc") or link.attributes.get("title") or link.text(strip=True)
    href, published = link.attributes.get("href") or "", rows.iso_date(link.attributes.get("rq") or "")
    return rows.make(channel, url, href, title, published) or title

"""Hanweb xxgk: `POST /module/xxgk/search.jsp` with `currpage=N` answers table rows `a[mc][rq][syh]` and
共N页.

The search is not held to one column, so only entries `art_COLUMN_…` of the wanted one count (option
`include`). The query of the channel's address is what is posted. Reports of one body and year also stand at
`xxgkAnnualReport.jsp` (family `single`).
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import rows
from parsers.charset import decode
from pipelines.items import Channel, Entry, Listing, Page

OPTIONS = {"post": True, "include": "", "exclude": ""}
BODY = ("#zoom", ".main-txt", ".bt_content")

PAGES = re.compile(r"共\s*(\d+)\s*页")
CURRENT = re.compile(r"(?<=currpage=)\d+")


def recognise(text: str, url: str) -> str:
    match = re.search(r"/module/xxgk/\w+\.jsp|tr_main_value_(?:odd|even)", text + url)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    pages = PAGES.search(text)
    declared = int(pages[1]) if pages else None
    entries = _entries(text, page.url, channel)
    more = bool(entries) if declared is None else page.number < declared
    following = CURRENT.sub(str(page.number + 1), page.url)
    if following == page.url:
        following += ("&" if "?" in page.url else "?") + f"currpage={page.number + 1}"
    return Listing(
        entries=entries,
        next_pages=(following,) if more else (),
        probe=declared is None,
        declared_pages=declared,
        empty_marker=declared == 0,
    )


def _entries(text: str, url: str, channel: Channel) -> tuple[Entry, ...]:
    links = LexborHTMLParser(text).css("tr.tr_main_value_odd a[href], tr.tr_main_value_even a[href]")
    found = (
        rows.make(
            channel,
            url,
            link.attributes.get("href") or "",
            link.attributes.get("mc") or link.attributes.get("title") or link.text(),
            rows.iso_date(link.attributes.get("rq") or ""),
        )
        for link in links
    )
    return tuple(entry for entry in found if entry)

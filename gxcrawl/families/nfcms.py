"""Guangdong NFCMS: static pages counted from 1, `index.html`, `index_2.html`, with real anchors in the pager.

`a.last` names the last page; the visible window often ends at 20 pages, a variant caps it at 200 in its
script. Entries are `…/content/post_ID.html`.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxcrawl.markup import numbered, rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": ""}
BODY = (".article-content", ".zw-content", "#zoomcon", ".content")

NUMBERS = re.compile(
    r"var\s+numbers\s*=\s*['\"](?P<total>\d+)['\"].{0,200}?numbers\s*/\s*(?P<size>\d+)", re.DOTALL
)
ENTRY = re.compile(r"/content/m?post_\d+\.html")


def recognise(text: str, url: str) -> str:
    entry = ENTRY.search(text)
    return entry[0] if entry and ('class="current"' in text or NUMBERS.search(text)) else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    tree = LexborHTMLParser(text)
    counted = NUMBERS.search(text)
    last = tree.css_first("a.last[href]")
    pages = _number(last) if last else None
    if counted:
        pages = numbered.pages(int(counted["total"]), int(counted["size"]))
    following = tree.css_first("a.next[href]")
    address = absolute(page.url, following.attributes.get("href") or "") if following else ""
    if not address and counted and pages and page.number < pages:
        address = absolute(page.url, f"index_{page.number + 1}.html")
    current = tree.css_first("a.current, span.current")
    found = rows.read(text, page.url, channel)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(address,) if address and page.number < (pages or page.number + 1) else (),
        declared_entries=int(counted["total"]) if counted else None,
        declared_pages=pages or 1,
        shown=numbered.lenient(current.text()) if current else None,
    )


def _number(link: LexborNode) -> int:
    """The page a pager's anchor leads to; an address without a number is page 1."""
    match = re.search(r"_(\d+)\.html", link.attributes.get("href") or "")
    return int(match[1]) if match else 1

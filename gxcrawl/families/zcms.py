"""ZCMS 泽元: static pages counted from 1 up to `index_10.shtml`; from page 11 on they are made at
`/zcms/ui/catalog/ID/pc/index_N.shtml`."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import numbered, rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "catalog": ""}
BODY = (".article-content", "#zoom", ".content")

STATIC_PAGES = 10
CATALOG = re.compile(r"/zcms/ui/catalog/(\d+)/")


def recognise(text: str, url: str) -> str:
    return "PageInp and pageCount" if 'id="PageInp"' in text and "pageCount" in text else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    tree = LexborHTMLParser(text)
    here, count = tree.css_first("#PageInp"), tree.css_first(".pageCount")
    pages = (numbered.lenient(count.text()) if count else None) or 1
    following = _page(text, page, channel) if page.number < pages else ""
    found = rows.read(text, page.url, channel)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following,) if following else (),
        declared_pages=pages,
        shown=numbered.lenient(here.attributes.get("value") or "") if here else None,
        notes=("no_catalog",) if page.number < pages and not following else (),
    )


def _page(text: str, page: Page, channel: Channel) -> str:
    number = page.number + 1
    if number <= STATIC_PAGES:
        return absolute(page.url, f"index_{number}.shtml")
    found = CATALOG.search(page.url) or CATALOG.search(text)
    catalog = channel.options.get("catalog") or (found[1] if found else "")
    return absolute(page.url, f"/zcms/ui/catalog/{catalog}/pc/index_{number}.shtml") if catalog else ""

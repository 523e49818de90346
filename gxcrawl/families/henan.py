"""Henan 集约化: static pages counted from 0 with `<div id="pageDec" pagesize="24" pagecount="51">`.

`pagecount` is the number of records on some sites and, it seems, the number of pages on others. So the pages
are computed from records, one page more is asked for after the computed last one, and when it has new
entries the walk goes on. Articles are `/YYYY/MM-DD/ID.html` at the root of the site, whatever their channel.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import numbered, rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "name": "index", "ext": "html"}
BODY = ("div.content", "#content", "div.word", ".details-box", ".scroll_main")

ARTICLE = re.compile(r"/20\d\d/\d\d-\d\d/\d+\.html")


def recognise(text: str, url: str) -> str:
    match = re.search(r"""id=["']pageDec["'][^>]*pagecount""", text) or ARTICLE.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    found = rows.read(text, page.url, channel)
    entries = found.entries
    mark = LexborHTMLParser(text).css_first("#pageDec")
    if mark is None:
        return Listing(entries=entries, unread=found.unread, declared_pages=1)
    size = numbered.lenient(mark.attributes.get("pagesize") or "") or 0
    count = numbered.lenient(mark.attributes.get("pagecount") or "")
    if count is None:
        return Listing(entries=entries, unread=found.unread, notes=("pagecount_unparsable",))
    # More rows on this page than `records` in the whole list, or rows behind its last page: it counts pages.
    if len(entries) > count or (entries and page.number > numbered.pages(count, size)):
        declared, records = count, None
    else:
        declared, records = numbered.pages(count, size), count
    after = numbered.Pager(declared).after(page.url, page.number, channel.options)
    # The page after the computed last one is a probe; only a full page can have one behind it.
    more = page.number < declared or (size > 0 and len(entries) >= size)
    return Listing(
        entries=entries,
        unread=found.unread,
        next_pages=(after,) if more else (),
        probe=page.number >= declared,
        declared_entries=records,
        declared_pages=declared,
    )

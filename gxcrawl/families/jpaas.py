"""Hanweb jpaas: a list comes as HTML inside JSON from `…/jpaas-publish-server/front/page/build/unit`.

The page is the door: a script tag carries the address and its parameters, which are sent back exactly as
printed. Page 1 adds `editType=null`, page N adds `paramJson={"pageNo":N,"pageSize":R}`; a bare `pageNo=N` is
ignored and page 1 comes back.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import numbered, rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS: dict[str, Any] = {}
BODY = ("#zoom", ".article-content", ".bt-content", ".scroll_main")

PAIR = re.compile(r"'(\w+)'\s*:\s*'([^']*)'")
MARK = "jpaas-publish-server"


def recognise(text: str, url: str) -> str:
    return MARK if MARK in text else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    if not text.lstrip().startswith("{"):
        return _door(text, page.url)
    data = json.loads(text)
    html = (data.get("data") or {}).get("html") or ""
    pager = LexborHTMLParser(html).css_first(".pagination[count]")
    if pager is None:
        found = rows.read(html, page.url, channel)
        return Listing(entries=found.entries, unread=found.unread, declared_pages=1)
    count, size, shown = (
        numbered.lenient(pager.attributes.get(name) or "") or 0 for name in ("count", "rows", "pageno")
    )
    pages = numbered.pages(count, size)
    found = rows.read(html, page.url, channel, (".page-content li",))
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(_page(page.url, page.number + 1, size),) if page.number < pages else (),
        declared_entries=count,
        declared_pages=pages,
        shown=shown,
        empty_marker=count == 0,
    )


def _door(text: str, url: str) -> Listing:
    for script in LexborHTMLParser(text).css("script[url]"):
        given = script.attributes.get("querydata") or ""
        if MARK in (script.attributes.get("url") or "") and given:
            query = urlencode([*PAIR.findall(given), ("editType", "null")], quote_via=quote)
            return Listing(entries=(), door=absolute(url, f"{script.attributes['url']}?{query}"))
    return Listing(entries=(), notes=("no_build_unit",))


def _page(url: str, number: int, size: int) -> str:
    kept = [pair for pair in parse_qsl(urlsplit(url).query) if pair[0] not in ("editType", "paramJson")]
    wanted = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
    return f"{url.partition('?')[0]}?{urlencode([*kept, ('paramJson', wanted)], quote_via=quote)}"

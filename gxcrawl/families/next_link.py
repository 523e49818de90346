"""Any pager with real anchors: 下一页 is followed, the highlighted number says where we are. Nothing is
computed."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import numbered, rows, totals
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "next": "", "current": ""}
BODY = ("#zoom", "#Zoom", ".article", ".content")

NEXT = re.compile(r"^\s*(?:下一?页|后一?页|next|›|»|&gt;|>)\s*$", re.IGNORECASE)
CURRENT = "span.current, a.current, .pagination .active, span.active, .page .on"


def recognise(text: str, url: str) -> str:
    return "下一页" if re.search(r">\s*下一?页\s*</a>", text) else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    address = following(text, page.url, str(channel.options.get("next") or ""))
    current = LexborHTMLParser(text).css_first(str(channel.options.get("current") or CURRENT))
    said = totals.words(text)
    found = rows.read(text, page.url, channel)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(address,) if address else (),
        declared_entries=said.entries,
        declared_pages=said.pages,
        shown=numbered.lenient(current.text()) if current else None,
    )


def following(text: str, url: str, selector: str = "") -> str:
    """The next page; a link to the page itself is how some pagers disable it."""
    tree = LexborHTMLParser(text)
    links = tree.css(selector) if selector else [a for a in tree.css("a[href]") if NEXT.match(a.text())]
    found = (absolute(url, link.attributes.get("href") or "") for link in links)
    return next((address for address in found if address and address != url), "")

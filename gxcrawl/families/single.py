"""One page that holds the whole list, whether it shows it at once or slices it in the browser. No page 2 is
asked for."""

from __future__ import annotations

from gxcrawl.markup import rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": ""}
BODY = ("div.overview", ".scroll_main", "#zoom", ".article", ".content")


def recognise(text: str, url: str) -> str:
    """Asked last: a page with rows and without any pager."""
    found = rows.read(text, url, Channel("", url, "single")).entries
    return f"{len(found)} rows, no pager" if len(found) >= 3 else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    found = rows.read(text, page.url, channel)
    return Listing(entries=found.entries, unread=found.unread)

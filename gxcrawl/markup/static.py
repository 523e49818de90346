"""The common reading of static numbered lists: rows, and the pager the page's own script declares."""

from __future__ import annotations

from collections.abc import Sequence

from gxcrawl.markup import numbered, rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page


def read(page: Page, channel: Channel, containers: Sequence[str] = ()) -> Listing:
    text = decode(page.body)[0]
    pager = numbered.find(text) or numbered.Pager(pages=1)
    found = rows.read(text, page.url, channel, containers)
    last = page.number >= pager.pages
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=() if last else (pager.after(page.url, page.number, channel.options),),
        declared_entries=pager.records,
        declared_pages=pager.pages,
        shown=pager.shown,
        notes=pager.notes,
    )

"""One list page -> a listing, or the reason why it is none: status, barrier, a soft error, a page no family
foresaw."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from urllib.parse import urlsplit

from gxcrawl import families
from gxcrawl.families import next_link
from gxcrawl.markup import numbered, totals
from gxcrawl.markup.addresses import absolute
from gxcrawl.walking.barriers import judge
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

logger = logging.getLogger(__name__)

COLUMN = re.compile(rb"""<meta\s+name=["']ColumnName["']\s+content=["']([^"']*)""", re.IGNORECASE)
SMALL = 2000
LOCATION = re.compile(rb"""location(?:\.href)?(?:\s*=\s*|\.replace\(\s*)["']([^"']+)["']""")
TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


def read(page: Page, channel: Channel, asked: str) -> Listing | str:
    """What the page lists, or why it lists nothing. `asked` is the address that was asked for, before
    redirects."""
    if page.status != 200:
        barrier = judge(page.status, page.headers, page.body)
        return str(barrier) if barrier else f"status_{page.status}"
    if urlsplit(page.url).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
        return "soft404: redirected to the home page"
    try:
        listing = _held_against_itself(families.load(channel.family).read(page, channel), page)
    except families.NotAList as error:
        barrier = judge(page.status, page.headers, page.body)
        return str(barrier) if barrier else f"not_a_list: {error}"
    except Exception as error:  # a page no family foresaw must cost its channel, not the crawl
        logger.exception("Family %s cannot read %s", channel.family, page.url)
        return f"unreadable: {type(error).__name__}"
    says_empty = listing.empty_marker or listing.declared_entries == 0
    if not (listing.entries or listing.unread or listing.door or listing.children or says_empty):
        # Only now: the door of a list may be a page of nothing but script.
        onward = _location(page)
        if onward:
            return Listing(entries=(), door=onward)
        barrier = judge(page.status, page.headers, page.body)
        return str(barrier) if barrier else listing
    return listing


def _held_against_itself(listing: Listing, page: Page) -> Listing:
    """Where the family knows of no further page: does anything else on the page say that there is one?"""
    if listing.next_pages or listing.door or not listing.entries or page.body.lstrip()[:1] in (b"{", b"["):
        return listing
    text = decode(page.body)[0]
    said = totals.find(text, page.number)
    declared = listing.declared_entries if listing.declared_entries is not None else said.entries
    if page.number == 1 and declared is not None and declared <= len(listing.entries):
        return replace(listing, declared_entries=declared)  # all of it is here; a script cuts it into pages
    pager = numbered.find(text)
    beyond = said.evidence if (said.pages or 1) > page.number else ""
    if pager and pager.pages > page.number:
        beyond = f"{pager.pages} pages"
    return replace(
        listing,
        declared_entries=declared,
        beyond=beyond or urlsplit(next_link.following(text, page.url)).path,
    )


def _location(page: Page) -> str:
    """Where a page that does nothing but `location = "…"` sends its readers. One that sets cookies is a
    barrier, not a way."""
    if len(page.body) > SMALL or b"cookie" in page.body or b"<a " in page.body:
        return ""
    match = LOCATION.search(page.body)
    return absolute(page.url, match[1].decode("latin-1")) if match else ""


def column(body: bytes) -> str:
    """What a page calls its column: the meta tag, else the title without its page number. Empty for feeds."""
    match = COLUMN.search(body) or TITLE.search(body)
    return re.sub(r"[\d\s]+", "", match[1].decode("utf-8", "replace")) if match else ""

"""A tree of sub-columns: departments, years, or both. Each branch is a channel of its own, read by the
family `leaf`.

A branch is a link of the page whose address matches `branch`, or, without it, one whose text names a year or
a body. Departments × years are two levels: with `twig`, each branch is a tree in turn, whose branches match that
pattern. There is no third level, so menus that lead from branch to branch lead nowhere. Entries that stand on the
tree's page itself are kept as well.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import rows
from gxcrawl.markup.addresses import host, identity
from parsers.charset import decode
from pipelines.items import Channel, Entry, Listing, Page

OPTIONS = {
    "branch": "",
    "twig": "",
    "leaf": "single",
    "row": "",
}
BODY = ("#zoom", ".article", ".content")

NAMED = re.compile(r"^\s*(?:20\d\d\s*年?(?:度)?|.{2,20}(?:局|委|办|厅|街道|镇|乡|办公室|委员会))\s*$")


def recognise(text: str, url: str) -> str:
    """Trees look like menus; only a person can tell them apart, so nothing is ever recognised as one."""
    return ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    pattern = channel.options.get("branch")
    branches: dict[str, Entry] = {}
    for link in LexborHTMLParser(text).css("a[href]"):
        entry = rows.make(channel, page.url, link.attributes.get("href") or "", link.text())
        if entry is None or entry.role != "page" or host(entry.url) != host(page.url):
            continue
        wanted = re.search(pattern, entry.url) if pattern else NAMED.match(entry.title)
        if wanted and identity(entry.url) != identity(page.url):
            branches.setdefault(identity(entry.url), entry)
    found = rows.read(text, page.url, channel)
    own = tuple(entry for entry in found.entries if identity(entry.url) not in branches)
    return Listing(entries=own, unread=found.unread, children=tuple(branches.values()))

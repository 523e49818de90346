"""Does a channel still stand where the registry says, and is it still what the registry says? One page of
each tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gxcrawl.markup.addresses import identity
from gxcrawl.registering.visiting import Visit
from gxcrawl.walking import lists
from gxcrawl.walking.sniffing import guess
from parsers.charset import decode
from pipelines.items import Channel, Site

State = Literal["ok", "moved", "gone", "blocked", "changed_family", "unreadable", "silent"]
EQUIVALENT = ({"trs", "ucap", "shanghai"}, {"query", "openness", "next_link"}, {"single", "tree"})
"""Families that read the same pager notations, or that only a person tells apart."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one look at a channel came to, with the evidence in words."""

    site: str
    channel: str
    url: str
    state: State
    detail: str = ""


def check(site: Site, channel: Channel, seen: Visit) -> Check:
    """`silent` is no answer from here, which is not the same as a refusal, and says nothing about other
    places."""
    state, detail = _judge(channel, seen)
    return Check(site.id, channel.id, channel.url, state, detail)


def _judge(channel: Channel, seen: Visit) -> tuple[State, str]:
    page = seen.page
    if page is None:
        blocked = seen.reason.startswith("refused_robots")
        return ("blocked" if blocked else "silent"), seen.reason
    if page.status in (404, 410):
        return "gone", f"status {page.status}"
    if identity(page.url) != identity(channel.url):
        return "moved", page.url
    listing = lists.read(page, channel, seen.asked)
    if isinstance(listing, str):
        gone = listing.startswith("soft404")
        return ("gone" if gone else "blocked"), listing
    found = guess(decode(page.body)[0], page.url)
    same = found.family == channel.family or any({found.family, channel.family} <= kin for kin in EQUIVALENT)
    if found.family and not same and channel.family not in ("single", "tree"):
        return "changed_family", f"{channel.family} -> {found.family} ({found.evidence})"
    if not (listing.entries or listing.door or listing.children or listing.empty_marker):
        return "unreadable", found.evidence if not found.family else "no entries"
    odd = f", {len(listing.unread)} rows without an address" if listing.unread else ""
    odd += f", more of them in a way the family does not know ({listing.beyond})" if listing.beyond else ""
    return "ok", f"{len(listing.entries)} entries{odd}"

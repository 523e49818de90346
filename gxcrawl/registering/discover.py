"""From the home page of a host to its channels of annual reports: anchors are scored, few are followed, a
person accepts.

政府信息公开 leads to the disclosure platform, 年报 from there to the channel. A page counts as a channel
when a family reads entries from it whose titles are annual disclosure reports; the titles are the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from gxcrawl import families
from gxcrawl.fetching.due import FALSE_FRIENDS
from gxcrawl.markup.addresses import absolute, host, identity, is_document
from gxcrawl.walking.sniffing import guess
from parsers.charset import decode
from pipelines.items import Channel, Page

DEPTH = 3
FOLLOWED = 6
"""Anchors followed from one page."""

# Words of an anchor and what they are worth; the sum of all that match counts.
WORDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"政府信息公开(?:工作)?年(?:度报告|报)"), 120),
    (re.compile(r"信息公开年(?:度报告|报)"), 110),
    (re.compile(r"年度报告|年报"), 80),
    (re.compile(r"政府信息公开"), 70),
    (re.compile(r"信息公开|政务公开"), 50),
    (re.compile(r"部门|单位|机构.{0,2}公开"), 15),
    (re.compile(r"20\d\d\s*年"), 5),
)
PATH = re.compile(
    r"/(?:zfxxgknb|xxgknb|zfxxgkgznb|zfgknb|gknb|nb|ndbg|xxgkndbg|zfxxgkndbg)\w*(?:/|\.)", re.IGNORECASE
)
PATH_WORTH = 60
REPORT = re.compile(r"信息公开.{0,8}年(?:度)?.{0,4}(?:报告|年报|报)|年.{0,6}信息公开.{0,6}(?:报告|年报)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A channel somebody may accept: where, which family, what it holds, and the way that led there."""

    url: str
    family: str
    evidence: str
    titles: tuple[str, ...]
    column: str = ""


def score(text: str, url: str) -> int:
    """How much an anchor promises to lead to annual reports; 0 for one that does not."""
    if FALSE_FRIENDS.search(text):
        return 0
    return sum(worth for words, worth in WORDS if words.search(text)) + (
        PATH_WORTH if PATH.search(url) else 0
    )


def leads(page: Page, hosts: frozenset[str]) -> list[str]:
    """The most promising addresses on a page, best first, on the given hosts."""
    scored: dict[str, tuple[int, str]] = {}
    for text, url in _anchors(page):
        worth = score(text, url)
        if (
            worth >= 50
            and host(url) in hosts
            and not is_document(url)
            and identity(url) != identity(page.url)
        ):
            scored.setdefault(identity(url), (worth, url))
    return [url for _, url in sorted(scored.values(), key=lambda lead: -lead[0])[:FOLLOWED]]


def propose(page: Page) -> Proposal | None:
    """The channel this page is, when at least one entry of it is an annual report."""
    text = decode(page.body)[0]
    found = guess(text, page.url)
    if not found.family:
        return None
    try:
        listing = families.load(found.family).read(page, Channel("", page.url, found.family))
    except families.NotAList:
        return None
    if listing.door:
        return Proposal(page.url, found.family, f"{found.evidence}; the list is behind {listing.door}", ())
    titles = tuple(
        entry.title
        for entry in listing.entries
        if REPORT.search(entry.title) and not FALSE_FRIENDS.search(entry.title)
    )
    if not titles:
        return None
    heading = LexborHTMLParser(text).css_first('meta[name="ColumnName"]')
    column = (heading.attributes.get("content") or "") if heading else ""
    return Proposal(page.url, found.family, found.evidence, titles, column)


def _anchors(page: Page) -> Iterator[tuple[str, str]]:
    for link in LexborHTMLParser(decode(page.body)[0]).css("a[href]"):
        url = absolute(page.url, link.attributes.get("href") or "")
        if url:
            yield link.attributes.get("title") or link.text(strip=True), url

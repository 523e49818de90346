"""Looking at pages without archiving anything: for `sites check`, `sites new` and `sites discover`.

The same guard, the same robots.txt, the same pauses as in a crawl; only the queue lives in a folder that is
thrown away.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.settings import Settings

from gxcrawl import settings as house
from gxcrawl.fetching import outcomes
from gxcrawl.fetching.asking import headers
from gxcrawl.fetching.manners import Budget
from gxcrawl.fetching.scheduler import KEY, SITE, settled
from gxcrawl.fetching.territory import Territory, is_replica
from pipelines.items import Page, Site


@dataclass(frozen=True, slots=True)
class Visit:
    """One address that was asked for: the page that came, or the reason why none came. `depth` counts from
    0."""

    asked: str
    page: Page | None
    reason: str = ""
    depth: int = 0


Look = Callable[[Visit], Iterable[str]]
"""Told of every visit; gives the addresses to visit from there."""


def visit(
    addresses: Iterable[str], sites: Iterable[Site], look: Look, *, most: int = 1000, **overrides: Any
) -> None:
    """Ask for the addresses, and for those `look` names, at most `most`. Runs the reactor: once per
    process."""
    known = tuple(sites)
    values = Settings()
    values.setmodule(house, priority="project")
    polite = {"GXCRAWL_DELAY": 0, "GXCRAWL_LEAST_CRAWL_DELAY": 0} if is_replica(known) else {}
    with tempfile.TemporaryDirectory(prefix="gxcrawl-visit-") as folder:
        alone = {"GXCRAWL_ARCHIVE": folder, "ITEM_PIPELINES": {}, "RETRY_TIMES": 0, "LOG_LEVEL": "CRITICAL"}
        values.setdict({**alone, **polite, **overrides}, priority="cmdline")
        process = AsyncCrawlerProcess(values)
        process.crawl(
            process.create_crawler(Visitor), addresses=tuple(addresses), sites=known, look=look, most=most
        )
        process.start()


class Visitor(scrapy.Spider):
    """Asks for addresses and shows what came to `look`; keeps nothing."""

    name = "visitor"

    def __init__(
        self, addresses: tuple[str, ...], sites: tuple[Site, ...], look: Look, most: int, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.addresses = addresses
        self.look = look
        self.left = most
        self.territory = Territory.of(sites, Budget())

    async def start(self) -> AsyncIterator[Request]:
        for address in self.addresses:
            yield self.request(address, 0)

    def request(self, url: str, depth: int) -> Request:
        self.left -= 1
        # The queue keeps what belongs to a site of the territory; which one does not matter here.
        meta = {KEY: f"visit {url}", SITE: next(iter(self.territory.sites))}
        given = {"asked": url, "depth": depth}
        return Request(url, self.read, errback=self.failed, meta=meta, cb_kwargs=given)

    @settled
    def read(self, response: Response, asked: str, depth: int) -> Iterator[Request]:
        page = Page(response.url, response.body, 1, response.status, headers(response.headers))
        yield from self.follow(Visit(asked, page, depth=depth))

    @settled
    def failed(self, failure: Any) -> Iterator[Request]:
        given = failure.request.cb_kwargs
        reason = outcomes.of_failure(failure.value)
        yield from self.follow(Visit(given["asked"], None, reason, given["depth"]))

    def follow(self, seen: Visit) -> Iterator[Request]:
        for url in self.look(seen):
            if self.left > 0:
                yield self.request(url, seen.depth + 1)

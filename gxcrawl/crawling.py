"""One crawl from start to end, in this process, and what it came to per channel."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from gxcrawl import settings as house
from gxcrawl.fetching.territory import is_replica
from gxcrawl.spiders.annual import AnnualSpider
from pipelines.items import Site
from pipelines.warc.ledger import Ledger

CAME = ("new", "seen", "not_modified")
"""Outcomes of the ledger that brought the content asked for."""


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """How the walk over one channel ended. `state` is complete, partial or failed."""

    site: str
    channel: str
    state: str
    reason: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """A run: its channels, and its answers counted by outcome (`new`, `seen`, `http_404`, `timeout` …)."""

    run: str
    channels: tuple[ChannelResult, ...]
    outcomes: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    """Requests that wait for the next run."""
    interrupted: bool = False

    @property
    def unanswered(self) -> int:
        """Entries that were asked for and did not come."""
        return sum(count for outcome, count in self.outcomes.items() if outcome not in CAME)

    @property
    def failed(self) -> bool:
        """True when a channel was not read whole, or an entry of one did not come."""
        return self.unanswered > 0 or any(channel.state != "complete" for channel in self.channels)


def crawl(sites: tuple[Site, ...], archive: Path, **overrides: Any) -> CrawlResult:
    """Walk the channels of these sites into an archive folder. Runs the reactor: once per process.

    `overrides` are Scrapy settings. What keeps the crawl from starting is raised: `pipelines.warc.lock.Locked` when another
    process writes the archive, `pipelines.warc.ledger.NoArchive` when the folder cannot be written.
    """
    values = Settings()
    values.setmodule(house, priority="project")
    polite = {"GXCRAWL_DELAY": 0, "GXCRAWL_LEAST_CRAWL_DELAY": 0} if is_replica(sites) else {}
    values.setdict({"GXCRAWL_ARCHIVE": str(archive), **polite, **overrides}, priority="cmdline")
    process = AsyncCrawlerProcess(values)
    # Scrapy itself makes a record of every answer and lets its handler throw it away.
    logging.getLogger("scrapy").setLevel(values["LOG_LEVEL"])
    crawler = process.create_crawler(AnnualSpider)
    crawling = process.crawl(crawler, sites=sites)
    process.start()
    if crawling.done():  # with an error, when the crawl could not be started; Scrapy itself would only log it
        crawling.result()
    spider = crawler.spider
    assert isinstance(spider, AnnualSpider) and crawler.stats is not None, "the crawl could not be started"
    left = crawler.stats.get_value("gxcrawl/left", 1)  # a queue that could not be read may hold anything
    stopped = crawler.stats.get_value("finish_reason") != "finished"
    began = crawler.stats.get_value("gxcrawl/began", {})
    return result(archive, spider.vault.run, sites, began=began, left=left, interrupted=stopped)


def result(
    archive: Path,
    run: str,
    sites: Iterable[Site],
    *,
    began: Mapping[str, float],
    left: int = 0,
    interrupted: bool = False,
) -> CrawlResult:
    """What the ledger says about a run, and about the round it went on with.

    `began` tells when the round of each site began: a walk that ended in an earlier, interrupted run of the
    same round counts. A channel nobody heard of is never fine: it is failed, `unfinished` or `no_verdict`.
    """
    since = {site: datetime.fromtimestamp(moment, UTC).strftime(TIME) for site, moment in began.items()}
    with Ledger(archive) as ledger:
        walks = ledger.rows(
            "select site, channel, at, state, detail, counts from walks where at >= ? order by at, run",
            (min(since.values(), default=NEVER),),
        )
        tally = ledger.rows(
            "select outcome, count(*) as n from fetches where run = ? group by outcome order by 1", (run,)
        )
    heard = {
        (row["site"], row["channel"]): ChannelResult(
            row["site"], row["channel"], row["state"], row["detail"], json.loads(row["counts"])
        )
        for row in walks
        if row["at"] >= since.get(row["site"], NEVER)
    }
    for site in sites:
        for channel in site.channels:
            unheard = ChannelResult(site.id, channel.id, "failed", "unfinished" if left else "no_verdict", {})
            heard.setdefault((site.id, channel.id), unheard)
    return CrawlResult(
        run=run,
        channels=tuple(heard[place] for place in sorted(heard)),
        outcomes={row["outcome"]: row["n"] for row in tally},
        left=left,
        interrupted=interrupted,
    )


TIME = "%Y-%m-%dT%H:%M:%SZ"
NEVER = "9"
"""Sorts behind every time: a site that is not part of this crawl."""

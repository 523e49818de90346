"""The frontier as Scrapy sees it: a scheduler, and the bookkeeping that tells when a request is done.

A request is done when its callback has ended, everything it yielded was handled, its items by the pipelines
and its requests by this scheduler. Then its children and its acknowledgement are committed together.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.http import Request
from scrapy.utils.request import request_from_dict

from gxcrawl.fetching.asking import shape
from gxcrawl.fetching.frontier import Frontier, Lease, Queued
from gxcrawl.fetching.manners import pauses
from gxcrawl.markup.addresses import host
from pipelines.space import no_space_named

KEY, SITE, LEASE, PARENT = "gxcrawl_key", "gxcrawl_site", "gxcrawl_lease", "gxcrawl_parent"
NAME = "frontier.db"

logger = logging.getLogger(__name__)


def queue_of(worker: str) -> str:
    """The file name of a worker's queue. Workers at work together have hosts, and so queues, of their own."""
    return NAME if worker == "main" else f"frontier-{worker}.db"


@dataclass(slots=True)
class _Open:
    """A request whose callback is running: outputs on their way, and whether more may come."""

    outputs: int = 0
    ended: bool = False


class FrontierScheduler(BaseScheduler):
    """Hands out what hosts are ready for. Settings: `GXCRAWL_ARCHIVE`, `GXCRAWL_WORKER`, `GXCRAWL_DELAY`,
    `GXCRAWL_JITTER`, `GXCRAWL_HOST_CONCURRENCY`, `GXCRAWL_PATIENCE`."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.patience = settings.getfloat("GXCRAWL_PATIENCE")
        self.queued: list[Queued] = []
        self.done: list[int] = []
        self.opened: dict[int, _Open] = {}
        self.stopping: asyncio.Future[None] | None = None
        crawler.signals.connect(self.item_handled, signals.item_scraped)
        crawler.signals.connect(self.item_handled, signals.item_dropped)
        crawler.signals.connect(self.item_lost, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Any) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Any) -> None:
        self.spider = spider
        settings = self.crawler.settings
        folder = Path(settings["GXCRAWL_ARCHIVE"])
        folder.mkdir(parents=True, exist_ok=True)
        with no_space_named(f"write the queue in {folder}"):
            self.frontier = Frontier(
                folder / queue_of(settings["GXCRAWL_WORKER"]),
                settings["GXCRAWL_WORKER"],
                spider.territory.sites,
                time.time,
                pauses(settings.getfloat("GXCRAWL_DELAY"), settings.getfloat("GXCRAWL_JITTER")),
                settings.getint("GXCRAWL_HOST_CONCURRENCY"),
                shape(spider),
            )
        if self.frontier.outdated:
            logger.warning("The queue was written by another version: its sites are walked anew")
        for name, opens in spider.territory.closed(time.time()):
            self.frontier.postpone(name, opens)
        for name, delay in spider.territory.delays():
            self.frontier.slow_down(name, delay)
        if self.frontier.resumed:
            logger.info("Going on where the last crawl stopped: %d requests", self.frontier.left())

    def close(self, reason: str) -> None:
        with self.watched():
            self.flush()
            self.crawler.stats.set_value("gxcrawl/left", self.frontier.left())
            self.crawler.stats.set_value("gxcrawl/began", self.frontier.began())
        self.frontier.close()

    def has_pending_requests(self) -> bool:
        """False also when all that is left has to wait longer than our patience: the next run goes on with it."""
        with self.watched():
            self.flush()
            return self.frontier.waiting(time.time() + self.patience) > 0
        return False

    def enqueue_request(self, request: Request) -> bool:
        lease = request.meta.pop(LEASE, None)
        parent = request.meta.pop(PARENT, None)
        body = pickle.dumps(_described(request), pickle.HIGHEST_PROTOCOL)
        self.queued.append(
            Queued(request.meta[KEY], request.meta[SITE], host(request.url), request.priority, body, lease)
        )
        if parent is not None:
            self._handled(parent)
        return True

    def next_request(self) -> Request | None:
        with self.watched():
            lease = self.frontier.take(self.queued, self.done)
            self.queued, self.done = [], []
            if lease is None:
                self._wake_up()
                return None
            return self._request(lease)
        return None

    def _request(self, lease: Lease) -> Request | None:
        """The request that was written down; None, and the crawl stops, when its bytes are broken."""
        try:
            # Our own pickles from our own archive folder; whoever writes there can replace the program as well.
            request = request_from_dict(pickle.loads(lease.body), spider=self.spider)  # noqa: S301
        except Exception as error:  # noqa: BLE001 - broken bytes may raise anything
            name = queue_of(self.crawler.settings["GXCRAWL_WORKER"])
            again = "without that file its sites are walked anew, and nothing that came is asked for again"
            self.stop("queue_failed", f"a request in {name} cannot be read ({error!r}): {again}")
            return None
        request.meta[LEASE] = lease.id
        return request

    def flush(self) -> None:
        if self.queued or self.done:
            self.frontier.commit(self.queued, self.done)
            self.queued, self.done = [], []

    def settle(self, request: Request, outputs: Iterable[Any]) -> Iterator[Any]:
        """Pass on what a callback yields, and acknowledge its request when all of it is handled."""
        lease = request.meta.get(LEASE)
        if lease is None:
            yield from outputs
            return
        state = self.opened.setdefault(lease, _Open())
        try:
            for output in outputs:
                state.outputs += 1
                if isinstance(output, Request):
                    output.meta[PARENT] = lease
                yield output
        except GeneratorExit:  # the crawl is being stopped: the request stays leased and comes back
            raise
        except (OSError, sqlite3.Error) as error:  # what it came to could not be taken down: likewise
            self.stop("archive_failed", str(error))
            raise
        except BaseException:
            self._ended(lease)
            raise
        self._ended(lease)

    def item_handled(self, response: Any) -> None:
        lease = response.meta.get(LEASE) if response is not None and response.request else None
        if lease is not None:
            self._handled(lease)

    def item_lost(self, response: Any, failure: Any) -> None:
        """What came could not be kept, because the disk is full mostly. Its request stays open for the next run."""
        what = response.url if response else "an item"
        self.stop("archive_failed", f"{what} came and could not be kept: {failure.getErrorMessage()}")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Stops the crawl when the queue cannot be written, instead of leaving the engine waiting for ever."""
        try:
            yield
        except sqlite3.Error as error:
            self.stop("queue_failed", f"the queue cannot be written: {error}")

    def stop(self, reason: str, why: str) -> None:
        """End the crawl: going on would ask for pages only to lose them."""
        if self.stopping is None:
            logger.critical("%s; the crawl stops here, the next one goes on", why)
            close = self.crawler.engine.close_spider_async(reason=reason)
            self.stopping = asyncio.ensure_future(close)

    def _handled(self, lease: int) -> None:
        state = self.opened.get(lease)
        if state is not None:
            state.outputs -= 1
            self._close_if_done(lease, state)

    def _ended(self, lease: int) -> None:
        state = self.opened[lease]
        state.ended = True
        self._close_if_done(lease, state)

    def _close_if_done(self, lease: int, state: _Open) -> None:
        if state.ended and state.outputs == 0:
            del self.opened[lease]
            self.done.append(lease)

    def _wake_up(self) -> None:
        """The engine asks an empty-handed scheduler again only every 5 s, so it is woken when a host is
        ready.

        `_slot.nextcall` is private in Scrapy; a test holds that it is still there.
        """
        moment = self.frontier.next_at()
        slot = self.crawler.engine._slot
        if moment is not None and slot is not None:
            asyncio.get_running_loop().call_later(max(0.01, moment - time.time()), slot.nextcall.schedule)


def _described(request: Request) -> dict[str, Any]:
    """A request as `request_from_dict` takes it. Methods go by name, without Scrapy's search through the
    spider."""
    values = {name: getattr(request, name) for name in request.attributes}
    methods = {name: getattr(values[name], "__name__", None) for name in ("callback", "errback")}
    return {**values, **methods, "headers": dict(request.headers)}


def settled(callback: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
    """Decorates callbacks and errbacks of the spider: what they are given is acknowledged when all is
    handled."""

    @functools.wraps(callback)
    def wrapper(self: Any, given: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        outputs = callback(self, given, *args, **kwargs)
        # Scrapy's schedulers are told apart by what they can do; its own has nothing to acknowledge.
        settle = getattr(self.crawler.engine.scheduler, "settle", None)
        return settle(given.request, outputs) if settle else iter(outputs)

    return wrapper

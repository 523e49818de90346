"""Downloader middlewares: where requests may go, and whether a body came whole."""

from __future__ import annotations

import asyncio
import struct
from typing import Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.exceptions import CannotResolveHostError, NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from gxcrawl.fetching import robots
from gxcrawl.fetching.guard import INSIDE, Refused, why_not
from gxcrawl.fetching.manners import retry_after, tomorrow
from gxcrawl.fetching.outcomes import Truncated, of_failure
from gxcrawl.markup.addresses import host


class HostGuard:
    """Refuses requests to hosts that are neither registered nor *.gov.cn. Redirects come by here as
    requests."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostGuard:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        reason = why_not(request.url, self.crawler.spider.territory.hosts)
        if reason:
            raise Refused(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name without an address we may dial: not unknown, but leading inside."""
        if isinstance(exception, CannotResolveHostError) and host(request.url) in INSIDE:
            raise Refused("private_address") from exception


class RobotsGate:
    """Asks every host for its robots.txt once, and refuses what is not known to be allowed
    (`gxcrawl.fetching.robots`)."""

    def __init__(self, crawler: Any) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = crawler.settings["USER_AGENT"]
        self.known: dict[str, asyncio.Task[robots.Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsGate:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if request.meta.get(IS_ROBOTS) or parts.hostname in self.crawler.spider.territory.robots_decided:
            return
        root = f"{parts.scheme}://{parts.netloc}"
        task = self.known.get(root) or asyncio.ensure_future(self._ask(root, parts.hostname or ""))
        self.known[root] = task
        refusal = (await asyncio.shield(task)).refusal(request.url, self.agent)
        if refusal:
            raise Refused(refusal)

    async def _ask(self, root: str, host: str) -> robots.Rules:
        meta = {IS_ROBOTS: True, "handle_httpstatus_all": True}
        request = Request(f"{root}/robots.txt", meta=meta, callback=NO_CALLBACK)
        self.crawler.engine.scheduler.frontier.asked(host)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever kept the answer away, permission stays unknown
            return robots.silent(of_failure(error))
        rules = robots.read(response.status, response.body)
        delay = rules.delay(self.agent)
        if rules.state == "rules":
            self.crawler.engine.scheduler.frontier.slow_down(
                host, max(delay or 0.0, self.crawler.settings.getfloat("GXCRAWL_LEAST_CRAWL_DELAY"))
            )
        return rules


class HostManners:
    """Counts what a host costs, and leaves it alone when it asks for that or when its budget is used up."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostManners:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        frontier = self.crawler.engine.scheduler.frontier
        name = host(request.url)
        now = frontier.clock()
        spent = frontier.received(name, len(response.body))
        if response.status in (429, 503):
            asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
            frontier.postpone(name, retry_after(asked, now) or now)
        used_up = self.crawler.spider.territory.budget(name).used_up(
            spent.requests, spent.bytes, spent.minutes
        )
        if used_up:
            frontier.postpone(name, tomorrow(now))
        return response


class MetaRefresh(MetaRefreshMiddleware):
    """Follows a meta refresh, where the head of a page has one at all."""

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        if b"refresh" not in response.body[:HEAD].lower():
            return response
        return super().process_response(request, response)


class WholeBodies:
    """Fails on bodies whose connection was lost, and notes what a gzip body claims to hold.

    Scrapy hands on the first with the flag `partial`, and inflates half a gzip member without a word. The
    last four bytes of a member are the length of what was packed, modulo 2**32, so `WholeGzip` can tell
    below the decompression.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        if "partial" in response.flags:
            raise Truncated("connection lost before the end")
        packed = (response.headers.get("Content-Encoding") or b"").lower() in (b"gzip", b"x-gzip")
        if packed and len(response.body) >= MEMBER:
            request.meta[CLAIMED] = struct.unpack("<I", response.body[-4:])[0]
        return response


class WholeGzip:
    """Fails when less came out of a gzip body than it claims."""

    def process_response(self, request: Request, response: Response) -> Response:
        claimed = request.meta.pop(CLAIMED, None)
        if claimed is not None and claimed != len(response.body) % 2**32:
            raise Truncated(f"gzip body holds {len(response.body)} bytes, claims {claimed}")
        return response


HEAD = 4 * 4096
"""Bytes that hold the 4096 characters in which Scrapy looks for a meta refresh, in any charset."""
MEMBER = 18
"""Bytes of the smallest gzip member."""
CLAIMED = "gxcrawl_claimed"
IS_ROBOTS = "gxcrawl_is_robots"

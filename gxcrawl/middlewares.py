"""Downloader middlewares: where requests may go, and whether a body came whole."""

from __future__ import annotations

import struct
from typing import Any

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from gxcrawl.guard import Refused, why_not


class HostGuard:
    """Refuses requests to hosts that are neither registered nor *.gov.cn. Redirects come by here as
    requests."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostGuard:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        reason = why_not(request.url, self.crawler.spider.hosts)
        if reason:
            raise Refused(reason)


class Truncated(IgnoreRequest):
    """A body that stops before its end: a failure, not a document."""


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


MEMBER = 18
"""Bytes of the smallest gzip member."""
CLAIMED = "gxcrawl_claimed"

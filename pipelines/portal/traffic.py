"""Many readers at once: pages a reader already has are not made again, free SQL waits in a short queue."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qs

from pipelines.portal.metadata import DATABASE

MAX_AGE = 60  # seconds a cache may show a page before asking again
SQL_AT_ONCE = 6
"""Hand-written queries that may run or wait; each may take the whole time limit."""

ROBOTS = """User-agent: *
Disallow: /-/
Disallow: /*?
Disallow: /*.json
Disallow: /*.csv
Disallow: /report/*/cell/
"""


def answering_what_is_new(app: Any, server: Any) -> Any:
    """An ASGI app with an ETag on every page: the version of the data and the reader's cookie make it."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> Any:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await app(scope, receive, send)
        tag = _tag(server, scope)
        if _header(scope, b"if-none-match") == tag:
            await send({"type": "http.response.start", "status": 304, "headers": _cached(tag)})
            return await send({"type": "http.response.body", "body": b""})

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in _OURS]
                own = dict(message.get("headers", [])).get(b"cache-control", b"")
                if b"max-age=86400" not in own and b"no-store" not in own:
                    message = {**message, "headers": [*kept, *_cached(tag)]}
            await send(message)

        return await app(scope, receive, sending)

    return wrapped


def queueing_sql(app: Any, busy: Any) -> Any:
    """An ASGI app that runs at most `SQL_AT_ONCE` hand-written queries; the next is answered by the ASGI app `busy`."""
    running = 0

    async def wrapped(scope: Any, receive: Any, send: Any) -> Any:
        nonlocal running
        if scope["type"] != "http" or "sql" not in _arguments(scope):
            return await app(scope, receive, send)
        if running >= SQL_AT_ONCE:
            return await busy(scope, receive, send)
        running += 1
        try:
            return await app(scope, receive, send)
        finally:
            running -= 1

    return wrapped


_OURS = (b"etag", b"cache-control")


def _cached(tag: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"etag", tag), (b"cache-control", b"public, max-age=%d" % MAX_AGE), (b"vary", b"Cookie")]


def _tag(server: Any, scope: Any) -> bytes:
    """A weak tag: the file that is served, the program's start, and the cookie that chooses the language."""
    served = server.databases[DATABASE].path if DATABASE in server.databases else ""
    state = server.gx_signatures.get(DATABASE, served)
    about = repr((state, getattr(server, "gx_started", 0), _header(scope, b"cookie"))).encode()
    return b'W/"' + hashlib.sha256(about).hexdigest()[:20].encode() + b'"'


def _header(scope: Any, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def _arguments(scope: Any) -> dict[str, list[str]]:
    return parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)

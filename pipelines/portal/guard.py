"""What a stranger may ask for: limits on SQL, and headers that let no script of the data run."""

from __future__ import annotations

import sqlite3
from typing import Any

# One anonymous `select hex(zeroblob(400000000))` takes 2 GB of memory without these.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 8_000_000,  # bytes of one value or row
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 250_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
}

# No page of ours needs a script, and nothing comes from elsewhere.
SITE_HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}

# An archived original is hostile until shown otherwise: an opaque origin, no scripts, no network.
ORIGINAL_HEADERS = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    " frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def limit(connection: sqlite3.Connection) -> None:
    """Bound what one SQL statement can take; time is bounded by Datasette's own setting."""
    for category, value in _LIMITS.items():
        connection.setlimit(category, value)


def with_headers(app: Any) -> Any:
    """An ASGI app that adds the site's headers where a page has not set its own."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                added = [
                    (name.encode(), value.encode())
                    for name, value in SITE_HEADERS.items()
                    if name.encode() not in present
                ]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await app(scope, receive, sending if scope["type"] == "http" else send)

    return wrapped

"""Archived bytes for readers: the original served inert, and evidence drawn from it in a worker with limits."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from datasette.utils.asgi import Response

from pipelines.portal.guard import ORIGINAL_HEADERS
from pipelines.portal.page import NotHere
from pipelines.processes.limits import Limits
from pipelines.processes.pool import RecycledPool
from pipelines.warc.fixity import last_audit
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.vault import Damaged, Missing, Vault

P = ParamSpec("P")
T = TypeVar("T")

LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=20, wall_seconds=30, documents=200)
WAITING = 8
"""Requests that may wait for the worker; the next one is told to come back."""

KEPT = 64
"""Pictures kept in memory, about 100 KB each."""

SHOWN = ("text/html", "text/plain", "application/pdf", "image/png", "image/jpeg")
"""Types a browser shows; anything else is handed over as a download."""


class Busy(Exception):
    """Too many readers ask for evidence at once."""


class Originals:
    """Reads archived documents; at most one at a time is opened, in a process that may die."""

    def __init__(self, archive: Path | None) -> None:
        self.archive = archive
        self._pool: RecycledPool | None = None
        self._waiting = 0
        self._drawn: dict[tuple[object, ...], bytes] = {}

    async def read(self, sha256: str) -> bytes:
        """The archived bytes, verified. `NotHere` when this server has no archive, or not this document."""
        if self.archive is None:
            raise NotHere("这里没有存档，只有数据库。", "There is no archive here, only the database.")
        try:
            return await asyncio.to_thread(_read, self.archive, sha256)
        except (Missing, NoArchive) as error:
            raise NotHere("存档中没有这份文件。", "The archive has no such document.") from error
        except Damaged as error:
            raise NotHere("存档中的这份文件已损坏。", "The archived document is damaged.") from error

    async def audit(self) -> dict[str, Any] | None:
        """The last verification of the archive; None when there was none, or no archive here."""
        return await asyncio.to_thread(_audit, self.archive) if self.archive else None

    async def remembered(self, function: Callable[P, bytes], *arguments: P.args, **none: P.kwargs) -> bytes:
        """`understand`, keeping the last answers: the same bytes are drawn the same way every time."""
        # The document itself is the first argument; its digest stands for it.
        key = (
            function.__name__,
            hashlib.sha256(cast(bytes, arguments[0])).digest(),
            *map(repr, arguments[1:]),
        )
        if key not in self._drawn:
            self._drawn[key] = await self.understand(function, *arguments, **none)
            while len(self._drawn) > KEPT:
                self._drawn.pop(next(iter(self._drawn)))
        return self._drawn[key]

    async def understand(self, function: Callable[P, T], *arguments: P.args, **none: P.kwargs) -> T:
        """Run `function` in the worker. Raises `Busy`, `Lost`, and what the function raises."""
        if self._waiting >= WAITING:
            raise Busy
        if self._pool is None:
            self._pool = RecycledPool(1, LIMITS)
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._pool.submit(function, *arguments, **none))
        finally:
            self._waiting -= 1


def _audit(archive: Path) -> dict[str, Any] | None:
    try:
        with Ledger(archive) as ledger:
            return last_audit(ledger)
    except (NoArchive, sqlite3.Error):  # no archive, or an index that cannot be read now: its pages still can
        return None


def _read(archive: Path, sha256: str) -> bytes:
    with Vault(archive) as vault:
        return vault.read(sha256)


def inert(body: bytes, media_type: str, name: str) -> Response:
    """The original as it is, unable to run anything or to ask anybody."""
    headers = dict(ORIGINAL_HEADERS)
    shown = media_type in SHOWN
    if not shown:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    text = media_type.startswith("text/")
    kind = media_type if shown else "application/octet-stream"
    return Response(body, headers=headers, content_type=f"{kind}; charset={_charset(body)}" if text else kind)


def _charset(body: bytes) -> str:
    """UTF-8 when the bytes are, else the superset of the old national standards; a page's own meta stays untouched."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"

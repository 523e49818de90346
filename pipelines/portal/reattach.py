"""Notice that the published file was replaced and serve the new one, without a failed request.

Datasette keeps connections per thread, keyed by the name of the database: after `os.replace` it would serve the
old file for ever. Forgetting all connections is not enough either: a query that opened the old file just before
would put its connection back under the same name. So the database that takes over keeps its own; the old file
closes when its queries have ended.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette.database import Database

LOOK_EVERY = 1.0  # seconds
CLOSE_AFTER = 30.0  # seconds; longer than any query may run

Signature = tuple[int, int, int]


class Served(Database):
    """A Database whose connections nobody else can mistake for theirs."""

    def __init__(self, server: Any, path: str, is_mutable: bool) -> None:
        super().__init__(server, path=path, is_mutable=is_mutable)
        self._mine = threading.local()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, self._in_thread, fn)

    def _in_thread(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        if not hasattr(self._mine, "connection"):
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._mine.connection = connection
        return fn(self._mine.connection)


def signature(path: Path) -> Signature:
    """Inode, modification time and size: one of them differs after every swap."""
    state = path.stat()
    return state.st_ino, state.st_mtime_ns, state.st_size


def _signatures(server: Any) -> dict[str, Signature]:
    paths = {name: Path(database.path) for name, database in server.databases.items() if database.path}
    return {name: signature(path) for name, path in paths.items() if path.exists()}


def watching(app: Any, server: Any) -> Any:
    """An ASGI app that looks at the files of `server` about once a second, before a request.

    The first look is now, before anything is opened: a file that is replaced before the first reader comes is new, too.
    """
    if not hasattr(server, "gx_signatures"):
        server.gx_signatures = _signatures(server)  # the ETag of every page depends on them
    seen: dict[str, Signature] = server.gx_signatures
    last = 0.0

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        nonlocal last
        now = asyncio.get_running_loop().time()
        if scope["type"] == "http" and now - last > LOOK_EVERY:
            last = now
            for name, current in _signatures(server).items():
                if seen.setdefault(name, current) != current:
                    seen[name] = current
                    reattach(server, name, server.databases[name])
        await app(scope, receive, send)

    return wrapped


def reattach(server: Any, name: str, old: Database) -> None:
    new = Served(server, str(old.path), old.is_mutable)
    new.name, new.route = name, getattr(old, "route", None) or name
    if server.inspect_data:
        server.inspect_data.pop(name, None)
    server.databases = {**server.databases, name: new}
    asyncio.get_running_loop().call_later(CLOSE_AFTER, old.close)

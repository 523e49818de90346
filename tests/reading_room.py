"""A published database and a Datasette over it, for the tests of the portal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from pipelines.items import Capture, Outcome
from pipelines.portal.server import datasette
from pipelines.publishing.publish import PUBLISHED, publish
from tests.known_database import stored


def built(folder: Path, values: Sequence[tuple[Capture, Outcome]]) -> Path:
    """The published database of an archive that holds `values`."""
    result = publish(stored(folder, values))
    assert result.published, result.refusals
    return folder / PUBLISHED


class Reader:
    """Asks a Datasette for pages without a network."""

    def __init__(self, database: Path, archive: Path | None = None, **options: Any) -> None:
        self.served = datasette(database, archive, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            await self.served.invoke_startup()
            answer: httpx.Response = await self.served.client.get(path, **options)
            return answer

        return asyncio.run(ask())


@contextmanager
def listening(
    database: Path, archive: Path | None = None, dist: Path | None = None, **options: Any
) -> Iterator[str]:
    """The address of a server on a free port of this machine, stopped in the end."""
    app = datasette(database, archive, dist=dist, **options).app()
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    started = threading.Event()
    startup = server.startup

    async def announced(sockets: Any = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = announced  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)

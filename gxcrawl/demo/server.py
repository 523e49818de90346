"""One small asyncio server for any number of replica sites: virtual hosts on one loopback port.

A site is a mapping from `path?query` or `path` to a reply, or to a function that makes one. So a fault is
one more entry in a mapping. Names end in `.localhost`, which browsers resolve to this machine and nobody can
own.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked: `target` is path and query as sent, header names are in small letters."""

    host: str
    target: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. `length` overrides the declared length, -1 declares none; `delay` waits before the first
    byte (seconds); `then` is how the connection goes on after the body: closed in good order, reset, silent,
    endless, or a drip of single bytes; `mute` never says anything at all."""

    body: bytes = field(default=b"", repr=False)
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Headers = ()
    length: int | None = None
    delay: float = 0.0
    then: str = "close"


Answer = Reply | Callable[[Ask], Reply]
Tree = Mapping[str, Answer]

NOT_FOUND = Reply("<html><head><title>404</title></head><body>页面不存在</body></html>".encode(), 404)
HEAD_LIMIT = 64 * 1024
FLOOD = b"<p>" * 20_000
PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Replicas:
    """The sites by host name, and a diary of what was asked in order."""

    sites: Mapping[str, Tree]
    port: int = 0
    diary: list[Ask] = field(default_factory=list)

    def answer(self, ask: Ask) -> Reply:
        self.diary.append(ask)
        tree = self.sites.get(ask.host)
        if tree is None:
            return Reply(b"no such replica", 404, "text/plain")
        found = tree.get(ask.target) or tree.get(ask.path) or tree.get("*") or NOT_FOUND
        return found if isinstance(found, Reply) else found(ask)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers requests of one connection until the other side has enough."""
        try:
            while ask := await _read(reader):
                reply = self.answer(ask)
                await asyncio.sleep(reply.delay)
                if reply.then == "mute":
                    await reader.read()
                    return
                writer.write(_encode(reply))
                await writer.drain()
                if reply.then == "reset":
                    writer.transport.abort()
                    return
                if reply.then == "silence":
                    await reader.read()
                    return
                while reply.then in ("endless", "drip"):
                    writer.write(FLOOD if reply.then == "endless" else b" ")
                    await writer.drain()
                    await asyncio.sleep(0 if reply.then == "endless" else 0.1)
                if reply.length is not None:
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Ask | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Ask(headers.get("host", "").partition(":")[0], target, method, headers, body)


def _encode(reply: Reply) -> bytes:
    phrase = PHRASES.get(reply.status, "Odd")
    length = len(reply.body) if reply.length is None else reply.length
    size = () if length < 0 else (("Content-Length", str(length)),)
    headers = (("Content-Type", reply.content_type), *size, *reply.headers)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {reply.status} {phrase}\r\n{lines}\r\n".encode("latin-1") + reply.body


@contextmanager
def serve(
    sites: Mapping[str, Tree], port: int = 0, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1"
) -> Iterator[Replicas]:
    """The sites answer on this machine while the block runs, in a thread of their own. Port 0 takes a free one."""
    replicas = Replicas(sites)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    problem: list[OSError] = []

    async def run() -> None:
        try:
            server = await asyncio.start_server(replicas.handle, address, port, limit=HEAD_LIMIT, ssl=tls)
        except OSError as error:
            problem.append(error)
            ready.set()
            return
        replicas.port = server.sockets[0].getsockname()[1]
        ready.set()
        await asyncio.Event().wait()

    main: asyncio.Task[Any] = loop.create_task(run())
    thread = threading.Thread(target=_drive, args=(loop, main), name="replicas", daemon=True)
    thread.start()
    ready.wait()
    if problem:
        thread.join()
        raise problem[0]
    try:
        yield replicas
    finally:
        loop.call_soon_threadsafe(main.cancel)
        thread.join()


def _drive(loop: asyncio.AbstractEventLoop, main: asyncio.Task[Any]) -> None:
    try:
        loop.run_until_complete(asyncio.gather(main, return_exceptions=True))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
    finally:
        loop.close()

"""One writer at a time, and its name for everybody else.

The lock is an `flock`, so the kernel frees it when the holder dies, however it dies, and also when the machine does; its
file says who holds it. A name left behind by a dead holder is a stale lock, even if its process number has gone to
another process since: it is taken over, and the caller can tell.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes here: process, machine, what for, and since when (UTC, ISO 8601)."""

    pid: int
    host: str
    purpose: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} ({self.purpose}, since {self.since})"


class Locked(Exception):
    """Somebody else holds `ARCHIVE/locks/NAME.lock`; nothing was started and nothing was changed."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        archive = path.parent.parent
        super().__init__(f"{archive} is being written by {holder or 'an unknown process'} ({path.stem})")
        self.path = path
        self.holder = holder


@contextmanager
def hold(path: Path, purpose: str) -> Iterator[Holder | None]:
    """Hold the lock while the block runs. Yields the dead holder whose stale lock was taken over, or None.

    Raises `Locked` at once when a living process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(path, holder(path)) from None
        stale = holder(path)
        _sign(descriptor, Holder(os.getpid(), socket.gethostname(), purpose, _now()))
        yield stale
        # The file stays: deleting it would let a third process lock a file that has lost its name.
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder(path: Path) -> Holder | None:
    """Who signed the lock file and did not take leave, living or dead; None when it is free."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _sign(descriptor: int, who: Holder) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(asdict(who)).encode(), 0)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

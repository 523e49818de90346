"""After a crash: what a dead writer left open is cut behind its last whole record, indexed and closed."""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from pipelines.warc import lock
from pipelines.warc.ledger import Ledger
from pipelines.warc.members import spans
from pipelines.warc.rebuild import index_warc
from pipelines.warc.sightings import close_file
from pipelines.warc.warcfile import OPEN, digest_of, read_manifest, seal

_NAME = re.compile(r"gx-\w+-\w+-(?P<worker>.+)-\d{5}\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """One file: how many bytes are whole records, and how many behind them were cut off."""

    file: str
    kept: int
    dropped: int


def salvage(archive: Path, ledger: Ledger, worker: str) -> list[Salvaged]:
    """Close what dead writers left open. The caller holds the lock of `worker`; living workers are left alone."""
    folder = archive / "warc"
    salvaged = []
    for growing in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        owner = _NAME.match(growing.name)
        name = owner["worker"] if owner else worker
        if name == worker:
            salvaged.append(_close(growing, ledger))
            continue
        try:
            with lock.hold(archive / "locks" / f"{name}.lock", "salvage"):
                if growing.exists():  # its writer may have closed it itself since we looked
                    salvaged.append(_close(growing, ledger))
        except lock.Locked:
            continue
    _catch_up(folder, ledger)
    ledger.write(lambda connection: _end_runs(connection, worker))
    return salvaged


def _close(growing: Path, ledger: Ledger) -> Salvaged:
    pieces = list(spans(growing))
    size = growing.stat().st_size
    # Only a tail is cut. Damage with whole records behind it is not the trace of a crash; `verify` names it.
    end = size if not pieces or pieces[-1].sound else pieces[-1].offset
    if end < size:
        os.truncate(growing, end)
    if end == 0:
        growing.unlink()
    else:
        index_warc(ledger, growing)
        digest = seal(growing)
        _mark_closed(ledger, growing.with_name(growing.name.removesuffix(OPEN)), digest)
    _forget_beyond(ledger, growing.name.removesuffix(OPEN), end)
    return Salvaged(growing.name, end, size - end)


def _catch_up(folder: Path, ledger: Ledger) -> None:
    """Files that were closed in the last moment before a crash, or whose rows a power cut took: some of them, or all."""
    states = {row["name"]: row["state"] for row in ledger.rows("select name, state from files")}
    for path in sorted(folder.glob("*.warc.gz")):
        if states.get(path.name) == "open" or (path.name not in states and read_manifest(path)):
            index_warc(ledger, path)
            _mark_closed(ledger, path, read_manifest(path) or digest_of(path))


def _mark_closed(ledger: Ledger, path: Path, digest: str) -> None:
    size = path.stat().st_size
    ledger.write(lambda connection: close_file(connection, path.name, size, digest))


def _forget_beyond(ledger: Ledger, file: str, end: int) -> None:
    """A power cut can leave the ledger ahead of a file when a disk lies about what it has written."""

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("delete from fetches where file = ? and offset >= ?", (file, end))
        gone = connection.execute("delete from blobs where file = ? and offset >= ?", (file, end))
        if gone.rowcount:
            connection.execute("delete from captures where sha256 not in (select sha256 from blobs)")
        if end == 0:
            connection.execute("delete from files where name = ?", (file,))

    ledger.write(work)


def _end_runs(connection: sqlite3.Connection, worker: str) -> None:
    """We hold the worker's lock, so its earlier runs are over, whatever they last said."""
    connection.execute(
        "update runs set state = 'interrupted' where state = 'running' and worker = ?", (worker,)
    )

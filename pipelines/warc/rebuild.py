"""The index again, from the WARC files alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.warc import lock, records
from pipelines.warc.inheriting import inherit
from pipelines.warc.ledger import NAME, Ledger, NoArchive
from pipelines.warc.members import read_member, spans
from pipelines.warc.sightings import (
    Sighting,
    Standing,
    close_file,
    index,
    index_end,
    index_file,
    index_run,
    index_site,
    index_walk,
)
from pipelines.warc.vault import WARC
from pipelines.warc.warcfile import OPEN, digest_of, read_manifest

BUILDING = "index.building"
"""A folder in the archive, so that the new ledger is a ledger under its usual name until it takes its place."""


_TOLD = {"blobs": "", "captures": "id", "fetches": "id", "files": "", "sites": "at", "walks": ""}
"""Tables that the WARC files tell, row for row, each but for one column."""
_ENDING = {"state", "finished_at", "summary"}
"""What is said of a run when it ends. Of one that was killed only the ledger knows that it is over."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the files gave: counts of files, captures, and pieces of files that hold no whole record. `inherited` are
    contents that only the old index knows, for their file is missing or hurt."""

    files: int
    captures: int
    damaged: int
    inherited: int = 0


def rebuild(archive: Path) -> Rebuilt:
    """Write `captures.db` anew. What no file says, or says any more, is taken over from the old one if it opens.

    The old ledger stays until the new one is whole. Raises `NoArchive` where there is no WARC file, and
    `pipelines.warc.lock.Locked` while somebody writes.
    """
    paths = _warcs(archive / WARC)
    if not paths:
        raise NoArchive(f"{archive} holds no WARC file")
    locks = archive / "locks"
    names = {path.name for path in locks.glob("*.lock")} | {"main.lock", "import.lock"}
    with ExitStack() as stack:
        for name in sorted(names):
            stack.enter_context(lock.hold(locks / name, "rebuild"))
        return _rebuild(archive, paths)


def _rebuild(archive: Path, paths: list[Path]) -> Rebuilt:
    building = archive / BUILDING
    remove_ledger(building)
    with Ledger(building, create=True) as ledger:
        damaged = {path: index_warc(ledger, path) for path in paths}
        whole = {path.name.removesuffix(OPEN): _digest(path) for path in paths if not damaged[path]}
        inherited = inherit(ledger, archive / NAME, whole)
        ledger.write(_end_runs)
        captures = len(ledger.rows("select id from captures"))
    remove_ledger(archive)
    (building / NAME).rename(archive / NAME)
    building.rmdir()
    return Rebuilt(len(paths), captures, sum(damaged.values()), inherited)


def _digest(path: Path) -> str:
    """Empty while the file grows."""
    return "" if path.name.endswith(OPEN) else digest_of(path)


def differences(archive: Path, ledger: Ledger) -> list[str]:
    """Tables of the index that say something else than the WARC files. Both hold still meanwhile: no file is open."""
    with TemporaryDirectory() as folder, Ledger(Path(folder), create=True) as again:
        for path in _warcs(archive / WARC):
            index_warc(again, path)
        found = [
            table
            for table, without in _TOLD.items()
            if _rows(ledger, table, without) != _rows(again, table, without)
        ]
        return found if _knows_runs(ledger, again) else [*found, "runs"]


def _rows(ledger: Ledger, table: str, without: str) -> set[tuple[Any, ...]]:
    return {
        tuple(value for name, value in row.items() if name != without)
        for row in ledger.rows(f"select * from {table}")  # noqa: S608 - our own names
    }


def _knows_runs(ledger: Ledger, again: Ledger) -> bool:
    """Whether the ledger says of every run what its files say; it may know more of them, which archived nothing."""
    known = {row["id"]: row for row in ledger.rows("select * from runs")}
    return all(
        {
            name: value for name, value in row.items() if row["state"] != "running" or name not in _ENDING
        }.items()
        <= known.get(row["id"], {}).items()
        for row in again.rows("select * from runs")
    )


def _warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz")) + sorted(folder.glob(f"*.warc.gz{OPEN}"))


def index_warc(ledger: Ledger, path: Path) -> int:
    """Write the rows of one file, all or none; rows that are there stay. Returns its damaged pieces."""
    reader = _Reader(path.name.removesuffix(OPEN))
    damaged = 0
    for span in spans(path):
        if span.sound:
            reader.take(records.parse(read_member(path, span.offset, span.length)), span.offset, span.length)
        else:
            damaged += 1
    if not path.name.endswith(OPEN):
        size, digest = path.stat().st_size, read_manifest(path) or digest_of(path)
        reader.rows.append(partial(close_file, name=path.name, size=size, sha256=digest))
    ledger.write(reader.write)
    return damaged


def remove_ledger(folder: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{NAME}{suffix}").unlink(missing_ok=True)


class _Reader:
    """Joins the records of a sighting: its metadata comes first and names the answer it belongs to.

    Rows are gathered first and written in one go, so that other writers do not wait while a file is read.
    """

    def __init__(self, file: str) -> None:
        self.rows: list[Callable[[sqlite3.Connection], None]] = []
        self._file = file
        self._about: dict[str, Mapping[str, str]] = {}

    def write(self, connection: sqlite3.Connection) -> None:
        for row in self.rows:
            row(connection)

    def take(self, record: records.Record, offset: int, length: int) -> None:
        url, at = record.headers.get("warc-target-uri", ""), record.headers.get("warc-date", "")
        where = Standing(url, at, self._file, offset, length, record.id, holds_bytes=record.type != "revisit")
        if record.type == "warcinfo":
            about = record.fields()
            self.rows.append(partial(index_run, run=about))
            run, worker = about.get("run", ""), about.get("worker", "")
            self.rows.append(partial(index_file, name=self._file, run=run, worker=worker))
        elif record.type == "metadata":
            self._take_metadata(record, where)
        elif record.id in self._about:
            seen = Sighting.read(self._about.pop(record.id))
            sha1 = record.headers.get("warc-payload-digest", "")
            self.rows.append(partial(index, seen=seen, where=replace(where, sha1=sha1)))

    def _take_metadata(self, record: records.Record, where: Standing) -> None:
        about = record.fields()
        answer = record.headers.get("warc-concurrent-to")
        match about.get("kind"):
            case "sighting" if answer:
                self._about[answer] = about
            case "sighting":
                self.rows.append(partial(index, seen=Sighting.read(about), where=where))
            case "walk":
                self.rows.append(partial(index_walk, walk=about, where=where))
            case "site":
                self.rows.append(partial(index_site, site=about, where=where))
            case "end":
                self.rows.append(partial(index_end, end=about))


def _end_runs(connection: sqlite3.Connection) -> None:
    """We hold all locks, so every run is over, also one that could not say so."""
    connection.execute("update runs set state = 'interrupted' where state = 'running'")

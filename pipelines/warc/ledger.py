"""The index of the archive and the account of its runs: `captures.db`.

Everything in it can be written again from the WARC files (`pipelines.warc.rebuild`), except the audits. Times are
UTC, ISO 8601 with Z. Every write is one `BEGIN IMMEDIATE` transaction, because a transaction that reads first
and then finds another writer fails at once, whatever its timeout.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.closing import Closing
from pipelines.items import Capture
from pipelines.retrying import when_database_is_busy
from pipelines.space import NoSpace, no_space_named
from pipelines.warc.ledger_schema import migrations

NAME = "captures.db"


class NoArchive(Exception):
    """The folder holds no archive that can be opened; the message says why."""


_CAPTURE_FIELDS = [field.name for field in fields(Capture) if field.name != "current"]

# A capture is current when the last fetch of its address that brought bytes brought these.
_CAPTURES = """
select captures.sha256, captures.url, blobs.media_type, blobs.size, captures.fetched_at, captures.site,
       captures.channel, captures.title, captures.published, captures.role, captures.parent,
       captures.declared_type, captures.extension, blobs.file, blobs.offset, blobs.length,
       captures.derived_from, captures.run,
       captures.last_seen = (
           select max(last_seen) from captures as versions where versions.url = captures.url)
from captures join blobs using (sha256)
"""
_BY_SITE = "captures.site, captures.channel, captures.url, captures.fetched_at, captures.sha256"
_BY_PLACE = "blobs.file, blobs.offset, captures.fetched_at, captures.url"


@dataclass(frozen=True, slots=True)
class Blob:
    """Where the bytes of one content stand, and the sighting that brought them (for revisit records)."""

    sha256: str
    sha1: str
    size: int
    media_type: str
    file: str
    offset: int
    length: int
    url: str
    fetched_at: str
    record_id: str


class Ledger(Closing):
    """Open with `create=True` to write; readers find a missing database named in `NoArchive`, writers a full disk
    in `NoSpace`."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        path = self._path = folder / NAME
        if not create and not path.is_file():
            raise NoArchive(f"{folder} holds no archive: {NAME} is missing")
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            self._connection = _connect(path, "mode=rwc" if create else _reading(path))
            self.db = Database(self._connection)
            if create:
                with no_space_named(f"write the ledger {path}"):
                    self._prepare()
            else:
                self._connection.execute("select 1 from captures limit 1")
                if migrations.pending(self.db):
                    Ledger(
                        folder, create=True
                    ).close()  # an older version wrote it; a closed folder cannot be helped
        except NoSpace:
            raise
        except (sqlite3.Error, OSError) as error:
            raise NoArchive(f"{path} cannot be opened: {error}") from error

    @when_database_is_busy
    def _prepare(self) -> None:
        """Ready for writing, however many processes come to a new archive, or leave an old one, at this moment."""
        self.db.enable_wal()
        # The WARC is synced before its row is written; rows a power cut took are read from it again.
        self._connection.execute("pragma synchronous = normal")
        if migrations.pending(self.db):
            self.write(lambda _: migrations.apply(self.db))

    def close(self) -> None:
        self._connection.close()

    @when_database_is_busy
    def write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Run `work` as one transaction: all of it or, after any error, nothing. Raises `NoSpace`."""
        with no_space_named(f"write the ledger {self._path}"):
            self._connection.execute("begin immediate")
            try:
                work(self._connection)
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back on a full disk
                    self._connection.execute("rollback")
                raise

    def copy_to(self, path: Path) -> None:
        """The ledger as of now, also while somebody writes it."""
        with closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """What a reading statement answers, as dicts."""
        cursor = self._connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def blob(self, sha256: str) -> Blob | None:
        row = self._connection.execute(
            "select sha256, sha1, size, media_type, file, offset, length, url, fetched_at, record_id"
            " from blobs where sha256 = ?",
            (sha256,),
        ).fetchone()
        return Blob(*row) if row else None

    def captures(
        self, where: str = "1", values: tuple[Any, ...] = (), *, order: str = _BY_SITE
    ) -> Iterator[Capture]:
        """Captures in an order that depends on their content alone, not on the order they arrived in."""
        cursor = self._connection.execute(f"{_CAPTURES} where {where} order by {order}", values)
        return (
            Capture(**dict(zip(_CAPTURE_FIELDS, row[:-1], strict=True)), current=bool(row[-1]))
            for row in cursor
        )

    def contents(self, where: str = "1", values: tuple[Any, ...] = ()) -> Iterator[tuple[Capture, ...]]:
        """The captures of each content, the earliest first; contents in the order their bytes stand on disk."""
        captures = self.captures(where, values, order=_BY_PLACE)
        return (tuple(group) for _, group in groupby(captures, key=lambda capture: capture.sha256))

    def capture(self, url: str, sha256: str) -> Capture | None:
        return next(self.captures("captures.url = ? and captures.sha256 = ?", (url, sha256)), None)

    def versions(self, url: str) -> list[Capture]:
        """All that an address ever served, the oldest first."""
        return sorted(self.captures("captures.url = ?", (url,)), key=lambda capture: capture.fetched_at)

    def site(self, id_: str) -> dict[str, Any] | None:
        """What the archive knows of a site: id, name, host, region, level."""
        found = self.rows("select id, name, host, region, level from sites where id = ?", (id_,))
        return found[0] if found else None

    def files(self) -> dict[str, str]:
        """Name of each WARC file to its SHA-256, empty for one that is still open."""
        return {row["name"]: row["sha256"] for row in self.rows("select name, sha256 from files")}

    def regions(self) -> dict[str, str]:
        """Site id to the GB/T 2260 code of the area it serves, as known when it was last crawled."""
        return {row["id"]: row["region"] for row in self.rows("select id, region from sites")}

    def last_good(self, url: str) -> dict[str, Any] | None:
        """The last fetch of this address that brought bytes: `sha256`, `etag`, `last_modified`, `at`.

        `url` may be the address in the listing or the one that answered. For conditional requests.
        """
        found = self.rows(
            "select sha256, etag, last_modified, at from fetches where (requested = :url or url = :url)"
            " and sha256 != '' order by at desc, id desc limit 1",
            {"url": url},
        )
        return found[0] if found else None


def _reading(path: Path) -> str:
    """Readers of a WAL database share a file beside it; in a folder nobody can write there is none, and no writer."""
    return "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"


def _connect(path: Path, how: str) -> sqlite3.Connection:
    # Threads share a reader's connection; SQLite serializes them.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=30,
        isolation_level=None,
        check_same_thread=False,
    )

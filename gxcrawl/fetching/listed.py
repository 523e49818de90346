"""What channels list, and since when they no longer do: `listed.db` beside the archive.

A report that vanishes from its channel stays in the archive; that it vanished, and when that was seen, is a
finding of its own. Only a walk that read the list whole can say that something is gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from gxcrawl.markup.addresses import identity
from pipelines.items import Entry
from pipelines.publishing.states import LISTED as NAME

SCHEMA = """
create table if not exists listed (
    site text not null,
    channel text not null,
    identity text not null,                    -- the address without what does not matter (gxcrawl.markup.addresses)
    url text not null,
    title text not null,
    published text not null,
    first_listed text not null,
    last_listed text not null,
    unlisted_since text not null default '',   -- when a whole walk first missed it
    primary key (site, channel, identity)
) strict, without rowid;
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as the channel lists it, or did. Times are UTC, ISO 8601."""

    site: str
    channel: str
    url: str
    title: str
    published: str
    first_listed: str
    last_listed: str
    unlisted_since: str = ""


class Lists(AbstractContextManager["Lists"]):
    """The memory of all channels of an archive folder; several crawling processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / NAME, timeout=30, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(SCHEMA)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def note(self, site: str, channel: str, entries: Iterable[Entry], at: str) -> None:
        """These entries are listed now. What had vanished and is back is listed again."""
        rows = [
            (site, channel, identity(entry.url), entry.url, entry.title, entry.published, at, at)
            for entry in entries
        ]
        if not rows:
            return
        self._connection.execute("begin immediate")
        self._connection.executemany(
            "insert into listed (site, channel, identity, url, title, published, first_listed, last_listed)"
            " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (site, channel, identity) do update set url = excluded.url,"
            " title = excluded.title, published = excluded.published, last_listed = excluded.last_listed,"
            " unlisted_since = ''",
            rows,
        )
        self._connection.execute("commit")

    def close_walk(self, site: str, channel: str, began: str, at: str) -> int:
        """A walk that began at `began` read the list whole. Returns how many entries it no longer found."""
        return self._connection.execute(
            "update listed set unlisted_since = ? where site = ? and channel = ? and last_listed < ?"
            " and unlisted_since = ''",
            (at, site, channel, began),
        ).rowcount

    def of(self, site: str) -> tuple[Listed, ...]:
        """All entries of a site, also those that vanished."""
        found = self._connection.execute(
            "select site, channel, url, title, published, first_listed, last_listed, unlisted_since from listed"
            " where site = ? order by channel, published desc, url",
            (site,),
        )
        return tuple(Listed(*row) for row in found)

"""What channels list, and since when they no longer do: `listed.db` beside the archive.

A report that vanishes from its channel stays in the archive; that it vanished, and when that was seen, is a
finding of its own. Only a walk that read the list whole can say that something is gone.

What is gone is written to the archive with every walk. Where `listed.db` is missing, what the archive says stands in
for it: entries it holds were listed when they were fetched, and those gone are in the account of the last walk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from gxcrawl.markup.addresses import identity
from pipelines.closing import Closing
from pipelines.items import Entry
from pipelines.warc.ledger import Ledger, NoArchive

NAME = "listed.db"

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

FETCHED = """
select fetches.site, fetches.channel, requested as url, captures.title, captures.published,
       min(fetches.at) as first_listed, max(fetches.at) as last_listed
from fetches join captures on captures.url = fetches.url and captures.sha256 = fetches.sha256
where role = 'page' and fetches.run not in (select id from runs where command = 'import')
group by fetches.site, fetches.channel, requested order by last_listed desc"""

WALKED = "select site, channel, at, state, unlisted from walks where unlisted is not null order by at, run"


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


class Lists(Closing):
    """The memory of all channels of an archive folder; several crawling processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / NAME, timeout=30, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(SCHEMA)
        if not self._connection.execute("pragma user_version").fetchone()[0]:
            self._recall(folder)

    def close(self) -> None:
        self._connection.close()

    def _recall(self, folder: Path) -> None:
        """A new memory begins with what the archive says."""
        found = recalled(folder)
        self._connection.execute("begin immediate")
        if not self._connection.execute("select 1 from listed limit 1").fetchone():
            self._connection.executemany(
                "insert or ignore into listed (site, channel, identity, url, title, published, first_listed,"
                " last_listed, unlisted_since) values (:site, :channel, :identity, :url, :title, :published,"
                " :first_listed, :last_listed, :unlisted_since)",
                [asdict(one) | {"identity": identity(one.url)} for one in found],
            )
        self._connection.execute("pragma user_version = 1")
        self._connection.execute("commit")

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

    def unlisted(self, site: str, channel: str) -> list[dict[str, str]]:
        """What the channel listed once and does not now, for the archive."""
        found = self._connection.execute(
            "select url, title, last_listed, unlisted_since from listed"
            " where site = ? and channel = ? and unlisted_since != '' order by url",
            (site, channel),
        )
        return [
            dict(zip(("url", "title", "last_listed", "unlisted_since"), row, strict=True)) for row in found
        ]

    def of(self, site: str) -> tuple[Listed, ...]:
        """All entries of a site, also those that vanished."""
        found = self._connection.execute(
            "select site, channel, url, title, published, first_listed, last_listed, unlisted_since from listed"
            " where site = ? order by channel, published desc, url",
            (site,),
        )
        return tuple(Listed(*row) for row in found)


def recalled(folder: Path) -> list[Listed]:
    """What the archive in `folder` tells of lists, the latest listed first; nothing where nothing was archived."""
    try:
        with Ledger(folder) as ledger:
            fetched, walks = ledger.rows(FETCHED), ledger.rows(WALKED)
    except NoArchive:
        return []
    whole = {(walk["site"], walk["channel"]): walk["at"] for walk in walks if walk["state"] == "complete"}
    last = {(walk["site"], walk["channel"]): json.loads(walk["unlisted"]) for walk in walks}
    gone = {(*of, one["url"]): one for of, unlisted in last.items() for one in unlisted}
    return [_recalled(row, whole, gone) for row in fetched]


def _recalled(
    row: Mapping[str, str],
    whole: Mapping[tuple[str, str], str],
    gone: Mapping[tuple[str, str, str], Mapping[str, str]],
) -> Listed:
    """What was not gone after a walk that read the list whole was listed then."""
    missed = gone.get((row["site"], row["channel"], row["url"]))
    if missed:
        told = {name: missed[name] for name in ("title", "last_listed", "unlisted_since")}
    else:
        told = {"last_listed": max(row["last_listed"], whole.get((row["site"], row["channel"]), ""))}
    return Listed(**{**row, **told})

"""One sighting of an address: what the archive writes beside the bytes, and the rows the ledger makes of it.

The same value is written as a metadata record when it happens and read back from it when the ledger is rebuilt, so
the index can hold nothing that the WARC files do not say.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields

from pipelines.items import Capture, Entry

_LINE_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A fetch, or bytes derived from earlier ones. `outcome` is one of

    `new` (bytes this address never showed), `seen` (the same again), `not_modified` (the server says so),
    `derived` (converted or unpacked by us), `http_404` and its like, or the class of a failure without an answer.
    """

    run: str
    outcome: str
    requested: str = ""
    site: str = ""
    channel: str = ""
    title: str = ""
    published: str = ""
    role: str = "page"
    parent: str = ""
    status: str = ""
    detail: str = ""
    sha256: str = ""
    size: str = ""
    media_type: str = ""
    declared_type: str = ""
    extension: str = ""
    etag: str = ""
    last_modified: str = ""
    derived_from: str = ""

    def __post_init__(self) -> None:
        # A field of a metadata record is one line: a title with a line break would start a field of its own.
        for name in self.__slots__:
            value = getattr(self, name)
            if "\n" in value or "\r" in value:
                object.__setattr__(self, name, _LINE_BREAKS.sub(" ", value))

    @classmethod
    def of(cls, entry: Entry, run: str, outcome: str, **more: str) -> Sighting:
        """With what the list said of the entry, and `more` fields that an answer brought."""
        return cls(
            run=run,
            outcome=outcome,
            requested=entry.url,
            site=entry.site,
            channel=entry.channel,
            title=entry.title,
            published=entry.published,
            role=entry.role,
            parent=entry.parent,
            **more,
        )

    def about(self) -> dict[str, str]:
        """The fields of its metadata record."""
        return {"kind": "sighting"} | {name.replace("_", "-"): getattr(self, name) for name in self.__slots__}

    @classmethod
    def read(cls, about: Mapping[str, str]) -> Sighting:
        names = {field.name for field in fields(cls)}
        known = {name.replace("-", "_"): value for name, value in about.items()}
        return cls(**{"run": "", "outcome": ""} | {name: known[name] for name in names & known.keys()})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the answer of a sighting stands in the archive: a gzip member, and its WARC headers."""

    url: str
    at: str
    file: str = ""
    offset: int = 0
    length: int = 0
    record_id: str = ""
    sha1: str = ""
    holds_bytes: bool = True
    """False for a revisit, whose bytes are in an earlier record."""


def index(connection: sqlite3.Connection, seen: Sighting, where: Standing) -> None:
    """Write the rows of one sighting; a second time changes nothing.

    The earliest sighting speaks for a content and a capture, in whatever order several workers report theirs.
    """
    values = _values(seen, where)
    if seen.sha256 and where.holds_bytes:
        connection.execute(_BLOB, values)
    if seen.role == "list":
        return  # the page of a list is a proof, not a capture: its bytes are kept, and the walk tells what it came to
    if seen.sha256:
        connection.execute(_CAPTURE, values)
        connection.execute(_CAPTURE_EARLIER, values)
    if seen.outcome != "derived":
        connection.execute(_FETCH, values)


def index_walk(connection: sqlite3.Connection, walk: Mapping[str, str], where: Standing) -> None:
    """How a walk through a channel ended: run, site, channel, state, detail, counts, expected and unlisted (JSON).

    The last word counts, in whatever order they are heard.
    """
    given = {"detail": "", "counts": "{}", "expected": "[]", "unlisted": None, **walk, "at": where.at}
    connection.execute(_WALK, given)


def index_site(connection: sqlite3.Connection, site: Mapping[str, str], where: Standing) -> None:
    """What is known of a site: id, name, host, region, level. The last word counts."""
    connection.execute(_SITE, {**site, "at": where.at})


def index_run(connection: sqlite3.Connection, run: Mapping[str, str]) -> None:
    """A run that began: run, command, worker, started-at, software, settings (JSON)."""
    connection.execute(
        "insert or ignore into runs (id, command, worker, started_at, version, settings) values (?, ?, ?, ?, ?, ?)",
        [run.get(name, "") for name in ("run", "command", "worker", "started-at", "software", "settings")],
    )


def index_end(connection: sqlite3.Connection, end: Mapping[str, str]) -> None:
    """A run that ended: run, state, finished-at, summary (JSON)."""
    connection.execute(
        "update runs set state = ?, finished_at = ?, summary = ? where id = ?",
        [end[name] for name in ("state", "finished-at", "summary", "run")],
    )


def index_file(connection: sqlite3.Connection, name: str, run: str, worker: str) -> None:
    connection.execute(
        "insert or ignore into files (name, run, worker, state) values (?, ?, ?, 'open')", (name, run, worker)
    )


def close_file(connection: sqlite3.Connection, name: str, size: int, sha256: str) -> None:
    connection.execute(
        "update files set state = 'closed', size = ?, sha256 = ? where name = ?", (size, sha256, name)
    )


def contentless(seen: Sighting, where: Standing) -> Capture:
    """What an answer without content amounts to: a place in the archive, and no digest."""
    return Capture(
        sha256="",
        url=where.url,
        media_type=seen.media_type,
        size=0,
        fetched_at=where.at,
        site=seen.site,
        channel=seen.channel,
        title=seen.title,
        published=seen.published,
        role=seen.role,
        parent=seen.parent,
        declared_type=seen.declared_type,
        extension=seen.extension,
        file=where.file,
        offset=where.offset,
        length=where.length,
        run=seen.run,
    )


def _values(seen: Sighting, where: Standing) -> dict[str, str | int | None]:
    values = {name: getattr(value, name) for value in (seen, where) for name in value.__slots__}
    return values | {"status": int(seen.status) if seen.status else None, "size": int(seen.size or 0)}


_BLOB = """
insert into blobs (sha256, sha1, size, media_type, file, offset, length, url, fetched_at, record_id)
values (:sha256, :sha1, :size, :media_type, :file, :offset, :length, :url, :at, :record_id)
on conflict (sha256) do update set
    sha1 = excluded.sha1, size = excluded.size, media_type = excluded.media_type, file = excluded.file,
    offset = excluded.offset, length = excluded.length, url = excluded.url,
    fetched_at = excluded.fetched_at, record_id = excluded.record_id
where (excluded.fetched_at, excluded.url, excluded.record_id) < (fetched_at, url, record_id)
"""
_CAPTURE = """
insert into captures (url, sha256, fetched_at, last_seen, site, channel, title, published, role, parent,
                      declared_type, extension, derived_from, run)
values (:url, :sha256, :at, :at, :site, :channel, :title, :published, :role, :parent,
        :declared_type, :extension, :derived_from, :run)
on conflict (url, sha256) do update set last_seen = max(last_seen, excluded.last_seen)
"""
_CAPTURE_EARLIER = """
update captures set fetched_at = :at, run = :run, site = :site, channel = :channel, title = :title,
    published = :published, role = :role, parent = :parent, declared_type = :declared_type,
    extension = :extension, derived_from = :derived_from
where url = :url and sha256 = :sha256
    and (fetched_at, run, site, channel, title, published, role, parent, declared_type, extension, derived_from)
    > (:at, :run, :site, :channel, :title, :published, :role, :parent, :declared_type, :extension, :derived_from)
"""
_FETCH = """
insert into fetches (run, site, channel, requested, url, at, outcome, status, detail, sha256,
                     etag, last_modified, file, offset, length)
values (:run, :site, :channel, :requested, :url, :at, :outcome, :status, :detail, :sha256,
        :etag, :last_modified, :file, :offset, :length)
on conflict do nothing
"""
_WALK = """
insert into walks (run, site, channel, at, state, detail, counts, expected, unlisted)
values (:run, :site, :channel, :at, :state, :detail, :counts, :expected, :unlisted)
on conflict (run, site, channel) do update set
    at = excluded.at, state = excluded.state, detail = excluded.detail, counts = excluded.counts,
    expected = excluded.expected, unlisted = excluded.unlisted
where (excluded.at, excluded.state, excluded.detail, excluded.counts) > (at, state, detail, counts)
"""
_SITE = """
insert into sites (id, name, host, region, level, at) values (:id, :name, :host, :region, :level, :at)
on conflict (id) do update set
    name = excluded.name, host = excluded.host, region = excluded.region, level = excluded.level, at = excluded.at
where (excluded.at, excluded.name, excluded.host) > (at, name, host)
"""

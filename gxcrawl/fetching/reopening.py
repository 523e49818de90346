"""A queue on disk when a crawl begins: one of another shape is emptied, what a dead worker held is free again, rounds with
nothing left end."""

from __future__ import annotations

from sqlite3 import Connection

QUEUED, LEASED, DONE, SHELVED = 0, 1, 2, 3
"""Shelved: what is left of a site that is not part of this crawl."""

SCHEMA = """
create table if not exists hosts (
    host text primary key,
    next_at real not null default 0,     -- no request before this moment (seconds since 1970)
    delay real,                          -- seconds between two requests; null: the crawl's own
    ready integer not null default 0,    -- queued requests
    busy integer not null default 0,     -- leased requests
    asked integer not null default 0,    -- requests sent in this round
    bytes integer not null default 0,    -- bytes received in this round
    since real                           -- first request of this round
) strict;
create index if not exists hosts_by_time on hosts (next_at) where ready > 0;
create table if not exists requests (
    id integer primary key,
    key text not null unique,            -- what makes two requests the same within a round
    site text not null,
    host text not null,
    priority integer not null,
    state integer not null default 0,
    worker text not null default '',
    attempts integer not null default 0,
    body blob
) strict;
create table if not exists rounds (
    site text primary key,
    began real not null
) strict;
create index if not exists requests_by_host on requests (host, priority desc, id) where state = 0;
create index if not exists requests_by_worker on requests (worker) where state = 1;
"""


def cleared(connection: Connection, shape: int) -> bool:
    """Whether there was a queue of another shape, which is gone now; afterwards there is one of this shape."""
    known = {name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")}
    outdated = "requests" in known and connection.execute("pragma user_version").fetchone() != (shape,)
    if outdated:
        connection.executescript("drop table requests; drop table if exists rounds")
    connection.executescript(f"{SCHEMA}; pragma user_version = {shape:d}")
    return outdated


def recovered(
    connection: Connection, worker: str, sites: tuple[str, ...], now: float, outdated: bool
) -> bool:
    """Free what a dead worker of this name held, shelve other sites, and end the rounds with nothing left; whether something
    is left of the rounds of `sites`. A queue that was `outdated` says nothing of what its hosts asked for."""
    connection.execute("begin immediate")
    connection.execute(
        "update requests set state = ? where state = ? and worker = ?", (QUEUED, LEASED, worker)
    )
    connection.execute("update requests set state = ? where state = ?", (SHELVED, QUEUED))
    connection.executemany(
        "update requests set state = ? where state = ? and site = ?",
        [(QUEUED, SHELVED, site) for site in sites],
    )
    connection.execute(
        "delete from requests where site not in (select site from requests where state != ?)", (DONE,)
    )
    connection.execute("delete from rounds where site not in (select site from requests)")
    connection.executemany(
        "insert or ignore into rounds (site, began) values (?, ?)", [(site, now) for site in sites]
    )
    left = connection.execute("select count(*) from requests where state = ?", (QUEUED,)).fetchone()[0]
    connection.execute(
        "delete from hosts where host not in (select host from requests) and (not ? or next_at <= ?)",
        (outdated, now),
    )
    connection.execute("insert or ignore into hosts (host) select host from requests")
    connection.execute(
        "update hosts set asked = 0, bytes = 0, since = null,"
        " ready = (select count(*) from requests where host = hosts.host and state = 0),"
        " busy = (select count(*) from requests where host = hosts.host and state = 1)"
    )
    connection.execute("commit")
    return bool(left)

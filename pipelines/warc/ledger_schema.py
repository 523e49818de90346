"""The tables of `captures.db`. A change of them is a new migration below, never an edit of an old one."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("captures")


@migrations()
def first_tables(db: Database) -> None:
    """Runs, WARC files, contents, captures, fetches, walks through channels, audits."""
    for statement in _FIRST_TABLES.split(";\n"):
        db.execute(statement)


@migrations()
def expected_bodies(db: Database) -> None:
    """The bodies whose reports the registry expected of a channel when it was walked, as JSON."""
    db.execute("alter table walks add column expected text not null default '[]'")


@migrations()
def unlisted_entries(db: Database) -> None:
    """What the channel had listed once and no longer did when the walk ended, as JSON; null: nobody wrote it down."""
    db.execute("alter table walks add column unlisted text")


@migrations()
def sites_as_of(db: Database) -> None:
    """When a site was described so: files are not always read in the order they were written."""
    db.execute("alter table sites add column at text not null default ''")


_FIRST_TABLES = """
create table runs (
    id text primary key,
    command text not null,
    worker text not null,
    started_at text not null,
    finished_at text not null default '',
    state text not null default 'running',     -- running, finished, failed, interrupted, unknown
    version text not null default '',
    settings text not null default '{}',       -- JSON
    summary text not null default '{}'         -- JSON
) strict;
create table sites (
    id text primary key,
    name text not null,
    host text not null,
    region text not null,                      -- GB/T 2260
    level text not null
) strict, without rowid;
create table files (
    name text primary key,
    run text not null,
    worker text not null,
    state text not null,                       -- open, closed
    size integer not null default 0,           -- bytes
    sha256 text not null default ''
) strict;
create table blobs (
    sha256 text primary key,
    sha1 text not null,                        -- payload digest as WARC tools write it
    size integer not null,                     -- bytes
    media_type text not null,
    file text not null,
    offset integer not null,
    length integer not null,                   -- of the gzip member
    url text not null,
    fetched_at text not null,
    record_id text not null
) strict, without rowid;
create table captures (
    id integer primary key,
    url text not null,
    sha256 text not null,
    fetched_at text not null,                  -- first seen
    last_seen text not null,
    site text not null,
    channel text not null,
    title text not null,
    published text not null,
    role text not null,
    parent text not null,
    declared_type text not null,
    extension text not null,
    derived_from text not null,
    run text not null,
    unique (url, sha256)
) strict;
create index captures_by_content on captures (sha256);
create table fetches (
    id integer primary key,
    run text not null,
    site text not null,
    channel text not null,
    requested text not null,                   -- the address of the listing
    url text not null,                         -- the address that answered
    at text not null,
    outcome text not null,                     -- new, seen, not_modified, http_404, timeout, dns, ...
    status integer,
    detail text not null default '',
    sha256 text not null default '',
    etag text not null default '',
    last_modified text not null default '',
    file text not null default '',
    offset integer not null default 0,
    length integer not null default 0
) strict;
create index fetches_by_requested on fetches (requested, at);
create index fetches_by_url on fetches (url, at);
create unique index fetches_by_place on fetches (file, offset) where file != '';
create table walks (
    run text not null,
    site text not null,
    channel text not null,
    at text not null,
    state text not null,                       -- complete, partial, blocked, moved, failed, ...
    detail text not null default '',
    counts text not null default '{}',         -- JSON
    primary key (run, site, channel)
) strict, without rowid;
create table audits (
    id integer primary key,
    at text not null,
    result text not null,                      -- sound, damaged
    files integer not null,
    bytes integer not null,
    hurt integer not null,                     -- captures that cannot be read
    detail text not null                       -- JSON
) strict
"""

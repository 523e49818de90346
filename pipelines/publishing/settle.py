"""What needs more than one report: bodies, the preferred version of a year, grades, coverage, search.

Runs once over a fresh copy of the store while it is being published. Every step is a statement over the whole
database and depends on its content alone, so that the same store always settles to the same file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import sqlite_utils

from pipelines import rows, schema
from pipelines.publishing import across, bigrams, copies, quality
from pipelines.publishing.deadlines import rule
from pipelines.publishing.views import views
from pipelines.store import insert

PREFERRED = """
update reports set preferred = id in (
    select id from (
        select reports.id, row_number() over (
            partition by agency_id, year
            -- with figures before without; the version the site shows now; read without doubt; the attachment,
            -- which is the signed document, before the page; then the newest
            order by reported + unvalued > 0 desc, shown.current desc, doubtful, role = 'attachment' desc,
                     published desc, reports.sha256
        ) as place
        from reports join (
            select document_id, max(current) as current from captures group by document_id
        ) as shown on shown.document_id = reports.id
        where agency_id is not null and year is not null
    ) where place = 1
)"""

AGENCIES = """
insert into agencies
select agency_id, max(agency_name), max(agency_full_name), max(region), substr(coalesce(max(region), ''), 1, 2),
       max(level), max(type), min(year), max(year), count(*)
from reports where preferred = 1 group by agency_id"""

SOURCES = """
insert into sources
select site, channel, count(*), sum(document_id in (select id from reports)), min(fetched_at), max(fetched_at),
       'unknown', '', null, null
from captures group by site, channel"""

# A channel that was blocked from the start has no captures, and must be seen all the same.
STATE = """
insert into sources (site, channel, captures, reports, status, detail, last_walked, last_complete)
values (:site, :channel, 0, 0, :status, :detail, :last_walked, :last_complete)
on conflict (site, channel) do update set status = excluded.status, detail = excluded.detail,
    last_walked = excluded.last_walked, last_complete = excluded.last_complete"""

PROVINCE_YEARS = """
insert into province_years
select agencies.province, coverage.year, count(coverage.report_id), total(coverage.status = 'on_time'),
       total(coverage.status = 'late'), total(coverage.status = 'undated'), total(coverage.status = 'missing'),
       total(reports.grade = 'C'), count(own.report_id), sum(own.received), sum(own.handled),
       sum(own.granted + own.granted_partly)
from coverage join agencies on agencies.id = coverage.agency_id
left join reports on reports.id = coverage.report_id
-- A report that is a sum itself (scope region) contains those of its members: it is never added to them.
left join requests as own on own.report_id = reports.id and own.applicant = 'total' and reports.scope != 'region'
     and own.received + own.handled + own.granted + own.granted_partly is not null
group by 1, 2"""

UNKNOWN = {"code": "", "name": "地区不明", "name_en": "region unknown"}
"""A body whose region nothing tells is counted, and refuses nobody a version."""

CELL = ("table_id", "row_id", "column_id")

# Only what is a report here: an entry whose content never came, or was taken down, names nobody.
UNLISTED = (
    """
update unlisted set report_id = (
    select document_id from captures join reports on reports.id = captures.document_id
    where unlisted.url in (captures.url, captures.parent) and captures.site = unlisted.site
    order by reports.preferred desc, captures.fetched_at desc, captures.id limit 1)""",
    "delete from unlisted where report_id is null",
)

# A channel of one body need not name it in its reports; of several, the name decides. That a body was never seen can
# only be said of a channel that was read whole.
EXPECTED = (
    """
update expected set agency_id = (
    select reports.agency_id from captures join reports on reports.id = captures.document_id
    where captures.site = expected.site
      and (captures.channel = expected.channel or captures.channel glob expected.channel || ':*')
      and (instr(reports.agency_full_name, expected.agency) or reports.agency_name = expected.agency
           or (select count(*) from expected as other
               where other.site = expected.site and other.channel = expected.channel) = 1)
    order by reports.year desc, reports.id limit 1)""",
    """
update expected set status = case
    when agency_id is not null then 'seen'
    when (select last_complete from sources
          where sources.site = expected.site and sources.channel = expected.channel) is not null then 'never_seen'
    else 'unknown' end""",
)

# The years between the first and the last report of a body, and the one after the last where others have reported: that
# one is missing only if the channel was read whole after its deadline (`_covered`), for bodies are merged and dissolved.
COVERED_YEARS = """
with homes as (
    select reports.agency_id, max(sources.last_complete) as looked
    from agencies
    join reports on reports.agency_id = agencies.id and reports.year = agencies.last_year and reports.preferred = 1
    join captures on captures.id = reports.capture_id join sources using (site, channel) group by 1)
select agencies.id as agency_id, agencies.region, years.year, reports.id as report_id,
       agencies.type = 'government' or reports.scope = 'region' as government,
       date(captures.published) as published, captures.id as capture_id, homes.looked,
       years.year > agencies.last_year as after_the_last
from agencies
join (select distinct year from reports where preferred = 1) as years
  on years.year between agencies.first_year and agencies.last_year + 1
left join reports on reports.agency_id = agencies.id and reports.year = years.year and reports.preferred = 1
left join captures on captures.id = reports.capture_id
left join homes on homes.agency_id = agencies.id
order by 1, 3"""


def settle(
    db: sqlite_utils.Database,
    states: Iterable[rows.Row] = (),
    accounts: Mapping[str, Iterable[rows.Row]] = MappingProxyType({}),
) -> None:
    """Fill the tables that describe all reports together, and the search index, views and build information.

    `states` are what the last runs say of their channels: rows of `sources` without the counts. `accounts` are the
    runs themselves and what vanished from its lists, as rows by table.
    """
    for table in (
        "agencies",
        "provinces",
        "sources",
        "cells",
        "checks",
        "coverage",
        "province_years",
        "province_sums",
        "build",
        *accounts,
    ):
        db.execute(f"delete from [{table}]")  # noqa: S608 - own names
    db.execute("analyze")  # without it the checks between years take a hundred times as long
    insert(db, "provinces", provinces())
    insert(db, "cells", rows.codebook_rows())
    insert(db, "checks", [*rows.check_rows(), *across.check_rows()])
    for statement in (PREFERRED, AGENCIES, SOURCES):
        db.execute(statement)
    insert(db, "copies", _copies(db))
    across.judge(db)
    for statement in quality.statements():
        db.execute(statement)
    for state in states:
        db.execute(STATE, state)
    for table, ran in accounts.items():
        insert(db, table, list(ran))
    for statement in (*UNLISTED, *EXPECTED):
        db.execute(statement)
    insert(db, "coverage", (row for found in _dicts(db, COVERED_YEARS) for row in _covered(found)))
    db.execute(PROVINCE_YEARS)
    for statutory in schema.statutory().values():
        insert(db, "province_sums", list(_sums(db, statutory)))
    _index_narratives(db)
    for name, statement in views():
        db.create_view(name, statement, replace=True)
    insert(db, "build", [{"name": name, "value": value} for name, value in _build(db).items()])
    db.execute("analyze")


def _sums(db: sqlite_utils.Database, table: schema.Table) -> Iterator[rows.Row]:
    """A row for each province, year and cell that has a value in some report."""
    assert table.wide
    sums = ", ".join(f"count(one.[{line.id}]), round(sum(one.[{line.id}]), 6)" for line in table.wide.fields)
    sql = (
        f"select coalesce(substr(reports.region, 1, 2), ''), reports.year, one.[{table.wide.record}], {sums}"  # noqa: S608
        f" from [{table.name}] as one join reports on reports.id = report_id"
        " where preferred = 1 and scope != 'region' group by 1, 2, 3 order by 1, 2, 3"
    )
    for province, year, record, *found in db.execute(sql).fetchall():
        for line, count, value in zip(table.wide.fields, found[::2], found[1::2], strict=True):
            cell = dict(zip(CELL, table.wide.key(table.name, record, line.id), strict=True))
            if count:
                yield {"province": province, "year": year, "reports": count, "value": value} | cell


def provinces() -> list[rows.Row]:
    """The rows of `provinces`, the unknown one last."""
    text = files("pipelines.publishing").joinpath("provinces.toml").read_text(encoding="utf-8")
    return [
        {"code": code, "name": zh, "name_en": en} for code, (zh, en) in sorted(tomllib.loads(text).items())
    ] + [UNKNOWN]


def _covered(found: Mapping[str, Any]) -> Iterator[rows.Row]:
    """One agency and year: on time, late, undated or missing, with what says so."""
    holds = rule(found["region"] or "", found["year"])
    due = holds.on(found["year"], government=bool(found["government"]))
    published = found["published"]
    days = (date.fromisoformat(published) - due).days if published else None
    if found["report_id"] is None:
        if found["after_the_last"] and (found["looked"] or "")[:10] <= due.isoformat():
            return
        status = "missing"
    elif days is None:
        status = "undated"
    else:
        status = "late" if days > 0 else "on_time"
    kept = {name: found[name] for name in ("agency_id", "year", "published", "report_id", "capture_id")}
    yield kept | {
        "status": status,
        "deadline": due.isoformat(),
        "deadline_source": holds.source,
        "days_late": days,
        "looked": found["looked"] if status == "missing" else None,
    }


NARRATIVE = "select coalesce(group_concat(text, char(10)), '') from (select text from sections where report_id = ? order by id)"
OWN_YEAR_BEFORE = """
select later.id, earlier.id from reports as later
join reports as earlier on earlier.agency_id = later.agency_id and earlier.year = later.year - 1 and earlier.preferred = 1
where later.preferred = 1"""


def _copies(db: sqlite_utils.Database) -> Iterator[rows.Row]:
    """Preferred reports beside earlier ones with nearly the same narrative; a body's own of the year before is always asked."""
    reports = db.execute("select id from reports where preferred = 1 order by year, id")
    sketches = ((id_, copies.sketch(_narrative(db, id_))) for (id_,) in reports)
    return (_copy(db, found) for found in copies.copies(sketches, db.execute(OWN_YEAR_BEFORE)))


def _copy(db: sqlite_utils.Database, found: copies.Copy) -> rows.Row:
    shared = copies.passages(_narrative(db, found.text), _narrative(db, found.earlier))
    return {
        "report_id": found.text,
        "other_id": found.earlier,
        "similarity": round(found.similarity, 3),
        "family_id": found.family,
        "family_size": found.members,
        "passage": "\n".join(" ".join(run.split()) for run in shared),
    }


def _narrative(db: sqlite_utils.Database, report: int) -> str:
    return str(db.execute(NARRATIVE, (report,)).fetchone()[0])


# Large pieces, merged once at the end: with FTS5's own settings the index of the country takes twice as long.
INDEXING = {"hashsize": 32 << 20, "automerge": 0}


def _index_narratives(db: sqlite_utils.Database) -> None:
    """The search index holds pairs of characters; FTS5's own `rebuild` would put the raw text in: never run it."""
    db.execute("drop table if exists sections_fts")
    db.execute(
        "create virtual table sections_fts using fts5"
        '(heading, text, content="sections", content_rowid="id", tokenize=\'unicode61\')'
    )
    found = db.execute("select id, coalesce(heading, ''), coalesce(text, '') from sections order by id")
    tokens = ((id_, bigrams.tokens(heading), bigrams.tokens(text)) for id_, heading, text in found)
    for setting, value in INDEXING.items():
        db.execute("insert into sections_fts(sections_fts, rank) values (?, ?)", (setting, value))
    db.conn.executemany("insert into sections_fts(rowid, heading, text) values (?, ?, ?)", tokens)
    db.execute("insert into sections_fts(sections_fts) values ('optimize')")
    db.execute(
        "delete from sections_fts_config where k in (select value from json_each(?))",
        (json.dumps([*INDEXING]),),
    )


def _build(db: sqlite_utils.Database) -> dict[str, str]:
    """About this file. No clock: the same archive gives the same bytes, its age is that of its latest capture."""
    count: Callable[[str], str] = lambda sql: str(db.execute(sql).fetchone()[0] or 0)  # noqa: E731
    return {
        "version": "",  # a digest of the finished file; written when it is finished
        "data_until": count("select max(fetched_at) from captures"),
        "reports": count("select count(*) from reports where preferred = 1"),
        "agencies": count("select count(*) from agencies"),
        "years": count("select count(distinct year) from reports where preferred = 1"),
        "provinces": count("select count(distinct nullif(province, '')) from agencies"),
        "figures": count("select sum(reported) from reports where preferred = 1"),
        "schema": schema.signature(),
    }


def _dicts(db: sqlite_utils.Database, sql: str) -> Iterable[dict[str, Any]]:
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)

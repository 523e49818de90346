"""What the ledger of the archive tells readers: how each channel stands, and every run that has ended.

A run under way is left out: what it comes to is not known yet, and readers of the next version will see it.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.rows import Row
from pipelines.warc.ledger import NAME, Ledger

LAST_WALKS = """
select site, channel, state as status, detail, at as last_walked,
       (select max(at) from walks as whole
        where whole.site = walks.site and whole.channel = walks.channel and whole.state = 'complete') as last_complete
from walks
where (site, channel, at) in (select site, channel, max(at) from walks group by site, channel)
group by site, channel having run = max(run) order by site, channel"""

# A night archives nothing itself: what it published, and its exit code, stand in its summary.
RUNS = """
select id, command, worker, started_at as started, nullif(finished_at, '') as finished,
       unixepoch(nullif(finished_at, '')) - unixepoch(started_at) as seconds, state, version, settings,
       coalesce(asked, 0) as asked, coalesce(new, 0) as new,
       coalesce(channels, 0) as channels, coalesce(incomplete, 0) as incomplete,
       summary ->> '$.exit' as exit,
       case when summary ->> '$.published.published' then summary ->> '$.published.version' end as published,
       json_array_length(summary, '$.published.refusals') as refusals
from runs
left join (select run, count(*) as asked, sum(outcome = 'new') as new from fetches
           where outcome != 'derived' group by run) as came
     on came.run = runs.id
left join (select run, count(*) as channels, sum(state != 'complete') as incomplete from walks group by run) as walked
     on walked.run = runs.id
where state != 'running' order by id"""

LATEST = """
(at, run) = (select at, run from walks as later where later.site = walks.site and later.channel = walks.channel
             order by at desc, run desc limit 1)"""

UNLISTED = f"""
select site, channel, value ->> '$.url' as url, value ->> '$.title' as title, value ->> '$.last_listed' as last_listed,
       value ->> '$.unlisted_since' as unlisted_since
from walks, json_each(walks.unlisted) where {LATEST} order by 1, 2, 3"""  # noqa: S608 - our own text

# A branch of a tree is a walk of its own; the bodies are expected of the channel.
EXPECTED = f"""
select distinct site, channel, value as agency, 'unknown' as status from walks, json_each(walks.expected)
where channel not glob '*:*' and {LATEST} order by site, channel, agency"""  # noqa: S608

OUTCOMES = """
select run as run_id, outcome, count(*) as count from fetches
where run in (select id from runs where state != 'running') group by run, outcome order by run, outcome"""


def channel_states(archive: Path) -> list[Row]:
    """Rows of `sources` without the counts, from the latest walk of each channel; nothing without a ledger."""
    return _ask(archive, LAST_WALKS)


def run_rows(archive: Path) -> dict[str, list[Row]]:
    """Rows of `runs` and of `run_outcomes`, the answers and failures of each run by class."""
    return {"runs": _ask(archive, RUNS), "run_outcomes": _ask(archive, OUTCOMES)}


def listing_rows(archive: Path) -> dict[str, list[Row]]:
    """Rows of `expected`, bodies the registry expects, without the agency each is; and of `unlisted`, entries that vanished
    from their channels, without the report each was. Nothing where nothing was ever walked."""
    return {"expected": _ask(archive, EXPECTED), "unlisted": _ask(archive, UNLISTED)}


def _ask(archive: Path, sql: str) -> list[Row]:
    if not (archive / NAME).is_file():
        return []
    with Ledger(archive) as ledger:
        return ledger.rows(sql)

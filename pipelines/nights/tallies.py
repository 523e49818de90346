"""How far a crawl has come, site by site, from what it has entered in the ledger so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.warc.ledger import Ledger

# `new` bytes at an address that gave others before are a change; bytes never seen there are news.
_FETCHES = """
select site,
       sum(outcome = 'new' and not changed) as new,
       sum(outcome = 'new' and changed) as changed,
       sum(outcome in ('seen', 'not_modified')) as same,
       sum(barred) as blocked,
       sum(outcome not in ('new', 'seen', 'not_modified') and not barred) as failed,
       sum(length) as bytes
from (
    select site, outcome, length,
           outcome glob 'waf*' or outcome glob 'blocked*' or outcome in ('captcha', 'throttle', 'robots', 'http_403')
               as barred,
           exists (select 1 from captures where captures.url = fetches.url and captures.sha256 != fetches.sha256
                   and captures.fetched_at < fetches.at) as changed
    from fetches where id > ?
) group by site order by site"""


@dataclass(frozen=True, slots=True)
class SiteTally:
    """What one site has come to in this crawl: entries by outcome, `bytes` as stored, channels walked."""

    site: str
    new: int = 0
    changed: int = 0
    same: int = 0
    blocked: int = 0
    failed: int = 0
    bytes: int = 0
    walks: tuple[tuple[str, str, str], ...] = field(default=())
    """channel, state, detail of each walk that has ended."""

    @property
    def done(self) -> int:
        """Entries that were asked for, whatever came."""
        return self.new + self.changed + self.same + self.blocked + self.failed


def mark(ledger: Ledger) -> tuple[int, str]:
    """Where the ledger stands now; give it to `since` later."""
    return (
        int(ledger.rows("select coalesce(max(id), 0) as id from fetches")[0]["id"]),
        str(ledger.rows("select coalesce(max(started_at || id), '') as id from runs")[0]["id"]),
    )


def since(ledger: Ledger, start: tuple[int, str]) -> tuple[SiteTally, ...]:
    """The tally of every site that was heard of after `start`."""
    fetches, runs = start
    walks: dict[str, list[tuple[str, str, str]]] = {}
    ended = ledger.rows(
        "select site, channel, walks.state, detail from walks join runs on runs.id = walks.run"
        " where started_at || runs.id > ? order by site, channel, at",
        (runs,),
    )
    for row in ended:
        walks.setdefault(row["site"], []).append((row["channel"], row["state"], row["detail"]))
    counted = {row["site"]: row for row in ledger.rows(_FETCHES, (fetches,))}
    return tuple(
        SiteTally(**{"site": site, **counted.get(site, {})}, walks=tuple(walks.get(site, ())))
        for site in sorted(counted.keys() | walks.keys())
    )

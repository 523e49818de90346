"""The parts of a night, one function each: they read the plan, look at the clock, and write down what they came to."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any

from gxcrawl import registry
from gxcrawl.exits import Exit
from gxcrawl.nights import shards
from gxcrawl.nights.crew import Crew, Ended, Shift
from gxcrawl.nights.fleet import Fleet
from gxcrawl.nights.leftovers import forget, unfinished
from gxcrawl.nights.plan import CRAWL_SHARE, Clock, Plan, Stopped, Told, Watch
from gxcrawl.nights.standing import due_sites
from pipelines.items import Site
from pipelines.nights import alerts, standing, tallies
from pipelines.processes.pool import CannotStart
from pipelines.processes.workers import NoCluster, errands
from pipelines.publishing.patches import BadPatch
from pipelines.publishing.publish import NothingToPublish, publish
from pipelines.replay import replay
from pipelines.selection import Selection
from pipelines.store import WORK_FILE
from pipelines.warc.fixity import record_audit, verify
from pipelines.warc.ledger import Ledger
from pipelines.warc.lock import Locked
from pipelines.warc.stamps import now

POLL = 0.25
"""Seconds between two looks at the crawling processes."""

PATIENCE = 20
"""Counting takes longer the longer a night is; this many times as long passes until the next count."""

COUNTED = ("new", "changed", "same", "blocked", "failed", "bytes")


def crawl(plan: Plan, clock: Clock, watch: Watch, told: Told) -> None:
    """The sites of this machine's share that are due, by one or more processes, until they end or time is over."""
    mine = wanted_sites(plan, datetime.now(UTC)) if plan.crawl else ()
    work = shifts(mine, plan.processes)
    crew = _hands(plan)
    orders, next_look = 0, 0.0
    with Ledger(plan.archive) as ledger, ExitStack() as in_the_end:
        start = tallies.mark(ledger)
        in_the_end.callback(crew.drop)
        crew.start(work)
        while crew.poll():
            wanted = clock.asked or int(clock.over(CRAWL_SHARE))
            if wanted > orders:
                orders = wanted
                crew.stop()
            if time.monotonic() >= next_look:
                began = time.monotonic()
                watch(tallies.since(ledger, start))
                next_look = began + PATIENCE * (time.monotonic() - began)
            crew.rest(POLL)
        for problem in crew.gather():
            told.problem("crawl", problem)
        seen = tallies.since(ledger, start)
    watch(seen)
    told.crawl = crawl_object(crew.ended, seen, mine)
    for ended in crew.ended:
        if ended.problem:
            told.problem("crawl", ended.problem)
    told.interrupted |= orders > 0 or any(ended.code == Exit.INTERRUPTED for ended in crew.ended)
    if plan.crawl and not told.interrupted and "crawl" not in told.problems:
        forget(plan.archive, [shift.worker for shift in work])


def _hands(plan: Plan) -> Crew | Fleet:
    """Who crawls: processes of this machine, or tasks on the cluster when one is named."""
    arguments = [word for one in plan.overrides for word in ("--set", one)]
    cluster = errands() if plan.crawl else None
    return (
        Fleet(cluster, plan.archive, plan.registry, arguments)
        if cluster
        else Crew(plan.archive, plan.registry, arguments)
    )


def wanted_sites(plan: Plan, moment: datetime) -> tuple[Site, ...]:
    """What is due, and what an earlier crawl did not end: a list read whole is no site read whole."""
    mine = shards.of(plan.sites, plan.share)
    if plan.all:
        return mine
    wanted = {site.id for site in due_sites(mine, plan.archive, moment)} | unfinished(plan.archive)
    return tuple(site for site in mine if site.id in wanted)


def shifts(sites: tuple[Site, ...], processes: int) -> tuple[Shift, ...]:
    """The sites in parts, by host. One process alone takes the queue of `gxcrawl crawl` and goes on with it."""
    if processes == 1:
        return (Shift("main", tuple(site.id for site in sites)),)
    parts = (shards.of(sites, shards.Share(number, processes)) for number in range(1, processes + 1))
    return tuple(
        Shift(f"part{number}", tuple(site.id for site in part)) for number, part in enumerate(parts, 1)
    )


def crawl_object(
    ended: list[Ended], seen: tuple[tallies.SiteTally, ...], sites: tuple[Site, ...]
) -> dict[str, Any]:
    """Counts of the crawl, and what each site came to. A channel nobody gave a verdict on is failed, `no_verdict`."""
    verdicts = {
        (site.id, channel.id): ("failed", "no_verdict") for site in sites for channel in site.channels
    }
    for one in ended:
        verdicts |= {
            (row["site"], row["channel"]): (row["state"], row["reason"])
            for row in one.told.get("channels", ())
        }
    tally = {one.site: one for one in seen}
    counts = {
        site.id: {name: getattr(tally.get(site.id, tallies.SiteTally(site.id)), name) for name in COUNTED}
        for site in sites
    }
    outcomes: Counter[str] = Counter()
    for one in ended:
        outcomes.update(one.told.get("outcomes", {}))
    return {
        **{name: sum(site[name] for site in counts.values()) for name in COUNTED},
        "states": dict(Counter(state for state, _ in verdicts.values())),
        "outcomes": dict(sorted(outcomes.items())),
        "restarts": [death for one in ended for death in one.deaths],
        "runs": [one.told["run"] for one in ended if one.told],
        "channels": [
            {"site": site, "channel": channel, "state": state, "reason": reason}
            for (site, channel), (state, reason) in sorted(verdicts.items())
        ],
        "sites": counts,
    }


def read(plan: Plan, clock: Clock, watch: Watch, told: Told) -> None:
    """Read what the current parser has not read: new captures, and after a release of the parser all of them."""
    counts: Counter[str] = Counter()

    def heard(_: Any, outcome: Any) -> None:
        counts[getattr(outcome, "reason", "") or getattr(outcome, "kind", "")] += 1
        clock.check()

    try:
        replay(
            plan.archive,
            workers=plan.workers,
            only=Selection(stale=True),
            regions=registry.regions(plan.sites),
            told=heard,
        )
    except Stopped:
        told.interrupted = True
    except (CannotStart, NoCluster, Locked) as error:
        told.problem("read", str(error))
    told.read = dict(sorted(counts.items()))


def checks(plan: Plan, clock: Clock, watch: Watch, told: Told) -> None:
    """Count the failed checks of all reports: whose fault, and how bad."""
    if not (plan.archive / WORK_FILE).is_file():  # nothing was ever read
        return
    with closing(sqlite3.connect(f"file:{plan.archive / WORK_FILE}?mode=ro", uri=True)) as store:
        found = store.execute(
            "select fault || '_' || level, count(*) from findings where verdict = 'fail' group by 1 order by 1"
        )
        told.checks = dict(found.fetchall())


def audit(plan: Plan, clock: Clock, watch: Watch, told: Told) -> None:
    """Verify the archive when that was last done too long ago; say how it stands in any case."""
    moment = now()
    last = standing.facts(plan.archive, moment).audit
    if last is None or alerts.older(last["at"], moment, days=plan.alerts.thresholds.verify_days):
        found = verify(plan.archive, at=moment)
        record_audit(plan.archive, found)
        last = {"at": found.at, "result": found.result, "files": found.files, "bytes": found.bytes}
    told.audit = {name: last[name] for name in ("at", "result", "files", "bytes")}


def release(plan: Plan, clock: Clock, watch: Watch, told: Told) -> None:
    """Build, test at the gate, swap. A refused build leaves what readers see."""
    try:
        built = publish(plan.archive, gate=plan.gate)
    except BadPatch as error:
        told.problem("patches", str(error))
        return
    except (NothingToPublish, Locked) as error:
        told.problem("publish", str(error))
        return
    told.published = {
        "version": built.version,
        "published": built.published,
        "counts": dict(built.counts),
        "refusals": [str(refusal) for refusal in built.refusals],
    }

"""A night: crawl, read, check, verify when due, publish through the gate, tell. Each part goes on where the last night stopped.

One source that fails never stops the rest, and a part that fails stops nothing but itself; the summary and the exit code
still tell. The crawl runs in processes of its own (`gxcrawl.nights.crew`), everything else here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from gxcrawl.exits import Exit
from gxcrawl.nights import parts
from gxcrawl.nights.plan import Clock, Plan, Told, Watch
from pipelines.nights import standing
from pipelines.nights.delivery import notify
from pipelines.warc import lock, runs
from pipelines.warc.stamps import now

LOCK = "locks/nightly.lock"
SUMMARY = "nightly.json"
"""In the archive folder: the summary of the last night, for machines."""

PARTS: tuple[tuple[str, Callable[[Plan, Clock, Watch, Told], None]], ...] = (
    ("crawl", parts.crawl),
    ("read", parts.read),
    ("checks", parts.checks),
    ("audit", parts.audit),
    ("publish", parts.release),
)


def night(plan: Plan, clock: Clock, watch: Watch, say: Callable[[str], None]) -> Told:
    """One night, from the lock to the messages. `say` hears the name of each part when it begins.

    Raises `pipelines.warc.lock.Locked` and `pipelines.warc.ledger.NoArchive`; then nothing was started. A second Ctrl-C and
    a defect pass through, with the run entered as interrupted or failed.
    """
    with lock.hold(plan.archive / LOCK, standing.NIGHTLY):
        run = runs.begin(plan.archive, standing.NIGHTLY, plan.told())
        told = Told(run.id)
        state = "failed"
        try:
            _travel(plan, clock, watch, say, told)
            told.exit = int(verdict(told))
            _tell(plan, told)
            state = "interrupted" if told.interrupted else "finished"
        except KeyboardInterrupt:
            state, told.exit = "interrupted", int(Exit.INTERRUPTED)
            raise
        finally:
            runs.end(plan.archive, run, state, told.object())
            _write(plan.archive / SUMMARY, told)
    return told


def verdict(told: Told) -> Exit:
    """The exit code: what needs a person first stands first."""
    states = told.crawl.get("states", {})
    unanswered = told.crawl.get("blocked", 0) + told.crawl.get("failed", 0)
    judged = (
        (Exit.ARCHIVE_DAMAGED, told.audit.get("result", "sound") != "sound"),
        (Exit.GATE_REFUSED, bool(told.published.get("refusals"))),
        (Exit.CONFIG, bool(told.problems.keys() & {"read", "patches"})),
        (Exit.INTERRUPTED, told.interrupted),
        (Exit.NOTHING_READ, "publish" in told.problems),
        (Exit.SOURCES_FAILED, bool(unanswered or states.keys() - {"complete"} or "crawl" in told.problems)),
    )
    return next((code for code, holds in judged if holds), Exit.OK)


def _travel(plan: Plan, clock: Clock, watch: Watch, say: Callable[[str], None], told: Told) -> None:
    """The parts in order. Ctrl-C ends the night; the end of its time ends crawl and reading, and the rest follows."""
    for name, part in PARTS:
        if clock.asked:
            told.interrupted = True
            return
        say(name)
        began = time.monotonic()
        part(plan, clock, watch, told)
        told.seconds[name] = round(time.monotonic() - began, 2)


def _tell(plan: Plan, told: Told) -> None:
    """Send the alerts that are new. This night counts as ended, for it is about to."""
    moment = now()
    facts = standing.facts(plan.archive, moment, plan.channels, night_at=moment)
    notice = notify(plan.archive, facts, plan.alerts)
    told.alerts = [
        {"kind": alert.kind, "subject": alert.subject, "zh": alert.zh, "en": alert.en}
        for alert in notice.standing
    ]
    for problem in notice.problems:
        told.problem("alerts", problem)


def _write(path: Path, told: Told) -> None:
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told.object(), ensure_ascii=False, indent=1), encoding="utf-8")
    aside.replace(path)

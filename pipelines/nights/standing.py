"""How an archive stands: its sources, its last night, its last build, its last verification, its disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines.nights.alerts import Facts, Source
from pipelines.publishing.publish import LEDGER
from pipelines.warc import runs
from pipelines.warc.fixity import last_audit
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault import WARC

NIGHTLY = "nightly"

_SOURCES = """
select site, channel, state, detail, at,
       (select coalesce(max(at), '') from walks as whole
        where whole.site = walks.site and whole.channel = walks.channel and whole.state = 'complete') as complete_at
from walks
where (at, run) = (select at, run from walks as later
                   where later.site = walks.site and later.channel = walks.channel order by at desc, run desc limit 1)
order by site, channel"""


def sources(ledger: Ledger, registered: Iterable[tuple[str, str]] | None = None) -> tuple[Source, ...]:
    """Every channel that was ever walked, or the `registered` ones (site, channel), also those nobody ever walked."""
    walked = {(row["site"], row["channel"]): Source(**row) for row in ledger.rows(_SOURCES)}
    if registered is None:
        return tuple(walked.values())
    return tuple(
        walked.get(place) or Source(*place, state="never", detail="not walked yet", at="", complete_at="")
        for place in sorted(registered)
    )


def facts(
    archive: Path, now: str, registered: Iterable[tuple[str, str]] | None = None, *, night_at: str = ""
) -> Facts:
    """What alerts are drawn from. `night_at` stands for a night that is just ending. Raises `ledger.NoArchive`."""
    with Ledger(archive) as ledger:
        nights = ledger.rows(
            "select max(finished_at) as at from runs where command = ? and state = 'finished'", (NIGHTLY,)
        )
        began = ledger.rows("select coalesce(min(started_at), '') as at from runs")
        return Facts(
            now=now,
            sources=sources(ledger, registered),
            night_at=night_at or nights[0]["at"] or "",
            began_at=began[0]["at"],
            refusals=tuple(
                f"{one['test']}: {one['message']}" for one in last_build(archive).get("reasons", ())
            ),
            audit=last_audit(ledger),
            free=shutil.disk_usage(archive).free,
        )


def last_build(archive: Path) -> dict[str, Any]:
    """The last line of the publish ledger: at, version, result, reasons, counts. Empty before the first build."""
    try:
        lines = (archive / LEDGER).read_text(encoding="utf-8").splitlines()
        return dict(json.loads(lines[-1])) if lines else {}
    except (FileNotFoundError, ValueError):
        return {}


def size(archive: Path) -> tuple[int, int]:
    """Number and bytes of the WARC files, also of those that are still growing."""
    found = [
        path.stat().st_size for path in (archive / WARC).glob("*.warc.gz*") if ".sha256" not in path.name
    ]
    return len(found), sum(found)


def night(ledger: Ledger) -> dict[str, Any] | None:
    """The last night: its row of the ledger, with settings and summary as objects."""
    found = runs.latest(ledger, NIGHTLY)
    return found[0] if found else None

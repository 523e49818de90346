"""How an archive stands, in a few lines: last night, sources by state, size, verification, gate, alerts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.nights import standing
from pipelines.nights.alerts import Alert, Facts
from pipelines.warc.ledger import Ledger


def health(archive: Path, facts: Facts, found: Sequence[Alert]) -> dict[str, Any]:
    """How an archive stands, as `gxcrawl status --json` prints it."""
    files, size = standing.size(archive)
    with Ledger(archive) as ledger:
        counts = ledger.rows(
            "select (select count(*) from captures) as captures, (select count(distinct sha256) from captures) as contents,"
            " (select coalesce(max(at), '') from fetches) as last_fetch"
        )[0]
        night = standing.night(ledger)
    return {
        "archive": {"files": files, "bytes": size, "free": facts.free, **counts},
        "night": night
        and {name: night[name] for name in ("id", "state", "started_at", "finished_at", "version")},
        "parts": night["summary"].get("seconds", {}) if night else {},
        "sources": dict(sorted(Counter(source.state for source in facts.sources).items())),
        "oldest": min((source.complete_at for source in facts.sources), default=""),
        "audit": facts.audit,
        "build": standing.last_build(archive),
        "alerts": [asdict(alert) for alert in found],
    }


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same as one screen for people, a line for each thing."""
    archive, night, build, audit = (told[name] for name in ("archive", "night", "build", "audit"))
    yield (
        f"archive   {archive['contents']:,} contents in {archive['captures']:,} captures, {archive['files']} files, "
        f"{archive['bytes'] / 1e6:,.1f} MB; last fetch {archive['last_fetch'] or 'never'}"
    )
    took = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in told["parts"].items())
    yield (
        f"night     {night['state']}, {night['started_at']} to {night['finished_at']} ({took})"
        if night
        else "night     none yet"
    )
    states = ", ".join(f"{count} {state}" for state, count in told["sources"].items())
    yield f"sources   {states or 'none'}; the one read whole longest ago: {told['oldest'] or 'never'}"
    yield f"fixity    {audit['result']}, {audit['at']}" if audit else "fixity    never verified"
    if build:
        counts = ", ".join(
            f"{build['counts'].get(name)} {name}" for name in ("reports", "agencies", "figures")
        )
        yield f"gate      {build['result']} {build['version']} at {build['at']}: {counts}"
        yield from (f"          {one['test']}: {one['message']}" for one in build["reasons"])
    else:
        yield "gate      nothing was built yet"
    yield from (f"alert     {alert['zh']} / {alert['en']}" for alert in told["alerts"])

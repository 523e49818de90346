"""How the registered channels stand: the last walks, what they list, what is held, and the roll-call over
it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gxcrawl.fetching.due import channel_due
from gxcrawl.fetching.listed import Listed, Lists
from gxcrawl.nights.rollcall import ChannelStanding, call
from pipelines.items import Channel, Site
from pipelines.warc.ledger import Ledger, NoArchive

NEVER = "2000-01-01T00:00:00Z"
LAST_WALKS = "select site, channel, at, state, detail, counts from walks order by at, run"
HELD = (
    "select requested as url from fetches where site = ? and sha256 != ''"
    " union select url from captures where site = ? and sha256 != ''"
)


def standings(sites: Iterable[Site], archive: Path, today: date) -> tuple[ChannelStanding, ...]:
    """One standing per channel that is registered or was walked. Raises `pipelines.warc.ledger.NoArchive`."""
    with Ledger(archive) as ledger, Lists(archive) as lists:
        walks = {(row["site"], row["channel"]): row for row in ledger.rows(LAST_WALKS)}
        found: list[ChannelStanding] = []
        for site in sites:
            held = {row["url"] for row in ledger.rows(HELD, (site.id, site.id))}
            entries = lists.of(site.id)
            for channel in site.channels:
                state, reason = _ended(site, channel, walks)
                found.append(_standing(site, channel, entries, held, state, reason, today))
    return tuple(found)


def _ended(
    site: Site, channel: Channel, walks: Mapping[tuple[str, str], Mapping[str, Any]]
) -> tuple[str, str]:
    """How the last walk ended. A tree is read whole when each branch it named was, since it named it."""
    own = walks.get((site.id, channel.id))
    if own is None:
        return "failed", "never_walked"
    branches = [
        walk
        for (of, name), walk in walks.items()
        if of == site.id and name.startswith(f"{channel.id}:") and walk["at"] >= own["at"]
    ]
    if own["state"] != "complete":
        return own["state"], own["detail"]
    short = next((walk for walk in branches if walk["state"] != "complete"), None)
    if short:
        return (
            "partial",
            f"branch {short['channel'].partition(':')[2]}: {short['state']} {short['detail']}".strip(),
        )
    if len(branches) < json.loads(own["counts"]).get("branches", 0):
        return "partial", "branches_unfinished"
    return own["state"], own["detail"]


def due_sites(sites: Iterable[Site], archive: Path, now: datetime) -> tuple[Site, ...]:
    """The sites with a channel that is due, or that was never read whole. Without an archive all are."""
    try:
        with Ledger(archive) as ledger:
            whole = ledger.rows(
                "select site, channel, max(at) as at from walks where state = 'complete' group by 1, 2"
            )
    except NoArchive:
        whole = []
    last = {(row["site"], row["channel"]): row["at"] for row in whole}
    return tuple(
        site
        for site in sites
        if any(channel_due(last.get((site.id, channel.id), NEVER), now) for channel in site.channels)
    )


def _standing(
    site: Site,
    channel: Channel,
    entries: tuple[Listed, ...],
    held: set[str],
    state: str,
    reason: str,
    today: date,
) -> ChannelStanding:
    # The branches of a tree are channels of their own, named after it.
    own = [entry for entry in entries if entry.channel.partition(":")[0] == channel.id]
    return ChannelStanding(
        site=site.id,
        channel=channel.id,
        state=state,
        reason=reason,
        entries=len(own),
        vanished=sum(bool(entry.unlisted_since) for entry in own),
        calls=call(channel, own, held, state == "complete", today, site.region),
    )

"""How the registered channels stand: the last walks, what they list, what is held, and the roll-call over
it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gxcrawl.fetching import branches
from gxcrawl.fetching.due import channel_due
from gxcrawl.fetching.listed import Listed, Lists
from gxcrawl.nights.rollcall import ChannelStanding, call
from pipelines.items import Channel, Site
from pipelines.warc.ledger import Ledger, NoArchive

NEVER = "2000-01-01T00:00:00Z"
LAST_WALKS = "select site, channel, at, state, detail, counts from walks order by at, run"
LAST_WHOLE = "select site, channel, max(at) as at from walks where state = 'complete' group by 1, 2"
HELD = (
    "select requested as url from fetches where site = ? and sha256 != ''"
    " union select url from captures where site = ? and sha256 != ''"
)

Walks = Mapping[tuple[str, str], Mapping[str, Any]]
"""Site and channel -> the last walk."""


def standings(sites: Iterable[Site], archive: Path, today: date) -> tuple[ChannelStanding, ...]:
    """One standing per channel that is registered or was walked. Raises `pipelines.warc.ledger.NoArchive`."""
    with Ledger(archive) as ledger, Lists(archive) as lists:
        walks = _walks(ledger)
        found: list[ChannelStanding] = []
        for site in sites:
            held = {row["url"] for row in ledger.rows(HELD, (site.id, site.id))}
            entries = lists.of(site.id)
            for channel in site.channels:
                state, reason = _ended(walks, site, channel)
                found.append(_standing(site, channel, entries, held, state, reason, today))
    return tuple(found)


def _ended(walks: Walks, site: Site, channel: Channel) -> tuple[str, str]:
    """How the last walk ended."""
    own = walks.get((site.id, channel.id))
    if own is None:
        return "failed", "never_walked"
    return branches.ended(own, _below(walks, site, channel))


def _below(walks: Walks, site: Site, channel: Channel) -> list[Mapping[str, Any]]:
    prefix = f"{channel.id}:"
    return [walk for (of, name), walk in walks.items() if of == site.id and name.startswith(prefix)]


def due_sites(sites: Iterable[Site], archive: Path, now: datetime) -> tuple[Site, ...]:
    """The sites with a channel that is due, or that was never read whole. Without an archive all are."""
    try:
        with Ledger(archive) as ledger:
            whole = {(row["site"], row["channel"]): row["at"] for row in ledger.rows(LAST_WHOLE)}
            walks = _walks(ledger)
    except NoArchive:
        whole, walks = {}, {}
    return tuple(
        site for site in sites if any(_is_due(walks, whole, site, one, now) for one in site.channels)
    )


def _is_due(
    walks: Walks, whole: Mapping[tuple[str, str], str], site: Site, channel: Channel, now: datetime
) -> bool:
    """A tree that named its branches was read, but not whole when one of them was not."""
    own = walks.get((site.id, channel.id))
    is_short = (
        own is not None and own["state"] == "complete" and _ended(walks, site, channel)[0] != "complete"
    )
    return channel_due(NEVER if is_short else whole.get((site.id, channel.id), NEVER), now)


def _walks(ledger: Ledger) -> Walks:
    return {(row["site"], row["channel"]): row for row in ledger.rows(LAST_WALKS)}


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

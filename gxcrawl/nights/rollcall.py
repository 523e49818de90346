"""The roll-call: which reports were expected of a channel, and what came of each. Pure; `gxcrawl.nights.standing`
brings the data, `pipelines.publishing.deadlines` the last day.

Nothing is `ok` unless its list was read whole and every expected report is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gxcrawl.fetching.due import FALSE_FRIENDS
from gxcrawl.fetching.listed import Listed
from pipelines.items import Channel
from pipelines.publishing.deadlines import rule

State = Literal["on_time", "late", "undated", "not_held", "vanished", "missing", "not_due", "unknown"]
YEAR = re.compile(r"(20[0-4]\d)\s*年?")


@dataclass(frozen=True, slots=True)
class Call:
    """One expected report. `days` are days after the deadline, negative before it; None without a date.

    `not_held`: listed, and its content never came. `unknown`: the list was not read whole, so nothing can be
    said.
    """

    channel: str
    agency: str
    year: int
    state: State
    published: str = ""
    deadline: str = ""
    days: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """A channel after its last walk: the verdict, and its calls."""

    site: str
    channel: str
    state: str
    reason: str
    entries: int
    vanished: int
    calls: tuple[Call, ...]

    @property
    def moved(self) -> bool:
        """Whether another address answers for the registered one: whole, but somebody should look and write it down."""
        return self.state == "complete" and "moved: " in self.reason

    @property
    def ok(self) -> bool:
        bad = ("missing", "vanished", "not_held", "unknown")
        return (
            self.state == "complete"
            and self.vanished == 0
            and not self.moved
            and not any(call.state in bad for call in self.calls)
        )


def deadline(agency: str, region: str, year: int) -> date:
    """The last day on which the report of `year` is in time."""
    return rule(region, year).on(year, government=agency.endswith("人民政府"))


def year_of(title: str, published: str) -> int | None:
    """The year a report is about: the one its title names, else the year before its publication."""
    match = YEAR.search(title)
    if match:
        return int(match[1])
    return int(published[:4]) - 1 if published else None


def call(
    channel: Channel,
    entries: Iterable[Listed],
    held: Collection[str],
    complete: bool,
    today: date,
    region: str = "",
) -> tuple[Call, ...]:
    """The calls of a channel: every expected body, every expected year. `held` are addresses with content."""
    known = [entry for entry in entries if not FALSE_FRIENDS.search(entry.title)]
    years = channel.expected_years or _years(known, today)
    calls = []
    for agency in channel.expected_agencies:
        own = [entry for entry in known if _is_of(entry, agency, channel.expected_agencies)]
        for year in years:
            found = [entry for entry in own if year_of(entry.title, entry.published) == year]
            last_day = deadline(agency, region, year)
            calls.append(_call(channel.id, agency, year, last_day, found, held, complete, today))
    return tuple(calls)


def _call(
    channel: str,
    agency: str,
    year: int,
    last_day: date,
    found: list[Listed],
    held: Collection[str],
    complete: bool,
    today: date,
) -> Call:
    if not found:
        state: State = "not_due" if today <= last_day else "missing" if complete else "unknown"
        return Call(channel, agency, year, state, deadline=last_day.isoformat())
    # The earliest that is still listed counts: a report published again later was not late for that.
    entry = min(found, key=lambda one: (bool(one.unlisted_since), one.published or "9999"))
    days = (date.fromisoformat(entry.published) - last_day).days if entry.published else None
    if entry.url not in held:
        state = "not_held"
    elif entry.unlisted_since:
        state = "vanished"
    else:
        state = "undated" if days is None else "late" if days > 0 else "on_time"
    return Call(channel, agency, year, state, entry.published, last_day.isoformat(), days, entry.url)


def _years(entries: Iterable[Listed], today: date) -> tuple[int, ...]:
    """Without expected years: from the first that is known up to the one that is due now."""
    named = [year for entry in entries if (year := year_of(entry.title, entry.published))]
    return tuple(range(min(named), today.year)) if named else ()


def _is_of(entry: Listed, agency: str, agencies: Collection[str]) -> bool:
    """A channel of one body may leave its name out of the titles; of several, the name decides."""
    if agency in entry.title:
        return True
    return len(agencies) == 1 and not re.search(r"(?:局|委|厅|办|政府|街道|镇|乡)20\d\d", entry.title)


def summary(standings: Iterable[ChannelStanding]) -> str:
    """The roll-call in words."""
    channels = tuple(standings)
    states = Counter(one.state for one in channels)
    calls = Counter(call.state for one in channels for call in one.calls)
    ok = sum(one.ok for one in channels)
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none walked yet"
    came = ", ".join(f"{count} {state}" for state, count in sorted(calls.items())) or "none expected"
    vanished = sum(one.vanished for one in channels)
    moved = sum(one.moved for one in channels)
    away = f"; {moved} channels answer from another address" if moved else ""
    gone = f"; {vanished} entries vanished from their channels" if vanished else ""
    return f"{len(channels)} channels: {told}; {ok} ok. Reports expected: {came}{gone}{away}."

"""What a night is to do, how long it may take, and what it came to. Values only; `gxcrawl.nights.nightly` does the work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gxcrawl.exits import Exit
from gxcrawl.nights.shards import ALL, Share, of
from pipelines.items import Site
from pipelines.nights.alert_settings import Settings
from pipelines.nights.tallies import SiteTally
from pipelines.parse import parser_version
from pipelines.publishing.gate import Gate

CRAWL_SHARE = 0.75
"""The part of the hours the crawl may use; the rest belongs to reading what it brought."""

Watch = Callable[[tuple[SiteTally, ...]], None]
"""Is shown how far the crawl has come, again and again."""


class Stopped(Exception):
    """Somebody asked the night to stop, or its time is over. What was done is kept."""


@dataclass(slots=True)
class Clock:
    """When parts have to end, and whether somebody wants to stop now."""

    hours: float
    began: float = field(default_factory=time.monotonic)
    asked: int = 0
    """How often somebody pressed Ctrl-C."""

    def over(self, share: float = 1.0) -> bool:
        return time.monotonic() - self.began >= self.hours * 3600 * share

    def check(self) -> None:
        """Raises `Stopped` when there is no time left or somebody pressed Ctrl-C."""
        if self.asked or self.over():
            raise Stopped


@dataclass(frozen=True, slots=True)
class Plan:
    """One night. `share` is this machine's part of the sites, `processes` crawl at the same time, `workers` read."""

    archive: Path
    sites: tuple[Site, ...]
    registry: Path
    alerts: Settings
    gate: Gate
    hours: float = 8.0
    processes: int = 1
    share: Share = ALL
    workers: int | None = None
    crawl: bool = True
    all: bool = False
    """Also walk channels that were read whole lately."""
    overrides: tuple[str, ...] = ()
    """NAME=VALUE for the settings of the crawl."""

    @property
    def channels(self) -> list[tuple[str, str]]:
        """Site and channel of everything that is this machine's to crawl."""
        return [(site.id, channel.id) for site in of(self.sites, self.share) for channel in site.channels]

    def told(self) -> dict[str, Any]:
        """As the ledger keeps it; no secrets are among it."""
        names = ("hours", "processes", "workers", "crawl", "all", "overrides")
        own = {name: getattr(self, name) for name in names}
        return own | {"share": str(self.share), "sites": len(self.sites), "parser": parser_version()}


@dataclass(slots=True)
class Told:
    """What a night came to, part by part, as it is written to the ledger and to `nightly.json`."""

    run: str
    seconds: dict[str, float] = field(default_factory=dict)
    crawl: dict[str, Any] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    alerts: list[dict[str, str]] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)
    """Part -> what went wrong with it."""
    interrupted: bool = False
    exit: int = int(Exit.UNEXPECTED)

    def problem(self, part: str, what: str) -> None:
        self.problems.setdefault(part, []).append(what)

    def object(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

"""The sites of one crawl, seen from their hosts: which may be asked, when, for how much, and what a person
decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gxcrawl.fetching.manners import Budget, Window, budget_of, window_of
from gxcrawl.fetching.tls import Decision
from pipelines.items import Site


@dataclass(frozen=True, slots=True)
class Territory:
    """`hosts` are names without ports. `robots_decided` are hosts whose robots.txt a person has judged
    (`robots = "human: who, 2025-01-31"` in the site block)."""

    sites: Mapping[str, Site]
    hosts: frozenset[str]
    robots_decided: frozenset[str]
    budgets: Mapping[str, Budget]
    windows: Mapping[str, Window]
    tls: Mapping[str, Decision]
    default: Budget

    @classmethod
    def of(cls, sites: Iterable[Site], default: Budget) -> Territory:
        known = {site.id: site for site in sites}
        by_host = [(name, site) for site in known.values() for name in hosts_of(site)]
        return cls(
            sites=known,
            hosts=frozenset(name for name, _ in by_host),
            robots_decided=frozenset(
                name for name, site in by_host if str(site.access.get("robots", "")).startswith("human:")
            ),
            budgets={name: budget_of(site.access, default) for name, site in by_host},
            windows={name: window_of(site.access) for name, site in by_host},
            tls={name: decided for name, site in by_host if (decided := Decision.of(site.access))},
            default=default,
        )

    def budget(self, host: str) -> Budget:
        return self.budgets.get(host, self.default)

    def closed(self, now: float) -> Iterator[tuple[str, float]]:
        """Hosts that may not be asked now, with the moment they open."""
        for host, window in self.windows.items():
            opens = window.next_open(now)
            if opens > now:
                yield host, opens

    def delays(self) -> Iterator[tuple[str, float]]:
        """Hosts whose site block asks for a longer pause (`delay`, seconds)."""
        for site in self.sites.values():
            if site.access.get("delay"):
                yield from ((name, float(site.access["delay"])) for name in hosts_of(site))


def hosts_of(site: Site) -> tuple[str, ...]:
    """The host names of a site, its own first."""
    return tuple(name.partition(":")[0] for name in (site.host, *site.sibling_hosts))


def is_replica(sites: Iterable[Site]) -> bool:
    """Whether none of the sites is outside this machine."""
    return all(name.endswith(".localhost") for site in sites for name in hosts_of(site))

"""Which process or machine crawls which sites. A host belongs to one shard, so politeness needs no talking.

The share of a host depends on its name and the number of shards alone: machines that read the same registry agree
without asking each other, and a new site moves no other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.items import Site


@dataclass(frozen=True, slots=True)
class Share:
    """Number `number` (from 1) of `of`."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


ALL = Share(1, 1)


def read(text: str) -> Share:
    """`2/3` -> the second of three. Raises `ValueError` with what is wrong."""
    match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if not match:
        raise ValueError(f"{text!r} is no share: write 2/3 for the second of three")
    share = Share(int(match[1]), int(match[2]))
    if not 1 <= share.number <= share.of:
        raise ValueError(f"{text!r} is no share: there is no number {share.number} of {share.of}")
    return share


def of(sites: Iterable[Site], share: Share) -> tuple[Site, ...]:
    """The sites of one share, in the order of the registry."""
    known = tuple(sites)
    owner = owners(known)
    return tuple(site for site in known if _number(owner[site.id], share.of) == share.number)


def owners(sites: Iterable[Site]) -> dict[str, str]:
    """Site id -> the first of all hosts it is tied to. Sites that share a host, directly or over others, share it."""
    known = tuple(sites)
    first: dict[str, str] = {}
    for site in known:
        hosts = [name.partition(":")[0] for name in (site.host, *site.sibling_hosts)]
        tied = {_root(first, host) for host in hosts}
        for host in tied:
            first[host] = min(tied)
    return {site.id: _root(first, site.host.partition(":")[0]) for site in known}


def _root(first: dict[str, str], host: str) -> str:
    while first.setdefault(host, host) != host:
        host = first[host]
    return host


def _number(host: str, shards: int) -> int:
    return int.from_bytes(hashlib.sha256(host.encode()).digest()[:8], "big") % shards + 1

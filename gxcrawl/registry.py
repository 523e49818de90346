"""The registry: `gxcrawl/sites/<province>.toml` -> `Site` and `Channel`, checked before anything is started.

A site is one block; family defaults fill nearly everything. Every mistake is reported with its file and its
key, because a channel that is silently misread is a source that silently goes missing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gxcrawl import blocks, families
from pipelines.items import Channel, Site

SITES = Path(__file__).parent / "sites"
LEVELS = ("country", "province", "prefecture", "county", "township")

Fields = Mapping[str, type | tuple[type, ...]]

SITE_FIELDS: Fields = {
    "id": str,
    "name": str,
    "host": str,
    "region": str,
    "level": str,
    "siblings": list,
    "proof": str,
    "live_verified": str,
    "access": dict,
    "channel": list,
}
ACCESS_FIELDS: Fields = {"delay": (int, float), "window": list, "budget": dict, "robots": str, "tls": dict}
TLS_FIELDS: Fields = {"pin": str, "legacy": bool, "by": str, "on": str, "why": str}
CHANNEL_FIELDS: Fields = {
    "id": str,
    "url": str,
    "family": str,
    "name": str,
    "options": dict,
    "agencies": list,
    "years": list,
}


class RegistryError(ValueError):
    """A site file that cannot be used: where, which key, and what is wrong with it."""

    def __init__(self, source: str, key: str, problem: str) -> None:
        super().__init__(f"{source}: {key}: {problem}")
        self.source = source
        self.key = key
        self.problem = problem


def load(folder: Path = SITES) -> tuple[Site, ...]:
    """All sites of a folder of TOML files, in file order. Raises `RegistryError`, also for an id or a host
    that is there twice."""
    if not folder.is_dir():
        raise RegistryError(str(folder), "-", "no such folder of site files")
    sites: dict[str, str] = {}
    found: list[Site] = []
    for path in sorted(folder.glob("*.toml")):
        for site in read(path.read_text(encoding="utf-8"), path.name):
            if site.id in sites:
                raise RegistryError(path.name, f"site {site.id}: id", f"is already in {sites[site.id]}")
            sites[site.id] = path.name
            found.append(site)
    return tuple(found)


def read(text: str, source: str) -> tuple[Site, ...]:
    """The sites of one TOML text; `source` is what error messages call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(source, "-", f"is not TOML: {error}") from error
    unknown = sorted(set(data) - {"site"})
    if unknown:
        raise RegistryError(source, unknown[0], "is not a key of a site file; blocks start with [[site]]")
    return tuple(
        _site(block, source, f"site {number}") for number, block in enumerate(data.get("site", ()), 1)
    )


def select(sites: Iterable[Site], wanted: Iterable[str]) -> tuple[Site, ...]:
    """The sites with these ids, all of them when none is named. Raises `KeyError` with the ids nobody has."""
    known = tuple(sites)
    names = tuple(wanted)
    missing = sorted(set(names) - {site.id for site in known})
    if missing:
        raise KeyError(", ".join(missing))
    return tuple(site for site in known if not names or site.id in names)


def regions(sites: Iterable[Site]) -> dict[str, str]:
    """Site id -> region code, as the stages behind the crawl want it."""
    return {site.id: site.region for site in sites}


def _site(block: Mapping[str, Any], source: str, where: str) -> Site:
    where = f"site {block['id']}" if isinstance(block.get("id"), str) else where
    _check(block, SITE_FIELDS, ("id", "name", "host", "region", "level"), source, where)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", block["id"]):
        raise RegistryError(source, f"{where}: id", "small letters, digits and hyphens only")
    if not re.fullmatch(r"\d{6}", block["region"]):
        raise RegistryError(source, f"{where}: region", f"{block['region']!r} is not a six-digit region code")
    if block["level"] not in LEVELS:
        raise RegistryError(source, f"{where}: level", f"{block['level']!r} is none of {', '.join(LEVELS)}")
    _hold(block, blocks.SITE, source, where)
    access = block.get("access", {})
    _check(access, ACCESS_FIELDS, (), source, f"{where}: access")
    _hold(access, blocks.ACCESS, source, f"{where}: access")
    if "tls" in access:
        _check(access["tls"], TLS_FIELDS, ("by", "on"), source, f"{where}: access.tls")
        _hold(access["tls"], blocks.TLS, source, f"{where}: access.tls")
    hosts = (block["host"], *block.get("siblings", ()))
    channels = tuple(
        _channel(item, hosts, source, f"{where}: channel {number}")
        for number, item in enumerate(block.get("channel", ()), 1)
    )
    for repeated in _repeated(channel.id for channel in channels):
        raise RegistryError(source, f"{where}: channel {repeated}: id", "is there twice")
    return Site(
        id=block["id"],
        name=block["name"],
        host=block["host"],
        region=block["region"],
        level=block["level"],
        channels=channels,
        sibling_hosts=tuple(block.get("siblings", ())),
        proof=block.get("proof", ""),
        live_verified=block.get("live_verified", "none"),
        access=dict(access),
    )


def _channel(block: Mapping[str, Any], hosts: tuple[str, ...], source: str, where: str) -> Channel:
    where = where.rsplit(" ", 1)[0] + f" {block['id']}" if isinstance(block.get("id"), str) else where
    _check(block, CHANNEL_FIELDS, ("id", "url", "family"), source, where)
    parts = urlsplit(block["url"])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RegistryError(source, f"{where}: url", f"{block['url']!r} is no http or https address")
    if parts.netloc not in hosts and parts.hostname not in hosts:
        raise RegistryError(
            source, f"{where}: url", f"host {parts.hostname} is neither the site's host nor a sibling"
        )
    if block["family"] not in families.names():
        known = ", ".join(families.names())
        raise RegistryError(source, f"{where}: family", f"{block['family']!r} is none of {known}")
    options = block.get("options", {})
    for unknown in sorted(set(options) - set(families.options(block["family"]))):
        raise RegistryError(
            source, f"{where}: options.{unknown}", f"is no option of family {block['family']}"
        )
    for name, value in options.items():
        problem = blocks.option(block["family"], name, value)
        if problem:
            raise RegistryError(source, f"{where}: options.{name}", problem)
    _hold(block, blocks.CHANNEL, source, where)
    return Channel(
        id=block["id"],
        url=block["url"],
        family=block["family"],
        name=block.get("name", ""),
        options=dict(options),
        expected_agencies=tuple(block.get("agencies", ())),
        expected_years=tuple(block.get("years", ())),
    )


def _check(
    block: Mapping[str, Any], fields: Fields, required: tuple[str, ...], source: str, where: str
) -> None:
    for key in sorted(set(block) - set(fields)):
        raise RegistryError(source, f"{where}: {key}", "is not a known key")
    for key in required:
        if not block.get(key):
            raise RegistryError(source, f"{where}: {key}", "is missing")
    for key, value in block.items():
        if not isinstance(value, fields[key]):
            raise RegistryError(source, f"{where}: {key}", f"is a {type(value).__name__}")


def _hold(block: Mapping[str, Any], rules: Mapping[str, blocks.Rule], source: str, where: str) -> None:
    """Each value to its rule."""
    for key, rule in rules.items():
        problem = rule(block[key]) if key in block else ""
        if problem:
            raise RegistryError(source, f"{where}: {key}", problem)


def _repeated(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)

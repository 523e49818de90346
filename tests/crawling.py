"""Crawls of replica sites, each in a process of its own, because a reactor runs once per process."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gxcrawl.demo.server import Ask, Replicas, Reply
from pipelines.items import Channel, Site


def county(
    name: str, url: str, family: str, *, access: Mapping[str, Any] = MappingProxyType({}), **channel: Any
) -> Site:
    """A county on a replica, with one channel; `{host}` in the address is its own host."""
    host = f"www.{name}.localhost"
    only = Channel("c", url.replace("{host}", host), family, **channel)
    return Site(name, name, host, "990001", "county", (only,), access=access)


def write_registry(folder: Path, sites: Iterable[Site]) -> Path:
    """The sites as a folder of TOML, as the command line wants them."""
    folder.mkdir(exist_ok=True)
    blocks = []
    for site in sites:
        blocks.append(
            f'[[site]]\nid = "{site.id}"\nname = "{site.name}"\nhost = "{site.host}"\n'
            f'region = "{site.region}"\nlevel = "{site.level}"\nproof = "replica"\n'
            f"siblings = {json.dumps(list(site.sibling_hosts))}\n"
            f"access = {_inline(site.access)}\n"
        )
        for channel in site.channels:
            options = _inline(channel.options)
            blocks.append(
                f'[[site.channel]]\nid = "{channel.id}"\nurl = "{channel.url}"\nfamily = "{channel.family}"\n'
                f"agencies = {json.dumps(list(channel.expected_agencies))}\n"
                f"years = {list(channel.expected_years)}\noptions = {options}\n"
            )
    (folder / "replicas.toml").write_text("\n".join(blocks), "utf-8")
    return folder


def _inline(values: Mapping[str, Any]) -> str:
    """A mapping as an inline table of TOML."""
    pairs = (
        f"{name} = {_inline(value) if isinstance(value, Mapping) else json.dumps(value)}"
        for name, value in values.items()
    )
    return "{" + ", ".join(pairs) + "}"


def command(sites: Path, archive: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gxcrawl",
        "crawl",
        "--json",
        "--sites",
        str(sites),
        "--archive",
        str(archive),
        *more,
    ]


def run(
    sites: Path, archive: Path, *more: str, env: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """One crawl: its exit code, and the JSON it printed."""
    done = subprocess.run(
        command(sites, archive, *more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **(env or {})},
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def verdicts(result: Mapping[str, Any]) -> dict[str, str]:
    """`site/channel` -> `state` or `state: reason`."""
    return {
        f"{row['site']}/{row['channel']}": f"{row['state']}: {row['reason']}"
        if row["reason"]
        else row["state"]
        for row in result["channels"]
    }


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "captures.db")) as connection:
        return connection.execute(sql).fetchall()


@contextmanager
def before_an_article(replicas: Replicas, host: str, act: Callable[[], None]) -> Iterator[None]:
    """While the block runs, `act` is called before the third article of this host is answered."""
    tree = replicas.sites[host]
    assert isinstance(tree, dict)
    asked = dict.fromkeys(ask.target for ask in replicas.diary if ask.host == host and ask.target in tree)
    target = [one for one in asked if one != "/robots.txt"][3]
    reply = tree[target]

    def answer(_: Ask) -> Reply:
        act()
        assert isinstance(reply, Reply)
        return reply

    tree[target] = answer
    yield
    tree[target] = reply

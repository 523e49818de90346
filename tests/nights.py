"""Nights over replica sites, each in a process of its own, as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines import schema
from pipelines.store import canonical_dump
from pipelines.warc.ledger import Ledger

# When and where something was fetched, and the id a capture has from that, differ from crawl to crawl; nothing else may.
_OF_THE_CRAWL = frozenset(
    {
        "fetched_at",
        "first_fetched",
        "last_fetched",
        "last_walked",
        "last_complete",
        "warc_file",
        "warc_offset",
        "warc_length",
        "run",
        "capture_id",
    }
)
_ACCOUNTS = frozenset({"runs", "run_outcomes"})
_OF_THE_DAY = frozenset({"data_until", "version"})


@dataclass(frozen=True, slots=True)
class Night:
    """What an operator sees of one: exit code, summary, standard error."""

    code: int
    told: dict[str, Any]
    complained: str


def command(registry: Path, archive: Path, *more: str) -> list[str]:
    places = ("--archive", str(archive), "--sites", str(registry))
    return [sys.executable, "-m", "gxcrawl", "nightly", "--json", "--workers", "1", *places, *more]


def night(registry: Path, archive: Path, *more: str, env: Mapping[str, str] | None = None) -> Night:
    done = subprocess.run(
        command(registry, archive, *more),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env=os.environ | dict(env or {}),
    )
    return Night(done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr)


def content(database: Path) -> list[str]:
    """The canonical dump of a store or a published database, without what a crawl adds of its own."""
    tables = schema.tables()
    lines = []
    for line in canonical_dump(Database(database)):
        name, *values = json.loads(line)
        if name in _ACCOUNTS or (name == "build" and values[0] in _OF_THE_DAY):
            continue
        kept = [
            value
            for column, value in zip(tables[name].names, values, strict=True)
            if column not in _OF_THE_CRAWL and (name, column) != ("captures", "id")
        ]
        lines.append(json.dumps([name, *kept], ensure_ascii=False))
    return sorted(lines)


def runs(archive: Path, command: str) -> list[dict[str, Any]]:
    with Ledger(archive) as ledger:
        return ledger.rows("select * from runs where command = ? order by started_at, id", (command,))

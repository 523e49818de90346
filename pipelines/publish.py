"""From the store to the database readers see: built aside, tested at the gate, swapped in one step.

archive/store.db               what the stages write
archive/gxcrawl.db             what readers see; replaced with `os.replace`, never written in place
archive/gxcrawl.last-good.db   the one before
archive/publish.jsonl          the ledger: every build, published or refused, with its reasons
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from pipelines import gate as gates
from pipelines.lock import hold
from pipelines.settle import settle
from pipelines.store import WORK_FILE, OtherVersion, create_tables

PUBLISHED = "gxcrawl.db"
LAST_GOOD = "gxcrawl.last-good.db"
LEDGER = "publish.jsonl"
LOCK = "publish.lock"


class NothingToPublish(Exception):
    """There is no store to publish, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build: what it holds, and why it was refused if it was."""

    version: str
    path: Path
    counts: Mapping[str, str]
    refusals: tuple[gates.Refusal, ...] = ()

    @property
    def published(self) -> bool:
        return not self.refusals


def publish(archive: Path, *, gate: gates.Gate | None = None) -> Build:
    """Build, test and, if the gate opens, swap. A refused build changes nothing but the ledger.

    Raises `NothingToPublish`, `pipelines.gate.BadGate` and `pipelines.lock.Locked`, all before anything is built.
    """
    gate = gate or gates.load()
    live = archive / PUBLISHED
    aside = archive / f"{PUBLISHED}.building"
    with hold(archive / LOCK, "publish"):
        version, counts = build(archive / WORK_FILE, aside)
        refusals = tuple(gates.refusals(aside, live, gate))
        if refusals:
            aside.unlink()
        else:
            swap(aside, live, archive / LAST_GOOD)
        result = Build(version, live, counts, refusals)
        _record(archive / LEDGER, result)
    return result


def build(store: Path, target: Path) -> tuple[str, dict[str, str]]:
    """Settle a copy of `store` at `target`; the store is only read. Returns its version and counts.

    The same store gives the same bytes: the second `vacuum into` writes every page anew.
    """
    draft = target.with_suffix(".draft")
    for leftover in (draft, target):
        leftover.unlink(missing_ok=True)
    try:
        _copy(store, draft)
        db = sqlite_utils.Database(draft)
        with db.conn:
            create_tables(db)
            version = _version(db)
            settle(db, version=version)
        counts = {row["name"]: row["value"] for row in db["build"].rows if row["name"] != "schema"}
        db.close()
        _copy(draft, target)
    except OtherVersion as error:
        raise NothingToPublish(f"{store} was written by another version: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return version, counts


def swap(new: Path, live: Path, last_good: Path) -> None:
    """Put `new` in the place of `live` in one step; what was live is kept as `last_good`."""
    if live.exists():
        spare = last_good.with_suffix(".new")
        spare.unlink(missing_ok=True)
        os.link(live, spare)
        spare.replace(last_good)
    new.replace(live)


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise NothingToPublish(f"{source} is missing: crawl or replay first")
    connection = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        connection.execute("vacuum into ?", (str(target),))
    except sqlite3.DatabaseError as error:
        raise NothingToPublish(f"{source} cannot be read: {error}") from error
    finally:
        connection.close()


def _version(db: sqlite_utils.Database) -> str:
    """The day of the latest capture, and a digest of the documents and the parser that read them."""
    digest = hashlib.sha256()
    for row in db.execute(
        "select sha256, parser from reports union all select sha256, parser from others order by 1"
    ):
        digest.update("\t".join(row).encode())
    latest = db.execute("select max(fetched_at) from captures").fetchone()[0] or "0000-00-00"
    return f"{latest[:10]}-{digest.hexdigest()[:8]}"


def _record(ledger: Path, result: Build) -> None:
    line = {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": result.version,
        "result": "published" if result.published else "refused",
        "reasons": [asdict(refusal) for refusal in result.refusals],
        "counts": dict(result.counts),
    }
    with ledger.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")

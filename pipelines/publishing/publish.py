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
from typing import Any

import sqlite_utils

from pipelines.publishing import gate as gates
from pipelines.publishing.compare import compare
from pipelines.publishing.patches import BadPatch, Patches, apply, load
from pipelines.publishing.settle import settle
from pipelines.publishing.states import channel_states, listing_rows, run_rows
from pipelines.store import WORK_FILE, OtherVersion, create_tables
from pipelines.warc.lock import hold

PUBLISHED = "gxcrawl.db"
LAST_GOOD = "gxcrawl.last-good.db"
LEDGER = "publish.jsonl"
LOCK = "locks/publish.lock"


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


def publish(archive: Path, *, gate: gates.Gate | None = None, patches: Patches | None = None) -> Build:
    """Build, test and, if the gate opens, swap. A refused build changes nothing but the ledger.

    Raises `NothingToPublish`, `gate.BadGate`, `patches.BadPatch` and `pipelines.warc.lock.Locked`;
    whichever it is, what is live stays.
    """
    gate = gate or gates.load()
    live = archive / PUBLISHED
    aside = archive / f"{PUBLISHED}.building"
    with hold(archive / LOCK, "publish"):
        try:
            version, counts = build(archive, aside, patches)
        except BadPatch as error:
            _record(archive / LEDGER, Build("", live, {}, (gates.Refusal("patches", str(error)),)))
            raise
        refusals = tuple(gates.refusals(aside, live, gate))
        if refusals:
            aside.unlink()
        else:
            swap(aside, live, archive / LAST_GOOD)
        result = Build(version, live, counts, refusals)
        _record(archive / LEDGER, result)
    return result


def difference(archive: Path, *, patches: Patches | None = None) -> dict[str, Any]:
    """What publishing now would change, see `pipelines.publishing.compare`; nothing is published."""
    live, aside = archive / PUBLISHED, archive / f"{PUBLISHED}.comparing"
    with hold(archive / LOCK, "publish --diff"):
        try:
            build(archive, aside, patches)
            return compare(live if live.is_file() else None, aside)
        finally:
            aside.unlink(missing_ok=True)


def build(archive: Path, target: Path, patches: Patches | None = None) -> tuple[str, dict[str, str]]:
    """Settle a copy of the archive's store at `target`; the store is only read. Returns version and counts.

    The same store and patches give the same bytes: the second `vacuum into` writes every page anew.
    """
    store, draft = archive / WORK_FILE, target.with_suffix(".draft")
    for leftover in (draft, target):
        leftover.unlink(missing_ok=True)
    try:
        _copy(store, draft)
        db = sqlite_utils.Database(draft)
        with db.conn:
            create_tables(db)
            apply(db, patches or load())
            settle(db, channel_states(archive), run_rows(archive) | listing_rows(archive))
        db.close()
        _copy(draft, target)
    except OtherVersion as error:
        raise NothingToPublish(f"{store} was written by another version: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return _sign(target)


def _sign(target: Path) -> tuple[str, dict[str, str]]:
    """Name the build by the day of its latest capture and a digest of its bytes."""
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    db = sqlite_utils.Database(target)
    latest = db.execute("select value from build where name = 'data_until'").fetchone()[0]
    version = f"{latest[:10]}-{digest[:8]}"
    db.execute("update build set value = ? where name = 'version'", (version,))
    counts = dict(db.execute("select name, value from build where name != 'schema'").fetchall())
    db.close()
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
    connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("vacuum into ?", (str(target),))
    except sqlite3.DatabaseError as error:
        raise NothingToPublish(f"{source} cannot be read: {error}") from error
    finally:
        connection.close()


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

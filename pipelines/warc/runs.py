"""The account of runs beside the crawl's own: a night, with its settings, what it came to, and how it ended.

A crawl enters itself (`vault_writer`). A night archives nothing by itself, so no WARC file tells of it; its row is
kept when the index is made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.warc.ledger import Ledger
from pipelines.warc.sightings import index_end, index_run
from pipelines.warc.stamps import now, run_id, software


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was entered and has not ended. `lost` are the ids of earlier ones that ended without a word."""

    id: str
    started_at: str
    lost: tuple[str, ...] = ()


def begin(archive: Path, command: str, settings: Mapping[str, Any]) -> Run:
    """Enter a run. The caller holds the lock of `command`, so whoever else of that name is `running` is dead.

    Raises `pipelines.warc.ledger.NoArchive` when the ledger cannot be opened for writing.
    """
    moment = datetime.now(UTC)
    started_at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    row = {
        "run": run_id(moment),
        "command": command,
        "worker": "main",
        "started-at": started_at,
        "software": software(),
        "settings": json.dumps(dict(settings), ensure_ascii=False, sort_keys=True),
    }
    with Ledger(archive, create=True) as ledger:
        dead = ledger.rows("select id from runs where command = ? and state = 'running'", (command,))
        ledger.write(
            lambda connection: connection.execute(
                "update runs set state = 'unknown' where command = ? and state = 'running'", (command,)
            )
        )
        ledger.write(lambda connection: index_run(connection, row))
    return Run(row["run"], started_at, tuple(one["id"] for one in dead))


def end(archive: Path, run: Run, state: str, summary: Mapping[str, Any]) -> None:
    """Close the account of a run: `finished`, `interrupted` or `failed`, with what it came to."""
    row = {
        "run": run.id,
        "state": state,
        "finished-at": now(),
        "summary": json.dumps(dict(summary), ensure_ascii=False, sort_keys=True),
    }
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: index_end(connection, row))


def latest(ledger: Ledger, command: str, limit: int = 1) -> list[dict[str, Any]]:
    """The last runs of a command, the newest first; `settings` and `summary` as objects."""
    rows = ledger.rows(
        "select * from runs where command = ? order by started_at desc, id desc limit ?", (command, limit)
    )
    parsed = ("settings", "summary")
    return [row | {name: json.loads(row[name]) for name in parsed} for row in rows]

"""What earlier crawls left in their queues: sites whose lists were read to the end, but not all they list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from gxcrawl.fetching.reopening import DONE
from gxcrawl.fetching.scheduler import NAME, queue_of

QUEUES = "frontier*.db"


def unfinished(archive: Path) -> set[str]:
    """Ids of sites with requests that are not done, in the queue of any worker, here or on a cluster."""
    return {
        site
        for places in (QUEUES, f"shards/*/{QUEUES}")
        for path in archive.glob(places)
        for site in _sites(path)
    }


def forget(archive: Path, workers: Iterable[str]) -> None:
    """Remove the queues of workers that are no more. Only after others have walked what was in them, to the end."""
    kept = {NAME, *(queue_of(worker) for worker in workers)}
    for path in archive.glob(QUEUES):
        if path.name not in kept:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def _sites(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)) as queue:
        return [
            row[0] for row in queue.execute("select distinct site from requests where state != ?", (DONE,))
        ]

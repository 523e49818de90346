"""Does the same code run on a Dask cluster, and does a document cost no more there than here?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipelines.limits import Limits
from pipelines.pool import Lost
from pipelines.replay import replay
from pipelines.store import WORK_FILE, canonical_dump
from pipelines.vault_writer import VaultWriter
from pipelines.workers import SCHEDULER, NoCluster, executor
from tests.archives import answer, page

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two worker processes on loopback."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(autouse=True)
def setting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SCHEDULER, request.getfixturevalue("scheduler"))


def test_calls_run_in_guarded_children_of_the_cluster_s_workers() -> None:
    with executor(limits=Limits(memory_bytes=1 << 30, wall_seconds=30)) as cluster:
        futures = [cluster.submit(os.abort) if n == 3 else cluster.submit(divmod, n, 2) for n in range(8)]
        with pytest.raises(Lost, match="killed by SIGABRT"):
            futures[3].result()
        assert [future.result() for n, future in enumerate(futures) if n != 3] == [
            divmod(n, 2) for n in range(8) if n != 3
        ]
        with pytest.raises(ZeroDivisionError):
            cluster.submit(divmod, 1, 0).result()


def test_a_replay_on_the_cluster_is_the_replay_of_one_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VaultWriter(tmp_path) as vault:
        for number in range(12):
            vault.put(answer(f"{number}.html", page(number)), "text/html")
    replay(tmp_path)
    there = list(canonical_dump(Database(tmp_path / WORK_FILE)))
    monkeypatch.delenv(SCHEDULER)
    replay(tmp_path, workers=1)
    assert list(canonical_dump(Database(tmp_path / WORK_FILE))) == there


def test_an_unknown_scheduler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cluster.PATIENCE", 0.2)
    for address in ("tcp://127.0.0.1:1", "nonsense://"):
        monkeypatch.setenv(SCHEDULER, address)
        with pytest.raises(NoCluster, match=address):
            executor()


def test_a_worker_with_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(self: Any, function: Any) -> dict[str, str]:
        return {"tcp://10.0.0.1:1234": "of last year"}

    monkeypatch.setattr(distributed.Client, "run", run)
    with pytest.raises(NoCluster, match=r"tcp://10\.0\.0\.1:1234 reads with parser of last year"):
        executor()

"""Does the same code run on a Dask cluster, and does a document cost no more there than here?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlite_utils import Database

from gxcrawl.demo import sites
from gxcrawl.demo.server import serve
from gxcrawl.nights.parts import shifts
from pipelines.processes.limits import Limits
from pipelines.processes.pool import Lost
from pipelines.processes.workers import SCHEDULER, NoCluster, executor
from pipelines.publishing.publish import PUBLISHED
from pipelines.replay import replay
from pipelines.store import WORK_FILE, canonical_dump
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, page
from tests.crawling import before_an_article, rows, write_registry
from tests.nights import content, night

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


def test_a_night_on_the_cluster_that_loses_a_worker_is_the_night_of_one_machine(
    tmp_path: Path, scheduler: str
) -> None:
    """Each share crawls on a worker. One worker is killed while a site answers; another takes the share up."""
    killed: list[int] = []
    with serve(sites.trees()) as replicas, distributed.Client(scheduler) as client:
        known = {one.id: one for one in sites.registered(replicas.port)}
        parts = shifts(tuple(known.values()), 2)
        registry = write_registry(tmp_path / "sites", [known[part.sites[0]] for part in parts])
        there = night(registry, tmp_path / "there", "--processes", "2", env={SCHEDULER: ""})
        part, host = parts[0], known[parts[0].sites[0]].host

        def kill() -> None:
            if not killed:
                pids = client.run(os.getpid).values()
                killed.append(next(pid for pid in pids if _crawls(pid, part.worker)))
                os.kill(killed[0], signal.SIGKILL)

        with before_an_article(replicas, host.partition(":")[0], kill):
            here = night(registry, tmp_path / "here", "--processes", "2", env={SCHEDULER: scheduler})
    assert [
        f"lost with process {pid} " in words
        for pid, words in zip(killed, here.told["crawl"]["restarts"], strict=True)
    ] == [True]
    assert (here.code, here.told["crawl"]["states"]) == (there.code, there.told["crawl"]["states"])
    assert {path.parts[-3] for path in (tmp_path / "here").glob("shards/*/warc/*.gz")} == {"part1", "part2"}
    assert rows(tmp_path / "here", "select url from captures group by url having count(*) > 1") == []
    assert content(tmp_path / "here" / PUBLISHED) == content(tmp_path / "there" / PUBLISHED)


def _crawls(pid: int, worker: str) -> bool:
    """Whether a process below this one crawls the share of that name."""
    children = psutil.Process(pid).children()
    return any(f"GXCRAWL_WORKER={worker}" in child.cmdline() for child in children)


def test_an_unknown_scheduler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.processes.cluster.PATIENCE", 0.2)
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

"""Who writes an archive, into which files, and who may at the same time?"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from pipelines.warc.ledger import Ledger
from pipelines.warc.lock import Locked
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, dump, page, warcs


def test_files_are_closed_at_a_size_and_named_by_run_and_worker(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, worker="north", roll_at=1) as vault:
        for number in range(3):
            vault.put(answer(f"{number}.html", page(number)), "text/html")
    assert [path.name for path in warcs(tmp_path)] == [
        f"gx-{vault.run}-north-{serial:05d}.warc.gz" for serial in range(4)
    ]


def test_a_run_that_archives_nothing_leaves_no_file(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, command="crawl") as vault:
        pass
    assert warcs(tmp_path) == []
    with Ledger(tmp_path) as ledger:
        assert ledger.rows("select id, state from runs") == [{"id": vault.run, "state": "finished"}]


def test_a_failed_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", page(1)), "text/html")
        _ = 1 // 0
    with Ledger(tmp_path) as ledger:
        assert [row["state"] for row in ledger.rows("select state from runs")] == ["failed"]
        assert len(list(ledger.captures())) == 1


def test_two_writers_of_one_name_do_not_meet(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, command="crawl"), pytest.raises(Locked) as caught:
        VaultWriter(tmp_path, command="import")
    assert caught.value.holder and caught.value.holder.purpose == "crawl"
    with VaultWriter(tmp_path, command="import"):
        pass


def _open_often(folder: Path) -> None:
    for number in range(12):
        with Ledger(folder / str(number), create=True) as ledger:
            assert ledger.rows("select * from captures") == []


def test_processes_that_come_to_a_new_archive_at_once_all_find_it(tmp_path: Path) -> None:
    """One of them makes it; the others wait, and it goes from the last one that leaves it to the next that comes."""
    fork = multiprocessing.get_context("fork")
    comers = [fork.Process(target=_open_often, args=(tmp_path,)) for _ in range(4)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    assert [comer.exitcode for comer in comers] == [0] * len(comers)


def test_two_workers_write_one_archive_side_by_side(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, worker="north") as north, VaultWriter(tmp_path, worker="south") as south:
        late = north.put(answer("1.html", page(1), at="2026-01-02T00:00:00Z", title="late"), "text/html")
        early = south.put(answer("1.html", page(1), at="2026-01-01T00:00:00Z", title="early"), "text/html")
        assert late.title == "late"
        assert early.title == "early", "the earliest sighting speaks for the capture"
    before = dump(tmp_path)
    rebuild(tmp_path)
    assert dump(tmp_path) == before

"""What is left when a disk is full, in whichever write? All that was acknowledged, and a name for the rest."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import os
import random
import resource
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines.items import Capture
from pipelines.space import NoSpace
from pipelines.warc.fixity import verify
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, dump, page


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A disk that takes as many more bytes as its one number says, then half of a write, then nothing."""
    left = [10**9]

    def writev(descriptor: int, pieces: Sequence[bytes]) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(descriptor, b"".join(pieces)[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr("pipelines.warc.warcfile.os.writev", writev)
    yield left


@pytest.mark.parametrize("room", [0, 1, 500, 1200])
def test_a_full_disk_takes_back_only_what_was_not_acknowledged(
    tmp_path: Path, small_disk: list[int], room: int
) -> None:
    with VaultWriter(tmp_path) as vault:
        kept = vault.put(answer("1.html", page(1)), "text/html")
        small_disk[0] = room
        with pytest.raises(NoSpace, match="no space to write"):
            vault.put(answer("2.html", page(2)), "text/html")
        small_disk[0] = 10**9
        later = vault.put(answer("3.html", page(3)), "text/html")
        assert (vault.read(kept.sha256), vault.read(later.sha256)) == (page(1), page(3))
        assert len(list(vault.ledger.captures())) == 2
    assert verify(tmp_path, at="", deep=True).problems == ()
    before = dump(tmp_path)
    rebuild(tmp_path)
    assert dump(tmp_path) == before


def test_a_full_disk_is_told_to_all_who_went_to_it_together(tmp_path: Path, small_disk: list[int]) -> None:
    async def put(*numbers: int) -> list[Capture | BaseException]:
        puts = (vault.put_with_others(answer(f"{n}.html", page(n)), "text/html") for n in numbers)
        return await asyncio.gather(*puts, return_exceptions=True)

    with VaultWriter(tmp_path) as vault:
        assert not any(isinstance(capture, BaseException) for capture in asyncio.run(put(1, 2)))
        small_disk[0] = 3000
        refused = asyncio.run(put(3, 4, 5, 6))
        assert any(isinstance(error, NoSpace) for error in refused)
        small_disk[0] = 10**9
        asyncio.run(put(7))
        kept = {capture.url for capture in vault.ledger.captures()}
    told = {capture.url for capture in refused if isinstance(capture, Capture)}
    assert kept == told | {answer(f"{n}.html", b"").url for n in (1, 2, 7)}
    assert verify(tmp_path, at="", deep=True).problems == ()


def test_a_disk_that_is_full_from_the_start_leaves_no_empty_file(
    tmp_path: Path, small_disk: list[int]
) -> None:
    small_disk[0] = 0
    with VaultWriter(tmp_path) as vault, pytest.raises(NoSpace):
        vault.put(answer("1.html", page(1)), "text/html")
    assert list((tmp_path / "warc").iterdir()) == []


def test_a_full_disk_is_named_also_when_the_run_cannot_be_closed(tmp_path: Path) -> None:
    """Leaving the archive writes too; what it meets there must not hide the reason."""
    kept: list[Capture] = []
    with pytest.raises(NoSpace), VaultWriter(tmp_path) as vault:
        pages = vault.ledger.rows("pragma page_count")[0]["page_count"]
        vault.ledger.rows(f"pragma max_page_count = {pages + 8}")
        while True:
            kept.append(vault.put(answer(f"{len(kept)}.html", page(len(kept))), "text/html"))
    assert kept
    with VaultWriter(tmp_path) as vault:
        assert all(vault.read(capture.sha256) for capture in kept)
    assert verify(tmp_path, at="", deep=True).problems == ()


def test_a_disk_too_full_for_the_manifest_leaves_the_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(self: Path, mode: str = "r", **options: Any) -> Any:
        if self.suffix == ".sha256" and mode != "r":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, mode, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(NoSpace, match="no space to write"), VaultWriter(tmp_path) as vault:
            kept = vault.put(answer("1.html", page(1)), "text/html")
    assert verify(tmp_path, at="").problems == ()
    with VaultWriter(tmp_path) as vault:
        assert vault.read(kept.sha256) == page(1)
        assert vault.salvaged
    assert verify(tmp_path, at="", deep=True).problems == ()


def test_a_ledger_that_cannot_grow_takes_the_record_back(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        kept = [vault.put(answer(f"{n}.html", page(n)), "text/html") for n in range(3)]
        pages = vault.ledger.rows("pragma page_count")[0]["page_count"]
        vault.ledger.rows(f"pragma max_page_count = {pages}")
        refused = 0
        for number in range(3, 60):
            try:
                kept.append(vault.put(answer(f"{number}.html", page(number)), "text/html"))
            except NoSpace as error:
                assert "write the ledger" in str(error)
                refused += 1
        assert refused
        vault.ledger.rows(f"pragma max_page_count = {2**30}")
        kept.append(vault.put(answer("last.html", page(99)), "text/html"))
        assert all(vault.read(capture.sha256) for capture in kept)
    assert verify(tmp_path, at="", deep=True).problems == ()
    before = dump(tmp_path)
    rebuild(tmp_path)
    assert dump(tmp_path) == before


def test_a_quota_of_the_system_is_no_space_too(tmp_path: Path) -> None:
    """RLIMIT_FSIZE, in a process of its own: the kernel itself refuses the write."""

    def write() -> None:
        with VaultWriter(tmp_path) as vault:
            vault.put(answer("1.html", page(1)), "text/html")
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
            with pytest.raises(NoSpace):
                vault.put(answer("2.bin", random.Random(1).randbytes(400_000)), "text/plain")
            vault.put(answer("3.html", page(3)), "text/html")

    child = multiprocessing.get_context("fork").Process(target=write)
    child.start()
    child.join()
    assert child.exitcode == 0
    with Vault(tmp_path) as vault:
        assert len([vault.read(capture.sha256) for capture in vault.ledger.captures()]) == 2

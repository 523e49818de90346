"""When is a record promised, and what becomes of those behind one that cannot be kept?"""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.items import Capture
from pipelines.warc.fixity import verify
from pipelines.warc.ledger import Ledger
from pipelines.warc.members import spans
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter
from pipelines.warc.warcfile import seal
from tests.archives import answer, dump, page, warcs


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the file was, each time it was on disk up to there."""
    sizes: list[int] = []
    real = os.fdatasync

    def note(descriptor: int) -> None:
        size = os.fstat(descriptor).st_size  # what is written while it syncs is not synced
        real(descriptor)
        sizes.append(size)

    monkeypatch.setattr(os, "fdatasync", note)
    return sizes


def test_put_returns_after_the_bytes_are_synced(tmp_path: Path, synced: list[int]) -> None:
    with VaultWriter(tmp_path) as vault:
        for number in range(3):
            capture = vault.put(answer(f"{number}.html", page(number)), "text/html")
            assert synced[-1] == capture.offset + capture.length


def test_bytes_are_on_disk_before_a_manifest_vouches_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that another process wrote, or that were copied here: `seal` closes all files."""
    synced: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        real(descriptor)
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)

    monkeypatch.setattr(os, "fsync", note)
    growing = tmp_path / "a.warc.gz.open"
    growing.write_bytes(b"written by somebody else")
    seal(growing)
    assert synced == ["a.warc.gz.open", "a.warc.gz.sha256", tmp_path.name]


def test_answers_on_their_way_share_a_sync_and_none_is_promised_before_it(
    tmp_path: Path, synced: list[int]
) -> None:
    async def put(number: int) -> None:
        capture = await vault.put_with_others(answer(f"{number}.html", page(number)), "text/html")
        assert capture.offset + capture.length <= synced[-1]

    async def put_all() -> None:
        await asyncio.gather(*map(put, range(40)))

    with VaultWriter(tmp_path) as vault:
        asyncio.run(put_all())
        assert len(synced) < 10
        assert len(list(vault.ledger.captures())) == 40
    assert verify(tmp_path, at="", deep=True).problems == ()
    before = dump(tmp_path)
    rebuild(tmp_path)
    assert dump(tmp_path) == before


@pytest.mark.parametrize("failing", ["disk", "ledger"])
def test_what_cannot_be_kept_takes_back_all_that_was_written_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """After a failed sync nobody knows what is on disk, and a file has no holes."""
    sick = threading.Event()
    real_sync, real_write = os.fdatasync, Ledger.write

    def sync(descriptor: int) -> None:
        if failing == "disk" and sick.is_set():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real_sync(descriptor)

    def write(self: Ledger, work: Callable[[sqlite3.Connection], None]) -> None:
        if failing == "ledger" and sick.is_set():
            raise sqlite3.OperationalError("disk I/O error")
        real_write(self, work)

    async def put(*numbers: int) -> list[Capture | BaseException]:
        puts = (vault.put_with_others(answer(f"{n}.html", page(n)), "text/html") for n in numbers)
        return await asyncio.gather(*puts, return_exceptions=True)

    monkeypatch.setattr(os, "fdatasync", sync)
    monkeypatch.setattr(Ledger, "write", write)
    with VaultWriter(tmp_path) as vault:
        kept = asyncio.run(put(*range(10)))
        sick.set()
        refused = asyncio.run(put(*range(10, 40)))
        sick.clear()
        kept += asyncio.run(put(*range(40, 50)))
    assert [type(each) for each in refused] == [
        OSError if failing == "disk" else sqlite3.OperationalError
    ] * 30
    with Vault(tmp_path) as archive:
        assert {capture.url for capture in archive.ledger.captures()} == {
            capture.url for capture in kept if isinstance(capture, Capture)
        }
    assert len(kept) == 20
    assert verify(tmp_path, at="", deep=True).problems == ()
    assert not any(span for span in spans(warcs(tmp_path)[0]) if not span.sound)
    before = dump(tmp_path)
    rebuild(tmp_path)
    assert dump(tmp_path) == before

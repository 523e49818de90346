"""What is left after SIGKILL or a power cut, at any moment? All that was acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from itertools import count
from pathlib import Path

import pytest

from pipelines.items import Capture, Fetched
from pipelines.warc import lock
from pipelines.warc.fixity import verify
from pipelines.warc.ledger import NAME, Ledger
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, dump, page, warcs

KILLS = 60
DIGEST = 64


def answers(life: int) -> Iterator[Fetched]:
    """For ever. Every third page was seen before, so that revisits and known captures are in the way of the kill."""
    for number in count(1):
        known = number % 3 == 0
        body = page(1 if known else life * 1000 + number, size=200 + number % 5 * 9000)
        if number % 4 == 0:  # so long that a kill can come in the middle of one write
            body += random.Random(number).randbytes(1_000_000)
        yield answer(f"{life if not known else 0}/{number}.html", body)


def write_until_killed(archive: Path, life: int, acknowledge: int) -> None:
    """Put pages, with small files so that closing is hit too; tell each digest that was promised.

    Every second life puts them one by one, the others several at once, as the crawl does.
    """

    def told(capture: Capture) -> None:
        os.write(acknowledge, capture.sha256.encode())

    async def put_many() -> None:
        async def put_its_share() -> None:
            for fetched in coming:
                told(await vault.put_with_others(fetched, "text/html"))

        await asyncio.gather(*(put_its_share() for _ in range(5)))

    coming = answers(life)
    with VaultWriter(archive, roll_at=40_000) as vault:
        if life % 2:
            asyncio.run(put_many())
        for fetched in coming:
            told(vault.put(fetched, "text/html"))


def kill_a_writer(archive: Path, life: int, chance: random.Random) -> list[str]:
    """One life and its violent end. Returns the digests that were acknowledged."""
    reading, writing = os.pipe()
    child = multiprocessing.get_context("fork").Process(
        target=write_until_killed, args=(archive, life, writing)
    )
    child.start()
    os.close(writing)
    heard = b""
    wanted = chance.randrange(0, 12) * DIGEST
    with os.fdopen(reading, "rb", buffering=0) as acknowledgements:
        while len(heard) < wanted:
            heard += acknowledgements.read(DIGEST)
        for _ in range(chance.randrange(200_000)):  # some way into whatever comes next
            pass
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        heard += acknowledgements.read()
    return [heard[at : at + DIGEST].decode() for at in range(0, len(heard) - len(heard) % DIGEST, DIGEST)]


def test_nothing_acknowledged_is_lost_by_sixty_kills(tmp_path: Path) -> None:
    chance = random.Random(20260301)
    acknowledged: set[str] = set()
    closed: dict[str, str] = {}
    torn = 0
    for life in range(KILLS):
        acknowledged |= set(kill_a_writer(tmp_path, life, chance))
        for path in warcs(tmp_path):
            closed.setdefault(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    with VaultWriter(tmp_path) as vault:
        torn += sum(1 for salvaged in vault.salvaged if salvaged.dropped)
        for digest in acknowledged:
            assert hashlib.sha256(vault.read(digest)).hexdigest() == digest
        states = {
            row["state"] for row in vault.ledger.rows("select state from runs where id != ?", (vault.run,))
        }
    assert len(acknowledged) > KILLS
    assert states == {"interrupted"}
    assert {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in warcs(tmp_path)
    } | closed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in warcs(tmp_path)}, (
        "closed files are never touched again"
    )
    assert verify(tmp_path, at="", deep=True).problems == ()
    before = dump(tmp_path)
    assert rebuild(tmp_path).damaged == 0
    assert dump(tmp_path) == before


def test_every_cut_of_an_open_file_keeps_its_whole_records(tmp_path: Path) -> None:
    """A power cut leaves any length of what was not synced, and an index of any age."""
    archive = tmp_path / "archive"
    sizes, digests, indexes = [], [], []
    vault = VaultWriter(archive)
    growing = None
    for number in range(5):
        digests.append(vault.put(answer(f"{number}.html", page(number, size=300)), "text/html").sha256)
        growing = next((archive / "warc").glob("*.open"))
        sizes.append(growing.stat().st_size)
        indexes.append(snapshot(archive / NAME, tmp_path / f"{number}.db"))
    assert growing
    whole = growing.read_bytes()
    vault.close()
    chance = random.Random(7)
    for number, promised in enumerate(sizes[:-1]):
        for length in {promised, promised + 1, *chance.sample(range(promised, sizes[number + 1]), 6)}:
            for index in {0, number, len(indexes) - 1}:
                cut = fresh(tmp_path / "cut", growing.name, whole[:length], indexes[index])
                with VaultWriter(cut) as writer:
                    assert [writer.read(digest) for digest in digests[: number + 1]]
                    assert writer.put(answer("new.html", page(99)), "text/html")
                assert verify(cut, at="", deep=True).problems == ()


def snapshot(database: Path, to: Path) -> Path:
    with sqlite3.connect(database) as source, sqlite3.connect(to) as copy:
        source.backup(copy)
    copy.close()
    return to


def fresh(folder: Path, name: str, warc: bytes, index: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "warc").mkdir(parents=True)
    (folder / "warc" / name).write_bytes(warc)
    shutil.copy(index, folder / NAME)
    return folder


@pytest.mark.parametrize("before_its_first_row", [True, False])
def test_a_closed_file_survives_a_crash_before_the_ledger_knew(
    tmp_path: Path, before_its_first_row: bool
) -> None:
    with VaultWriter(tmp_path) as vault:
        old = snapshot(tmp_path / NAME, tmp_path / "old.db")
        capture = vault.put(answer("1.html", page(1)), "text/html")
        if not before_its_first_row:
            old = snapshot(tmp_path / NAME, tmp_path / "old.db")
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"{NAME}{suffix}").unlink(missing_ok=True)
    old.rename(tmp_path / NAME)
    with VaultWriter(tmp_path) as vault:
        assert vault.read(capture.sha256) == page(1)
    assert verify(tmp_path, at="").problems == ()


def test_the_lock_of_a_dead_writer_is_stale_and_taken_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kill_a_writer(tmp_path, 2, random.Random(3))
    left = lock.holder(tmp_path / "locks" / "main.lock")
    assert left and left.purpose == "crawl"
    with VaultWriter(tmp_path) as vault:
        assert vault.stale == left
    assert lock.holder(tmp_path / "locks" / "main.lock") is None
    assert f"{left} did not take leave" in caplog.messages[0]
    assert ".open was left open" in caplog.messages[1]


def test_a_stale_lock_whose_process_number_lives_again_is_stale(tmp_path: Path) -> None:
    """After a restart of the machine it may well be the number of the writer itself."""
    path = tmp_path / "locks" / "main.lock"
    path.parent.mkdir()
    for number in (os.getpid(), os.getppid(), 1):
        left = lock.Holder(number, "here", "crawl", "2026-01-01T00:00:00Z")
        path.write_text(json.dumps(asdict(left)))
        with VaultWriter(tmp_path) as vault:
            assert vault.stale == left


def test_a_lock_file_that_makes_no_sense_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "main.lock"
    path.parent.mkdir()
    for said in (b"", b"{", b"[1]", b"\xff", b'{"pid": 1}'):
        path.write_bytes(said)
        with VaultWriter(tmp_path) as vault:
            assert vault.stale is None


def test_a_living_worker_s_open_file_is_left_alone(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, worker="north") as north:
        north.put(answer("1.html", page(1)), "text/html")
        with VaultWriter(tmp_path, worker="south") as south:
            assert south.salvaged == []
        north.put(answer("2.html", page(2)), "text/html")
    assert verify(tmp_path, at="").problems == ()


def test_a_file_its_writer_closes_while_another_looks_for_leftovers_is_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = VaultWriter(tmp_path, worker="north")
    north.put(answer("1.html", page(1)), "text/html")
    hold = lock.hold

    def late(path: Path, purpose: str) -> AbstractContextManager[lock.Holder | None]:
        if purpose == "salvage":
            north.close()
        return hold(path, purpose)

    monkeypatch.setattr(lock, "hold", late)
    with VaultWriter(tmp_path, worker="south") as south:
        assert south.salvaged == []
    assert verify(tmp_path, at="").problems == ()


def test_damage_in_the_middle_of_an_open_file_is_not_cut_off(tmp_path: Path) -> None:
    """It is no trace of a crash, and whole records stand behind it."""
    vault = VaultWriter(tmp_path)
    captures = [vault.put(answer(f"{n}.html", page(n)), "text/html") for n in range(3)]
    growing = next((tmp_path / "warc").glob("*.open"))
    body = bytearray(growing.read_bytes())
    vault.close()
    body[captures[1].offset + 40] ^= 255
    path = warcs(tmp_path)[0]
    path.with_name(f"{path.name}.sha256").unlink()
    path.unlink()
    growing.write_bytes(body)
    with Ledger(tmp_path, create=True) as ledger:
        ledger.write(lambda connection: connection.execute("update files set state = 'open', sha256 = ''"))
    with VaultWriter(tmp_path) as vault:
        assert vault.salvaged[0].dropped == 0
        assert vault.read(captures[2].sha256) == page(2)
    audit = verify(tmp_path, at="", deep=True)
    assert [capture.url for capture in audit.hurt] == [captures[1].url]

"""Is the database a product of the archive alone: the same again, without network, whatever the workers do?"""

from __future__ import annotations

import json
import os
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from parsers.report import Report
from pipelines import replay as replaying
from pipelines.items import Capture, Failure, Outcome
from pipelines.processes.limits import Limits
from pipelines.replay import Summary, replay
from pipelines.selection import Selection
from pipelines.store import WORK_FILE, canonical_dump
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.lock import Locked, hold
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import SITE, answer, warcs

REPORT = """示例县司法局{year}年政府信息公开工作年度报告

一、总体情况
{year}年，示例县司法局主动公开政府信息{count}条。

六、其他需要报告的事项
无。
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Six reports of three years, one of them at two addresses, a file that is nothing, and an empty one."""
    with VaultWriter(tmp_path) as vault:
        vault.introduce(SITE)
        for number in range(6):
            year = 2022 + number % 3
            body = REPORT.format(year=year, count=number).encode()
            title = f"示例县司法局{year}年政府信息公开工作年度报告"
            vault.put(
                answer(f"{number}.txt", body, title=title, at=f"2026-01-0{number + 1}T00:00:00Z"),
                "text/plain",
            )
        vault.put(answer("copy.txt", REPORT.format(year=2022, count=0).encode(), site="other"), "text/plain")
        vault.put(answer("broken.pdf", b"%PDF-1.7 and nothing else"), "application/pdf")
        vault.put(answer("empty.html", b" "), "text/plain")
    return tmp_path


def dump(archive: Path) -> list[str]:
    return list(canonical_dump(Database(archive / WORK_FILE)))


def read_again(archive: Path, **options: object) -> list[str]:
    (archive / WORK_FILE).unlink(missing_ok=True)
    replay(archive, **options)  # type: ignore[arg-type]
    return dump(archive)


def test_every_content_ends_in_the_store(archive: Path) -> None:
    summary = replay(archive, workers=2)
    assert (summary.contents, summary.captures) == (8, 9)
    assert sum(summary.failures.values()) == 2
    assert summary.failures["empty"] == 1
    with_outcome = Database(archive / WORK_FILE).execute(
        "select count(*) from (select sha256 from reports union select sha256 from others)"
    )
    assert with_outcome.fetchone()[0] == 8


def test_the_database_does_not_depend_on_the_number_of_workers(archive: Path) -> None:
    assert read_again(archive, workers=1) == read_again(archive, workers=2) == read_again(archive, workers=5)


def test_the_database_does_not_depend_on_the_ledger(archive: Path) -> None:
    before = read_again(archive, workers=1)
    (archive / "captures.db").unlink()
    rebuild(archive)
    assert read_again(archive, workers=1) == before


def test_the_database_does_not_depend_on_the_names_of_the_files(archive: Path) -> None:
    """Whatever order the files are read in; only where a content stands is told with another name."""
    with VaultWriter(archive, roll_at=1) as vault:
        for number in range(6, 10):
            body = REPORT.format(year=2022 + number % 3, count=number % 7).encode()
            vault.put(answer(f"{number % 4}.txt", body, title=f"{number}", site=f"s{number}"), "text/plain")

    def read(workers: int) -> list[str]:
        return sorted(
            re.sub(r'"[^"]+\.warc\.gz", \d+', "PLACE", line) for line in read_again(archive, workers=workers)
        )

    before = read(1)
    for turn in (1, 2, 3):
        for path in warcs(archive):
            path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
            path.rename(path.with_name(f"{random.Random(f'{turn} {path.name}').random()}.warc.gz"))
        rebuild(archive)
        assert read(turn) == before


def test_in_steps_or_at_once_it_is_the_same_database(archive: Path) -> None:
    at_once = read_again(archive, workers=2)
    (archive / WORK_FILE).unlink()
    for only in (
        Selection(years=frozenset({2023})),
        Selection(sites=frozenset({"other"})),
        Selection(stale=True),
    ):
        replay(archive, workers=2, only=only)
    assert dump(archive) == at_once


def test_no_network_is_asked(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("replay opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert replay(archive, workers=1).contents == 8


@pytest.mark.parametrize(
    ("only", "contents"),
    [
        (Selection(sites=frozenset({"other"})), 1),
        (Selection(sites=frozenset({"nowhere"})), 0),
        (Selection(years=frozenset({2023})), 2),
        (Selection(years=frozenset({2023, 2024})), 4),
        (Selection(failed=True), 2),
        (Selection(stale=True), 0),
        (Selection(sites=frozenset({"example"}), years=frozenset({2022})), 2),
    ],
)
def test_a_selection_reads_only_what_it_names(archive: Path, only: Selection, contents: int) -> None:
    replay(archive, workers=1)
    before = dump(archive)
    assert replay(archive, workers=1, only=only).contents == contents
    assert dump(archive) == before


def test_another_parser_version_makes_everything_stale(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay(archive, workers=1)
    monkeypatch.setattr(replaying, "parser_version", lambda: "the next one")
    assert replay(archive, workers=1, only=Selection(stale=True)).contents == 8
    assert replay(archive, workers=1, only=Selection(stale=True)).contents == 0


def test_a_new_address_of_a_known_content_is_noted_without_reading_it_again(archive: Path) -> None:
    replay(archive, workers=1)
    with VaultWriter(archive) as vault:
        vault.put(
            answer("late.txt", REPORT.format(year=2022, count=0).encode(), at="2026-05-01T00:00:00Z"),
            "text/plain",
        )
    assert replay(archive, workers=1, only=Selection(stale=True)).contents == 0
    step_by_step = dump(archive)
    assert step_by_step == read_again(archive, workers=1)
    assert any("late.txt" in line for line in step_by_step)


def killer(capture: Capture, body: bytes, regions: dict[str, str]) -> Outcome:
    if b"2023" in body:
        os.abort()
    return Report(title=capture.title)


def test_a_document_that_kills_its_reader_is_a_named_failure(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "understand", killer)
    told: list[tuple[str, Outcome]] = []
    summary = replay(
        archive, workers=2, limits=Limits(), told=lambda capture, outcome: told.append((capture.url, outcome))
    )
    assert summary.failures == {"died": 2}
    assert summary.reports == 6
    assert told[1][1] == Failure("died", "the worker process was killed by SIGABRT")


def test_a_content_the_archive_lost_is_a_named_failure(archive: Path) -> None:
    path = warcs(archive)[0]
    body = bytearray(path.read_bytes())
    with Ledger(archive) as ledger:
        body[next(ledger.captures()).offset + 30] ^= 1
    path.chmod(0o644)
    path.write_bytes(body)
    summary = replay(archive, workers=1)
    assert summary.failures.get("damaged") == 1
    path.unlink()
    summary = replay(archive, workers=1)
    assert summary.failures == {"missing": summary.not_given}
    done = CliRunner().invoke(main, ["replay", "--archive", str(archive), "--workers", "1"])
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert f"the archive does not give {summary.not_given} of the documents" in done.stderr


def test_an_interrupted_replay_leaves_the_old_database(archive: Path) -> None:
    replay(archive, workers=1)
    before = dump(archive)

    def interrupt(capture: Capture, outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay(archive, workers=1, told=interrupt)
    assert dump(archive) == before


def test_two_replays_do_not_meet(archive: Path) -> None:
    with hold(archive / "locks" / "store.lock", "replay"), pytest.raises(Locked):
        replay(archive, workers=1)


def test_an_archive_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        replay(tmp_path)


@pytest.fixture
def runner() -> Iterator[CliRunner]:
    yield CliRunner()


def test_the_verb(archive: Path, runner: CliRunner) -> None:
    done = runner.invoke(main, ["replay", "--archive", str(archive), "--workers", "1", "--json"])
    assert done.exit_code == Exit.OK, done.output
    assert json.loads(done.stdout)["contents"] == 8
    done = runner.invoke(main, ["replay", "--archive", str(archive), "--workers", "1", "--failed"])
    assert done.stdout.splitlines()[0] == "0 reports of 2 documents"


def test_the_verb_names_what_is_wrong(
    tmp_path: Path, runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = runner.invoke(main, ["replay", "--archive", str(tmp_path)])
    assert (done.exit_code, "holds no archive" in done.stderr) == (Exit.ARCHIVE_DAMAGED, True)


def test_a_summary_of_nothing() -> None:
    assert Summary().contents == 0

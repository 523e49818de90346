"""`gxcrawl nightly`: one command for every night, also the bad ones."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from gxcrawl.commands import nightly
from gxcrawl.demo import sites
from gxcrawl.demo.server import Replicas, Reply, serve
from gxcrawl.exits import Exit
from gxcrawl.fetching.frontier import Frontier, Queued
from gxcrawl.nights.nightly import LOCK, SUMMARY, verdict
from gxcrawl.nights.parts import release, wanted_sites
from gxcrawl.nights.plan import Clock, Plan, Told
from gxcrawl.refusal import Refusal
from pipelines.nights.alert_settings import load as load_alerts
from pipelines.publishing import gate as gate_settings
from pipelines.publishing.patches import Patches, Takedown
from pipelines.publishing.publish import PUBLISHED
from pipelines.warc import lock
from pipelines.warc.fixity import verify
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter
from tests.crawling import write_registry
from tests.nights import Night, command, content, night, runs


@pytest.fixture(scope="module")
def replicas() -> Iterator[Replicas]:
    with serve(sites.trees()) as running:
        yield running


@pytest.fixture(scope="module")
def registry(replicas: Replicas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_registry(tmp_path_factory.mktemp("registry") / "sites", sites.registered(replicas.port))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nightly") / "archive"


@pytest.fixture(scope="module")
def first(registry: Path, archive: Path) -> Night:
    return night(registry, archive)


def test_a_night_brings_reports_to_readers(first: Night, archive: Path) -> None:
    assert first.told["crawl"]["states"] == {"complete": 5}
    assert first.told["read"]["report"] > 20
    assert first.told["published"]["published"] and (archive / PUBLISHED).is_file()
    assert first.told["audit"]["result"] == "sound"


def test_one_entry_that_answers_500_is_told_by_the_exit_code_and_stops_nothing(first: Night) -> None:
    assert first.code == Exit.SOURCES_FAILED
    assert first.told["crawl"]["sites"]["xinyang"]["failed"] == 1


def test_the_summary_is_kept_for_machines(first: Night, archive: Path) -> None:
    assert json.loads((archive / SUMMARY).read_text("utf-8")) == first.told


def test_the_run_is_on_the_books_with_settings_and_counts(first: Night, archive: Path) -> None:
    row = runs(archive, "nightly")[0]
    assert (row["id"], row["state"]) == (first.told["run"], "finished")
    assert json.loads(row["settings"])["processes"] == 1
    assert json.loads(row["summary"])["published"]["version"] == first.told["published"]["version"]


def test_a_night_without_crawl_publishes_the_runs_before_it_and_the_age_of_each_source(
    first: Night, registry: Path, archive: Path
) -> None:
    """A night is under way while it publishes, so the next one shows it."""
    again = night(registry, archive, "--no-crawl")
    assert (again.code, again.told["crawl"]["channels"]) == (Exit.OK, [])
    assert again.told["published"]["published"]
    [crawl] = published(archive, "select * from runs where command = 'crawl'")
    [one] = published(archive, "select * from runs where command = 'nightly' order by id limit 1")
    assert (crawl["state"], crawl["incomplete"], crawl["version"]) == ("finished", 0, one["version"])
    assert (one["state"], one["exit"], one["refusals"]) == ("finished", first.code, 0)
    assert one["published"] == first.told["published"]["version"]
    assert crawl["asked"] == sum(first.told["crawl"]["outcomes"].values())
    outcomes = published(archive, "select outcome, count from run_outcomes where run_id = ?", crawl["id"])
    assert {row["outcome"]: row["count"] for row in outcomes} == first.told["crawl"]["outcomes"]
    sources = published(archive, "select * from sources")
    assert all(row["last_complete"] == row["last_walked"] >= crawl["started"] for row in sources)


def published(archive: Path, sql: str, *values: str) -> list[dict[str, Any]]:
    return list(Database(archive / PUBLISHED).query(sql, values))


def test_a_second_night_asks_only_what_is_due_and_changes_nothing(
    first: Night, registry: Path, archive: Path
) -> None:
    before = content(archive / PUBLISHED)
    second = night(registry, archive, "--all")
    assert second.told["crawl"]["states"] == {"complete": 5}
    assert second.told["crawl"]["new"] == second.told["crawl"]["changed"] == 0
    assert second.told["read"] == {}
    assert content(archive / PUBLISHED) == before


def test_what_was_read_whole_lately_is_not_due(first: Night, registry: Path, archive: Path) -> None:
    again = night(registry, archive)
    assert (again.code, again.told["crawl"]["channels"]) == (Exit.OK, [])


def test_a_night_under_way_is_named_and_nothing_is_started(
    first: Night, registry: Path, archive: Path
) -> None:
    held = len(runs(archive, "nightly"))
    with lock.hold(archive / LOCK, "nightly"):
        other = night(registry, archive)
    assert other.code == Exit.INTERRUPTED
    assert f"process {os.getpid()}" in other.complained
    assert len(runs(archive, "nightly")) == held


def test_ctrl_c_finishes_what_is_in_flight_and_the_next_night_goes_on(first: Night, tmp_path: Path) -> None:
    """Every answer is held back a moment, so that the stop comes in mid-crawl."""
    trees = {host: dict(tree) for host, tree in sites.trees().items()}
    for tree in trees.values():
        for target, reply in tree.items():
            if isinstance(reply, Reply) and "list" not in target:
                tree[target] = replace(reply, delay=0.05)
    with serve(trees) as running:
        registry = write_registry(tmp_path / "sites", sites.registered(running.port))
        archive = tmp_path / "archive"
        process = subprocess.Popen(
            command(registry, archive), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while not running.diary:  # the crawl has begun
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=120)
        stopped = json.loads(said)
        assert process.returncode == Exit.INTERRUPTED, complained
        assert stopped["interrupted"] and not stopped["published"]
        assert runs(archive, "nightly")[0]["state"] == "interrupted"
        after = night(registry, archive)
        assert after.told["crawl"]["states"] == {"complete": 5}
        assert after.told["published"]["counts"]["figures"] == first.told["published"]["counts"]["figures"]


def test_a_second_ctrl_c_drops_what_is_in_flight_and_leaves_nobody_behind(tmp_path: Path) -> None:
    trees = {host: {target: Reply(then="silence") for target in tree} for host, tree in sites.trees().items()}
    with serve(trees) as running:
        registry = write_registry(tmp_path / "sites", sites.registered(running.port))
        archive = tmp_path / "archive"
        process = subprocess.Popen(command(registry, archive), stderr=subprocess.PIPE, text=True)
        while not running.diary:
            assert process.poll() is None
        assert process.stderr
        process.send_signal(signal.SIGINT)
        assert "once more" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == Exit.INTERRUPTED
        assert "goes on" in process.stderr.read()
    assert runs(archive, "nightly")[0]["state"] == "interrupted"
    with lock.hold(archive / "locks" / "main.lock", "test") as dead:
        assert dead and dead.purpose == "crawl"


def test_a_night_that_died_is_marked_by_the_next(first: Night, registry: Path, archive: Path) -> None:
    from pipelines.warc import runs as account  # noqa: PLC0415 - its name is that of a helper here

    dead = account.begin(archive, "nightly", {})
    night(registry, archive, "--no-crawl")
    states = {row["id"]: row["state"] for row in runs(archive, "nightly")}
    assert states[dead.id] == "unknown"


def test_a_gate_that_refuses_leaves_the_last_good_version(
    first: Night, registry: Path, archive: Path, tmp_path: Path
) -> None:
    gate = tmp_path / "gate.toml"
    known = gate_settings.DEFAULT.read_text("utf-8")
    gate.write_text(known.replace("minimum_reports = 1", "minimum_reports = 1000"), "utf-8")
    before = (archive / PUBLISHED).read_bytes()
    refused = night(registry, archive, "--no-crawl", "--gate", str(gate))
    assert refused.code == Exit.GATE_REFUSED
    assert refused.told["alerts"][0]["kind"] == "gate_refused"
    assert (archive / PUBLISHED).read_bytes() == before
    night(registry, archive, "--no-crawl")
    [row] = published(archive, "select * from runs where id = ?", refused.told["run"])
    assert (row["exit"], row["published"]) == (Exit.GATE_REFUSED, None)
    assert row["refusals"] == len(refused.told["published"]["refusals"]) > 0


def test_a_patch_that_fits_nothing_ends_no_night(
    first: Night, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = Takedown("0" * 64, "nobody", "nobody", date(2025, 1, 1))
    monkeypatch.setattr("pipelines.publishing.publish.load", lambda: Patches((), (unknown,)))
    told = Told("r")
    plan = Plan(archive, (), archive, load_alerts(None), gate_settings.load())
    release(plan, Clock(1), lambda _: None, told)
    assert "no report with this digest" in told.problems["patches"][0]
    assert verdict(told) == Exit.CONFIG


def test_a_scheduler_nobody_answers_at_is_named_before_anything_starts(
    first: Night, registry: Path, archive: Path
) -> None:
    pytest.importorskip("distributed")
    lost = night(registry, archive, env={"GXCRAWL_SCHEDULER": "nonsense://nowhere"})
    assert (lost.code, "nonsense" in lost.complained) == (Exit.CONFIG, True)


def test_the_end_of_the_time_stops_the_crawl_and_publishes_what_is_there(
    first: Night, archive: Path, tmp_path: Path
) -> None:
    """One site takes a connection and never answers."""
    trees = {host: {target: Reply(then="silence") for target in tree} for host, tree in sites.trees().items()}
    shutil.copytree(archive, tmp_path / "archive")
    with serve(trees) as running:
        registry = write_registry(tmp_path / "sites", sites.registered(running.port))
        short = night(
            registry, tmp_path / "archive", "--all", "--hours", "0.001", "--set", "DOWNLOAD_TIMEOUT=5"
        )
    assert short.code == Exit.INTERRUPTED, short.complained
    assert short.told["crawl"]["states"] == {"failed": 5}
    assert short.told["published"]["published"]


def test_what_a_killed_crawl_left_is_due_whatever_the_number_of_processes(
    replicas: Replicas, registry: Path, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    left = Frontier(
        tmp_path / "archive" / "frontier-part7.db", "part7", ["huzhu"], lambda: 0.0, lambda wanted: 0.0
    )
    left.commit([Queued("entry", "huzhu", "www.huzhu.localhost", 0, b"")], [])
    left.close()
    plan = Plan(
        tmp_path / "archive", sites.registered(replicas.port), registry, load_alerts(), gate_settings.load()
    )
    for site in plan.sites:
        with VaultWriter(plan.archive) as vault:
            vault.walked(site.id, site.channels[0].id, site.channels[0].url, state="complete", counts={})
    assert [site.id for site in wanted_sites(plan, datetime.now(UTC))] == ["huzhu"]
    told = night(registry, plan.archive).told
    assert [row["site"] for row in told["crawl"]["channels"]] == ["huzhu"]
    assert wanted_sites(plan, datetime.now(UTC)) == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A folder on a disk of its own, and a way to make it larger. Needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    asked = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if asked.returncode:
        pytest.skip("mounting is not allowed here")

    def sized(size: str) -> Path:
        subprocess.run(["mount", "-o", f"remount,size={size}", folder], check=True)
        return folder

    yield sized
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_named_and_nothing_is_lost_when_it_grows(
    first: Night, replicas: Replicas, registry: Path, small_disk: Callable[[str], Path]
) -> None:
    archive = small_disk("300k") / "archive"
    registered = sites.registered(replicas.port)
    plan = Plan(archive, registered, registry, load_alerts(), gate_settings.load(), workers=1)
    for size in ("300k", "900k", "3m"):
        small_disk(size)
        with pytest.raises(Refusal, match="the disk is full") as refused:
            nightly._run(plan, as_json=True)
        assert refused.value.exit_code == Exit.INTERRUPTED
    small_disk("64m")
    assert nightly._run(plan, as_json=True).published["published"]
    with Ledger(archive) as ledger:
        assert ledger.rows("select count(*) as n from captures") == [{"n": 25}]
    assert verify(archive, at="2026-01-01T00:00:00Z", deep=True).problems == ()

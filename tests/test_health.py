"""`gxcrawl status`: one screen that says how the archive stands, and a second timer's way to hear of missing nights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc import runs
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import SITE, answer
from tests.crawling import write_registry
from tests.receivers import hook

EXAMPLE = '[[site]]\nid = "example"\nname = "示例县"\nhost = "xxgk.example.gov.cn"\nregion = "411528"\nlevel = "county"\n'
CHANNEL = '[[site.channel]]\nid = "reports"\nurl = "http://xxgk.example.gov.cn/nb/"\nfamily = "trs"\n'


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with VaultWriter(tmp_path / "archive") as vault:
        vault.put(answer("1.html", b"<p>1</p>"), "text/html")
        vault.walked(
            "example",
            "reports",
            "http://xxgk.example.gov.cn/nb/",
            state="failed",
            detail="status_403",
            counts={},
        )
    return tmp_path / "archive"


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    folder = write_registry(tmp_path / "sites", [SITE])
    (folder / "replicas.toml").write_text(EXAMPLE + CHANNEL, "utf-8")
    return folder


def status(archive: Path, registry: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["status", "--archive", str(archive), "--sites", str(registry), *more])


def test_the_screen_shows_what_an_operator_asks_first(archive: Path, registry: Path) -> None:
    told = status(archive, registry)
    assert told.exit_code == Exit.OK, told.output
    assert [line.split()[0] for line in told.output.splitlines()[:6]] == [
        "archive",
        "night",
        "sources",
        "fixity",
        "gate",
        "alert",
    ]
    assert "1 contents in 1 captures" in told.output
    assert "example/reports is blocked" in told.output


def test_scripts_get_the_same_as_json(archive: Path, registry: Path) -> None:
    run = runs.begin(archive, "nightly", {})
    runs.end(archive, run, "finished", {"seconds": {"crawl": 3.0}})
    told = json.loads(status(archive, registry, "--json").output)
    assert (told["night"]["id"], told["parts"]) == (run.id, {"crawl": 3.0})
    assert told["sources"] == {"failed": 1}
    assert [alert["kind"] for alert in told["alerts"]] == ["blocked"]


def test_alerts_are_sent_once_and_tell_by_the_exit_code(
    archive: Path, registry: Path, tmp_path: Path
) -> None:
    with hook() as receiver:
        own = tmp_path / "alerts.toml"
        own.write_text(f'[webhook]\nurl = "{receiver.url}"\n', "utf-8")
        for _ in range(2):
            told = status(archive, registry, "--notify", "--alerts", str(own))
            assert told.exit_code == Exit.SOURCES_FAILED
    assert [json.loads(body)["alerts"][0]["kind"] for body in receiver.bodies] == ["blocked"]


def test_a_mistake_in_the_file_of_alerts_is_named(archive: Path, registry: Path, tmp_path: Path) -> None:
    own = tmp_path / "alerts.toml"
    own.write_text("[threshold]", "utf-8")
    told = status(archive, registry, "--alerts", str(own))
    assert (told.exit_code, "unknown threshold" in told.output) == (Exit.CONFIG, True)


def test_no_archive_is_said(registry: Path, tmp_path: Path) -> None:
    told = status(tmp_path / "none", registry)
    assert told.exit_code == Exit.ARCHIVE_DAMAGED


def test_channels_nobody_ever_walked_do_not_fill_the_screen(archive: Path, registry: Path) -> None:
    more = "".join(CHANNEL.replace('"reports"', f'"more{number}"') for number in range(5))
    (registry / "replicas.toml").write_text(EXAMPLE + CHANNEL + more, "utf-8")
    told = status(archive, registry).output.splitlines()
    named = "example/more0, example/more1, example/more2"
    assert [line for line in told if "more" in line] == [f"-- 5 never walked: {named} and 2 more"]
    assert told[-1].startswith("6 channels")

"""`gxcrawl doctor`: every fault of a machine has a name and a command that mends it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from gxcrawl.commands.doctor import command
from gxcrawl.exits import Exit
from gxcrawl.nights import machine
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def probed(archive: Path, **environment: str) -> dict[str, machine.Probe]:
    return {probe.name: probe for probe in machine.probes(archive, environment, NOW)}


def test_this_machine_can_run_the_program(tmp_path: Path) -> None:
    found = probed(tmp_path / "archive")
    assert [found[name].state for name in ("python", "packages", "sqlite", "permissions")] == ["ok"] * 4


def test_what_is_not_well_says_what_mends_it(tmp_path: Path) -> None:
    for probe in machine.probes(tmp_path, {}, NOW):
        assert bool(probe.mend) == (probe.state != "ok"), probe


@pytest.mark.parametrize(
    ("environment", "name", "state", "says"),
    [
        ({"GXCRAWL_CONTACT": "a@example.org"}, "contact", "ok", "a@example.org"),
        ({}, "contact", "warning", "not be asked"),
        ({"HTTPS_PROXY": "http://user:secret@proxy:3128"}, "proxy", "warning", "HTTPS_PROXY"),
        ({"https_proxy": ""}, "proxy", "ok", "none"),
        ({"GXCRAWL_SITES": "/no/such/folder"}, "sites", "missing", "no such folder"),
        ({"GXCRAWL_SCHEDULER": "tcp://scheduler:8786"}, "cluster", "ok", "tcp://scheduler:8786"),
    ],
)
def test_settings_are_named(
    tmp_path: Path, environment: dict[str, str], name: str, state: str, says: str
) -> None:
    probe = probed(tmp_path, **environment)[name]
    assert (probe.state, says in probe.said) == (state, True)


def test_a_proxy_password_is_not_printed(tmp_path: Path) -> None:
    probe = probed(tmp_path, http_proxy="http://user:secret@proxy:3128")["proxy"]
    assert "secret" not in probe.said + probe.mend


def test_a_site_file_with_an_error_is_named_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "henan.toml").write_text('[[site]]\nid = "x"\n', encoding="utf-8")
    probe = probed(tmp_path, GXCRAWL_SITES=str(tmp_path))["sites"]
    assert (probe.state, probe.said) == ("missing", "henan.toml: site x: name: is missing")


def test_a_clock_that_was_set_back_is_seen(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", b"<p>1</p>", at="2031-01-01T00:00:00Z"), "text/html")
    assert probed(tmp_path)["clock"].state == "missing"


def test_a_disk_that_is_nearly_full_stops_a_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(_: Path) -> object:
        return type("Usage", (), {"free": machine.DISK_FULL - 1})

    monkeypatch.setattr(machine.shutil, "disk_usage", usage)
    assert machine.disk(tmp_path).state == "missing"


def test_the_verb_tells_people_and_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GXCRAWL_SITES", str(tmp_path / "none"))
    arguments = ["--archive", str(tmp_path / "archive")]
    told = CliRunner().invoke(command, arguments)
    assert told.exit_code == Exit.CONFIG and "MISSING  sites" in told.output
    read = json.loads(CliRunner().invoke(command, [*arguments, "--json"]).output)
    assert {probe["name"]: probe["state"] for probe in read}["sites"] == "missing"

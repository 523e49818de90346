"""What refuses a night before it begins, and what is told of one?"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from gxcrawl import settings
from gxcrawl.commands import nightly
from gxcrawl.demo import sites
from gxcrawl.exits import Exit
from gxcrawl.nights import machine
from gxcrawl.nights.machine import Probe
from gxcrawl.nights.nightly import verdict
from gxcrawl.nights.plan import Told
from gxcrawl.nights.progress import progress, table
from pipelines.nights.tallies import SiteTally
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer
from tests.crawling import write_registry
from tests.nights import night


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """Of sites at a port where nobody listens: none is asked."""
    return write_registry(tmp_path / "sites", sites.registered(1))


def test_a_site_file_with_an_error_is_named_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[site]]\nid = 'x'\n", "utf-8")
    bad = night(tmp_path, tmp_path / "archive")
    assert (bad.code, "bad.toml: site x" in bad.complained) == (Exit.CONFIG, True)
    assert not (tmp_path / "archive").exists()


def test_a_clock_that_was_set_back_is_refused(registry: Path, tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", b"<p>1</p>", at="2999-01-01T00:00:00Z"), "text/html")
    refused = night(registry, tmp_path)
    assert (refused.code, "2999-01-01" in refused.complained) == (Exit.CONFIG, True)


def test_real_sites_are_not_asked_without_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "GXCRAWL_CONTACT", "")
    (tmp_path / "real.toml").write_text(
        '[[site]]\nid = "x"\nname = "x"\nhost = "www.x.gov.cn"\nregion = "411528"\nlevel = "county"\n',
        "utf-8",
    )
    arguments = ["--sites", str(tmp_path), "--archive", str(tmp_path / "archive")]
    result = CliRunner().invoke(nightly.command, arguments)
    assert (result.exit_code, "GXCRAWL_CONTACT" in result.output) == (Exit.CONFIG, True)


def test_a_disk_that_is_nearly_full_is_refused(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Probe("disk", "missing", "0.5 GiB free", "free space")
    monkeypatch.setattr(machine, "disk", lambda archive: full)
    result = CliRunner().invoke(
        nightly.command, ["--sites", str(registry), "--archive", str(tmp_path / "archive")]
    )
    assert (result.exit_code, "free space" in result.output) == (Exit.CONFIG, True)
    assert not (tmp_path / "archive").exists()


def test_each_walk_is_told_once_when_there_is_no_terminal() -> None:
    said = StringIO()
    with progress(Console(file=said), quiet=False) as (watch, say):
        say("crawl")
        for new in (3, 5):
            watch((SiteTally("huzhu", new=new, bytes=9000, walks=(("justice", "complete", ""),)),))
    assert said.getvalue() == "crawl …\nhuzhu/justice: complete; 3 new, 9,000 bytes\n"


def test_a_terminal_shows_a_row_for_each_site() -> None:
    shown = Console(file=StringIO(), width=120)
    shown.print(table((SiteTally("huzhu", new=3, blocked=1, bytes=9000), SiteTally("xixian"))))
    assert isinstance(shown.file, StringIO)
    assert re.search(r"huzhu +4 +3 +0 +1 +0 +9,000 +…", shown.file.getvalue())


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, Exit.OK),
        ({"crawl": {"states": {"complete": 3}, "failed": 0, "blocked": 0}}, Exit.OK),
        ({"crawl": {"states": {"complete": 3, "partial": 1}}}, Exit.SOURCES_FAILED),
        ({"crawl": {"states": {"complete": 3}, "failed": 1}}, Exit.SOURCES_FAILED),
        ({"problems": {"publish": ["nothing"]}}, Exit.NOTHING_READ),
        ({"interrupted": True, "crawl": {"states": {"failed": 1}}}, Exit.INTERRUPTED),
        ({"problems": {"read": ["no cluster"]}, "interrupted": True}, Exit.CONFIG),
        ({"published": {"refusals": ["minima: too few"]}, "interrupted": True}, Exit.GATE_REFUSED),
        ({"audit": {"result": "damaged"}, "published": {"refusals": ["x"]}}, Exit.ARCHIVE_DAMAGED),
        ({"problems": {"alerts": ["mail"]}}, Exit.OK),
    ],
)
def test_the_exit_code_tells_what_needs_a_person_first(told: dict[str, Any], code: Exit) -> None:
    assert verdict(Told("run", **told)) == code

"""What publishing would change, and why: one cause at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from click.testing import CliRunner

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.items import Failure
from pipelines.publishing.compare import NotComparable
from pipelines.publishing.patches import Correction, Patches, Takedown
from pipelines.publishing.publish import PUBLISHED, difference, publish
from pipelines.publishing.release import release
from pipelines.store import WORK_FILE, Store
from tests.known_database import capture, report, requests

BODY = "青石市财政局"
A, B, UNREAD = capture("a"), capture("b"), capture("unread")
FIX = Correction(A.sha256, ("requests", "received", "total"), "6", "Li", date(2025, 1, 31), "torn")
DOWN = Takedown(B.sha256, "the body asked", "Li", date(2025, 1, 31))
NO_PATCHES = Patches()


def archive(folder: Path, patches: Patches = NO_PATCHES) -> Path:
    """Two reports and a file that could not be read, published."""
    with Store(folder / WORK_FILE, parser="1") as store:
        store.put(A, report(given=requests(received="?")))
        store.put(B, report(BODY, region="320299"))
        store.put(UNREAD, Failure("truncated", "the file ends early"))
    assert publish(folder, patches=patches).published
    return folder


def told(folder: Path, patches: Patches = NO_PATCHES) -> tuple[dict[str, Any], dict[str, Any]]:
    """Reports and figures by cause."""
    found = difference(folder, patches=patches)
    assert sorted(path.name for path in folder.glob("gxcrawl*")) == [PUBLISHED]
    return {kind: count for kind, count in found["reports"].items() if count["all"]}, found["figures"]


def put(folder: Path, *values: tuple[Any, Any]) -> Path:
    with Store(folder / WORK_FILE, parser="2") as store:
        for captured, came in values:
            store.put(captured, came)
    return folder


def figures(added: int = 0, changed: int = 0, gone: int = 0) -> dict[str, int]:
    return {"added": added, "changed": changed, "gone": gone}


def test_nothing_changed(tmp_path: Path) -> None:
    assert told(archive(tmp_path)) == ({}, {})


def test_a_new_capture(tmp_path: Path) -> None:
    folder = put(archive(tmp_path), (capture("c"), report("新设局")))
    assert told(folder) == ({"added": {"all": 1, "capture": 1}}, {"capture": figures(added=200)})


def test_a_capture_that_is_gone(tmp_path: Path) -> None:
    archive(tmp_path)
    (tmp_path / WORK_FILE).unlink()
    folder = put(tmp_path, (A, report(given=requests(received="?"))))
    assert told(folder) == ({"gone": {"all": 1, "capture": 1}}, {"capture": figures(gone=200)})


def test_another_parser_reads_the_same_bytes_differently(tmp_path: Path) -> None:
    given = requests(received=5, granted="", handled=0)
    folder = put(archive(tmp_path), (B, report(BODY, region="320299", given=given)))
    assert told(folder) == ({"changed": {"all": 1, "parser": 1}}, {"parser": figures(changed=1, gone=1)})


def test_another_parser_reads_what_could_not_be_read_and_the_other_way_round(tmp_path: Path) -> None:
    folder = put(archive(tmp_path), (UNREAD, report("新设局")), (B, Failure("truncated", "no")))
    causes = {"added": {"all": 1, "parser": 1}, "gone": {"all": 1, "parser": 1}}
    assert told(folder) == (causes, {"parser": figures(added=200, gone=200)})


def test_another_parser_finds_a_table_it_had_missed(tmp_path: Path) -> None:
    whole = report(BODY, region="320299")
    without = tuple(figure for figure in whole.figures if figure.table != "disputes")
    folder = put(archive(tmp_path), (B, replace(whole, figures=without)))
    assert told(folder) == ({"changed": {"all": 1, "parser": 1}}, {"parser": figures(gone=15)})
    publish(folder)
    assert difference(put(folder, (B, whole)))["figures"] == {"parser": figures(added=15)}


@pytest.mark.parametrize(
    "other", [report("青石市审计局", region="320299"), report(BODY, 2022, region="320299")]
)
def test_another_parser_names_another_body_or_year(tmp_path: Path, other: Any) -> None:
    assert told(put(archive(tmp_path), (B, other))) == ({"changed": {"all": 1, "parser": 1}}, {})


def test_a_correction_and_its_withdrawal(tmp_path: Path) -> None:
    archive(tmp_path)
    corrected = {"changed": {"all": 1, "correction": 1}}
    assert told(tmp_path, Patches((FIX,))) == (corrected, {"correction": figures(added=1)})
    publish(tmp_path, patches=Patches((FIX,)))
    assert difference(tmp_path)["figures"] == {"correction": figures(gone=1)}


def test_a_corrected_report_that_is_also_read_differently(tmp_path: Path) -> None:
    folder = put(archive(tmp_path), (A, report(given=requests(received="?", granted=2))))
    causes = {"correction": figures(added=1), "parser": figures(changed=1)}
    assert told(folder, Patches((FIX,))) == ({"changed": {"all": 1, "parser": 1}}, causes)


def test_a_takedown_and_its_withdrawal(tmp_path: Path) -> None:
    down = Patches((), (DOWN,))
    assert told(archive(tmp_path), down) == (
        {"gone": {"all": 1, "takedown": 1}},
        {"takedown": figures(gone=200)},
    )
    publish(tmp_path, patches=down)
    assert difference(tmp_path)["figures"] == {"takedown": figures(added=200)}


def test_the_command_names_reports_and_causes(tmp_path: Path) -> None:
    put(archive(tmp_path), (capture("c"), report("新设局")))
    said = CliRunner().invoke(main, ["publish", "--diff", "--archive", str(tmp_path)]).output
    for line in (
        "reports added: 1 (1 capture)",
        "figures added: 200 (200 capture)",
        "added (capture): 新设局 2023",
    ):
        assert line in said


def _narrower(live: Path) -> None:
    db = sqlite_utils.Database(live)
    for name in db.view_names():
        db.execute(f"drop view [{name}]")
    db.execute("alter table rules drop column made")


def _strange(live: Path) -> None:
    sqlite_utils.Database(live).execute("drop table corrections")


def _torn(live: Path) -> None:
    live.write_bytes(b"no database " * 400)


def test_a_live_version_with_fewer_columns_is_compared_by_those_it_has(tmp_path: Path) -> None:
    _narrower(archive(tmp_path) / PUBLISHED)
    assert told(tmp_path) == ({}, {})


@pytest.mark.parametrize("spoil", [_strange, _torn])
def test_a_live_version_that_cannot_be_compared_is_named(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    live = archive(tmp_path) / PUBLISHED
    first = release(live, tmp_path / "dist")
    spoil(live)
    before = live.read_bytes()
    with pytest.raises(NotComparable, match=r"gxcrawl\.db cannot be compared with"):
        difference(tmp_path)
    said = CliRunner().invoke(main, ["publish", "--diff", "--archive", str(tmp_path)])
    assert (said.exit_code, "move it away" in said.output) == (Exit.NOTHING_READ, True)
    assert live.read_bytes() == before
    spoil(first / PUBLISHED)
    live.unlink()
    put(tmp_path, (capture("c"), report("新设局")))
    second = release(publish(tmp_path).path, tmp_path / "dist")
    assert "not_compared" in (second / "changes.json").read_text("utf-8")

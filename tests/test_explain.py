"""The chain of one number, from the value to the WARC record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from parsers.checks import check
from parsers.forms import load
from parsers.report import Finding
from parsers.tables.figures import Figures
from pipelines.publishing.explain import NotFound, explain
from pipelines.publishing.patches import Correction, Patches
from pipelines.publishing.publish import PUBLISHED, publish
from pipelines.store import WORK_FILE, Store
from tests.known_database import capture, on_paper, report, requests

CELL = ("requests", "received", "total")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    failed = Finding("requests_balance", "publisher", "error", "fail", "相差 1", (CELL,), difference=1)
    with Store(folder / WORK_FILE, parser="abc") as store:
        known = report(given=requests(received=6, granted="/"), findings=(failed,))
        store.put(capture("a", media_type="application/pdf"), on_paper(known))
        store.put(capture("b", role="attachment", current=False), report(given=requests(received=6)))
        store.put(capture("c"), report("河桥县财政局"))
    fix = Correction(capture("c").sha256, CELL, "7", "Li", date(2025, 1, 31), "torn")
    assert publish(folder, patches=Patches((fix,))).published
    return folder


def test_the_chain_goes_from_the_number_to_the_archived_record(archive: Path) -> None:
    chain = explain(archive / PUBLISHED, "河桥县司法局", 2023, CELL)
    figure, source = chain["figure"], chain["report"]
    assert (figure["value"], figure["raw"], figure["state"]) == (6, "6", "reported")
    assert figure["place"] == [2, 72.0, 106.0, 90.0, 118.0]
    assert (source["form"], source["parser"], source["sha256"]) == ("2021", "abc", capture("a").sha256)
    assert (source["warc_file"], source["warc_offset"], source["warc_length"]) == (
        "gx-00001.warc.gz",
        100,
        200,
    )
    assert source["fetched_at"] == "2024-01-20T02:00:00Z"
    assert [one["verdict"] for one in chain["checks"]] == ["fail"]
    assert [one["preferred"] for one in chain["versions"]] == [1, 0]


def test_a_cell_without_a_value_says_why(archive: Path) -> None:
    figure = explain(archive / PUBLISHED, "河桥县司法局", 2023, ("requests", "granted", "total"))["figure"]
    assert (figure["value"], figure["raw"], figure["state"]) == (None, "/", "mark")


def test_the_sums_that_hold_bind_their_parts_too(tmp_path: Path) -> None:
    whole = report(given=requests(received=6, handled=6, granted=6))
    read = Figures({table.id: load()["2021"] for table in load()["2021"].tables}, whole.figures, ())
    with Store(tmp_path / WORK_FILE, parser="abc") as store:
        store.put(capture("a"), replace(whole, findings=check(read)))
    database = publish(tmp_path).path
    for cell, expected in (
        (("requests", "carried_in", "business"), {"requests_balance", "requests_applicants"}),
        (("requests", "granted", "social"), {"requests_outcomes", "requests_applicants"}),
        (("disputes", "review", "pending"), {"disputes_total"}),
        (("fees", "administrative_fee", "amount_10k_yuan"), set()),
    ):
        chain = explain(database, "河桥县司法局", 2023, cell)
        assert {one["check_id"] for one in chain["checks"]} == expected


def test_a_correction_is_part_of_the_chain(archive: Path) -> None:
    chain = explain(archive / PUBLISHED, "财政局", 2023, CELL)
    assert chain["figure"]["value"] == 7
    assert [(one["was"], one["shows"], one["looked"]) for one in chain["corrections"]] == [("0", "7", "Li")]


@pytest.mark.parametrize(
    ("agency", "year", "cell", "message"),
    [
        ("无此机关", 2023, None, "no body is called"),
        ("河桥县", 2023, None, "2 bodies are called 河桥县: 河桥县司法局 .*, 河桥县财政局"),
        ("河桥县司法局", 1999, None, "no report for 1999; there are 2023"),
        ("河桥县司法局", 2023, ("requests", "recieved", "total"), "no form has the cell"),
        ("河桥县司法局", 2023, ("statistics", "published", "value"), "has no cell"),
    ],
)
def test_what_is_not_there_is_named(
    archive: Path, agency: str, year: int, cell: tuple[str, str, str] | None, message: str
) -> None:
    with pytest.raises(NotFound, match=message):
        explain(archive / PUBLISHED, agency, year, cell)


def test_the_command_prints_the_chain(archive: Path) -> None:
    arguments = ["explain", "河桥县司法局", "2023", *CELL, "--archive", str(archive)]
    plain = CliRunner().invoke(main, arguments)
    assert plain.exit_code == Exit.OK
    for said in (
        "value      6 件",
        "place      page 2, box 72, 106, 90, 118",
        "gx-00001.warc.gz offset 100",
        "fail: 相差 1",
    ):
        assert said in plain.output
    as_json = CliRunner().invoke(main, [*arguments, "--json"])
    assert json.loads(as_json.output)["figure"]["value"] == 6


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["河桥县司法局", "2023", "requests"], Exit.USAGE),
        (["无此机关", "2023"], Exit.NOTHING_READ),
    ],
)
def test_the_command_fails_with_the_documented_code(archive: Path, arguments: list[str], code: Exit) -> None:
    result = CliRunner().invoke(main, ["explain", *arguments, "--archive", str(archive)])
    assert result.exit_code == code


def test_publish_and_diff_from_the_command_line(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Store(folder_of(folder) / WORK_FILE, parser="abc") as store:
        store.put(capture("a"), replace(report(), title="标题"))
    runner = CliRunner()
    diff = runner.invoke(main, ["publish", "--diff", "--archive", str(folder)])
    assert "reports added: 1" in diff.output
    assert not (folder / PUBLISHED).exists()
    done = runner.invoke(main, ["publish", "--archive", str(folder)])
    assert done.exit_code == Exit.OK, done.output
    assert (folder / "dist" / "latest" / PUBLISHED).is_file()
    gate = tmp_path / "gate.toml"
    gate.write_text("minimum_reports = 'many'")
    assert (
        runner.invoke(main, ["publish", "--archive", str(folder), "--gate", str(gate)]).exit_code
        == Exit.CONFIG
    )
    assert (
        runner.invoke(main, ["publish", "--archive", str(tmp_path / "none")]).exit_code == Exit.NOTHING_READ
    )


def folder_of(path: Path) -> Path:
    path.mkdir()
    return path

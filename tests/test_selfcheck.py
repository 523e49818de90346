"""`gxcrawl check` and `gxcrawl forms`: what a publisher learns before the report goes out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gxcrawl.commands import check, forms
from gxcrawl.demo import page, reports
from gxcrawl.exits import Exit
from gxcrawl.selfcheck import problems
from parsers.forms import load
from parsers.parse import Hints, read_report

SAMPLES = Path(__file__).parent / "samples" / "reports"


def checked(*arguments: str) -> Result:
    return CliRunner().invoke(check.command, arguments)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _report("xixian", tmp_path_factory.mktemp("sound"))


def _report(site: str, folder: Path) -> Path:
    path = folder / "report.html"
    account = reports.of(site)[0]
    html = f"<html><body><h1>{account.title}</h1>{page.body(reports.write(account))}</body></html>"
    path.write_text(html, encoding="utf-8")
    return path


def test_a_sound_report_passes(sound: Path) -> None:
    result = checked(str(sound))
    assert result.exit_code == Exit.OK, result.output
    assert "200 个数值" in result.output and "未发现错误" in result.output


def test_a_sum_that_does_not_add_up_is_said_in_chinese_first() -> None:
    result = checked(*map(str, (SAMPLES / "html-publisher-error").glob("report.*")))
    assert result.exit_code == Exit.REPORT_FAULTY
    error = next(line for line in result.output.splitlines() if line.startswith("  错误"))
    assert re.search(r"\d+ ≠ \d+，相差 -?\d+", error)  # both sides, then the difference


def test_lost_cells_are_errors_and_named_by_their_rows() -> None:
    result = checked("--json", *map(str, (SAMPLES / "text-tabs-lost-cells").glob("report.*")))
    found = json.loads(result.output)["files"][0]["problems"]
    assert result.exit_code == Exit.REPORT_FAULTY
    assert any(problem["check"] == "row_torn" and problem["level"] == "error" for problem in found)


def test_a_file_that_is_no_report_is_named_and_the_others_are_checked(sound: Path, tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty.pdf", tmp_path / "missing.pdf"
    empty.touch()
    result = checked(str(empty), str(missing), str(sound))
    assert result.exit_code == Exit.NOTHING_READ
    assert result.output.count("无法读取") == 2 and "200 个数值" in result.output


def test_a_missing_table_is_an_error(tmp_path: Path) -> None:
    path = _report("xixian", tmp_path)
    html = path.read_text("utf-8")
    start = html.rindex("<table")
    path.write_text(html[:start] + html[html.index("</table>", start) + 8 :], encoding="utf-8")
    assert "没有找到" in checked(str(path)).output


def test_a_section_that_is_missing_or_says_nothing_wants_a_look(sound: Path) -> None:
    report = read_report(sound.read_bytes(), hints=Hints())
    assert problems(report) == ()
    without = replace(report, sections=tuple(one for one in report.sections if one.id != "other"))
    [missing] = problems(without)
    assert (missing.level, missing.check, missing.zh) == (
        "warning",
        "no_section",
        "没有找到“其他需要报告的事项”部分",
    )
    silent = tuple(replace(one, text=" 无。") if one.id == "problems" else one for one in report.sections)
    assert [problem.check for problem in problems(replace(report, sections=silent))] == ["no_problems"]
    assert problems(replace(without, forms={"statistics": "2014"}))[0].check == "no_table"


def test_neither_or_both_ways_of_asking_are_a_mistake(tmp_path: Path) -> None:
    assert checked().exit_code == Exit.USAGE
    assert checked("a.pdf", "--archive", str(tmp_path)).exit_code == Exit.USAGE
    assert checked("--archive", str(tmp_path)).exit_code == Exit.NOTHING_READ


def test_forms_lists_every_line_of_every_form() -> None:
    told = json.loads(CliRunner().invoke(forms.command, ["--json"]).output)["forms"]
    assert [form["id"] for form in told] == list(load())
    newest = {table["id"]: table["figures"] for table in told[0]["tables"]}
    assert (newest["requests"], newest["disputes"], sum(newest.values())) == (175, 15, 200)
    assert "requests_balance" in {identity["id"] for identity in told[0]["identities"]}


def test_forms_reads_well_on_a_terminal() -> None:
    told = CliRunner().invoke(forms.command, ["--form", "2021"]).output
    assert "carried_out" in told and "上年结转" in told

"""Whole reports: each folder of tests/samples/reports holds a document and what must come out of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from parsers.forms import load
from parsers.parse import read_report
from parsers.report import Report

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("samples/reports/*/expected.toml"))
TABLES = ("rules", "decisions", "fees", "requests", "disputes")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def sample(request: pytest.FixtureRequest) -> tuple[Report, dict[str, Any]]:
    folder: Path = request.param
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    return read_report(next(folder.glob("report.*")).read_bytes()), expected


def test_every_cell_has_its_value_or_its_reason(sample: tuple[Report, dict[str, Any]]) -> None:
    report, expected = sample
    states = {row: state for state in ("lost", "mark", "blank") for row in expected.get(_plural(state), [])}
    form = load()["2021"]
    for key in (key for table in TABLES for key in form.table(table).keys()):
        figure = report.figure(*key)
        assert figure is not None, key
        state = states.get(f"{key[0]}/{key[1]}", "reported")
        wanted = expected["figures"].get("/".join(key), 0) if state == "reported" else None
        assert (figure.value, figure.state) == (wanted, state), key


def _plural(state: str) -> str:
    return state if state == "lost" else f"{state}s"


def test_a_lost_row_is_named_by_a_finding_of_the_parser(sample: tuple[Report, dict[str, Any]]) -> None:
    report, expected = sample
    named = {
        "/".join(cell[:2])
        for finding in report.findings
        if finding.kind == "parser" and finding.check == "row_torn"
        for cell in finding.cells
    }
    assert named == set(expected["lost"])


def test_failing_sums_are_the_publishers_and_nothing_else_fails(
    sample: tuple[Report, dict[str, Any]],
) -> None:
    report, expected = sample
    failing = [finding for finding in report.findings if finding.verdict == "fail"]
    assert {finding.check for finding in failing} == set(expected["failing"])
    assert {finding.kind for finding in failing} <= {"publisher"}


def test_body_year_and_sections(sample: tuple[Report, dict[str, Any]]) -> None:
    report, expected = sample
    assert (report.agency.name, report.agency.region) == (expected["agency"], expected["region"])
    assert (report.year, report.title) == (expected["year"], expected["title"])
    assert [section.id for section in report.sections] == expected["sections"]
    for name, value in expected.get("contact", {}).items():
        assert getattr(report.contact, name) == value


def test_every_figure_has_a_place(sample: tuple[Report, dict[str, Any]]) -> None:
    report, _ = sample
    assert all(figure.place.path or figure.place.box for figure in report.figures if figure.value is not None)

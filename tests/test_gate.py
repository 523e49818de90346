"""Which builds the gate refuses, with what reason, and that the last good version stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from pipelines.publishing import gate
from pipelines.publishing import publish as publishing
from pipelines.publishing.publish import LEDGER, PUBLISHED, publish
from pipelines.store import WORK_FILE
from tests.known_database import capture, outcomes, report, requests, stored


def test_a_refused_build_leaves_the_last_good_one_live_and_says_why(tmp_path: Path) -> None:
    publish(stored(tmp_path, outcomes()))
    before = (tmp_path / PUBLISHED).read_bytes()
    refused = publish(tmp_path, gate=replace(gate.load(), minimum_reports=7))
    assert [str(refusal) for refusal in refused.refusals] == ["minima: 6 reports, at least 7 are expected"]
    assert (tmp_path / PUBLISHED).read_bytes() == before
    ledger = [json.loads(line) for line in (tmp_path / LEDGER).read_text().splitlines()]
    assert [line["result"] for line in ledger] == ["published", "refused"]
    assert ledger[1]["reasons"][0]["test"] == "minima"
    assert not list(tmp_path.glob("*.building"))


SPOILT: Mapping[str, tuple[str, ...]] = {
    "integrity": ("update reports set capture_id = 5",),
    "tables": ("alter table checks add column colour",),
    "minima": ("delete from coverage", "delete from agencies"),
    "fill": ("update reports set unvalued = reported + 1", "update reports set doubtful = unvalued"),
    "silent_cells": ("update requests set received = null where applicant = 'total'",),
    "search": ("insert into sections_fts(sections_fts) values ('delete-all')",),
    "readable": ("drop table reports",),
    "drop": ("delete from captures", "delete from reports where agency_name = '青石市财政局'"),
}


@pytest.mark.parametrize("test", SPOILT)
def test_each_rule_refuses_with_its_reason_and_the_last_good_version_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, test: str
) -> None:
    """A build that one rule is against is spoilt on its way to the gate."""
    stored(tmp_path, outcomes())
    publish(tmp_path)
    before = (tmp_path / PUBLISHED).read_bytes()
    sound = publishing.build

    def spoilt(folder: Path, target: Path, patches: Any) -> tuple[str, dict[str, str]]:
        made = sound(folder, target, patches)
        with closing(sqlite3.connect(target)) as db, db:
            for statement in SPOILT[test]:
                db.execute(statement)
        return made

    monkeypatch.setattr(publishing, "build", spoilt)
    refused = publish(tmp_path)
    assert not refused.published
    assert test in {refusal.test for refusal in refused.refusals}
    assert (tmp_path / PUBLISHED).read_bytes() == before
    last = json.loads((tmp_path / LEDGER).read_text("utf-8").splitlines()[-1])
    assert last["result"] == "refused" and test in {reason["test"] for reason in last["reasons"]}
    assert sorted(path.name for path in tmp_path.glob("gxcrawl*")) == [PUBLISHED]
    monkeypatch.undo()
    assert publish(tmp_path).published


@pytest.mark.parametrize(("left", "refused"), [(3, False), (2, False), (1, True), (0, True)])
def test_a_small_province_may_lose_one_report_and_no_more(tmp_path: Path, left: int, refused: bool) -> None:
    few = [(capture(f"n{n}"), report(f"第{n}局")) for n in range(3)]
    other = [(capture("other"), report("青石市财政局", region="320299"))]
    publish(stored(tmp_path, few + other))
    (tmp_path / WORK_FILE).unlink()
    assert publish(stored(tmp_path, few[:left] + other)).published is not refused


def test_a_province_that_lost_reports_is_refused(tmp_path: Path) -> None:
    bodies = [(capture(f"n{n}"), report(f"第{n}局")) for n in range(20)]
    publish(stored(tmp_path, bodies))
    (tmp_path / WORK_FILE).unlink()
    refused = publish(stored(tmp_path, bodies[:17]))
    assert [str(refusal) for refusal in refused.refusals] == [
        "drop: province 41 would have 17 reports, the live version has 20",
        "drop: province 41 would have 3400 figures, the live version has 4000",
    ]


def test_a_live_version_that_cannot_be_compared_is_named_and_left_alone(tmp_path: Path) -> None:
    stored(tmp_path, outcomes())
    (tmp_path / PUBLISHED).write_bytes(b"no database " * 400)
    [refusal] = publish(tmp_path).refusals
    assert refusal.test == "drop" and f"move {tmp_path / PUBLISHED} away" in refusal.message
    assert (tmp_path / PUBLISHED).read_bytes() == b"no database " * 400


def test_a_cell_that_lost_its_reason_is_refused(tmp_path: Path) -> None:
    stored(tmp_path, [(capture("a"), report(given=requests(received="")))])
    sqlite_utils.Database(tmp_path / WORK_FILE).execute("delete from cell_notes")
    refused = publish(tmp_path)
    assert [refusal.test for refusal in refused.refusals] == ["silent_cells"]


GATE = gate.DEFAULT.read_text("utf-8")
ANCHOR = f'sha256 = "{"a" * 64}"\ncell = ["requests", "received", "total"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("minimum_report = 3", "unknown minimum_report"),
        ("minimum_reports = 1", "missing"),
        ("= 1", "gate.toml"),
        (GATE.replace("largest_drop = 0.10", "largest_drop = 10"), "from 0 to 1: largest_drop"),
        (GATE.replace("largest_drop = 0.10", "largest_drop = nan"), "from 0 to 1: largest_drop"),
        (GATE.replace("minimum_fill = 0.50", "minimum_fill = -1"), "from 0 to 1: minimum_fill"),
        (GATE.replace("minimum_reports = 1", "minimum_reports = 0.5"), "a count, 0 or more: minimum_reports"),
        (GATE.replace("minimum_reports = 1", "minimum_reports = true"), "not a number: minimum_reports"),
        ("anchor = 1\n" + GATE, r"written as \[\[anchor\]\]"),
        (f"{GATE}[[anchor]]\n{ANCHOR}".replace("a" * 64, "A" * 64), "no SHA-256"),
        (f"{GATE}[[anchor]]\n{ANCHOR}value = '6'", "'6' of an anchor is no number"),
        (f"{GATE}[[anchor]]\n{ANCHOR}vlaue = 6", "an anchor has sha256, cell and value"),
        (
            f"{GATE}[[anchor]]\n{ANCHOR}".replace('["requests", "received", "total"]', "3"),
            "no form has the cell 3",
        ),
    ],
)
def test_a_typo_in_the_gate_file_opens_no_gate(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(gate.BadGate, match=message):
        gate.load(path)


@pytest.mark.parametrize(
    ("value", "refused"), [("value = 10", []), ("value = 11", ["anchors"]), ("", ["anchors"])]
)
def test_a_number_looked_up_by_hand_must_be_in_the_build(
    tmp_path: Path, value: str, refused: list[str]
) -> None:
    looked_up = f'sha256 = "{outcomes()[0][0].sha256}"\ncell = ["requests", "received", "total"]\n{value}\n'
    elsewhere = f'sha256 = "{"0" * 64}"\ncell = ["requests", "received", "total"]\nvalue = 1\n'
    path = tmp_path / "gate.toml"
    path.write_text(f"{gate.DEFAULT.read_text()}\n[[anchor]]\n{looked_up}\n[[anchor]]\n{elsewhere}")
    built = publish(stored(tmp_path, outcomes()), gate=gate.load(path))
    assert [refusal.test for refusal in built.refusals] == refused


@pytest.mark.parametrize(
    "anchor", ["value = 1", 'sha256 = "0"\ncell = ["requests", "nothing", "total"]\nvalue = 1']
)
def test_an_anchor_that_holds_nothing_is_refused(tmp_path: Path, anchor: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(f"{gate.DEFAULT.read_text()}\n[[anchor]]\n{anchor}")
    with pytest.raises(gate.BadGate):
        gate.load(path)

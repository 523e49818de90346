"""Corrections and takedowns: applied, listed, refused when they fit nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlite_utils

from parsers.report import Finding
from pipelines.publishing.patches import BadPatch, Correction, Patches, Takedown, load
from pipelines.publishing.publish import LAST_GOOD, LEDGER, PUBLISHED, publish
from pipelines.store import WORK_FILE, Store
from tests.known_database import capture, report, requests

CELL = ("requests", "received", "total")
FIX = Correction(capture("a").sha256, CELL, "6", "Li", date(2025, 1, 31), "the text layer lost the cell")


def archive(path: Path) -> Path:
    unsure = Finding(
        "requests_balance", "parser", "note", "not_evaluable", "不能核对", (CELL,), if_blank_zero="pass"
    )
    words = Finding("narrative_agrees", "publisher", "warning", "fail", "文字为 6", (CELL,), difference=6)
    given = requests(received="?", granted=6, handled=6) | requests(
        "business", granted=6, received=6, handled=6
    )
    with Store(path / WORK_FILE, parser="1") as store:
        store.put(capture("a"), report(given=given, findings=(unsure, words)))
        store.put(capture("b"), report("青石市财政局", region="320299"))
    return path


def test_a_corrected_cell_has_the_value_of_the_original_and_says_who_looked(tmp_path: Path) -> None:
    built = publish(archive(tmp_path), patches=Patches((FIX,)))
    assert built.published, built.refusals
    db = sqlite_utils.Database(built.path)
    corrected = next(db["reports"].rows_where("sha256 = ?", [FIX.sha256]))
    where = "applicant = 'total' and report_id = ?"
    assert next(db["requests"].rows_where(where, [corrected["id"]]))["received"] == 6
    assert (corrected["reported"], corrected["unvalued"], corrected["doubtful"]) == (200, 0, 0)
    assert db["cell_notes"].count == 0
    said = next(db["corrections"].rows)
    assert (said["was"], said["shows"], said["looked"], said["date"]) == ("1 2", "6", "Li", "2025-01-31")
    judged = {row["check_id"]: row for row in db["findings"].rows_where("report_id = ?", [corrected["id"]])}
    assert (judged["narrative_agrees"]["verdict"], judged["narrative_agrees"]["difference"]) == (
        "not_evaluable",
        None,
    )
    assert "已更正" in judged["narrative_agrees"]["message"]


def graded(path: Path, *patches: Correction) -> tuple[str, set[str]]:
    """The grade of the corrected report, and its sums that do not hold."""
    db = sqlite_utils.Database(publish(path, patches=Patches(patches)).path)
    [row] = db["reports"].rows_where("sha256 = ?", [FIX.sha256])
    failed = db["findings"].rows_where("report_id = ? and verdict = 'fail' and level = 'error'", [row["id"]])
    return row["grade"], {finding["check_id"] for finding in failed}


def test_the_sums_are_added_up_again_with_what_the_original_shows(tmp_path: Path) -> None:
    assert graded(archive(tmp_path)) == ("D", set())
    assert graded(tmp_path, FIX) == ("A", set())
    assert graded(tmp_path, replace(FIX, shows="7")) == ("C", {"requests_balance", "requests_applicants"})
    assert graded(tmp_path, replace(FIX, shows="")) == ("B", set())


def test_a_correction_to_blank_is_a_blank_not_0(tmp_path: Path) -> None:
    blank = replace(FIX, sha256=capture("b").sha256, shows="")
    built = publish(archive(tmp_path), patches=Patches((blank,)))
    db = sqlite_utils.Database(built.path)
    notes = {(row["row_id"], row["state"], row["raw"]) for row in db["cell_notes"].rows}
    assert ("received", "blank", "") in notes


def test_a_document_taken_down_is_gone_and_its_absence_is_told(tmp_path: Path) -> None:
    down = Takedown(capture("b").sha256, "the body asked", "Li", date(2025, 1, 31))
    built = publish(archive(tmp_path), patches=Patches((), (down,)))
    db = sqlite_utils.Database(built.path)
    assert [row["sha256"] for row in db["reports"].rows] == [capture("a").sha256]
    assert [(row["outcome"], row["detail"]) for row in db["others"].rows] == [
        ("taken_down", "2025-01-31, Li: the body asked")
    ]
    assert "青石" not in (tmp_path / PUBLISHED).read_bytes().decode("utf-8", "ignore")


@pytest.mark.parametrize(
    ("patches", "message"),
    [
        (Patches((replace(FIX, sha256="0" * 64),)), "0000: there is no report with this digest"),
        (
            Patches((replace(FIX, cell=("rules", "regulation", "made")),)),
            "its form of rules .2021. has no cell",
        ),
        (
            Patches((replace(FIX, cell=("statistics", "published", "value")),)),
            "and the record value of statistics",
        ),
        (Patches((), (Takedown("0" * 64, "x", "x", date(2025, 1, 1)),)), "to take down"),
    ],
)
def test_a_patch_for_an_unknown_document_is_refused_and_nothing_changes(
    tmp_path: Path, patches: Patches, message: str
) -> None:
    publish(archive(tmp_path))
    before = (tmp_path / PUBLISHED).read_bytes()
    with pytest.raises(BadPatch, match=message):
        publish(tmp_path, patches=patches)
    assert (tmp_path / PUBLISHED).read_bytes() == before
    [_, refused] = [json.loads(line) for line in (tmp_path / LEDGER).read_text("utf-8").splitlines()]
    assert (refused["result"], refused["reasons"][0]["test"]) == ("refused", "patches")
    assert not (tmp_path / LAST_GOOD).exists()
    assert sorted(path.name for path in tmp_path.glob("gxcrawl*")) == [PUBLISHED]


GOOD = f'sha256 = "{"a" * 64}"\ncell = ["requests", "received", "total"]\nshows = "6"\nlooked = "Li"\nwhy = "x"\n'
DOWN = f'[[takedown]]\nsha256 = "{"a" * 64}"\nasked = "who"\nlooked = "Li"\ndate = 2025-01-31\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[corection]]", "unknown corection"),
        (f"[[correction]]\n{GOOD}", "expected"),
        (f"[[correction]]\n{GOOD}date = '2025-01-31'", "must be a date"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31".replace("received", "recieved"), "no form has"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31".replace("aaaa", "AAAA"), "no SHA-256"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31".replace('"6"', '"six"'), "neither a number"),
        (
            f"[[correction]]\n{GOOD}date = 2025-01-31\n[[correction]]\n{GOOD}date = 2025-01-31",
            "two corrections",
        ),
        ("= 1", "patches.toml"),
        (f"[correction]\n{GOOD}date = 2025-01-31", r"written as \[\[correction\]\]"),
        ("correction = ['x']", r"written as \[\[correction\]\]"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31T10:00:00", "must be a date"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31".replace('"6"', "6"), "quotes is expected for shows"),
        (f"[[correction]]\n{GOOD}date = 2025-01-31".replace('"Li"', '" "'), "looked is empty"),
        (
            f"[[correction]]\n{GOOD}date = 2025-01-31".replace('["requests", "received", "total"]', "3"),
            "three words",
        ),
        (f"[[correction]]\n{GOOD}date = 2025-01-31\n{DOWN}", "is corrected and taken down"),
        (f"{DOWN}\n{DOWN}", "two takedowns"),
    ],
)
def test_a_bad_patch_file_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "patches.toml"
    path.write_text(text)
    with pytest.raises(BadPatch, match=message):
        load(path)


def test_the_patches_that_come_with_the_program_are_valid() -> None:
    load()

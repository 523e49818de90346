"""Indicators: each by hand for one report, and NULL where there is nothing to divide by or a cell has no value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils

from parsers.checks import check
from parsers.forms import load
from parsers.report import Key
from parsers.tables.figures import Figures
from pipelines.publishing.views import indicators
from tests.known_database import capture, report, requests
from tests.reading_room import built

OUTCOMES = {
    "granted": 40,
    "granted_partly": 10,
    "denied_law": 3,
    "denied_third_party": 2,
    "unavailable_not_held": 20,
    "unavailable_unclear": 5,
    "rejected_petition": 8,
    "rejected_repeat": 2,
    "other_other": 10,
}
DISPUTES = {
    "review": {"upheld": 6, "corrected": 2, "other": 2, "pending": 1, "total": 11},
    "suit_direct": {"upheld": 3, "corrected": 1, "other": 1, "pending": 0, "total": 5},
    "suit_after_review": {"upheld": 4, "corrected": 0, "other": 1, "pending": 1, "total": 6},
}


def told(folder: Path, given: dict[Key, int | str], **more: object) -> dict[str, tuple[float | None, ...]]:
    db = sqlite_utils.Database(built(folder, [(capture("a"), report(given=given, **more))]))
    rows = db.execute("select indicator, numerator, denominator, rate from indicators").fetchall()
    return {row[0]: row[1:] for row in rows}


def known() -> dict[Key, int | str]:
    cells = requests(received=95, carried_in=15, handled=100, carried_out=10, **OUTCOMES)
    people = requests("natural_person", received=57)
    return (
        cells
        | people
        | {("disputes", row, at): n for row, line in DISPUTES.items() for at, n in line.items()}
    )


EXPECTED = {
    "granted_or_partly": (50, 100),
    "granted": (40, 100),
    "denied": (5, 100),
    "denied_or_not_given": (40, 100),
    "unavailable": (25, 100),
    "not_held": (20, 100),
    "rejected": (10, 100),
    "petition": (8, 100),
    "other": (10, 100),
    "completed": (100, 110),
    "carried": (10, 110),
    "natural_persons": (57, 95),
    "review_corrected": (2, 10),
    "review_corrected_of_all": (2, 11),
    "suits_lost": (1, 10),
    "suits_lost_of_decided": (1, 8),
    "disputed": (16, 100),
    "sued_after_review": (6, 10),
    "filled": (200, 200),
}


def test_every_indicator_by_hand(tmp_path: Path) -> None:
    found = told(tmp_path, known())
    assert {id_: found[id_] for id_ in EXPECTED} == {
        id_: (over, under, over / under) for id_, (over, under) in EXPECTED.items()
    }
    assert found.keys() - EXPECTED.keys() == {"sums"}


def test_nothing_to_divide_by_is_no_rate(tmp_path: Path) -> None:
    found = told(tmp_path, {})
    assert {id_ for id_, (_, _, rate) in found.items() if rate is not None} == {"filled"}
    assert all(under == 0 for id_, (_, under, _) in found.items() if id_ not in ("filled",))


@pytest.mark.parametrize("blank", ["", "/", "?"])
def test_a_cell_without_a_value_is_never_taken_for_0(tmp_path: Path, blank: str) -> None:
    found = told(tmp_path, known() | requests(denied_internal=blank))
    assert {id_ for id_, (over, _, _) in found.items() if over is None} == {"denied", "denied_or_not_given"}
    assert found["filled"][:2] == (199, 200)


def test_the_sums_of_a_whole_report_are_42(tmp_path: Path) -> None:
    read = Figures(
        {table.id: load()["2021"] for table in load()["2021"].tables}, report(given={}).figures, ()
    )
    assert told(tmp_path, {}, findings=check(read))["sums"] == (42, 42, 1)
    wrong = report(
        given=requests("natural_person", received=1)
    ).figures  # its row, and the balance of its column
    assert told(tmp_path / "b", {}, findings=check(replace(read, figures=wrong)))["sums"] == (40, 42, 40 / 42)


def test_series_that_break_say_so() -> None:
    assert {id_ for id_, one in indicators().items() if one.get("breaks") == 2024} == {
        "review_corrected",
        "review_corrected_of_all",
        "suits_lost",
        "suits_lost_of_decided",
        "disputed",
        "sued_after_review",
    }

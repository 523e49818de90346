"""Checks between years and between versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from parsers.report import Fact, Key
from pipelines.items import Capture, Outcome
from pipelines.publishing.across import check_rows, checks
from pipelines.store import create_tables
from tests.known_database import capture, report, requests
from tests.reading_room import built


def found(folder: Path, *values: tuple[Capture, Outcome]) -> dict[str, list[tuple[Any, ...]]]:
    """(verdict, level, difference) of the findings of each check that says anything but pass."""
    db = sqlite_utils.Database(built(folder, values))
    rows = db.execute(
        "select check_id, verdict, level, difference from findings where position >= 1000 and verdict != 'pass'"
        " order by report_id, position"
    )
    result: dict[str, list[tuple[Any, ...]]] = {}
    for check, *said in rows:
        result.setdefault(check, []).append(tuple(said))
    return result


def years(
    first: dict[Key, int | str], second: dict[Key, int | str], **more: object
) -> list[tuple[Capture, Outcome]]:
    return [
        (capture("y1", day="2023-01-20"), report(year=2022, given=first)),
        (capture("y2", day="2024-01-20"), report(year=2023, given=second, **more)),
    ]


def in_force(last: int | str, **now: int) -> tuple[dict[Key, int | str], dict[Key, int | str]]:
    name = "normative_document"
    return {("rules", name, "in_force"): last}, {
        ("rules", name, column): value for column, value in now.items()
    }


def test_what_was_carried_out_must_be_carried_in_for_every_applicant(tmp_path: Path) -> None:
    first = requests(carried_out=5) | requests("natural_person", carried_out=5)
    second = requests(carried_in=5) | requests("business", carried_in=5)
    fails = found(tmp_path, *years(first, second))["carry_over"]
    assert sorted(fails) == [("fail", "warning", -5.0), ("fail", "warning", 5.0)]


def test_a_blank_makes_the_check_not_evaluable(tmp_path: Path) -> None:
    fails = found(tmp_path, *years(requests(carried_out=""), requests(carried_in=5)))
    assert fails["carry_over"] == [("not_evaluable", "note", None)]


@pytest.mark.parametrize(("now", "difference"), [(24, None), (20, -4.0)])
def test_the_stock_in_force_rolls_forward(tmp_path: Path, now: int, difference: float | None) -> None:
    fails = found(tmp_path, *years(*in_force(20, in_force=now, issued=5, repealed=1))).get(
        "in_force_roll", []
    )
    assert fails == ([("fail", "warning", difference)] if difference else [])


def test_fees_a_thousandfold_are_perhaps_yuan(tmp_path: Path) -> None:
    key = ("fees", "administrative_fee", "amount_10k_yuan")
    fails = found(tmp_path, *years({key: 5}, {key: 50000}))
    assert fails["fee_unit"] == [("fail", "warning", 49995.0)]


def test_a_page_and_its_attachment_must_show_the_same_numbers(tmp_path: Path) -> None:
    page, attachment = capture("page"), capture("attachment", role="attachment")
    values = [(page, report(given=requests(received=5))), (attachment, report(given=requests(received=6)))]
    assert found(tmp_path, *values)["versions_agree"] == [("fail", "error", None)]
    replaced = replace(page, current=False)
    assert "versions_agree" not in found(tmp_path / "b", (replaced, values[0][1]), values[1])


def test_a_table_that_equals_last_years_in_every_cell_is_perhaps_copied(tmp_path: Path) -> None:
    same = requests(received=9, handled=9, granted=9)
    assert found(tmp_path / "a", *years(same, same))["same_as_last_year"] == [("fail", "warning", None)]
    for number, other in enumerate(
        (
            requests(received=9, handled=9, granted=8, denied_law=1),
            same | requests("natural_person", received=9),
            same | requests("business", granted=""),
        )
    ):
        assert "same_as_last_year" not in found(tmp_path / str(number), *years(same, other))
    few = requests(received=2, handled=2, granted=2)
    assert "same_as_last_year" not in found(tmp_path / "few", *years(few, few))
    assert "same_as_last_year" not in found(tmp_path / "none", *years({}, {}))


def test_decisions_that_repeat_themselves_are_told_and_a_stock_that_stays_is_not(tmp_path: Path) -> None:
    same: dict[Key, int | str] = {
        ("decisions", "penalty", "decided"): 321,
        ("rules", "normative_document", "in_force"): 50,
    }
    db = sqlite_utils.Database(built(tmp_path, years(same, same)))
    [finding] = db["findings"].rows_where("check_id = 'same_as_last_year'")
    assert finding["cells"] == '[["decisions","penalty","decided"]]'


@pytest.mark.parametrize(("table", "item"), [("decisions", "licensing"), ("fees", "administrative_fee")])
@pytest.mark.parametrize(("now", "verdict"), [(12, "pass"), (11, "fail"), (None, "not_evaluable")])
def test_lists_of_2019_roll_forward(table: str, item: str, now: int | None, verdict: str) -> None:
    db = sqlite_utils.Database(memory=True)
    create_tables(db)
    for id_, year, items in ((1, 2019, 10), (2, 2020, now)):
        db["reports"].insert(  # type: ignore[union-attr]  # a table, not a view
            {"id": id_, "agency_id": 5, "year": year, "preferred": 1, "forms": f'{{"{table}":"2019"}}'}
        )
        db[table].insert({"report_id": id_, "item": item, "previous_items": items, "change": 2})  # type: ignore[union-attr]
    assert [(row[0], row[1]) for row in db.execute(checks()["items_roll"].sql)] == [(2, verdict)]


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        (21, 106, True),
        (106, 21, True),
        (21, 105, False),
        (20, 500, False),
        (500, 20, False),
        ("", 500, False),
    ],
)
@pytest.mark.parametrize("key", [("requests", "received", "total"), ("decisions", "penalty", "decided")])
def test_a_jump_is_worth_a_look(tmp_path: Path, key: Key, last: int | str, now: int, told: bool) -> None:
    fails = found(tmp_path, *years({key: last}, {key: now}))
    assert ("yearly_jump" in fails) is told


@pytest.mark.parametrize(("last", "now"), [(5, 4999), (0, 50000), ("", 50000)])
def test_fees_that_grew_less_are_not_told(tmp_path: Path, last: int | str, now: int) -> None:
    key = ("fees", "administrative_fee", "amount_10k_yuan")
    assert "fee_unit" not in found(tmp_path, *years({key: last}, {key: now}))


def test_a_sound_pair_of_years_has_nothing_to_be_told(tmp_path: Path) -> None:
    first = requests(received=30, handled=25, granted=25, carried_out=5)
    second = requests(received=31, carried_in=5, handled=36, granted=36)
    assert found(tmp_path, *years(first, second, text="今年另写。" * 40)) == {}


@pytest.mark.parametrize("row", check_rows(), ids=lambda row: row["id"])
def test_every_check_says_what_it_is_and_where_it_comes_from(row: dict[str, str]) -> None:
    assert row["zh"] and row["en"] and row["source"]
    assert row["id"] not in checks() or checks()[row["id"]].level in ("error", "warning", "note")


def test_judging_twice_says_the_same(tmp_path: Path) -> None:
    values = years(requests(carried_out=5), requests(carried_in=4))
    first = list(sqlite_utils.Database(built(tmp_path, values))["findings"].rows)
    assert list(sqlite_utils.Database(built(tmp_path, values))["findings"].rows) == first


def test_more_issued_than_there_can_be_is_worth_a_look(tmp_path: Path) -> None:
    cells = {("rules", "normative_document", name): value for name, value in (("issued", 5), ("in_force", 3))}
    assert found(tmp_path, (capture("a"), report(given=cells)))["issued_within_stock"] == [
        ("fail", "note", 2.0)
    ]


def test_suits_without_requests_are_worth_a_look(tmp_path: Path) -> None:
    value = report(given={("disputes", "review", "total"): 4})
    assert found(tmp_path, (capture("a"), value))["disputes_without_requests"] == [("fail", "note", None)]


@pytest.mark.parametrize(("whole", "fails"), [(30, []), (20, [("fail", "note", -5.0)])])
def test_the_sum_of_a_region_covers_its_bodies(
    tmp_path: Path, whole: int, fails: list[tuple[Any, ...]]
) -> None:
    agency = replace(report().agency, name="河桥县人民政府", type="government", scope="region")
    values = [
        (capture("g"), replace(report(given=requests(received=whole)), agency=agency)),
        (capture("a"), report(given=requests(received=25))),
    ]
    assert found(tmp_path, *values).get("region_covers_members", []) == fails


CHANNELS = {"published_gazette": 1, "published_website": 5, "published_weibo": 0, "published_wechat": 2}


@pytest.mark.parametrize(
    ("check", "table", "cells", "expected"),
    [
        ("published_within_made", "rules", {"published": 3, "made": 3}, [("pass", None)]),
        ("published_within_made", "rules", {"published": 5, "made": 3}, [("fail", 2)]),
        ("published_within_made", "rules", {"published": 5}, []),
        ("public_total_covers", "rules", {"published": 3, "public_total": 9}, [("pass", None)]),
        ("public_total_covers", "rules", {"published": 3, "public_total": 2}, [("fail", -1)]),
        ("published_by_channels", "statistics", {"published": 8, "published_other": 0}, [("pass", None)]),
        ("published_by_channels", "statistics", {"published": 9, "published_other": 0}, [("fail", 1)]),
        ("published_by_channels", "statistics", {"published": 9}, []),
        (
            "heads_within_events",
            "statistics",
            {
                "press_conferences": 2,
                "press_conferences_head": 2,
                "online_interviews": 1,
                "online_interviews_head": 4,
            },
            [("pass", None), ("fail", 3)],
        ),
        ("answered_within_received", "statistics", {"answered": 4, "requests": 4}, [("pass", None)]),
        ("answered_within_received", "statistics", {"answered": 6, "requests": 4}, [("fail", 2)]),
    ],
)
def test_what_older_forms_must_not_exceed(
    check: str, table: str, cells: dict[str, int], expected: list[tuple[str, int | None]]
) -> None:
    db = sqlite_utils.Database(memory=True)
    create_tables(db)
    db["reports"].insert({"id": 1, "preferred": 1})  # type: ignore[union-attr]  # a table, not a view
    line = {"item": "regulation"} if table == "rules" else {"measure": "value"} | CHANNELS
    db[table].insert({"report_id": 1} | line | cells)  # type: ignore[union-attr]
    said = [(verdict, difference) for _, verdict, difference, _, _ in db.execute(checks()[check].sql)]
    assert said == expected


LETTER = "".join(chr(0x4E00 + 7 * number) for number in range(300))


def test_a_copied_narrative_is_told_of_both_bodies_and_of_the_own_year_before(tmp_path: Path) -> None:
    """One line each: the nearest other body, and the body's own earlier report; and how many share the text."""
    values = [
        (capture("a22", day="2023-01-20"), report(year=2022, text=LETTER)),
        (capture("a23"), report(year=2023, text=LETTER)),
        (capture("b23"), report("青石市财政局", region="320299", text=LETTER + "略有不同")),
        (capture("c23"), report("孤山县司法局", region="320299")),
    ]
    db = sqlite_utils.Database(built(tmp_path, values))
    said = db.execute(
        "select agency_name, year, substr(message, instr(message, ': ') + 2) as said from findings"
        " join reports on reports.id = report_id where check_id = 'copied_narrative' order by 1, 2, 3"
    ).fetchall()
    assert [(name, year, detail.split(",")[0], detail.split("; ")[1]) for name, year, detail in said] == [
        ("河桥县司法局", 2023, "河桥县司法局 2022", "3 alike in all"),
        ("河桥县司法局", 2023, "青石市财政局 2023", "3 alike in all"),
        ("青石市财政局", 2023, "河桥县司法局 2023", "3 alike in all"),
    ]


RECEIVED = "收到政府信息公开申请数"


def said(metric: str, value: float, **more: object) -> Fact:
    given = {
        "subject": "河桥县司法局",
        "channel": "",
        "unit": "件",
        "qualifier": "exact",
        "section": "requests",
    }
    return Fact(metric=metric, value=value, quote=f"{metric}{value}", **given | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "check", "verdict", "difference"),
    [
        (said(RECEIVED, 40, year=2022), "last_year_agrees", "pass", None),
        (said(RECEIVED, 42, year=2022), "last_year_agrees", "pass", None),  # with those carried in
        (said(RECEIVED, 39, year=2022), "last_year_agrees", "fail", -1),
        (said(RECEIVED, 39, year=2021), "last_year_agrees", None, None),
        (said(RECEIVED, 39, year=2022, qualifier="余"), "last_year_agrees", None, None),
        (said(RECEIVED, 39, year=2022, subject="另一局"), "last_year_agrees", None, None),
        (said("行政复议数", 3, year=2022), "last_year_agrees", "not_evaluable", None),
        (said("发布信息数", 200, year=2022, unit="条"), "last_year_agrees", "pass", None),
        (said("发布信息数", 201, year=2022, unit="条"), "last_year_agrees", "fail", 1),
        (said("发布信息数", 20, year=2022, unit="条", channel="微博"), "last_year_agrees", None, None),
        (said(f"同比变化率:{RECEIVED}", 25, unit="%"), "change_agrees", "pass", None),
        (said(f"同比变化率:{RECEIVED}", 19.0, unit="%"), "change_agrees", "pass", None),  # 42 to 50: 19.05
        (said(f"同比变化率:{RECEIVED}", 25.5, unit="%"), "change_agrees", "fail", None),
        (said(f"同比变化率:{RECEIVED}", -25, unit="%"), "change_agrees", "fail", None),
        (said("同比变化率:行政复议数", 25, unit="%"), "change_agrees", "not_evaluable", None),
        (said("同比变化率:发布信息数", 10, unit="%"), "change_agrees", "pass", None),
        (said("同比变化率:发布信息数", 20, unit="%"), "change_agrees", "fail", None),
    ],
)
def test_what_is_said_of_last_year_is_held_against_last_years_report(
    tmp_path: Path, fact: Fact, check: str, verdict: str | None, difference: int | None
) -> None:
    first = requests(received=40, carried_in=2, handled=42) | {("disputes", "review", "total"): ""}
    second = requests(received=50, handled=50)
    before, now = years(first, second, facts=(said("发布信息数", 220, unit="条"), fact))
    posts = replace(before[1], facts=(said("发布信息数", 200, unit="条"),))  # type: ignore[type-var]
    db = sqlite_utils.Database(built(tmp_path, [(before[0], posts), now]))
    found = db.execute(
        "select verdict, difference, level from findings where check_id = ? order by position", (check,)
    ).fetchall()
    level = "warning" if verdict == "fail" else "note"
    assert found == ([(verdict, difference, level)] if verdict else [])


def test_what_is_told_reads_well_in_both_languages(tmp_path: Path) -> None:
    first = requests(carried_out=5) | requests("natural_person", carried_out=5)
    db = sqlite_utils.Database(built(tmp_path, years(first, requests(carried_in=5))))
    [said] = [
        row["message"] for row in db["findings"].rows_where("check_id = 'carry_over' and verdict = 'fail'")
    ]
    assert said == (
        "上年结转 = 上一年报告的结转下年度：二、上年结转政府信息公开申请数量·自然人 5 → 0"
        " / carried in = carried out of last year's report: II. Requests carried over from last year, Natural persons 5 → 0"
    )
    for (message,) in db.execute("select message from findings where position >= 1000"):
        assert message.count(" / ") == 1

"""What the pages of the reading room are put together from: drawings, names, colours, languages."""

from __future__ import annotations

import pytest

from parsers.forms import load
from pipelines.portal.chart import Series, bar_chart, line_chart
from pipelines.portal.labels import heading, region
from pipelines.portal.language import apart, plain_speaker
from pipelines.portal.layout import GROUPS
from pipelines.portal.narrative import marked
from pipelines.portal.pages.home import shade
from pipelines.portal.pages.region import stem, totals
from pipelines.portal.series import outcomes


def test_a_chart_is_interrupted_where_a_value_is_missing() -> None:
    drawn = line_chart(
        [Series("申请", "requests", [1, None, 3])],
        [2021, 2022, 2023],
        breaks={2023: ("变", "change")},
        say=plain_speaker("zh"),
    )
    assert drawn is not None
    assert drawn.count("M") == 2
    assert "变" in drawn
    nothing = [Series("申请", "requests", [None, None])]
    assert line_chart(nothing, [2021, 2022], breaks={}, say=plain_speaker("zh")) is None


def test_a_bar_with_an_unknown_part_is_not_drawn() -> None:
    drawn = bar_chart(
        [Series("予以公开", "granted", [2, 2]), Series("不予公开", "denied", [1, None])],
        [2022, 2023],
        breaks={},
        say=plain_speaker("en"),
    )
    assert drawn is not None
    assert drawn.count("<title>") == 2
    assert ">granted</text>" in drawn
    assert ">?</text>" in drawn


def test_every_outcome_of_every_form_is_in_one_part_of_the_bar() -> None:
    keys = [key for part in outcomes().values() for key in part]
    assert len(keys) == len(set(keys)) == 22
    assert [zh for zh, _ in outcomes()] == [
        "（一）予以公开", "（二）部分公开", "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理",
    ]  # fmt: skip
    assert [en for _, en in outcomes()] == [
        "Granted", "Granted in part", "Denied", "Unavailable", "Not processed", "Other",
    ]  # fmt: skip


def test_quotes_are_marked_once_even_when_they_overlap() -> None:
    assert marked("共<5条，其中3条", ["共<5条，其中", "其中3条"]) == "<mark>共&lt;5条，其中3条</mark>"
    assert marked("无", ["不在"]) == "无"


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (1000, 5), (250, 4), (60, 3), (15, 2)])
def test_a_tile_grows_darker_with_the_order_of_magnitude(count: int, expected: int) -> None:
    assert shade(count, 1000) == expected


@pytest.mark.parametrize(
    ("code", "digits"), [("41", "41"), ("410000", "41"), ("411500", "4115"), ("411528", "411528")]
)
def test_a_region_code_covers_what_lies_within(code: str, digits: str) -> None:
    assert stem(code) == digits


def test_the_sums_of_a_region_hold_what_has_every_value_and_is_no_sum_itself() -> None:
    def body(
        received: int | None, handled: int | None, scope: str = "own", report_id: int | None = 1
    ) -> dict[str, object]:
        status = "late" if report_id else "missing"
        return {
            "report_id": report_id,
            "scope": scope,
            "received": received,
            "handled": handled,
            "status": status,
        }

    bodies = [body(6, 4), body(None, 3), body(5, None), body(900, 800, "region"), body(None, None, "", None)]
    assert totals(bodies) == {
        "bodies": 4,
        "unread": 2,
        "received": 6,
        "handled": 4,
        "late": 4,
        "missing": 1,
        "summaries": 1,
    }


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("总数：相差 1 / total: differs by 1", ("总数：相差 1", "total: differs by 1")),
        ("文字“1 / 2 件”：不符 / 1 of 2 is 50%", ("文字“1 / 2 件”：不符", "1 of 2 is 50%")),
        ("多 1 行：备注 / 1 row not in the form: 备注", ("多 1 行：备注", "1 row not in the form: 备注")),
        ("勾稽相符", ("勾稽相符", "勾稽相符")),
    ],
)
def test_a_message_comes_apart_into_its_languages(message: str, parts: tuple[str, str]) -> None:
    assert apart(message) == parts


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        ("机关 body", ("机关", "body")),
        ("收费（万元） fees", ("收费（万元）", "fees")),
        ("占比 share %", ("占比", "share %")),
        ("report_id", ("report_id", "report_id")),
    ],
)
def test_the_heading_of_an_answer_comes_apart_into_its_languages(column: str, parts: tuple[str, str]) -> None:
    assert heading(column) == parts


def test_every_heading_that_spans_rows_has_its_english() -> None:
    assert {row.group for form in load().values() for table in form.tables for row in table.rows} - {
        ""
    } == set(GROUPS)


def test_a_county_is_called_by_its_name() -> None:
    assert (region("411528"), region("4115"), region("41"), region("419999")) == (
        "息县",
        "信阳市",
        "河南省",
        "419999",
    )

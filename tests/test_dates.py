"""Are dates read, and torn ones named instead of guessed?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.words.dates import read_date, read_dated, read_period, read_sign_date, read_year

TABLE = {
    "2025年1月10日": ("2025-01-10", "read"),
    "2025 年 1 月 10 日": ("2025-01-10", "read"),
    "二〇二五年一月十日": ("2025-01-10", "read"),
    "二○二四年十二月三十一日": ("2024-12-31", "read"),
    "２０２４年１月５日": ("2024-01-05", "read"),
    "2024-01-16 09:30": ("2024-01-16", "read"),
    "发布日期：2024/1/16": ("2024-01-16", "read"),
    "2024.1.16": ("2024-01-16", "read"),
    "二O二五年一月十日": ("2025-01-10", "read"),
    "20241月1日": ("", "torn"),
    "202020年12月31日": ("", "torn"),
    "2017210日": ("", "torn"),
    "202012月31日": ("", "torn"),
    "202111日起": ("", "torn"),
    "2024年2月30日": ("", "impossible"),
    "本年度": ("", "none"),
    "": ("", "none"),
}


@pytest.mark.parametrize(("text", "expected"), TABLE.items())
def test_dates_and_their_states(text: str, expected: tuple[str, str]) -> None:
    dated = read_dated(text)
    assert (dated.value, dated.state) == expected
    assert read_date(text) == (expected[0] or None)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_reads_back(day: date) -> None:
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert read_date(day.isoformat()) == day.isoformat()


def test_a_signature_line_holds_nothing_but_its_date() -> None:
    assert read_sign_date("2025年1月10日") == "2025-01-10"
    assert read_sign_date("（二〇二五年一月十日）") == "2025-01-10"
    assert read_sign_date("截至2025年1月10日，共收到") is None


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2021年1月1日至2021年12月31日。",
        "2021年1月1日至12月31日",
        "自2021年1月1日起，至2021年12月31日止",
        "2021年1月1日～2021年12月31日",
        "2021-1-1起至2021-12-31止",
        "自2021年1月1日起到12月31日止",
        "2021 年 1 月 1 日—12 月 31 日",
    ],
)
def test_periods(text: str) -> None:
    assert read_period(text) == ("2021-01-01", "2021-12-31")


def test_a_period_that_runs_backwards_is_none() -> None:
    assert read_period("2021年12月31日至2021年1月1日") is None


def test_years() -> None:
    assert [read_year(text) for text in ("2023年度报告", "二〇二三年", "第711号", "〔2021〕30号")] == [
        2023,
        2023,
        None,
        None,
    ]

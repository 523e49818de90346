"""Does the number grammar read what reports write, and nothing else?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numerals import half_width, in_chinese, read_chinese, read_number
from parsers.words.quantities import read_quantities, unit_ids

READS = {
    "8万": 80_000,
    "414.7万": 4_147_000,
    "1.2亿": 120_000_000,
    "3千": 3_000,
    "1,234": 1_234,
    "1.5": Decimal("1.5"),
    "两": 2,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "一百零三": 103,
    "一千三百": 1_300,
    "五万六千": 56_000,
    "一亿二千万": 120_000_000,
    "两千零三": 2_003,
    "二〇二五": 2_025,
    "百": 100,
}


@pytest.mark.parametrize(("text", "value"), READS.items())
def test_numbers_in_both_scripts(text: str, value: int | Decimal) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "二三十", "几", "数十", "12a", "1,23", "一二.三", "万一两千三百四五"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def chinese(number: int) -> str:
    """A number below 100 million in Chinese, written out in full."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        rest = number % 10_000
        return f"{chinese(number // 10_000)}万" + (
            ("零" if rest < 1000 else "") + chinese(rest) if rest else ""
        )
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            rest = number % unit
            gap = "零" if rest and rest < unit // 10 else ""
            return digits[number // unit] + sign + (gap + chinese(rest) if rest else "")
    return digits[number]


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_number_written_in_chinese_reads_back(number: int) -> None:
    assert read_chinese(chinese(number)) == number


@given(st.integers(min_value=0, max_value=10**9))
def test_every_number_written_in_digits_reads_back(number: int) -> None:
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


def test_widths_keep_every_position() -> None:
    text = "（０９５４）—７０１，２．５％：；【】〔2021〕"
    assert len(half_width(text)) == len(text)
    assert half_width(text) == "(0954)-701,2.5%:;[][2021]"


QUANTITIES = {
    "阅读总量8万余人次": [(80_000, "人次", "余")],
    "100余万次": [(1_000_000, "次", "余")],
    "近百次": [(100, "次", "近")],
    "约90条,超过150条,至少2期": [(90, "条", "约"), (150, "条", "超"), (2, "期", "至少")],
    "突破2万余人次": [(20_000, "人次", "余")],
    "30条左右": [(30, "条", "约")],
    "一千三百余次": [(1_300, "次", "余")],
    "第711号,第20条,[2021]30号": [],
    "5-8件,1至3次,10件以下,每件100元": [],
    "20个工作日,15日内,2023年1月1日": [],
    "36 0余条": [],
    "“12·4”宪法日,12345热线": [],
}


@pytest.mark.parametrize(("text", "found"), QUANTITIES.items())
def test_quantities(text: str, found: list[tuple[int, str, str]]) -> None:
    assert [(one.value, one.unit, one.qualifier) for one in read_quantities(text)] == found


@pytest.mark.parametrize("unit", unit_ids())
def test_every_unit_is_read(unit: str) -> None:
    """Longer units stand before those that begin them in the vocabulary."""
    assert [one.unit for one in read_quantities(f"共12{unit},")] == [unit]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("一百一十二", 112),
        ("一千零三十", 1030),
        ("二〇三", 203),
        ("一件", 1),
    ],
)
def test_the_count_in_a_cell(text: str, value: int) -> None:
    assert in_chinese(text) == value


@pytest.mark.parametrize(
    "text", ["一", "一一", "二三", "一百五", "一千二", "零五", "百", "件", "十二元", "二三十"]
)
def test_what_can_be_read_in_two_ways_is_no_count(text: str) -> None:
    assert in_chinese(text) is None

"""What a cell may print, and what we make of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import label_key, printed_unit, read_cell

CELLS = {
    "0": (0, "reported"),
    "０": (0, "reported"),
    " 12 ": (12, "reported"),
    "1,153": (1153, "reported"),
    "1，153": (1153, "reported"),
    "1\u2009153": (1153, "reported"),  # a quarter of a blank parts thousands (GB/T 15835)
    "1\u202f153\u202f000": (1153000, "reported"),
    "1'153": (1153, "reported"),
    "1 153": (None, "lost"),  # one number, or two
    "1\u200915": (None, "lost"),
    "1153\u2009000": (None, "lost"),
    "\u20601\u206053\u202c": (153, "reported"),
    "0件": (0, "reported"),
    "零": (0, "reported"),
    "十二": (12, "reported"),
    "一百零三件": (103, "reported"),
    "一": (None, "lost"),  # a stroke, perhaps
    "十二元": (None, "lost"),
    "3（件）": (3, "reported"),
    "3（2）": (None, "lost"),
    "251000元": (251000, "reported"),
    "59237.2449": (Decimal("59237.2449"), "reported"),
    "0.00": (Decimal("0.00"), "reported"),
    "-76宗": (-76, "reported"),
    "+82": (82, "reported"),
    "22（其中修订16件）": (22, "reported"),
    "": (None, "blank"),
    "\u00a0 \u3000": (None, "blank"),
    "/": (None, "mark"),
    "—": (None, "mark"),
    "——": (None, "mark"),
    "暂无": (None, "mark"),
    "未发生": (None, "mark"),
    "无": (None, "mark"),
    "12①": (12, "reported"),  # a footnote mark
    "0²": (0, "reported"),
    "①": (None, "lost"),
    "15802\n2": (None, "lost"),  # wrapped in a narrow cell, or two numbers
    "－\n8": (None, "lost"),
    "00": (None, "lost"),  # a zero printed twice for bold
    "007": (None, "lost"),
    "0 0": (None, "lost"),  # two cells glued
    "1 0": (None, "lost"),
    "7. 12": (None, "lost"),  # the 12 of a list
    "12,34": (None, "lost"),
    "1.2.3": (None, "lost"),
    "3.其他": (None, "lost"),
    "5%": (None, "lost"),
    "约20": (None, "lost"),
    "O": (None, "lost"),
}


@pytest.mark.parametrize("text", CELLS)
def test_a_cell_is_a_number_a_mark_a_blank_or_not_understood(text: str) -> None:
    assert read_cell(text) == CELLS[text]


@given(st.integers(-(10**12), 10**12))
def test_every_integer_reads_back(number: int) -> None:
    assert read_cell(str(number)) == (number, "reported")
    assert read_cell(f"{number:,}") == (number, "reported")


@given(st.text(max_size=40))
def test_only_text_with_a_number_in_it_is_ever_a_value(text: str) -> None:
    value, state = read_cell(text)
    assert (value is not None) == (state == "reported")
    if state == "reported":
        assert any(character.isnumeric() for character in text)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("2. 其他法律、行政法规禁止公开", "其他法律行政法规禁止公开"),
        ("（一）予以公开", "予以公开"),
        ("(七) 总 计", "总计"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("三、 本 年 度\n办 理 结 果", "本年度办理结果"),
        ("第二十条第（一）项", "第二十条第一项"),
        ("自然人 Natural person", "自然人"),
        ("Others\n3.其他", "其他"),
        ("结果维持 གནས་སྟངས", "结果维持"),
        ("IC卡数", "IC卡数"),
    ],
)
def test_a_label_is_its_letters(label: str, key: str) -> None:
    assert label_key(label) == key


def test_the_unit_behind_a_number_is_kept() -> None:
    assert printed_unit("12.5（万元）") == "万元"
    assert printed_unit("251000 元") == "元"
    assert printed_unit("7.5万元") == "万元"
    assert printed_unit("7.5") == ""

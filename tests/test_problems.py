"""Are the problems of section 五 items that can be compared from year to year?"""

from __future__ import annotations

import pytest

from parsers.words.problems import read_improvements, read_problems

BOTH = (
    "存在的主要问题：一是更新不够及时；二是解读形式单一，群众看不懂。改进措施：一是加强培训；二是丰富形式。"
)


@pytest.mark.parametrize(
    ("text", "problems", "plans"),
    [
        (
            "存在问题：（1）队伍不稳，（2）质量不高。改进：（1）稳定队伍。",
            ("队伍不稳", "质量不高"),
            ("稳定队伍",),
        ),
        ("问题一：更新慢。问题二：解读少。整改措施一：加快更新。", ("更新慢", "解读少"), ()),
        ("一方面，内容不全面；另一方面，水平不高。下一步将加强学习。", ("内容不全面", "水平不高"), ()),
        ("首先，公开内容不全；其次，渠道单一。今后改进。", ("公开内容不全", "渠道单一"), ()),
        ("存在的问题：一是解读少；二是互动少。改进情况：强化解读。", ("解读少", "互动少"), ()),
    ],
)
def test_ways_to_number_problems(text: str, problems: tuple[str, ...], plans: tuple[str, ...]) -> None:
    assert read_problems(text) == problems
    assert read_improvements(text) == plans


def test_problems_end_where_the_plans_begin() -> None:
    assert read_problems(BOTH) == ("更新不够及时", "解读形式单一，群众看不懂")
    assert read_improvements(BOTH) == ("加强培训", "丰富形式")


@pytest.mark.parametrize(
    "text",
    [
        "1.更新不够及时。\n2.解读形式单一。",
        "1、更新不够及时；2、解读形式单一。",
        "（一）更新不够及时。（二）解读形式单一。",
        "第一，更新不够及时。第二，解读形式单一。",
        "①更新不够及时②解读形式单一",
    ],
)
def test_all_kinds_of_numbers(text: str) -> None:
    assert [item.rstrip("。") for item in read_problems(text)] == ["更新不够及时", "解读形式单一"]


def test_sentences_that_complain_where_nothing_is_numbered() -> None:
    text = "2023年工作取得一定成效，但仍存在以下问题。更新不够及时。人员有待充实。下一步将加强培训。"
    assert read_problems(text) == ("更新不够及时", "人员有待充实")


def test_headings_of_both_parts_are_no_items() -> None:
    text = "（一）存在的主要问题。\n一是更新不够及时。\n（二）改进措施。\n一是加强培训。"
    assert read_problems(text) == ("更新不够及时",)
    assert read_improvements(text) == ("加强培训",)


@pytest.mark.parametrize("text", ["", "无", "无。", "一是", "1." * 10_000])
def test_nothing_to_say_gives_no_items(text: str) -> None:
    assert read_problems(text) == ()

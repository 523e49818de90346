"""Columns of table 三 in another order than the form's, in text: the header tells it, or nothing is read."""

from __future__ import annotations

import pytest

from parsers.normalize import normalize
from parsers.parse import read_figures
from tests.generator.statutory import APPLICANTS, OUTCOMES

LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    *(row or group for group, rows in OUTCOMES["2021"] for _, row in rows),
    "四、结转下年度继续办理",
]


def received(header: str, values: str) -> list[object]:
    text = "\n".join(
        ["三、收到和处理政府信息公开申请情况", header, *(f"{label} {values}" for label in LABELS)]
    )
    read = {figure.key: figure.value for figure in read_figures(normalize(text.encode())).figures}
    return [read.get(("requests", "received", column)) for column, _ in APPLICANTS]


ORGANISATIONS = "科研机构 商业企业 社会公益组织 法律服务机构 其他"


@pytest.mark.parametrize("part", [" ", "\t"])
def test_two_lines_of_the_header_tell_the_order(part: str) -> None:
    header = f"总计 自然人 法人或其他组织\n{ORGANISATIONS}".replace(" ", part)
    assert received(header, "9 4 1 2 0 0 2") == [4, 2, 1, 0, 0, 2, 9]
    assert received(f"自然人 法人或其他组织 总计\n{ORGANISATIONS}", "4 1 2 0 0 2 9") == [4, 2, 1, 0, 0, 2, 9]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (f"总计 自然人 法人或其他组织\n{ORGANISATIONS}", "4 1 2 0 0 2 9"),  # the total stands elsewhere
        (f"自然人 法人或其他组织 总计\n{ORGANISATIONS}", "4 1 2 0 0 9"),
        (
            "自然人\n法人或其他组织\n科研机构\n商业企业\n社会公益组织\n法律服务机构\n其他\n总计",
            "4 1 2 0 0 2 9",
        ),
        ("自然人 法人或其他组织 总计\n科研机构 商业企业 社会公益组织\n法律服务机构 其他", "4 1 2 0 0 2 9"),
    ],
)
def test_an_order_that_is_not_told_is_not_guessed(header: str, values: str) -> None:
    assert received(header, values) == [None] * 7

"""Tables that are printed in parts: table 三 in two, table 四 in three, several rows in one line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.normalize import normalize
from parsers.parse import read_figures
from parsers.report import Number
from tests.generator.statutory import APPLICANTS, OUTCOMES

NAMES = [name for _, name in APPLICANTS]
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    *(row or group for group, rows in OUTCOMES["2021"] for _, row in rows),
    "四、结转下年度继续办理",
]
RECEIVED = ("requests", "received")


def table(*lines: Sequence[str]) -> str:
    return "<table>" + "".join("<tr><td>" + "<td>".join(line) + "</tr>" for line in lines) + "</table>"


def requests(names: Sequence[str], values: Sequence[str]) -> str:
    """Table 三 with the same values in every row."""
    return table(["项目", *names], *([label, *values] for label in LABELS))


def read(*tables: str) -> dict[tuple[str, str, str], Number | None]:
    figures = read_figures(normalize(("<html><body>" + "".join(tables)).encode())).figures
    return {figure.key: figure.value for figure in figures}


def received(*tables: str) -> list[Number | None]:
    found = read(*tables)
    return [found.get((*RECEIVED, column)) for column, _ in APPLICANTS]


def test_persons_and_organisations_may_have_a_table_each() -> None:
    persons, others = requests(NAMES[:1], ["1"]), requests(NAMES[1:], ["2", "0", "0", "0", "3", "6"])
    assert received(persons, others) == [1, 2, 0, 0, 0, 3, 6]


def test_parts_that_do_not_add_up_are_no_table() -> None:
    persons = requests([NAMES[0], NAMES[-1]], ["1", "1"])
    others = requests(NAMES[1:], ["1", "0", "0", "0", "0", "1"])
    assert received(persons, others) == [None] * 7


def test_a_total_may_be_left_out_or_stand_twice() -> None:
    assert received(requests(NAMES[:-1], ["1", "2", "0", "0", "0", "3"])) == [1, 2, 0, 0, 0, 3, None]
    twice = requests([NAMES[-1], *NAMES], ["6", "1", "2", "0", "0", "0", "3", "6"])
    assert received(twice) == [1, 2, 0, 0, 0, 3, 6]


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (NAMES[:-1], ["1", "2", "0", "0", "0", "3", "6"]),  # a value without a name
        (NAMES[:-1], ["1", "2", "0", "0", "0"]),  # a name without a value
        (["", *NAMES[1:]], ["1", "2", "0", "0", "0", "3", "6"]),
        ([NAMES[-1], *NAMES], ["5", "1", "2", "0", "0", "0", "3", "6"]),
        (NAMES[1:], ["2", "0", "0", "0", "3", "6"]),
    ],
)
def test_columns_and_names_that_do_not_meet_give_nothing(names: Sequence[str], values: Sequence[str]) -> None:
    assert received(requests(names, values)) == [None] * 7


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_a_kind_of_dispute_is_named_by_the_line_above_its_table() -> None:
    values = [["1", "0", "0", "0", "1"], ["0", "2", "0", "0", "2"], ["0", "0", "3", "0", "3"]]
    kinds = ["（一）行政复议", "（二）未经复议直接起诉", "（三）行政诉讼（复议后起诉）"]
    parts = [f"<p>{kind}</p>{table(RESULTS, line)}" for kind, line in zip(kinds, values, strict=True)]
    found = read(*parts)
    assert [
        found[("disputes", kind, "total")] for kind in ("review", "suit_direct", "suit_after_review")
    ] == [1, 2, 3]
    assert not read(f"<p>四、行政复议、行政诉讼情况</p>{table(RESULTS, values[0])}").get(
        ("disputes", "review", "total")
    )


def test_rows_in_one_line_are_told_apart_by_their_lines() -> None:
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    both = "规章<br>行政规范性文件"
    found = read(table(head, [both, "1<br>2", "", "3<br>4"]))
    assert [found[("rules", "normative_document", c)] for c in ("issued", "repealed", "in_force")] == [
        2,
        None,
        4,
    ]
    torn = read(table(head, [both, "1<br>2", "5", "3<br>4"]))
    assert not any(torn.values())

"""Rows between pipes whose labels are wrapped, as antiword prints them."""

from __future__ import annotations

import pytest

from parsers.formats import text


def rows(*lines: str) -> list[list[str]]:
    [grid] = text.read("\n".join(lines).encode()).grids()
    return [[cell.text for cell in row] for row in grid.rows()]


def test_wrapped_labels_and_names_are_one_row_each() -> None:
    assert rows(
        "|信息内容   |上一年项|本年增/ |处理决定|",
        "|           |目数量  |减      |数量    |",
        "|其他对外管 |3       |0       |12      |",
        "|理服务事项 |        |        |        |",
    ) == [
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["其他对外管理服务事项", "3", "0", "12"],
    ]


@pytest.mark.parametrize(
    "below",
    ["|行政处罚|    |", "|（其中）|    |", "|        |2   |", "|许可    |2   |"],
    ids=["another row", "no part of the name", "a number under a number", "a number as well"],
)
def test_what_does_not_go_on_with_the_name_above_is_a_row_of_its_own(below: str) -> None:
    assert len(rows("|行政    |1   |" if "许可" in below else "|行政许可|1   |", below)) == 2


def test_rows_of_a_drawing_without_rules_between_them_are_lines() -> None:
    rule, *lines = "+----+---+", "| 甲 | 乙 |", "| 丙 | 1 |", "| 丁 | 2 |", "| 戊 | 3 |"
    assert rows(rule, lines[0], rule, *lines[1:], rule)[1:] == [["丙", "1"], ["丁", "2"], ["戊", "3"]]

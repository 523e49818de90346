"""The list of 2014: one value for each indicator, under 统计数, in the unit of the form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.document import Cell, Document, Grid
from parsers.forms import load
from parsers.parse import read_figures, read_report

ROWS = load()["2014"].table("statistics").rows


def values(head: Sequence[str], *, money: str = "万元") -> dict[str, object]:
    """Indicator -> value of a list with these columns, of which 统计数 counts up from 100 and every other one is 7."""
    cells = [Cell(0, column, name) for column, name in enumerate(head)]
    for number, row in enumerate(ROWS, start=1):
        unit = money if row.unit == "万元" else row.unit
        fields = {"统计指标": row.label, "单位": unit, "统计数": str(100 + number)}
        cells += [Cell(number, column, fields.get(name, "7")) for column, name in enumerate(head)]
    read = read_figures(Document("text/html", (Grid(tuple(cells)),)))
    return {figure.row: figure.value for figure in read.figures}


EXPECTED = {row.id: 101 + position for position, row in enumerate(ROWS)}


def test_the_value_is_the_one_under_its_name() -> None:
    assert values(["统计指标", "单位", "统计数"]) == EXPECTED
    assert values(["统计指标", "单位", "上年数", "统计数"]) == EXPECTED
    assert values(["统计指标", "单位", "统计数", "历年累计"]) == EXPECTED


def test_two_values_of_which_none_is_named_are_withheld() -> None:
    assert set(values(["统计指标", "单位", "7", "统计"]).values()) <= {None}


def test_money_in_another_unit_is_withheld() -> None:
    read = values(["统计指标", "单位", "统计数"], money="元")
    assert read == {**EXPECTED, "fees_charged": None, "budget": None}


@pytest.mark.parametrize(("money", "given"), [("万元", True), ("元", False), ("百万元", False)])
def test_money_of_a_list_written_as_text_is_in_the_unit_of_the_form(money: str, given: bool) -> None:
    lines = [
        f"{row.label} {money if row.unit == '万元' else row.unit} {100 + number}"
        for number, row in enumerate(ROWS, start=1)
    ]
    text = "\n".join(["政府信息公开情况统计表", "统计指标 单位 统计数", *lines])
    read = {figure.row: figure.value for figure in read_report(text.encode()).figures}
    assert read == EXPECTED | ({} if given else {"fees_charged": None, "budget": None})


def coded(value: str, star: str = "") -> dict[str, object]:
    """A list that skips lines and shows its codes, with this in place of every value."""
    lines = [[row.label, row.unit, f"{number}{star}", value] for number, row in enumerate(ROWS, start=1)]
    lines = [line for number, line in enumerate(lines) if number < 8 or number % 5 == 4]
    cells = [Cell(i, j, text) for i, line in enumerate(lines) for j, text in enumerate(line)]
    read = read_figures(Document("text/html", (Grid(tuple(cells)),)))
    return {figure.row: figure.value for figure in read.figures}


@pytest.mark.parametrize("star", ["", "**"])
def test_a_code_is_no_value_however_many_lines_are_left_out(star: str) -> None:
    assert set(coded("", star).values()) <= {None}
    assert set(coded("7", star).values()) == {7, None}


def test_a_list_older_than_2014_is_no_table_of_2021() -> None:
    labels = ["1.当面申请数", "2.传真申请数", "5.信函申请数", "2.同意部分公开答复数", "7.重复申请数"]
    lines = [Cell(i, j, text) for i, label in enumerate(labels) for j, text in enumerate((label, "条", "4"))]
    read = read_figures(Document("text/html", (Grid(tuple(lines)),)))
    assert not read.forms
    assert not read.figures


def test_lines_in_another_order_do_not_tell_what_stands_under_them() -> None:
    """Of those that stand in several blocks (被依法纠错数), that is; the others have names of their own."""
    lines = list(enumerate(ROWS, start=1))
    lines[3], lines[-1] = lines[-1], lines[3]
    cells = [Cell(0, column, name) for column, name in enumerate(("统计指标", "单位", "统计数"))]
    for place, (number, row) in enumerate(lines, start=1):
        cells += [Cell(place, 0, row.label), Cell(place, 1, row.unit), Cell(place, 2, str(100 + number))]
    read = read_figures(Document("text/html", (Grid(tuple(cells)),)))
    inside = {row.id for row in ROWS if row.after}
    assert {figure.row: figure.value for figure in read.figures} == EXPECTED | dict.fromkeys(inside)

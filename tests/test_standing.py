"""Whose a value of running text is where no sum tells: that of its label, and never the number of a row or of a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.document import Document, Paragraph
from parsers.forms import load
from parsers.normalize import normalize
from parsers.parse import read_figures

HEAD = ["第二十条第（六）项", "信息内容", "本年处理决定数量"]
INDICATORS = load()["2014"].table("statistics").rows


def given(lines: Sequence[str]) -> dict[str, object]:
    """The decisions that are read from these lines of table 二."""
    text = [*HEAD, *lines, "第二十条第（八）项"]
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in text))
    return {figure.row: figure.value for figure in read_figures(document).figures if figure.value is not None}


def test_values_stand_beside_their_labels_or_each_below_its_own() -> None:
    assert given(["行政许可 4", "行政处罚 9", "行政强制 0"]) == {"licensing": 4, "penalty": 9, "coercion": 0}
    assert given(["行政许可", "4", "行政处罚", "行政强制", "9"]) == {"licensing": 4, "coercion": 9}


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["行政许可", "4 行政处罚", "9 行政强制"], {}),
        (["行政许可", "4", "行政处罚", "9", "行政强制"], {}),
        (["行政许可 4", "行政处罚", "9", "行政强制"], {"licensing": 4}),
        (["一、本年新收政府信息公开申请数量 2 0 2", "行政强制", "9"], {}),
    ],
    ids=["before their labels", "above their labels", "the number of a page", "of a page, as table 三 shows"],
)
def test_values_that_may_be_those_of_the_label_behind_or_of_the_page(
    lines: list[str], left: dict[str, object]
) -> None:
    assert given(lines) == left


@pytest.mark.parametrize(
    "lines",
    [
        ["行政许可 6", "行政处罚 7 31", "行政强制 8"],
        ["行政许可 6", "行政处罚 31 7", "行政强制 8"],
        ["行政许可 6", "行政处罚 7", "行政强制 8"],
    ],
)
def test_numbers_of_the_rows_are_no_values_of_those_left_blank(lines: list[str]) -> None:
    assert given(lines) == {}


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ([f"{row.label} {row.unit} {7 * at}" for at, row in enumerate(INDICATORS)], True),
        ([f"{row.label} {row.unit} {at}" for at, row in enumerate(INDICATORS, 1)], False),
        ([part for at, row in enumerate(INDICATORS) for part in (row.label, str(7 * at))], True),
        ([part for at, row in enumerate(INDICATORS) for part in (row.label, row.unit, str(7 * at))], True),
        (
            [f"{part} |" for at, row in enumerate(INDICATORS) for part in (row.label, row.unit, str(7 * at))],
            True,
        ),
        ([part for at, row in enumerate(INDICATORS[1:]) for part in (row.label, str(7 * at))][:-1], False),
        (["上年统计数 统计数", *(f"{row.label} {row.unit} 7" for row in INDICATORS)], False),
    ],
    ids=[
        "values",
        "numbers of the lines",
        "below",
        "below their units",
        "between bars",
        "above",
        "one of two years",
    ],
)
def test_a_list_of_2014_in_lines(lines: list[str], read: bool) -> None:
    text = ["统计指标 单位 统计数", *lines]
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in text))
    values = [figure.value for figure in read_figures(document).figures]
    assert any(value is not None for value in values) is read


@pytest.mark.parametrize(("above", "coercion"), [("行政处罚", None), ("信息", 2)])
def test_a_label_alone_above_a_row_of_fields_may_be_that_of_its_value(
    above: str, coercion: int | None
) -> None:
    """A cell of two lines is cut so, with the value of the first behind the second."""
    lines = ["信息内容\t本年处理决定数量", "行政许可\t7", above, "行政强制\t2"]
    read = read_figures(normalize("\n".join(lines).encode())).figures
    values = {figure.row: figure.value for figure in read if figure.table == "decisions"}
    assert (values["licensing"], values["coercion"]) == (7, coercion)

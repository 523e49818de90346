"""What becomes of a cell whose text is a number, and whose number may not be what the office meant."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.parse import read_figures


def read(label: str, column: str, text: str, caption: str = "") -> object:
    """The value of the one row of a block of table 二, with a caption above it."""
    cells = (Cell(0, 0, "信息内容"), Cell(0, 1, column), Cell(1, 0, label), Cell(1, 1, text))
    document = Document("text/html", (Paragraph(caption), Grid(cells)))
    [figure] = [figure for figure in read_figures(document).figures if figure.raw == text]
    return figure.value, figure.state


@pytest.mark.parametrize("text", ["1.153", "1.000", "12.500件"])
def test_a_count_with_thousandths_may_have_a_point_for_a_comma(text: str) -> None:
    assert read("行政许可", "本年处理决定数量", text) == (None, "lost")


def test_a_count_below_zero_is_the_change_of_another_column() -> None:
    assert read("行政强制", "本年处理决定数量", "-1") == (None, "lost")
    assert read("行政事业性收费", "本年收费金额（单位：万元）", "-1") == (-1, "reported")


def test_money_has_thousandths() -> None:
    assert (
        str(read("行政事业性收费", "本年收费金额（单位：万元）", "1.153")) == "(Decimal('1.153'), 'reported')"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("增加 3", 3), ("减 3", -3), ("减少３", -3), ("3\n5", None), ("2. 13", None), ("增3 5", None)],
)
def test_a_change_in_words_is_read_and_two_numbers_in_one_cell_are_not_joined(text: str, value: int) -> None:
    cells = [Cell(0, 0, "信息内容")]
    cells += (Cell(0, n, name) for n, name in enumerate(("上一年项目数量", "本年增/减", "处理决定数量"), 1))
    cells += (Cell(1, n, each) for n, each in enumerate(("行政许可", "1", text, "2")))
    figures = read_figures(Document("text/html", (Grid(tuple(cells)),))).figures
    assert [figure.value for figure in figures if figure.key == ("decisions", "licensing", "change")] == [
        value
    ]


@pytest.mark.parametrize(
    ("caption", "value"),
    [("（金额单位：元）", None), ("单位：万元、件", 1), ("单位：件", 1), ("单位：人民币元", None)],
)
def test_money_under_a_caption_in_yuan_is_withheld(caption: str, value: int | None) -> None:
    state = "lost" if value is None else "reported"
    assert read("行政事业性收费", "本年收费金额（单位：万元）", "1", caption) == (value, state)
    assert read("行政许可", "本年处理决定数量", "1", caption) == (1, "reported")


def test_two_tables_side_by_side_give_no_value() -> None:
    """The label of a row twice with a value between: whose is which, the lines do not say."""
    heads, line = ("信息内容", "本年处理决定数量"), ("行政许可", "3", "", "行政许可", "5")
    cells = [Cell(0, column, text) for column, text in enumerate((*heads, "", *heads))]
    cells += (Cell(1, column, text) for column, text in enumerate(line))
    figures = read_figures(Document("text/html", (Grid(tuple(cells)),))).figures
    assert [figure.value for figure in figures if figure.key == ("decisions", "licensing", "decided")] in (
        [],
        [None],
    )


EQUAL = (
    ("rules", "normative_document", "in_force"),
    ("decisions", "coercion", "decided"),
    ("procurement", "central_procurement", "procured_items"),
)


def block(*lines: str) -> Grid:
    texts = [line.split() for line in lines]
    return Grid(tuple(Cell(row, at, text) for row, line in enumerate(texts) for at, text in enumerate(line)))


def test_of_two_reports_in_one_document_no_table_is_taken_not_even_one_that_is_there_once() -> None:
    once = block("信息内容 采购项目数量 采购总金额", "政府集中采购 9 1.5")
    heads = "信息内容 本年制发件数 本年废止件数 现行有效件数", "信息内容 本年处理决定数量"
    rules = block(heads[0], "规章 1 0 1", "行政规范性文件 1 0 2")
    decisions = block(heads[1], "行政处罚 3", "行政强制 4")
    others = (
        block(heads[0], "规章 5 0 5", "行政规范性文件 1 0 2"),
        block(heads[1], "行政处罚 6", "行政强制 4"),
    )

    def values(*grids: Grid) -> list[object]:
        figures = read_figures(Document("text/html", grids)).by_key()
        return [figures[key].value for key in EQUAL]

    assert values(rules, decisions, once) == values(rules, decisions, once, rules, decisions) == [2, 4, 9]
    assert values(rules, decisions, once, others[0]) == [2, 4, 9]
    assert values(rules, decisions, once, *others) == [None, None, None]


@pytest.mark.parametrize(
    ("line", "read"),
    [(("", "2", "2"), [None, None]), (("3", "2", "2"), [3, 2]), (("3", "", ""), [None, None])],
    ids=["first blank", "whole", "money blank"],
)
def test_under_a_name_printed_twice_the_values_behind_a_blank_may_be_one(
    line: tuple[str, ...], read: list[int | None]
) -> None:
    """Merged cells written out once for each column they cover, in a text table whose blanks prove nothing."""
    lines = (("信息内容", "采购项目数量", "采购总金额", "采购总金额"), ("政府集中采购", *line))
    cells = [Cell(row, at, text) for row, texts in enumerate(lines) for at, text in enumerate(texts)]
    document = Document("text/plain", (Grid(tuple(cells), sound=False),))
    assert [figure.value for figure in read_figures(document).figures] == read

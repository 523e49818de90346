"""Text as a page was cut into lines: labels around their values, labels printed downwards, headers in pieces, drawn tables."""

from __future__ import annotations

import pytest

from parsers.document import Grid, Paragraph, Place
from parsers.formats import text
from parsers.lines.piecedheads import in_pieces, values_under_pieces
from parsers.lines.wrapped import straightened


def put_straight(*lines: str) -> list[str]:
    return [" ".join(line.split()) for line, _ in straightened([(line, Place()) for line in lines])]


def test_values_beside_the_middle_of_their_label_come_behind_it() -> None:
    assert put_straight(
        "5.要求行政机关确认或重新出具已",
        "                              0   0   0   0   0   2   2",
        "获取信息",
    ) == ["5.要求行政机关确认或重新出具已", "获取信息", "0 0 0 0 0 2 2"]


def test_the_label_of_a_group_that_stands_beside_is_no_piece_of_it() -> None:
    assert put_straight("4.保护第三方合法权   1  0  0  0  0  0  1", "（三）不予公开     益") == [
        "（三）不予公开",
        "4.保护第三方合法权",
        "益",
        "1 0 0 0 0 0 1",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("1 0 0 0 0 0 1", "5.要求行政机关确认或重新出具已", "获取信息"),
        ("5.要求行政机关确认或重新出具已", "1 0 0 0 0 0 1", "2 0 0 0 0 0 2", "获取信息"),
        ("5.要求行政机关确认或重新出具已", "1 0 0 0 0 0 1", "1.申请人无正当理由逾期不补正"),
    ],
    ids=["values of the row before", "values of two rows", "the rest of another label"],
)
def test_nothing_else_is_moved(lines: tuple[str, ...]) -> None:
    assert put_straight(*lines) == list(lines)


def test_a_label_printed_downwards_is_taken_away_piece_by_piece() -> None:
    assert put_straight(
        "三、", "本年  （四）无法提供", "度办  2.没有现成信息需要另行制作  0", "理结", "果"
    ) == [
        "（四）无法提供",
        "2.没有现成信息需要另行制作 0",
    ]


def test_pieces_that_are_not_the_whole_label_stay() -> None:
    assert put_straight("三、", "本年  （四）无法提供", "度办") == ["三、", "本年 （四）无法提供", "度办"]


def test_no_piece_takes_a_number_away() -> None:
    lines = ("三、", "本年5  （四）无法提供", "度办", "理结", "果")
    assert put_straight(*lines) == ["三、", "本年5 （四）无法提供", "度办", "理结", "果"]


HEADER = """行政复议            行政诉讼
      未经复议直接起诉    复议后起诉
结果维 结果纠 其他结 尚未审 总计 结果维 结果纠 其他结 尚未审 总计 结果维 结果纠 其他结 尚未审 总计
 持   正   果   结        持   正   果   结        持   正   果   结
"""
VALUES = "1 2 3 4 10   0 0 0 1 1   2 0 0 0 2\n"


def test_a_header_in_pieces_names_the_fifteen_values_below_it() -> None:
    (values,) = values_under_pieces(HEADER + VALUES)
    assert [said for said, _ in values] == VALUES.split()


@pytest.mark.parametrize(
    "broken",
    [
        HEADER.replace("结果维 结果纠", "结果纠 结果维").replace("持   正", "正   持") + VALUES,
        HEADER.replace("未经复议直接起诉    复议后起诉", "复议后起诉    未经复议直接起诉") + VALUES,
        HEADER.replace("尚未审 总计", "尚未审", 1) + VALUES,
        HEADER + VALUES.replace("10", "11"),
        HEADER + VALUES.replace(" 2\n", "\n"),
        HEADER.replace(" ", "\n") + VALUES,
    ],
    ids=["columns exchanged", "kinds exchanged", "a name missing", "no sum", "a value missing", "a column"],
)
def test_a_header_that_says_anything_else_names_nothing(broken: str) -> None:
    assert list(values_under_pieces(broken)) == []


def test_pieces_tell_the_order_only_where_they_stand_beside_each_other() -> None:
    names = ("本年制发件数", "本年废止件数", "现行有效件数")
    assert in_pieces("本年制 本年废 现行有\n发件数 止件数 效件数", names)
    assert not in_pieces("本年废 本年制 现行有\n止件数 发件数 效件数", names)
    assert not in_pieces("本年废\n止件数\n本年制\n发件数\n现行有\n效件数", names)


DRAWN = """\
┌────┬─────┐
│规章│本年 │
│    │件数 │
├────┼──┬──┤
│ 12 │ 3│  │
└────┴──┴──┘"""


@pytest.mark.parametrize(
    "drawn", [DRAWN, DRAWN.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+" * 9 + "-|"))], ids=["boxes", "signs"]
)
def test_a_drawing_is_a_table_with_its_merged_cells(drawn: str) -> None:
    (grid,) = text.read(f"\n{drawn}\n".encode()).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()] == [["规章", "本年件数"], ["12", "3", ""]]
    assert [cell.column_span for cell in grid.rows()[0]] == [1, 2]
    assert grid.rows()[1][0].place == Place(path="line[6]")


def test_a_rule_of_markdown_is_no_row_of_dashes() -> None:
    (grid,) = text.read("| 规章 | 0 |\n| --- | :---: |\n| **其他** | 0\\.26 |".encode()).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()] == [["规章", "0"], ["其他", "0.26"]]


FIELDS = """\
第二十条第(一)项 |
|||
信息内容 |
本年制发件数 |
本年废止件数 |
现行有效件数 |
规章 |
|
/ |
3 |
第二十条第(五)项 |
|||"""


def test_a_line_for_each_field_makes_rows_of_the_width_that_all_have() -> None:
    grid, _, other = text.read(f"{FIELDS}\n\n三、\n\n{FIELDS}".encode()).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()] == [
        ["第二十条第(一)项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "", "/", "3"],
        ["第二十条第(五)项", "", "", ""],
    ]
    assert grid.rows()[2][3].place == Place(path="line[10]")
    assert isinstance(other, Grid)
    assert other.place == Place(path="line[16]")


@pytest.mark.parametrize("lost", ["规章 |\n", "/ |\n", "信息内容 |\n"])
def test_a_field_that_is_lost_leaves_no_rows_to_be_shifted(lost: str) -> None:
    blocks = text.read(FIELDS.replace(lost, "").encode()).blocks
    assert not any(isinstance(block, Grid) and len(block.rows()) == 4 for block in blocks)


def test_a_dash_that_could_be_a_piece_of_a_drawing_is_none() -> None:
    grid, line = text.read("规章\t─\t0\n\n2023年──2024年".encode()).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["规章", "─", "0"]
    assert isinstance(line, Paragraph)
    assert line.text == "2023年──2024年"


def test_headings_of_markdown() -> None:
    blocks = text.read("# 安平县水利局2023年报告\n## 一、总体情况\n### 行政复议\n#5号".encode()).blocks
    assert [(block.text, block.role) for block in blocks if isinstance(block, Paragraph)] == [
        ("安平县水利局2023年报告", "heading"),
        ("一、总体情况", "heading"),
        ("行政复议", "line"),
        ("#5号", "line"),
    ]


def test_tabs_left_from_markup_before_a_field_a_line() -> None:
    fields = ["规章  | ", "0  | ", "5  | ", "行政规范性文件  | "]
    (left,) = text.read("\n".join(f"\t\t\t{field}" for field in fields).encode()).blocks[:1]
    assert isinstance(left, Paragraph)
    assert left.text == "规章  |"


def test_how_a_character_is_said() -> None:
    (block,) = text.read("行政復(fù)議數(shù)（件）(LED)".encode()).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "行政復議數（件）(LED)"


def test_names_of_columns_that_are_broken_within_their_cells() -> None:
    lines = [
        "自然人\t法人或其他组织\t总计",
        "商业",
        "",
        "企业\t科研",
        "机构\t社会",
        "公益",
        "组织\t其他",
        "其他\t0",
        "3.其他\t0",
    ]
    (grid,) = text.read("\n".join(lines).encode()).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()][1:] == [
        ["商业企业", "科研机构", "社会公益组织", "其他"],
        ["其他", "0"],
        ["3.其他", "0"],
    ]

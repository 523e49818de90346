"""A caption says of which year the tables below it are; those of another year are not read as the report's own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.office.worksheets import Worksheet, blocks
from parsers.parse import parse, read_report
from parsers.tables.otheryears import parted
from tests.generator import html, others, pdf, text
from tests.generator.sheets import Article, article
from tests.generator.truths import truth

REQUESTS = Grid(
    tuple(
        Cell(row, column, text)
        for row, line in enumerate((("", "自然人", "总计"), ("一、本年新收政府信息公开申请数量", "3", "3")))
        for column, text in enumerate(line)
    )
)
TABLE = Grid((Cell(0, 0, "行政许可"), Cell(0, 1, "7")))


def kept(*blocks: str | Grid, year: int | None = 2023) -> list[bool]:
    """Which of the tables are still there."""
    grids = [Grid(block.cells) if isinstance(block, Grid) else Paragraph(block) for block in blocks]
    own, _ = parted(Document("text/html", tuple(grids)), year)
    return [any(block is one for one in own.blocks) for block in grids if isinstance(block, Grid)]


@pytest.mark.parametrize(
    "caption",
    [
        "2022年情况对比如下：",
        "附：2021年政府信息公开工作年度报告数据",
        "某县民政局2022年政府信息公开工作年度报告",
        "办理情况良好。2022年数据如下",
        "２０２２年度",
    ],
)
def test_a_table_under_a_caption_of_another_year_is_not_the_reports_own(caption: str) -> None:
    assert kept(caption, TABLE, TABLE) == [False, False]


@pytest.mark.parametrize(
    "caption",
    [
        "上年同期数据：", "去年情况如下：", "（二）上年度数据", "附：历年累计", "第四季度", "1-3月统计表", "上半年情况",
        "更正前：", "（填表示例）", "附件：下属单位政府信息公开情况统计", "各乡镇受理申请情况",
    ],
)  # fmt: skip
@pytest.mark.parametrize("year", [2023, None])
def test_a_table_right_under_a_caption_of_another_time_or_body_is_not_either(
    caption: str, year: int | None
) -> None:
    assert kept(caption, REQUESTS, REQUESTS, year=year) == [False, False]
    assert kept(caption, TABLE, REQUESTS, year=year) == [False, True], (
        "of no statutory table, it is all there is"
    )
    assert kept(caption, "下文。" * 30, REQUESTS, year=year) == [True]
    assert kept(caption, REQUESTS, "本年数据：", REQUESTS, year=year) == [False, True]


@pytest.mark.parametrize(
    ("caption", "own"),
    [
        ("2023年第三季度申请情况统计表", False),
        ("政府信息公开情况统计表（2023年1—6月）", False),
        ("2023年1-12月政府信息公开情况统计表", True),
        ("截至2023年12月31日申请情况", True),
        ("政府信息公开情况统计表（2023年12月）", True),
    ],
)
def test_a_table_of_a_part_of_the_own_year_is_not_of_the_year(caption: str, own: bool) -> None:
    assert kept(caption, TABLE) == [own]


def test_a_row_above_the_header_is_the_caption_of_its_table() -> None:
    rows = tuple(cell._replace(row=cell.row + 1) for cell in REQUESTS.cells)
    old = Grid((Cell(0, 0, "2022年办理情况统计表", 1, 3), *rows))
    own = Grid((Cell(0, 0, "2023年办理情况统计表", 1, 3), *rows))
    assert kept(old, own) == [False, True]
    assert kept("2022年情况：", own, old) == [True, False]


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (("统计指标", "单位", "2022年"), False),
        (("统计指标", "单位", "上年数"), False),
        (("信息内容", "上年制发件数", "上年废止件数", "现行有效件数"), False),
        (("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"), True),
        (("自然人", "商业企业", "科研机构", "总计", "上年总计"), True),
        (("统计指标", "单位", "统计数"), True),
    ],
)
def test_columns_of_another_year_alone_are_not_the_reports_own(names: tuple[str, ...], own: bool) -> None:
    assert kept(Grid(tuple(Cell(0, column, name) for column, name in enumerate(names)))) == [own]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (("统计指标", "单位", "2023年", "2022年"), (0, 1, 2)),
        (("统计指标", "单位", "2022年度", "2023年度"), (0, 1, 3)),
        (("统计指标", "本期实际", "本年累计"), (0, 2)),
        (("统计指标", "本年数", "历年累计", "备注"), (0, 1, 3)),
        (("统计指标", "第一季度", "第二季度", "第三季度", "第四季度", "全年合计"), (0, 5)),
        (("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"), (0, 1, 2, 3)),
    ],
)
def test_columns_of_another_time_beside_those_of_the_own_are_left_out(
    names: tuple[str, ...], left: tuple[int, ...]
) -> None:
    cells = (
        Cell(row, at, text)
        for row in (0, 1)
        for at, text in enumerate(names if row == 0 else "1" * len(names))
    )
    own, _ = parted(Document("text/html", (Grid(tuple(cells)),)), 2023)
    [grid] = own.grids()
    assert tuple(cell.column for cell in grid.cells if cell.row) == left


def test_a_line_that_begins_with_another_year_is_left_out_of_its_table() -> None:
    lines = (("年份", "结果维持"), ("2022年", "4"), ("2023年", "5"), ("上年", "6"), ("合计", "2022年"))
    cells = (Cell(row, column, text) for row, line in enumerate(lines) for column, text in enumerate(line))
    own, _ = parted(Document("text/html", (Grid(tuple(cells)),)), 2023)
    [grid] = own.grids()
    assert [cell.text for cell in grid.cells] == ["年份", "结果维持", "2023年", "5", "合计", "2022年"]


@pytest.mark.parametrize(
    "line",
    [
        "2023年情况如下：",
        "2022年与2023年情况对比如下：",
        "2022年结转情况如下：",
        "较2022年增加的情况",
        "根据国办公开办函〔2021〕30号文件，情况如下",
        "2022年我局收到申请3件，全部办结。",
        "三、收到和处理政府信息公开申请情况",
        "1—12月数据",
        "上年度问题整改情况",
        "去年我局收到申请",
        "更正后：",
        "二、上年结转情况",
    ],
)
def test_a_line_about_the_own_year_or_about_none_leaves_the_table(line: str) -> None:
    assert kept(line, TABLE) == [True]


def test_the_caption_holds_up_to_the_own_year_or_the_next_section() -> None:
    assert kept("2022年情况：", TABLE, "2023年情况：", TABLE) == [False, True]
    assert kept(
        "二、主动公开政府信息情况", "2022年情况：", TABLE, "三、收到和处理政府信息公开申请情况", TABLE
    ) == [False, True]


def test_a_heading_within_a_section_is_not_the_section_of_its_name() -> None:
    own = ("一、总体情况", "（一）主动公开。", "（二）依申请公开。")
    table = (
        "二、主动公开政府信息情况",
        TABLE,
        "附：2022年对比数据",
        TABLE,
        "三、收到和处理政府信息公开申请情况",
        TABLE,
    )
    assert kept(*own, *table) == [True, False, True]


def test_the_headings_of_an_older_report_restart_and_do_not_end_it() -> None:
    own = ("二、主动公开政府信息情况", TABLE, "六、其他需要报告的事项")
    older = ("某局2022年政府信息公开工作年度报告", "二、主动公开政府信息情况", TABLE)
    assert kept(*own, *older) == [True, False]


def test_without_a_year_nothing_is_left_out() -> None:
    assert kept("2022年情况：", TABLE, year=None) == [True]


@pytest.mark.parametrize("write", [html.clean, text.tabs, pdf.ruled])
def test_the_report_says_how_many_tables_were_left_out(write: Callable[[Article, Random], bytes]) -> None:
    older = others.older_alone(article(truth(4)), Random(4))
    report = read_report(write(older, Random(4)))
    assert not report.figures
    [said] = [finding for finding in report.findings if finding.check == "tables_of_other_year"]
    assert said.message.startswith("标题注明为其他年份（或时段、单位、样例）的 5 个表格")


def test_text_under_a_caption_of_another_year_is_no_table() -> None:
    prose = "栏目按时更新，来信来电都有回应，目录和指南已经完善。" * 20
    lines = ("一、总体情况", prose, "附：2022年政府信息公开工作年度报告", "联系电话：010-12345678")
    title = "息县司法局2023年政府信息公开工作年度报告"
    report = parse(Document("text/html", tuple(map(Paragraph, lines)), title))
    assert "tables_of_other_year" not in {finding.check for finding in report.findings}


def test_a_tab_says_whose_the_tables_of_its_sheet_are_whatever_headings_they_have() -> None:
    heading = Paragraph("三、收到和处理政府信息公开申请情况")
    for name, own in (
        ("上年", False),
        ("2022年", False),
        ("下属单位", False),
        ("12月", False),
        ("Sheet2", True),
    ):
        blocks = (Paragraph("本年", role="tab"), TABLE, Paragraph(name, role="tab"), heading, REQUESTS)
        found, _ = parted(Document("text/html", blocks), 2023)
        assert [block is REQUESTS for block in found.grids()] == [False, True][: 1 + own], name


def test_tabs_that_tell_are_given_as_such() -> None:
    sheets = [Worksheet(name, {(0, 0): "甲", (0, 1): "6"}) for name in ("本年", "下属单位")]
    assert [(each.text, each.role) for each in blocks(sheets) if isinstance(each, Paragraph)] == [
        ("本年", "tab"),
        ("下属单位", "tab"),
    ]


def test_captions_typed_into_a_table_of_everything_part_its_rows() -> None:
    lines = (
        "2023年情况",
        ("行政许可", "7"),
        "上年同期数据：",
        ("行政许可", "8"),
        "五、存在的主要问题及改进情况",
        ("甲", "9"),
    )
    cells = [
        Cell(row, column, text)
        for row, line in enumerate(lines)
        for column, text in enumerate([line] if isinstance(line, str) else line)
    ]
    own, rest = parted(Document("text/html", (Grid(tuple(cells)),)), 2023)
    assert [[cell.text for cell in grid.cells if cell.column] for grid in (*own.grids(), *rest.grids())] == [
        ["7", "9"],
        ["8"],
    ]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (
            (
                "上年同期数据：",
                "信息内容 本年处理决定数量",
                "行政许可 7",
                "三、收到和处理政府信息公开申请情况",
                "9",
            ),
            2,
        ),
        (("2022年数据：", "一、本年新收政府信息公开申请数量 3 3", "9"), 3),
        (("2022年数据：", "某局2023年政府信息公开工作年度报告 第 7 页", "9"), 3),
        (("一、概述", "2022年数据：", "一、主动公开情况", "三、依申请公开情况", "9"), 4),
        (("一、概述", "2022年数据：", "一、主动公开情况", "2023年数据：", "9"), 2),
    ],
)
def test_a_table_in_lines_of_text_is_left_out_as_a_whole(lines: tuple[str, ...], left: int) -> None:
    title = Paragraph("某局2023年政府信息公开工作年度报告")
    _, rest = parted(Document("text/html", (title, *map(Paragraph, lines))), 2023)
    assert len(rest.blocks) == left

"""A caption says of which year the tables below it are; those of another year are not read as the report's own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.parse import parse, read_report
from parsers.tables.otheryears import parted
from tests.generator import html, others, pdf, text
from tests.generator.sheets import Article, article
from tests.generator.truths import truth

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
    "line",
    [
        "2023年情况如下：",
        "2022年与2023年情况对比如下：",
        "2022年结转情况如下：",
        "较2022年增加的情况",
        "根据国办公开办函〔2021〕30号文件，情况如下",
        "2022年我局收到申请3件，全部办结。",
        "三、收到和处理政府信息公开申请情况",
    ],
)
def test_a_line_about_the_own_year_or_about_none_leaves_the_table(line: str) -> None:
    assert kept(line, TABLE) == [True]


def test_the_caption_holds_up_to_the_own_year_or_the_next_section() -> None:
    assert kept("2022年情况：", TABLE, "2023年情况：", TABLE) == [False, True]
    assert kept(
        "二、主动公开政府信息情况", "2022年情况：", TABLE, "三、收到和处理政府信息公开申请情况", TABLE
    ) == [False, True]


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
    assert said.message.startswith("标题注明为其他年份的 5 个表格")


def test_text_under_a_caption_of_another_year_is_no_table() -> None:
    prose = "栏目按时更新，来信来电都有回应，目录和指南已经完善。" * 20
    lines = ("一、总体情况", prose, "附：2022年政府信息公开工作年度报告", "联系电话：010-12345678")
    title = "息县司法局2023年政府信息公开工作年度报告"
    report = parse(Document("text/html", tuple(map(Paragraph, lines)), title))
    assert "tables_of_other_year" not in {finding.check for finding in report.findings}

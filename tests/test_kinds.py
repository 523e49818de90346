"""Is a decoy known for what it is, and a report for a report whatever its title says?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from parsers.document import Cell, Document, Grid, Link, Paragraph
from parsers.normalize import normalize
from parsers.parse import parse, read_report
from parsers.words.kinds import partial_of, read_kind
from parsers.words.titles import read_title
from tests.generator import text
from tests.generator.sheets import article
from tests.generator.truths import truth

SHARED = Path(__file__).parents[2] / "shared"
TITLE = "安平县水利局2023年政府信息公开工作年度报告"


def grid(*values: str) -> Grid:
    """Table 三, shortened to one row per value."""
    cells = [Cell(0, 0, "申请人情况"), Cell(1, 0, "一、本年新收政府信息公开申请数量")]
    return Grid(tuple(cells) + tuple(Cell(1, n, value) for n, value in enumerate(values, 1)))


def kind(*blocks: Paragraph | Grid | str, title: str = "", links: tuple[Link, ...] = ()) -> str:
    document = Document(
        "text/html",
        tuple(Paragraph(one) if isinstance(one, str) else one for one in blocks),
        title,
        links=links,
    )
    return read_kind(document, read_title(document))[0]


def _block(said: Grid | str) -> Grid | Paragraph:
    return Paragraph(said) if isinstance(said, str) else said


SECTIONS = (
    "一、总体情况",
    "略。",
    "二、主动公开政府信息情况",
    "略。",
    "三、收到和处理政府信息公开申请情况",
    "略。",
)


def test_filled_tables_are_a_report_whatever_the_title() -> None:
    assert kind("政府网站工作年度报表", *SECTIONS, grid(*"3000003" * 2)) == "report"
    assert kind(grid(*"0000000" * 2)) == "report"


def test_a_report_without_tables() -> None:
    assert kind(TITLE, *SECTIONS) == "report"
    assert kind(TITLE, "2018年，我局公开信息12条。" * 40) == "report"
    assert kind(title=TITLE, links=(Link("a.png", "", "image"),)) == "report"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("安平县水利局2023年政府网站工作年度报表", "website_report"),
        ("安平县水利局2023年法治政府建设年度报告", "rule_of_law_report"),
        ("安平县水利局政府信息公开指南", "guide"),
        ("安平县水利局政府信息公开目录", "catalogue"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "notice"),
        ("政府信息公开工作年度报告编制说明", "notice"),
        ("中华人民共和国政府信息公开条例", "regulation"),
        ("安平县人民政府公报2023年第3期", "gazette"),
        ("安平县水利局2023年部门决算", "other"),
        ("安平县人民政府网站工作年度报表（2023年度）", "website_report"),
        ("安平县司法局2023年度法治政府建设情况报告", "rule_of_law_report"),
        ("安平县司法局依申请公开指南", "guide"),
        ("安平县司法局政府信息主动公开事项目录（2023年）", "catalogue"),
        ("关于2023年政府信息公开工作年度报告公开情况的通报", "notice"),
        ("安平县2023年政务公开工作要点任务分解表", "notice"),
        ("安平县司法局政府信息公开审查制度", "regulation"),
        ("安平县司法局2023年度部门预算公开", "other"),
        ("2023年安平县国民经济和社会发展统计公报", "other"),
        ("安平县政务公开第三方评估报告", "other"),
        ("安平县2023年政府信息公开工作年度报告解读", "other"),
    ],
)
def test_decoys(title: str, expected: str) -> None:
    assert kind(title, "正文若干，详见附件。" * 10) == expected


def test_a_notice_whose_title_is_a_line_of_text() -> None:
    title = "安平县政务公开领导小组办公室关于认真做好2023年政府信息公开工作年度报告编制发布工作的通知"
    lines = (
        title,
        "各镇人民政府，县直各单位：",
        "现就有关事项通知如下。" * 20,
        "一、按时报送",
        "1月底前报送。",
    )
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in lines))
    assert read_kind(document, read_title(document))[0] == "notice"


def test_a_letter_around_a_report_is_the_report() -> None:
    assert kind("关于报送2023年政府信息公开工作年度报告的函", *SECTIONS) == "report"


def test_a_blank_form() -> None:
    assert kind("政府信息公开工作年度报告（模板）", *SECTIONS, grid("", "", "")) == "blank_form"
    assert kind("××局20××年政府信息公开工作年度报告", *SECTIONS, grid("", "")) == "blank_form"
    assert kind("×××（单位）2023年政府信息公开工作年度报告", *SECTIONS, grid("", "")) == "blank_form"


def test_a_report_that_left_its_cells_empty_is_no_blank_form() -> None:
    assert kind(TITLE, "2023年，略。", *SECTIONS, grid("", "", "")) == "report"


def test_a_list_of_reports() -> None:
    names = ("水利局", "财政局", "教育局", "司法局", "民政局", "审计局")
    assert kind(*[f"安平县{name}2023年政府信息公开工作年度报告" for name in names]) == "compilation"
    dated = [f"安平县{name}2023年政府信息公开工作年度报告 2024-01-2{n}" for n, name in enumerate(names)]
    assert kind("2023年政府信息公开工作年度报告汇总", *dated) == "compilation"


def several(*blocks: Paragraph | Grid | str) -> str:
    paragraphs = tuple(Paragraph(one) if isinstance(one, str) else one for one in blocks)
    return parse(Document("text/html", paragraphs)).kind


def test_several_filled_reports_in_one_file_are_never_one_report() -> None:
    filled = (*SECTIONS, grid(*"3000003" * 2))
    assert several(TITLE, *filled, "安平县财政局2023年政府信息公开工作年度报告", *filled) == "compilation"
    assert several(TITLE, *filled, "安平县水利局2022年政府信息公开工作年度报告", *filled) == "compilation"
    assert several(TITLE, *filled, TITLE, *filled) == "report", "printed twice"
    listed = f"{TITLE}………1", f"2.安平县财政局2023年政府信息公开工作年度报告...6{TITLE}"
    other = (*filled, "安平县财政局2023年政府信息公开工作年度报告", *filled)
    assert several("年度报告汇编", *listed, *other) == "compilation", "behind a table of contents"
    header = ("2023年政府信息公开工作年度报告", *filled)
    assert several(TITLE, *filled, *header) == "report", "the header of the next page leaves out the body"
    assert several(TITLE, *filled, "按期办理", *header) == "report", (
        "a line of text above the header is no body"
    )
    assert several("关于报送2023年政府信息公开工作年度报告的函", TITLE, *filled) == "report", (
        "a letter in front"
    )
    assert several(TITLE, *filled, "附件：安平县水利局2022年政府信息公开工作年度报告") == "report", (
        "a link below"
    )


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), "empty"),
        (("404 Not Found", "您访问的页面不存在"), "error_page"),
        (("系统繁忙，请稍后再试",), "error_page"),
        ((TITLE,), "other"),
        (("报" * 200_000,), "other"),
    ],
)
def test_what_is_hardly_a_document(blocks: tuple[str, ...], expected: str) -> None:
    assert kind(*blocks) == expected


def test_the_reason_is_a_sentence_for_people() -> None:
    document = Document("text/html", (Paragraph("安平县水利局2023年政府网站工作年度报表"),))
    assert read_kind(document, read_title(document)) == ("website_report", "title: 政府网站工作年度报表")


@pytest.mark.skipif(not SHARED.exists(), reason="the five seed reports are not here")
def test_seeds_are_reports_and_the_official_form_is_blank() -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        document = normalize(path.read_bytes())
        assert read_kind(document, read_title(document))[0] == "report"
    document = normalize((SHARED / "real" / "blank-official-form.docx").read_bytes())
    assert read_kind(document, read_title(document))[0] == "blank_form"


@pytest.mark.parametrize("part", ["上半年", "第四季度", "6月份"])
def test_figures_of_part_of_a_year_are_none_of_the_year(part: str) -> None:
    document = Document("text/html", (Paragraph(f"安平县水利局2023年{part}政府信息公开工作报告"),))
    title = read_title(document)
    assert partial_of(title) == ("other", f"a report of part of a year: {part}")
    whole = article(truth(3))
    partly = replace(whole, title=title.text)
    assert read_report(text.tabs(whole, Random(3))).figures
    assert not read_report(text.tabs(partly, Random(3))).figures
    for other in (TITLE, TITLE.replace("2023年", "2023年1-12月份")):
        document = Document("text/html", (Paragraph(other),))
        assert partial_of(read_title(document)) is None


def test_the_first_line_of_a_list_of_part_of_a_year_says_so_too() -> None:
    document = Document(
        "text/html", (Paragraph("政府信息公开情况统计表（2016年第三季度）"), grid(*"3000003" * 2))
    )
    assert parse(document).kind == "other"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "notice"),
        ("关于印发政府信息公开年度报告填报样例的通知", "notice"),
        ("关于公布安平县水利局2023年政府信息公开工作年度报告的通知", "report"),
        ("关于报送安平县水利局2023年政府信息公开工作年度报告的函", "report"),
    ],
)
def test_a_letter_that_has_reports_made_is_none_whatever_example_it_brings(title: str, kind: str) -> None:
    assert (
        parse(Document("text/html", tuple(map(_block, (title, *SECTIONS, grid(*"3000003" * 2)))))).kind
        == kind
    )


def test_a_report_on_other_work_on_disclosure_is_not_the_annual_one() -> None:
    assert kind("安平县水利局关于政府信息公开工作自查情况的报告", *SECTIONS) == "other"

"""Are the six statutory sections found where headings lie?"""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import Cell, Document, Grid, Paragraph, Place
from parsers.normalize import normalize
from parsers.words.narrative import read_narrative
from parsers.words.outline import outline_of, read_outline, read_sections
from parsers.words.sectiontitles import section_titles
from parsers.words.titles import read_title

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ALL = ["overview", "disclosure", "requests", "disputes", "problems", "other"]

TABLE_TWO = [
    "第二十条第（一）项",
    "信息内容 本年制发件数 本年废止件数 现行有效件数",
    "规章 0 0 0",
    "行政规范性文件 1 0 4",
    "行政事业性收费 0",
]
TABLE_THREE = [
    "申请人情况",
    "自然",
    "人",
    "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3",
    "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
    "三、本",
    "年度办",
    "理结果",
    "（一）予以公开 3 0 0 0 0 0 3",
    "1.属于国家秘密 0 0 0 0 0 0 0",
    "四、结转下年度继续办理 0 0 0 0 0 0 0",
]
TABLE_FOUR = ["行政复议 行政诉讼", "结果", "维持", "结果", "纠正", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"]


def lines(*texts: str) -> Document:
    """A document of visual lines, as a PDF or a text file gives them."""
    blocks = tuple(Paragraph(text, Place(path=f"line[{n}]"), role="line") for n, text in enumerate(texts, 1))
    return Document("text/plain", blocks)


def form(*overview: str, problems: str = "一是人手不足。", other: str = "无。") -> Document:
    return lines(
        "安平县水利局2023年政府信息公开工作年度报告",
        "一、总体情况",
        *overview,
        "二、主动公开政府信息情况",
        *TABLE_TWO,
        "三、收到和处理政府信息公开申请情况",
        *TABLE_THREE,
        "四、政府信息公开行政复议、行政诉讼情况",
        *TABLE_FOUR,
        "五、存在的主要问题及改进情况",
        problems,
        "六、其他需要报告的事项",
        other,
    )


def ids(document: Document) -> list[str]:
    return [section.id for section in read_sections(document)]


def test_the_form_as_it_is_meant() -> None:
    sections = read_sections(form("全年公开信息12条。"))
    assert [section.id for section in sections] == ALL
    assert [section.text for section in sections] == [
        "全年公开信息12条。",
        "",
        "",
        "",
        "一是人手不足。",
        "无。",
    ]
    assert sections[2].heading == "三、收到和处理政府信息公开申请情况"


def test_numbering_restarts_inside_section_one() -> None:
    """The statutory title stands over prose first, and over its table later."""
    document = form(
        "我局重视公开工作。",
        "一、基本概况",
        "成立了领导小组。",
        "二、主动公开政府信息情况",
        "公开信息30条。",
        "三、依申请公开情况",
        "未收到申请。",
        "四、新媒体建设情况",
        "运行账号1个。",
    )
    sections = read_sections(document)
    assert [section.id for section in sections] == ALL
    assert "公开信息30条" in sections[0].text
    assert sections[1].text == ""
    inner = [heading.text for heading in read_outline(document) if heading.section == "overview"]
    assert inner == ["总体情况", "基本概况", "主动公开政府信息情况", "依申请公开情况", "新媒体建设情况"]


def test_rows_of_tables_are_no_headings() -> None:
    assert not [
        heading for heading in read_outline(form("无。")) if "结转" in heading.text or "新收" in heading.text
    ]


def test_a_second_level_heading_in_the_words_of_section_three() -> None:
    document = form(
        "（一）主动公开情况", "公开12条。", "（二）收到和处理政府信息公开申请的情况", "收到申请3件。"
    )
    assert "收到申请3件" in read_sections(document)[0].text


def test_run_in_headings_missing_members_and_half_width_brackets() -> None:
    document = form("(二) 依申请公开。收到申请3件。", "(三) 政府信息管理。健全制度。")
    found = [(heading.number, heading.text, heading.level) for heading in read_outline(document)[1:3]]
    assert found == [("(二)", "依申请公开", 2), ("(三)", "政府信息管理", 2)]


def test_adjacent_headings_without_tables() -> None:
    """The tables are pictures: the sections are there, and empty."""
    document = lines(
        "一、总体情况",
        "公开信息5条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "一是公开不及时。",
        "六、其他需要报告的事项",
        "无。",
    )
    assert ids(document) == ALL


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("工作基本情况", "overview"),
        ("行政机关主动公开政府信息情况", "disclosure"),
        ("行政机关收到和处理政府信息公开申请情况", "requests"),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("其他需要报告的事项", "other"),
    ],
)
def test_titles_in_other_words(title: str, section: str) -> None:
    number = "一二三四五六"[ALL.index(section)]
    assert ids(lines("公开报告", f"{number}、{title}", "内容。")) == [section]


def test_sections_run_in_on_the_line_of_their_heading() -> None:
    document = lines(
        "一、总体情况。公开信息5条。",
        "二、主动公开政府信息情况。见附表。",
        "五、存在的主要问题及改进情况：一是更新慢。",
    )
    sections = read_sections(document)
    assert [(one.id, one.text) for one in sections] == [
        ("overview", "公开信息5条。"),
        ("disclosure", "见附表。"),
        ("problems", "一是更新慢。"),
    ]


def test_old_prose_maps_by_content() -> None:
    document = lines(
        "一、概述",
        "略。",
        "二、主动公开情况",
        "公开9条。",
        "三、依申请公开情况",
        "无。",
        "四、行政复议和行政诉讼情况",
        "无。",
        "五、存在的不足和改进措施",
        "略。",
    )
    assert ids(document) == ALL[:5]


def test_wrapped_lines_are_joined_and_keep_their_places() -> None:
    document = form(
        "我局认真落实条例，全年通过门户网站、微信公众号等各",
        "平台公开信息120条，并组织各股室工作人员接受业务培",
        "训2次。",
    )
    section = read_sections(document)[0]
    assert section.text == (
        "我局认真落实条例，全年通过门户网站、微信公众号等各平台公开信息120条，并组织各股室工作人员接受业务培训2次。"
    )
    assert [place.path for _, place in section.lines] == ["line[3]", "line[4]", "line[5]"]
    assert [section.text[at : at + 2] for at, _ in section.lines] == ["我局", "平台", "训2"]


def test_two_numbers_at_a_line_break_do_not_melt() -> None:
    joined = read_narrative(lines("按照上级要求我局全年通过门户网站公开政府信息共计12", "3条。"))
    assert joined[0].text.endswith("12 3条。")


def test_the_signature_is_not_part_of_section_six() -> None:
    document = lines(
        "一、总体情况", "略。", "六、其他需要报告的事项", "无。", "安平县水利局", "2024年1月12日"
    )
    outline = outline_of(read_narrative(document))
    assert outline.sections[-1].text == "无。"
    assert outline.signature == ("安平县水利局", "2024年1月12日")


def test_grids_are_left_out_and_count_as_tables() -> None:
    grid = Grid((Cell(0, 0, "第二十条第（一）项"), Cell(1, 0, "规章"), Cell(1, 1, "0")))
    blocks = (Paragraph("一、总体情况"), Paragraph("略。"), Paragraph("二、主动公开政府信息情况"), grid)
    assert [(one.id, one.text) for one in read_sections(Document("text/html", blocks))] == [
        ("overview", "略。"),
        ("disclosure", ""),
    ]


def test_a_layout_table_gives_back_its_prose() -> None:
    prose = "\n".join(
        [
            "一、总体情况",
            "全年公开信息12条。" + "认真落实条例要求。" * 30,
            "五、存在的主要问题及改进情况",
            "更新慢。",
        ]
    )
    assert ids(Document("text/html", (Grid((Cell(0, 0, prose),)),))) == ["overview", "problems"]


def test_a_report_typed_into_one_table_is_told_by_its_lines() -> None:
    typed = [
        "安平县水利局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "公开信息12条。",
        "二、主动公开政府信息情况",
    ]
    table = [["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政处罚", ""]]
    rows = [*([text, ""] for text in typed), *table, ["六、其他需要报告的事项", ""], ["无。", ""]]
    grid = Grid(tuple(Cell(i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row)))
    document = Document("text/html", (grid,))
    assert read_title(document).text == typed[0]
    assert ids(document) == ["overview", "disclosure", "other"]
    assert read_sections(document)[0].text == "公开信息12条。"


@pytest.mark.parametrize(
    "document",
    [
        Document("text/plain", ()),
        lines("安平县水利局2023年政府信息公开工作年度报告"),
        lines("。" * 5000, "一、" * 3000),
        lines(*["一、总体情况"] * 300),
        lines("Report", "報告", "ئۇيغۇرچە", "བོད་ཡིག", "1.", "（一）", "一、"),
    ],
)
def test_odd_documents_have_an_outline_too(document: Document) -> None:
    for section in read_sections(document):
        assert section.id in ALL


def test_titles_are_declared_for_every_section_with_both_labels() -> None:
    assert [title.id for title in section_titles()] == ALL
    assert all(title.label and title.label_en for title in section_titles())


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seed reports are not here")
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seeds_have_six_sections_in_order(seed: Path) -> None:
    sections = read_sections(normalize(seed.read_bytes()))
    assert [section.id for section in sections] == ALL
    assert all(sections[n].text == "" for n in (1, 2, 3)), "a line of a statutory table is left in the text"


def test_a_line_break_between_a_number_and_its_measure_word() -> None:
    lines = ("一、总体情况", "全年发布政务信息86", "条，其中工作动态51条、通知公告35", "条。")
    document = Document("text/html", tuple(Paragraph(line) for line in lines))
    assert read_sections(document)[0].text == "全年发布政务信息86条，其中工作动态51条、通知公告35条。"


def test_a_section_in_the_middle_of_a_line() -> None:
    """A page lost the ends of its paragraphs."""
    text = (
        "统计期限为2022年1月1日到12月31日。 一、总体情况 2022年，我镇公开信息38条。 二、主动公开政府信息情况"
    )
    outline = outline_of(read_narrative(lines(text)))
    assert [section.id for section in outline.sections] == ["overview", "disclosure"]
    assert "公开信息38条" in outline.sections[0].text


def test_sections_of_a_report_that_is_one_line() -> None:
    heads = [
        "一、总体情况 我局认真落实条例。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
    ]
    outline = outline_of(
        read_narrative(lines(" ".join([*heads, "五、存在的主要问题及改进情况 一是人手不足。"])))
    )
    assert [section.id for section in outline.sections] == ["overview", "disclosure", "requests", "problems"]


def test_a_heading_that_lost_its_number() -> None:
    texts = [
        "、总体情况",
        "我局公开信息38条。",
        "二、主动公开政府信息情况",
        "五、存在的主要问题及改进情况",
        "无。",
    ]
    outline = outline_of(read_narrative(lines(*texts)))
    assert [section.id for section in outline.sections] == ["overview", "disclosure", "problems"]

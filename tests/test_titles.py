"""Which year and which body does a report's head name, and what disagrees?"""

from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.words.titles import read_title, split_title

TITLES = {
    "安平县水利局2023年政府信息公开工作年度报告": (2023, "安平县水利局"),
    "安平县水利局 2023 年政府信息公开工作年度报告": (2023, "安平县水利局"),
    "2023年安平县水利局政府信息公开工作年度报告": (2023, "安平县水利局"),
    "2023年度安平县水利局2023年政府信息公开工作年度报告": (2023, "安平县水利局"),
    "安平县水利局2023年度信息公开工作报告": (2023, "安平县水利局"),
    "安平县水利局2023年政务信息公开工作开展年度报告": (2023, "安平县水利局"),
    "安平县水利局关于2023年度政府信息公开工作的年度报告": (2023, "安平县水利局"),
    "安平县水利局政府信息公开2023年度工作报告": (2023, "安平县水利局"),
    "安平县水利局政府信息公开年度报告（2023年）": (2023, "安平县水利局"),
    "二〇二三年度安平县水利局政府信息公开年报": (2023, "安平县水利局"),
    "关于2023年度政府信息公开工作的年度报告": (2023, ""),
    "关于报送2023年政府信息公开工作年度报告的函": (2023, ""),
    "我局2023年政府信息公开工作年度报告": (2023, ""),
    "市人民政府办公室2023年政府信息公开工作年度报告": (2023, "市人民政府办公室"),
    "2023年高新区（新市区）水利局政府信息公开工作年度报告": (2023, "高新区（新市区）水利局"),
    "安平市政务服务和大数据管理局2023年政府信息公开工作年度报告": (2023, "安平市政务服务和大数据管理局"),
    "安平县2023年政府信息公开工作年度报告": (2023, "安平县"),
    "安平县水利局政府信息公开工作年度报告": (None, "安平县水利局"),
    "息县司法局2023年政府信息公开工作年度报告": (2023, "息县司法局"),
    "2023年息县司法局政府信息公开工作年度报告": (2023, "息县司法局"),
    "息县司法局2023年度政府信息公开工作报告": (2023, "息县司法局"),
    "息县司法局2023年度政府信息公开工作年度报告": (2023, "息县司法局"),
    "息县司法局二〇二三年政府信息公开工作年度报告": (2023, "息县司法局"),
    "息县司法局二○二三年度信息公开年度报告": (2023, "息县司法局"),
    "息县司法局信息公开工作报告（2023年度）": (2023, "息县司法局"),
    "政府信息公开工作年度报告（2023年）": (2023, ""),
    "关于2021年度政府信息公开工作的年度报告": (2021, ""),
    "关于报送2020年度政府信息公开工作年度报告的函": (2020, ""),
    "武威市财政局关于报送2020年政府信息公开工作年度报告的函": (2020, "武威市财政局"),
    "长春市公安局2023年政府信息公开年度工作报告": (2023, "长春市公安局"),
    "西藏自治区审计厅2025年政务信息公开工作开展年度报告": (2025, "西藏自治区审计厅"),
    "我局2022年政府信息公开工作年度报告": (2022, ""),
    "连庄镇政府信息公开2022年度报告": (2022, "连庄镇"),
    "2022年度连庄镇人民政府信息公开工作年度报告": (2022, "连庄镇人民政府"),
    "清河县教育局2022年政务公开工作年度报告": (2022, "清河县教育局"),
    "清河县2022年政府信息公开年报": (2022, "清河县"),
    "清河县水利局 2022 年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "清河县水利局2022年政府信息公开工作年度报告 - 清河县人民政府": (2022, "清河县水利局"),
    "《清河县水利局2022年政府信息公开工作年度报告》": (2022, "清河县水利局"),
    "附件：清河县水利局2022年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "清河县水利局２０２２年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "清河县水利局关于2022年政府信息公开工作情况的报告": (2022, "清河县水利局"),
    "清河县水利局2022年依法公开政府信息工作年度报告": (2022, "清河县水利局"),
    "清河县水利局2022年信息公开工作总结报告": (2022, "清河县水利局"),
    "清河县人民政府办公室2022年政府信息公开工作年度报告（更正版）": (2022, "清河县人民政府办公室"),
    "清河县人民政府办公室2022年政府信息公开工作年度报告.pdf": (2022, "清河县人民政府办公室"),
    "清河县人民政府2022年度政府信息公开工作年度报告（图解）": (2022, "清河县人民政府"),
    "【年度报告】清河县水利局2022年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "2022年清河县水利局政府信息公开工作年报": (2022, "清河县水利局"),
    "清河县水利局政府信息公开工作2022年年度报告": (2022, "清河县水利局"),
    "清河县水利局2022年度政府信息主动公开工作年度报告": (2022, "清河县水利局"),
    "清河县水利局公布2022年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "中国共产党清河县委员会政法委员会2022年信息公开年度报告": (2022, "中国共产党清河县委员会政法委员会"),
    "国家税务总局清河县税务局2022年政府信息公开工作年度报告": (2022, "国家税务总局清河县税务局"),
    "清河经济开发区管理委员会2022年政府信息公开工作年度报告": (2022, "清河经济开发区管理委员会"),
    "2022年高新区（新市区）司法局政府信息公开工作年度报告": (2022, "高新区（新市区）司法局"),
    "葛仙庄镇2022年政府信息公开工作年度报告（本级）": (2022, "葛仙庄镇"),
    "清河县水利局2022-2023年政府信息公开工作年度报告": (2022, "清河县水利局"),
    "清河县水利局2022年01月01日至2022年12月31日政府信息公开工作年度报告": (2022, "清河县水利局"),
    "2024年1月安平县水利局2023年度政府信息公开工作年度报告": (2023, "安平县水利局"),
    "安平县水利局2024年发布2023年政府信息公开工作年度报告": (2023, "安平县水利局"),
    "安平县水利局2023年政府信息公开工作年度报告及2024年工作计划": (2023, "安平县水利局"),
    "关于更正安平县水利局2023年政府信息公开工作年度报告的公告": (2023, "安平县水利局"),
    "转发：安平县水利局2023年政府信息公开工作年度报告": (2023, "安平县水利局"),
    "2023-安平县水利局政府信息公开工作年度报告": (2023, "安平县水利局"),
    "安平县水利局20023年政府信息公开工作年度报告": (None, "安平县水利局"),
    "安平县水利局23年政府信息公开工作年度报告": (None, "安平县水利局"),
    "安水发〔2024〕3号安平县水利局政府信息公开工作年度报告": (None, "安水发〔2024〕3号安平县水利局"),
    "安平县水利局2023年工作总结": (2023, ""),
    "": (None, ""),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.items())
def test_all_variants_of_a_title(text: str, expected: tuple[int | None, str]) -> None:
    assert split_title(text) == expected


@pytest.mark.parametrize(
    "before", ["'; var title = '", '"title": "', "id,title,content 7,", "{{title}}|", "12: ", "+"]
)
def test_source_text_before_a_title_is_none_of_the_name(before: str) -> None:
    assert split_title(f"{before}安平县水利局2023年政府信息公开工作年度报告") == (2023, "安平县水利局")


def document(*texts: str, title: str = "", **metadata: str) -> Document:
    return Document("text/html", tuple(Paragraph(text) for text in texts), title, metadata)


def test_a_title_broken_over_lines() -> None:
    title = read_title(
        document("安平县水利局", "2023年", "政府信息公开工作年度报告", "一、总体情况", "2023年，公开12条。")
    )
    assert (title.year, title.agency_name) == (2023, "安平县水利局")
    assert title.text == "安平县水利局2023年政府信息公开工作年度报告"


def test_the_year_in_brackets_below_the_title() -> None:
    lines = ("安平县水利局政府信息公开工作年度报告", "（2023年度）", "一、总体情况")
    title = read_title(Document("text/html", tuple(map(Paragraph, lines))))
    assert (title.year, title.agency_name) == (2023, "安平县水利局")


def test_a_title_whose_letters_are_set_apart() -> None:
    lines = ("安 平 县 水 利 局", "2 0 2 3 年 政 府 信 息 公 开 工 作 年 度 报 告", "一、总体情况")
    title = read_title(Document("text/html", tuple(map(Paragraph, lines))))
    assert (title.year, title.agency_name) == (2023, "安平县水利局")


def test_the_path_of_the_page_is_no_part_of_the_title() -> None:
    title = read_title(
        document(
            "首页>政务公开>年报",
            "发布时间：2024-01-12",
            "安平县水利局2023年政府信息公开工作年度报告",
            "正文2023年。",
        )
    )
    assert title.text == "安平县水利局2023年政府信息公开工作年度报告"


def test_the_name_of_the_site_is_cut_off() -> None:
    title = read_title(
        document("正文。", title="安平县水利局2023年政府信息公开工作年度报告_安平县人民政府门户网站")
    )
    assert title.text == "安平县水利局2023年政府信息公开工作年度报告"


def test_the_list_names_the_body_the_title_leaves_out() -> None:
    title = read_title(
        document("2023年政府信息公开工作年度报告", "2023年，略。"),
        "安平县水利局2023年政府信息公开工作年度报告",
    )
    assert title.agency_name == "安平县水利局"


def checks(title: object) -> list[tuple[str, str]]:
    return [(finding.check, finding.kind) for finding in title.findings]  # type: ignore[attr-defined]


def test_the_year_agrees_everywhere() -> None:
    title = read_title(
        document(
            "安平县水利局2023年政府信息公开工作年度报告",
            "统计期限为2023年1月1日至12月31日。",
            PubDate="2024-01-12",
        )
    )
    assert title.period == ("2023-01-01", "2023-12-31")
    assert title.findings == ()


def test_the_text_speaks_of_another_year() -> None:
    title = read_title(
        document(
            "安平县水利局2020年政府信息公开工作年度报告",
            "一、总体情况",
            "2019年，公开12条，2019年未收到申请。",
        )
    )
    assert title.year == 2020
    assert checks(title) == [("year_disagrees", "publisher")]


def test_the_period_is_of_another_year() -> None:
    title = read_title(
        document("安平县水利局2021年政府信息公开工作年度报告", "数据自2020年1月1日至2020年12月31日。")
    )
    assert checks(title) == [("year_disagrees", "publisher")]


def test_published_before_its_year_was_over() -> None:
    title = read_title(
        document("安平县水利局2023年政府信息公开工作年度报告", "2023年，略。", PubDate="2023-01-12")
    )
    assert checks(title) == [("year_disagrees", "publisher")]


def test_no_year_in_the_title() -> None:
    title = read_title(document("安平县水利局政府信息公开工作年度报告", "略。"), published="2024-01-12")
    assert title.year == 2023
    assert checks(title) == [("year_inferred", "parser")]


def test_no_year_anywhere() -> None:
    title = read_title(document("安平县水利局政府信息公开工作年度报告", "略。"))
    assert title.year is None
    assert checks(title) == [("year_missing", "publisher")]


def test_the_day_it_was_signed() -> None:
    title = read_title(
        document(
            "安平县水利局2023年政府信息公开工作年度报告",
            "六、其他需要报告的事项",
            "无。",
            "安平县水利局",
            "2024年1月12日",
        )
    )
    assert title.signed == "2024-01-12"


@pytest.mark.parametrize("texts", [(), ("",), ("Report 2023",), ("年" * 200_000,), ("公开报告" * 20_000,)])
def test_odd_documents_have_no_title_and_no_exception(texts: tuple[str, ...]) -> None:
    assert read_title(document(*texts)).agency_name == ""


def test_a_path_that_names_the_column_is_no_title() -> None:
    title = read_title(
        document(
            "首页/ 政府信息公开 / 政府信息公开年报 / 2023年 / 正文",
            "安平县水利局2023年政府信息公开工作年度报告",
        )
    )
    assert title.text == "安平县水利局2023年政府信息公开工作年度报告"


def test_the_first_sentence_may_quote_the_title() -> None:
    title = read_title(
        document(
            "按照条例，现发布《安平县水利局2023年政府信息公开工作年度报告》。", "一、总体情况", "2023年，略。"
        )
    )
    assert (title.text, title.agency_name) == ("安平县水利局2023年政府信息公开工作年度报告", "安平县水利局")


def test_a_torn_period_is_named_not_mended() -> None:
    title = read_title(
        document(
            "安平县水利局2023年政府信息公开工作年度报告", "统计期限自20231月1日起至202312月31日止，2023年。"
        )
    )
    assert title.period is None
    assert [(finding.check, finding.message) for finding in title.findings] == [
        ("date_torn", "20231月1日 不是日期，缺数字或“年” / 20231月1日 is no date: a digit or 年 was lost")
    ]


TITLE = "安平县水利局2023年政府信息公开工作年度报告"
PERIOD = "本报告数据统计期限自2023年1月1日起至2023年12月31日止。"


@pytest.mark.parametrize(
    "above",
    [
        ["安平县水利局2022年政府信息公开工作年度报告", "安平县水利局2021年政府信息公开工作年度报告"],
        [
            "上一篇：安平县教育局2022年政府信息公开工作年度报告",
            "下一篇：安平县财政局2022年政府信息公开工作年度报告",
        ],
        ["2024年政府信息公开年报专栏"],
        ["安水发〔2024〕3号"],
    ],
)
def test_what_a_page_shows_above_is_not_its_title(above: list[str]) -> None:
    title = read_title(document(*above, TITLE, PERIOD, "一、总体情况"))
    assert (title.text, title.year, title.agency_name) == (TITLE, 2023, "安平县水利局")


def test_of_several_titles_the_one_the_page_is_called_by() -> None:
    other = "安平县水利局2022年政府信息公开工作年度报告"
    assert read_title(document(other, TITLE, "一、总体情况", title=f"{TITLE}_安平县人民政府")).year == 2023


@pytest.mark.parametrize("above", [["2024年度", "2023年度", "2022年度"], ["安水发〔2024〕3号"]])
def test_a_title_without_a_year_takes_none_of_the_page(above: list[str]) -> None:
    title = read_title(document(*above, "安平县水利局政府信息公开工作年度报告", PERIOD, "一、总体情况"))
    assert (title.year, title.agency_name, title.findings) == (2023, "安平县水利局", ())


@pytest.mark.parametrize(
    ("name", "period", "signed", "year"),
    [
        ("2022年", "2023年1月1日至2023年12月31日", "2024年1月12日", 2023),  # the title is the old one's
        ("2022年", "2023年1月1日至2023年12月31日", "2023年1月12日", 2022),  # the period cannot have ended
        ("2023年", "2022年1月1日至2022年12月31日", "2024年1月12日", 2023),  # the text is the old one's
        ("2033年", "2023年1月1日至2023年12月31日", "2024年1月12日", 2023),
        ("2022-2023年", "2023年1月1日至2023年12月31日", "2024年1月12日", 2023),
        ("", "2022年12月1日至2023年11月30日", "2024年1月12日", 2023),
    ],
)
def test_the_year_when_title_period_and_signature_disagree(
    name: str, period: str, signed: str, year: int
) -> None:
    head = f"安平县水利局{name}政府信息公开工作年度报告"
    sections = ["一、总体情况", "略。", "六、其他需要报告的事项", "无。", "安平县水利局", signed]
    assert read_title(document(head, f"统计期限自{period}。", *sections)).year == year


def test_the_title_in_another_tab_of_the_page_is_not_the_report_s() -> None:
    own, other = (f"安平县水利局{year}年政府信息公开工作年度报告" for year in (2023, 2022))
    period = "本报告统计期限自2023年1月1日起至2023年12月31日止。"
    blocks = tuple(
        map(Paragraph, ("2023年", "2022年", period, "一、总体情况", "公开信息3条。", other, "一、总体情况"))
    )
    assert read_title(Document("text/html", blocks, title=own)).year == 2023
    assert read_title(Document("text/html", blocks, title=other)).text == other


@pytest.mark.parametrize(
    "above",
    [
        ["首  页 走进安平 新闻中心 政务服务 互动交流 专题专栏"],
        ["索引号: /2024-533201 文号: 无", "发文日期: 2024-01-19 发布机构: 安平县水务中心"],
        ["部门信息公开年报"],
    ],
)
def test_the_menu_and_the_fields_above_are_no_part_of_the_title(above: list[str]) -> None:
    blocks = tuple(Paragraph(line, role="line") for line in (*above, TITLE, PERIOD, "一、总体情况"))
    title = read_title(Document("text/plain", blocks))
    assert (title.text, title.agency_name) == (TITLE, "安平县水利局")


def test_the_field_that_gives_the_title() -> None:
    title = read_title(document(f"标题: {TITLE}", PERIOD, "一、总体情况"))
    assert (title.text, title.agency_name) == (TITLE, "安平县水利局")


def test_the_name_of_a_column_is_no_body() -> None:
    assert split_title("部门政府信息公开年报") == (None, "")


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("根据条例要求，我局编制了2023年政府信息公开工作年度报告。", 2023),
        ("根据条例要求，我局编制了2021年政府信息公开工作年度报告。", 2022),
        ("根据《县政府办公室关于做好2023年政府信息公开工作年度报告的通知》编制。", 2022),
    ],
)
def test_without_a_title_a_sentence_names_the_report_or_the_period_does(sentence: str, year: int) -> None:
    period = "所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
    assert read_title(document(sentence + period, "一、总体情况", "略。")).year == year

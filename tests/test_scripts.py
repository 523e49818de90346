"""Is a repost in traditional characters recognised, and readable all the same?"""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.parse import parse
from parsers.words.outline import read_sections
from parsers.words.scripts import read_script, read_script_finding, simplified, simplified_document

TEXTS = {
    "安平县水利局政府信息公开工作年度报告": "simplified",
    "安平縣水利局政府信息公開工作年度報告": "traditional",
    "政府資訊公開、規範性檔案、入口網站、民眾": "traditional_words",
    "安平县水利局政府信息公開报告，认真学习贯彻条例，國務院规定，縣政府办公室统一发布，認真办结": "mixed",
    "Annual report": "other",
    "0 0 0 0": "other",
    "": "other",
}


@pytest.mark.parametrize(("text", "script"), TEXTS.items())
def test_scripts(text: str, script: str) -> None:
    assert read_script(text) == script
    assert (read_script_finding(text) is None) == (script in {"simplified", "other"})


def test_words_are_exchanged_back_and_phonetic_notes_dropped() -> None:
    assert simplified("規範性檔案、入口網站") == "规范性文件、门户网站"
    assert simplified("年度報(bào)告") == "年度报告"


def test_words_the_mainland_uses_too_stay_as_they_are() -> None:
    """查詢, 文件, 建立 and 執行 are words of the form; a converter for another trade would exchange them."""
    assert simplified("屬於行政查詢事項、規範性文件、建立制度、執行條例、檔案館") == (
        "属于行政查询事项、规范性文件、建立制度、执行条例、档案馆"
    )


def test_what_is_stored_stays_as_found() -> None:
    texts = (
        "安平縣水利局2023年政府資訊公開工作年度報(bào)告",
        "一、總體情況",
        "（一）主動公開。全年在入口網站公開資訊32條，其中政策類12條、動態類20條。",
        "三、收到和處理政府資訊公開申請情況",
        "略。",
        "五、存在的主要問題及改進情況",
        "主要問題：一是更新不及時；二是解讀形式單一。",
    )
    report = parse(Document("text/html", tuple(Paragraph(text) for text in texts)))
    assert (report.agency.full_name, report.year) == ("安平县水利局", 2023)
    assert report.title == texts[0]
    assert [section.heading for section in report.sections] == [texts[1], texts[3], texts[5]]
    assert [section.text for section in report.sections] == [texts[2], texts[4], texts[6]]
    assert [(fact.metric, fact.quote, fact.part_of) for fact in report.facts] == [
        ("主动公开信息数", "全年在入口網站公開資訊32條", ""),
        ("主动公开信息数:政策类", "其中政策類12條", "全年在入口網站公開資訊32條"),
        ("主动公开信息数:动态类", "動態類20條", "全年在入口網站公開資訊32條"),
    ]
    assert {fact.heading for fact in report.facts} == {"一、總體情況/（一）主動公開"}
    assert report.problems == ("更新不及時", "解讀形式單一")
    assert "script" in {finding.check for finding in report.findings}


def test_a_repost_has_the_same_sections() -> None:
    texts = ("一、總體情況", "公開信息12條。", "五、存在的主要問題及改進情況", "更新不及時。")
    grid = Grid((Cell(0, 0, "第二十條第（一）項"),))
    document = Document("text/html", (*(Paragraph(text) for text in texts), grid))
    assert [section.id for section in read_sections(simplified_document(document))] == [
        "overview",
        "problems",
    ]
    assert document.blocks[0] == Paragraph("一、總體情況"), "what is stored stays as found"

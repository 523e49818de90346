"""Is a repost in traditional characters recognised, and readable all the same?"""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
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


def test_a_repost_has_the_same_sections() -> None:
    texts = ("一、總體情況", "公開信息12條。", "五、存在的主要問題及改進情況", "更新不及時。")
    grid = Grid((Cell(0, 0, "第二十條第（一）項"),))
    document = Document("text/html", (*(Paragraph(text) for text in texts), grid))
    assert [section.id for section in read_sections(simplified_document(document))] == [
        "overview",
        "problems",
    ]
    assert document.blocks[0] == Paragraph("一、總體情況"), "what is stored stays as found"

"""Writes report.docx here with python-docx; LibreOffice made report.doc and report.rtf from it.

    python tests/samples/word/make.py
    soffice --headless -env:UserInstallation=file:///tmp/profile --convert-to doc --outdir
    tests/samples/word \\ tests/samples/word/report.docx      (and again with --convert-to rtf)

Own wording, invented figures. Kept in it: merged cells in both directions, blank cells beside covered ones,
a cell of two paragraphs, headings by style and by list number, a table within a table, characters beyond
GBK.
"""

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

HERE = Path(__file__).parent
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS: list[tuple[str, list[object]]] = [
    ("（一）予以公开", [3, 0, 0, 0, 1, 0, 4]),
    ("（二）部分公开", [1, 0, "", 0, 0, "/", 1]),
]


def requests(document: Document) -> None:
    """Table 三 cut down to five rows, with its header of three storeys."""
    table = document.add_table(rows=8, cols=10, style="Table Grid")
    table.cell(0, 0).merge(table.cell(2, 2)).text = "（勾稽关系：一加二等于三加四）"
    table.cell(0, 3).merge(table.cell(0, 9)).text = "申请人情况"
    table.cell(1, 3).merge(table.cell(2, 3)).text = COLUMNS[0]
    table.cell(1, 4).merge(table.cell(1, 8)).text = "法人或其他组织"
    table.cell(1, 9).merge(table.cell(2, 9)).text = COLUMNS[6]
    for column, name in enumerate(COLUMNS[1:6], start=4):
        cell = table.cell(2, column)
        cell.text = name[:2]
        cell.add_paragraph(name[2:])
    rows = [("一、本年新收数量", [5, 0, 0, 0, 1, 0, 6]), ("二、上年结转数量", [0, 0, 0, 0, 0, 0, 0])]
    for row, (label, values) in enumerate(rows, start=3):
        table.cell(row, 0).merge(table.cell(row, 2)).text = label
        fill(table, row, values)
    table.cell(5, 0).merge(table.cell(6, 0)).text = "三、本年度办理结果"
    for row, (label, printed) in enumerate(RESULTS, start=5):
        table.cell(row, 1).merge(table.cell(row, 2)).text = label
        fill(table, row, printed)
    table.cell(7, 0).merge(table.cell(7, 2)).text = "四、结转下年度继续办理"
    fill(table, 7, [1, 0, 0, 0, 0, 0, 1])


def fill(table: Table, row: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values, start=3):
        table.cell(row, column).text = str(value)


def numbered(document: Document, text: str) -> None:
    """A paragraph of the list style that prints 1. 2. 3. in front."""
    document.add_paragraph(text, style="List Number")


def main() -> None:
    document = docx.Document()
    document.core_properties.title = "样例"
    document.core_properties.author = "gxcrawl"
    document.styles.add_style("正文缩进样式", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("河湾县档案馆2023年政府信息公开工作年度报告", style="Title")
    document.add_paragraph("一、总体情况", style="Heading 1")
    document.add_paragraph("全年公开信息883条，𠮷祥镇与龑山乡各设查阅点一处。\t联系电话：0370-0000000")
    numbered(document, "解读政策3件")
    numbered(document, "答复留言12条")
    document.add_paragraph("三、收到和处理申请情况", style="Heading 1")
    requests(document)
    document.add_paragraph("四、复议和诉讼", style="Heading 1")
    outer = document.add_table(rows=2, cols=2, style="Table Grid")
    outer.cell(0, 0).text = "外层左上，文字比里面的表多得多，所以外层不是版式"
    outer.cell(0, 1).text = "外层右上"
    outer.cell(1, 0).text = "外层左下"
    inner = outer.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "内1"
    inner.cell(0, 1).text = "内2"
    document.add_paragraph("完")
    for style in ("Normal",):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "宋体")
    settings = OxmlElement("w:themeFontLang")
    settings.set(qn("w:eastAsia"), "zh-CN")
    document.settings.element.append(settings)
    document.save(str(HERE / "report.docx"))


if __name__ == "__main__":
    main()

"""A valid file of each format, for fuzzing: small, and with something of all that its reader looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from tests import drawnpdf
from tests.hostile import oldfiles, pages, pdfs
from tests.ofdfiles import boxes, ofd, page, text
from tests.oldexcel import number, xls
from tests.ooxml import package
from tests.openformats import flat, packed, workbook

SAMPLES = Path(__file__).parents[1] / "tests/samples"
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="{family}"><style:{family}-properties {stated}/></style:style>'
    for name, family, stated in (
        ("Gone", "text", 'text:display="none"'),
        ("Up", "text", 'style:text-position="super 58%"'),
        ("Thin", "table-row", 'style:row-height="0cm"'),
    )
)
_ROWS = (
    '<table:table-row table:style-name="Thin" table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>规章</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="17">'
    '<text:p>1<text:span text:style-name="Up">2</text:span>7</text:p></table:table-cell></table:table-row>'
)
_TABLE = f'<table:table table:name="表"><table:table-column table:number-columns-repeated="3"/>{_ROWS * 3}</table:table>'
_EXCEL = (
    '<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">规章</Data></Cell>'
    '<Cell ss:Index="3"><Data ss:Type="Number">17</Data></Cell></Row><Row><Cell><Data>6</Data></Cell></Row>'
)
_WORD = (
    "<w:wordDocument xmlns:w='w'><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
    "<w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc><w:tc>"
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>6</w:t></w:r><w:r><w:t>17</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p></w:body></w:wordDocument>"
)


def samples() -> Mapping[str, Callable[[], bytes]]:
    """What makes a file of each format, by name."""
    web = pages.page("<h1>题</h1>" + "<table><tr><td rowspan=2>规章<td>6<tr><td>7</table>" * 5)
    return {
        "docx": _file("word/report.docx"),
        "word_xml": _WORD.encode,
        "doc": _file("word/report.doc"),
        "doc_small": oldfiles.table,
        "rtf": _file("word/report.rtf"),
        "odt": lambda: packed("text", f"<text:h>一、总体情况</text:h>{_TABLE}", _STYLES),
        "xlsx": _file("sheets/figures.xlsx"),
        "xls": _file("sheets/figures.xls"),
        "xls_small": lambda: xls(*[number(row, row % 9, 6) for row in range(99)]),
        "sheet_xml": lambda: workbook(_EXCEL * 4),
        "fods": lambda: flat("spreadsheet", _TABLE, _STYLES),
        "ofd": lambda: ofd(page(boxes(2) + text(22, 32, "规章") + text(62, 32, "12", "2"))),
        "html": lambda: web,
        "mhtml": lambda: _HEAD + web + b"\r\n--x--\r\n",
        "text": lambda: "一、总体情况\n规章\t6\t0\t7\n行政规范性文件 | 1 | 2 | 3\n".encode() * 5,
        "pdf": pdfs.plain,
        "pdf_table": lambda: drawnpdf.drawn(_table_in_a_clip, pageCompression=0),
        "picture": _picture,
        "zip": lambda: package(
            {"年报.txt": "一、总体情况".encode(), "附件/表.html": b"<table><tr><td>6</table>"}
        ),
    }


_HEAD = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
)


def _file(name: str) -> Callable[[], bytes]:
    return (SAMPLES / name).read_bytes


def _table_in_a_clip(canvas: Canvas) -> None:
    """Rules, a clip, a form within a form, a field, and a box over a number."""
    outline = canvas.beginPath()
    outline.rect(10, 10, 250, 180)
    canvas.clipPath(outline, stroke=0)
    canvas.beginForm("inner")
    drawnpdf.table(canvas, [["信息内容", "本年制发件数"], ["规章", "6"], ["规范性文件", "17"]])
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.doForm("inner")
    canvas.endForm()
    canvas.doForm("outer")
    canvas.acroForm.textfield(name="sum", value="23", x=200, y=100, width=40, height=20)
    canvas.rect(60, 140, 10, 10, fill=1)


def _picture() -> bytes:
    """A bitmap of a table, 150 dots an inch; not packed, so that what is damaged is what is seen."""
    drawing = Image.new("1", (1240, 400), 1)
    pen = ImageDraw.Draw(drawing)
    for row in range(3):
        for column in range(3):
            left, top = 100 + 300 * column, 60 + 80 * row
            pen.rectangle((left, top, left + 300, top + 80), outline=0, width=3)
            pen.text((left + 130, top + 24), str(17 * row + column), fill=0, font_size=26)
    out = BytesIO()
    drawing.save(out, "BMP")
    return out.getvalue()

"""Reports in OpenDocument, which LibreOffice writes, and in the XML of Excel 2003, which systems fill in from templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from random import Random

from tests.generator import office, office_traps, sheet_traps
from tests.generator.layouts import Writer, layout
from tests.generator.office import by_libreoffice
from tests.generator.sheets import Article, Sheet, Slot

TEXTS: tuple[tuple[str, Writer, float], ...] = (
    ("", office.merged, 1.0),
    ("_nested", office.nested, 1.0),
    ("_runs", office.runs, 1.0),
    ("_tracked", office.tracked, 1.0),
    ("_hidden", office_traps.hidden, 1.0),
    ("_raised", office_traps.raised, 1.0),
    ("_styled", office_traps.styled, 1.0),
    ("_lifted", office_traps.lifted, 1.0),
    ("_faint", office_traps.faint, 0.0),
)
SHEETS: tuple[tuple[str, Writer, float], ...] = (
    ("", office.workbook, 1.0),
    ("_sheets", office.worksheets, 1.0),
    ("_hidden", sheet_traps.hidden_sheet, 0.0),
    ("_formats", sheet_traps.formats, 1.0),
    ("_rich", sheet_traps.rich, 1.0),
    ("_faint", sheet_traps.faint_cells, 0.0),
    ("_years", sheet_traps.years, 1.0),
)

for suffix, write, exact in TEXTS:
    layout(f"odt{suffix}", "odt", convert=by_libreoffice("docx", "odt"), exact=exact)(write)
for suffix, write, exact in SHEETS:
    layout(f"ods{suffix}", "ods", convert=by_libreoffice("xlsx", "ods"), exact=exact)(write)
layout("fodt", "odt", convert=by_libreoffice("docx", "fodt"))(office.merged)
layout("fods", "ods", convert=by_libreoffice("xlsx", "fods"))(office.workbook)
layout("odt_from_html", "odt", convert=by_libreoffice("html", "odt"))(office.page)

OPTIONS = "urn:schemas-microsoft-com:office:excel"
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


@layout("xls_xml", "xls")
def sheet_xml(article: Article, random: Random) -> bytes:
    """One sheet of the XML of Excel 2003: cells under a merged one are left out, the next says where it stands."""
    return _workbook(_sheet(article.title, _rows(article, escape)))


@layout("xls_xml_traps", "xls")
def sheet_xml_traps(article: Article, random: Random) -> bytes:
    """Marks of footnotes, old numbers crossed out before new ones, last year's numbers in a hidden sheet and row; GB 2312."""

    def rich(text: str) -> str:
        if not text.strip():
            return escape(text)
        return random.choice((
            escape(text), f"{escape(text)}<Sup>2</Sup>", f"<S>{random.randint(1, 9)}</S>{escape(text)}",
        ))  # fmt: skip

    old = '<Row ss:Hidden="1">' + '<Cell><Data ss:Type="Number">7</Data></Cell>' * 3 + "</Row>"
    hidden = _sheet("2011", [old.replace(' ss:Hidden="1"', "")]).replace(
        "</Worksheet>",
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>",
    )
    text = _workbook(hidden + _sheet(article.title, [*_rows(article, rich), old])).decode()
    try:
        return text.replace('encoding="utf-8"', 'encoding="gb2312"').encode("gb18030")
    except UnicodeError:
        return text.encode()


def _workbook(sheets: str) -> bytes:
    styles = (
        '<Styles><Style ss:ID="Default"><NumberFormat/></Style>'
        '<Style ss:ID="s1"><NumberFormat ss:Format="#,##0.####"/></Style></Styles>'
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    named = f'xmlns="{NAMESPACE}" xmlns:ss="{NAMESPACE}" xmlns:x="{OPTIONS}"'
    return f"{head}<Workbook {named}>{styles}{sheets}</Workbook>".encode()


def _sheet(title: str, rows: list[str]) -> str:
    first = f'<Row><Cell><Data ss:Type="String">{escape(title)}</Data></Cell></Row>'
    return f'<Worksheet ss:Name="Sheet1"><Table>{first}{"".join(rows)}</Table></Worksheet>'


def _rows(article: Article, rich: Callable[[str], str]) -> list[str]:
    rows: list[str] = []
    for block in article.blocks:
        if isinstance(block, Sheet):
            rows += [f"<Row>{''.join(_cells(line, rich))}</Row>" for line in block.rows()]
        else:
            rows.append(f'<Row><Cell><Data ss:Type="String">{escape(block)}</Data></Cell></Row>')
    return rows


def _cells(line: list[Slot], rich: Callable[[str], str]) -> Iterator[str]:
    for slot in line:
        across = f' ss:MergeAcross="{slot.column_span - 1}"' if slot.column_span > 1 else ""
        down = f' ss:MergeDown="{slot.row_span - 1}"' if slot.row_span > 1 else ""
        text = rich(slot.text) if slot.kind == "figure" else escape(slot.text)
        is_number = slot.kind == "figure" and text.isascii() and text.isdecimal()
        kind = "Number" if is_number else "String"
        style = ' ss:StyleID="s1"' if is_number else ""
        yield (
            f'<Cell ss:Index="{slot.column + 1}"{across}{down}{style}>'
            f'<Data ss:Type="{kind}">{text}</Data></Cell>'
        )

"""OpenDocument and the XML of Excel 2003: rows without end, endless spans, entities, far cells, hidden bombs."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tests.hostile import hostile, truncated
from tests.openformats import flat, packed, workbook

FAR = 'table:number-rows-repeated="1048576"'
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
PROLOG = f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}]>'
STRANGER = '<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>'


def _cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def _sheet(rows: str) -> bytes:
    return flat("spreadsheet", f'<table:table table:name="1">{rows}</table:table>')


@hostile("bomb")
def a_row_with_text_a_million_times() -> bytes:
    return _sheet(f"<table:table-row {FAR}>{_cell('6')}{_cell('7')}</table:table-row>")


@hostile("bomb")
def a_text_in_every_column() -> bytes:
    every = 'table:number-columns-repeated="16384"'
    return _sheet(f"<table:table-row>{_cell('6', every)}</table:table-row>")


@hostile("bomb")
def a_hundred_cells_a_thousand_times_each() -> bytes:
    cells = _cell("6", 'table:number-columns-repeated="1024"') * 500
    return _sheet(f"<table:table-row>{cells}</table:table-row>")


@hostile("read")
def cells_at_the_end_of_the_world() -> bytes:
    blank = '<table:table-cell table:number-columns-repeated="999999999"/>'
    row = f"<table:table-row>{blank}{_cell('6')}{_cell('7')}</table:table-row>"
    return _sheet(f'<table:table-row table:number-rows-repeated="999999999">{blank}</table:table-row>{row}')


@hostile("read")
def a_cell_that_spans_everything() -> bytes:
    spans = 'table:number-columns-spanned="999999999" table:number-rows-spanned="999999999"'
    return _sheet(f"<table:table-row>{_cell('6', spans)}{_cell('7')}</table:table-row>" * 3)


@hostile("bomb")
def columns_of_a_hundred_thousand_kinds() -> bytes:
    return _sheet('<table:table-column table:default-cell-style-name="a"/>' * 100_000)


@hostile("bomb", "read")
def a_table_of_a_text_that_repeats() -> bytes:
    cells = '<table:table-cell table:number-columns-repeated="999999"/>'
    return flat("text", f"<table:table><table:table-row {FAR}>{cells}</table:table-row></table:table>")


@hostile("bomb")
def a_thousand_rows_a_thousand_times_each() -> bytes:
    row = f'<table:table-row table:number-rows-repeated="1000">{_cell("6") * 90}</table:table-row>'
    return flat("text", f"<table:table>{row * 19}</table:table>")


@hostile("too_deep", "corrupt")
def tables_within_tables() -> bytes:
    start, end = (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    )
    return flat("text", start * 2000 + end * 2000)


@hostile("read")
def blanks_without_end() -> bytes:
    return flat("text", "<text:p>6" + '<text:s text:c="99999999"/>' * 1000 + "</text:p>")


@hostile("read")
def styles_in_a_circle() -> bytes:
    styles = "".join(
        f'<style:style style:name="{a}" style:family="paragraph" style:parent-style-name="{b}"/>'
        for a, b in ("ab", "ba")
    )
    return flat("text", '<text:p text:style-name="a">6</text:p>', styles)


@hostile("read", "bomb", "corrupt")
def laughs_in_a_text() -> bytes:
    return flat("text", "<text:p>&e11;</text:p>", prolog=PROLOG)


@hostile("read", "corrupt")
def a_file_of_the_machine() -> bytes:
    return flat("text", "<text:p>&e11;</text:p>", prolog=STRANGER)


@hostile("bomb")
def a_text_that_unpacks_to_sixty_megabytes() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", b" " * (60 << 20))
    return out.getvalue()


@hostile("read", "bomb")
def far_cells_of_excel() -> bytes:
    cell = '<Cell ss:Index="99999999" ss:MergeAcross="99999999" ss:MergeDown="99999999"><Data>6</Data></Cell>'
    return workbook(f'<Row ss:Index="99999999" ss:Span="99999999">{cell * 50}</Row>' * 50)


@hostile("bomb")
def columns_of_excel_of_many_kinds() -> bytes:
    return workbook('<Column ss:Hidden="1"/>' * 100_000)


@hostile("bomb")
def sheets_of_excel_without_end() -> bytes:
    return workbook("", more='</Worksheet><Worksheet ss:Name="1">' * 5000)


@hostile("read", "bomb", "corrupt")
def laughs_in_excel() -> bytes:
    return workbook('<Row><Cell><Data ss:Type="String">&e11;</Data></Cell></Row>', prolog=PROLOG)


@hostile("read", "corrupt")
def a_file_of_the_machine_in_excel() -> bytes:
    return workbook('<Row><Cell><Data ss:Type="String">&e11;</Data></Cell></Row>', prolog=STRANGER)


@hostile("too_deep", "corrupt")
def data_within_data() -> bytes:
    return workbook(f"<Row><Cell><Data>{'<B>' * 5000}{'</B>' * 5000}</Data></Cell></Row>")


truncated("odt", lambda: packed("text", "<text:p>6</text:p>" * 200), "truncated", "corrupt")
truncated("fods", lambda: _sheet(f"<table:table-row>{_cell('6') * 90}</table:table-row>"), "corrupt")
truncated("sheetxml", lambda: workbook("<Row><Cell/></Row>" * 90), "corrupt", "not_a_document")

"""The XML of Excel 2003: what a cell shows, where it stands, and what of the sheet is hidden."""

from __future__ import annotations

import pytest

from parsers.document import Document, Grid, Unreadable
from parsers.normalize import normalize
from parsers.text import HIDDEN
from tests.openformats import workbook

STYLES = (
    '<Style ss:ID="Default"/><Style ss:ID="unit"><NumberFormat ss:Format="0&quot;件&quot;"/></Style>'
    '<Style ss:ID="fixed"><NumberFormat ss:Format="Fixed"/></Style>'
    '<Style ss:ID="child" ss:Parent="struck"/><Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style>'
    '<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>'
    '<Style ss:ID="paper"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#FFFFFF" ss:Pattern="Solid"/></Style>'
    '<Style ss:ID="ground"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#000000" ss:Pattern="Solid"/></Style>'
)


def cell(text: str, kind: str = "Number", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(cells)}</Row>"


def grid(document: Document) -> list[tuple[int, int, str, int, int]]:
    [block] = [each for each in document.blocks if isinstance(each, Grid)]
    return [(each.row, each.column, each.text, each.row_span, each.column_span) for each in block.cells]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (cell("6"), "6"),
        (cell("6", attributes='ss:StyleID="unit"'), "6件"),
        (cell("0.5", attributes='ss:StyleID="fixed"'), "0.50"),
        (cell("6", attributes='ss:StyleID="child"'), ""),
        (cell("6", attributes='ss:StyleID="white"'), HIDDEN),
        (cell("6", attributes='ss:StyleID="paper"'), HIDDEN),
        (cell("6", attributes='ss:StyleID="ground"'), "6"),
        (cell("<S>5</S>6", "String"), "6"),
        (cell("6<Sup>2</Sup>", "String"), "6²"),
        (cell('6<Font ss:Color="#FFFFFF">5</Font>', "String"), f"6{HIDDEN}"),
        (cell("2023-01-02T00:00:00.000", "DateTime"), "2023-01-02T00:00:00.000"),
        ('<Cell ss:Formula="=SUM(A1)"/>', "=SUM(A1)"),
        (cell("6", attributes='ss:Formula="=SUM(A1)"'), "6"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(printed: str, shown: str) -> None:
    rows = row(cell("规章", "String"), printed, cell("末", "String"))
    texts = [text for _, _, text, _, _ in grid(normalize(workbook(rows, STYLES)))]
    assert texts == ["规章", *filter(None, [shown]), "末"]


def test_zeros_of_a_sheet_that_shows_none_are_blank() -> None:
    rows = row(cell("规章", "String"), cell("0"), cell("0", "String"), cell("10"))
    options = "<WorksheetOptions><DoNotDisplayZeros/></WorksheetOptions>"
    assert [text for _, _, text, _, _ in grid(normalize(workbook(rows, more=options)))] == ["规章", "0", "10"]


def test_cells_stand_where_they_say_and_merged_ones_push_the_next_aside() -> None:
    rows = row(
        cell("甲", "String", 'ss:MergeAcross="1" ss:MergeDown="1"'),
        cell("1"),
        cell("2", attributes='ss:Index="5"'),
    ) + row(cell("3", attributes='ss:Index="3"'), cell("4"), cell("5"))
    assert grid(normalize(workbook(rows))) == [
        (0, 0, "甲", 2, 1), (0, 1, "1", 1, 1), (0, 2, "", 1, 1), (0, 3, "2", 1, 1),
        (1, 1, "3", 1, 1), (1, 2, "4", 1, 1), (1, 3, "5", 1, 1),
    ]  # fmt: skip


def test_hidden_rows_columns_and_sheets_are_left_out() -> None:
    rows = '<Column/><Column ss:Hidden="1"/>' + row(cell("甲", "String"), cell("5"), cell("6"))
    rows += row(cell("旧", "String"), cell("7"), cell("7"), attributes='ss:Hidden="1"')
    document = normalize(workbook(rows))
    assert [text for _, _, text, _, _ in grid(document)] == ["甲", "6"]
    assert document.notes == ("hidden_text",)
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    document = normalize(workbook(rows, more=hidden))
    assert (document.blocks, document.notes) == ((), ("hidden_sheet",))


def test_gb_2312_is_read_with_the_characters_it_lacks() -> None:
    body = workbook(row(cell("二〇二三年", "String"), cell("6"))).decode()
    body = body.replace('version="1.0"', 'version="1.0" encoding="gb2312"')
    assert [text for _, _, text, _, _ in grid(normalize(body.encode("gb18030")))] == ["二〇二三年", "6"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"<Workbook >6</Workbook>", "not_a_document"), (workbook(row(cell("6")))[:-30], "corrupt")],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        normalize(body)
    assert refused.value.reason == reason

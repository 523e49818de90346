"""What OpenDocument shows: text as its styles have it seen, merged cells, lists, repeated rows; nothing that is hidden."""

from __future__ import annotations

import pytest

from parsers.document import Document, Grid, Unreadable
from parsers.normalize import normalize
from parsers.office.numberformats import UNTOLD
from parsers.text import HIDDEN
from tests.openformats import flat, packed

STYLES = "".join(
    f'<style:style style:name="{name}" style:family="{family}" {parent}><style:{family}-properties {stated}/></style:style>'
    for name, family, parent, stated in (
        ("Struck", "text", "", 'style:text-line-through-type="single"'),
        ("Child", "text", 'style:parent-style-name="Struck"', ""),
        ("Gone", "text", "", 'text:display="none"'),
        ("Up", "text", "", 'style:text-position="super 58%"'),
        ("Higher", "text", "", 'style:text-position="25% 100%"'),
        ("White", "text", "", 'fo:color="#ffffff"'),
        ("Dark", "table-cell", "", 'fo:background-color="#000000"'),
        ("Paper", "table-cell", "", 'fo:background-color="#ffffff"'),
        ("Clear", "table-cell", "", 'fo:background-color="transparent"'),
        ("Thin", "table-row", "", 'style:row-height="0cm"'),
        ("Off", "table", "", 'table:display="false"'),
    )
) + (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/></text:list-style>'
)


def text(body: str) -> Document:
    return normalize(flat("text", body, STYLES))


def sheet(rows: str) -> Document:
    return normalize(flat("spreadsheet", f'<table:table table:name="1">{rows}</table:table>', STYLES))


def p(*pieces: str) -> str:
    return f"<text:p>{''.join(pieces)}</text:p>"


def span(style: str, content: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def cell(content: str = "", attributes: str = "", kind: str = "table-cell") -> str:
    inner = content if content.startswith("<") or not content else p(content)
    return f"<table:{kind} {attributes}>{inner}</table:{kind}>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def said(document: Document) -> list[object]:
    return [
        [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]
        if isinstance(block, Grid)
        else block.text
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("paragraph", "printed"),
    [
        (p("12"), "12"),
        (p(span("Struck", "7"), "12"), "12"),
        (p(span("Child", "7"), "12"), "12"),
        (p(span("Gone", "7"), "12"), "12"),
        (p("12", span("Up", "3")), "12³"),
        (p("12", span("Higher", "3")), "12³"),
        (p(span("Higher", "12")), "12"),
        (p(span("White", "3"), "12"), f"{HIDDEN}12"),
        (p("1\n   2"), "1 2"),
        (p("1", '<text:s text:c="2"/>', "2"), "1  2"),
        (p("12", "<text:note><text:note-citation>1</text:note-citation></text:note>"), "12"),
        (p("12", "<office:annotation><text:p>3</text:p></office:annotation>"), "12"),
        (p('<text:expression text:formula="x">12</text:expression>'), "12"),
        (p('<text:hidden-text text:is-hidden="true">3</text:hidden-text>12'), "12"),
    ],
)
def test_text_is_read_as_it_is_printed(paragraph: str, printed: str) -> None:
    assert said(text(paragraph)) == [printed]


def test_deleted_text_is_left_out_where_it_stands_in_its_place() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="a"><text:deletion/></text:changed-region>'
        '<text:changed-region text:id="b"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    marked = "".join(
        f'<text:change-start text:change-id="{name}"/>{digit}<text:change-end text:change-id="{name}"/>'
        for name, digit in (("a", "7"), ("b", "2"))
    )
    document = text(changes + p("1", marked))
    assert said(document) == ["12"]
    assert document.notes == ("tracked_changes",)


def test_white_digits_on_a_ground_of_their_own_are_read() -> None:
    dark = cell(p(span("White", "3")), 'table:style-name="Dark"')
    [grid] = text(f"<table:table>{row(cell('规章'), dark)}</table:table>").grids()
    assert [each.text for each in grid.cells] == ["规章", "3"]


def test_digits_in_the_colour_of_their_ground_are_doubtful() -> None:
    grounds = [
        cell(p(span("White", "3")), f'table:style-name="{name}"') for name in ("Dark", "Paper", "Clear")
    ]
    [grid] = text(f"<table:table>{row(cell('规章'), *grounds)}</table:table>").grids()
    assert [each.text for each in grid.cells] == ["规章", "3", HIDDEN, HIDDEN]


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("753", "0.8", UNTOLD),
        ("1153", "1,153", "1,153"),
        ("11.876", "11.9", "11.9"),
        ("0", "0", "0"),
        ("37", "237", UNTOLD),
    ],
)
def test_a_number_that_is_not_the_one_stored_is_none(value: str, text: str, shown: str) -> None:
    stored = cell(text, f'office:value-type="float" office:value="{value}"')
    [grid] = normalize(
        flat("spreadsheet", f'<table:table table:name="表">{row(cell("规章"), stored)}</table:table>')
    ).grids()
    assert [each.text for each in grid.cells] == ["规章", shown]


def test_zeros_of_a_sheet_that_shows_none_are_blank() -> None:
    zero, ten = (cell(n, f'office:value-type="float" office:value="{n}"') for n in ("0", "10"))
    item = '<config:config-item xmlns:config="c" config:name="ShowZeroValues">false</config:config-item>'
    off = f"<office:settings>{item}</office:settings>"
    body = flat(
        "spreadsheet", f'<table:table table:name="表">{row(cell("规章"), zero, ten)}</table:table>'
    ).decode()
    [grid] = normalize(body.replace("<office:body>", off + "<office:body>").encode()).grids()
    assert [each.text for each in grid.cells] == ["规章", "10"]


def test_merged_cells_stand_once_and_repeated_ones_as_often_as_they_are_seen() -> None:
    merged = cell("甲", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')
    twice = 'table:number-columns-repeated="2"'
    first = row(merged, cell(kind="covered-table-cell"), cell("0", twice))
    second = row(cell(attributes=twice, kind="covered-table-cell"), cell("1"), cell("2"))
    assert said(text(f"<table:table>{first}{second}</table:table>")) == [
        [(0, 0, "甲", 2, 1), (0, 1, "0", 1, 1), (0, 2, "0", 1, 1), (1, 1, "1", 1, 1), (1, 2, "2", 1, 1)]
    ]


def test_lists_print_their_numbers_and_a_text_box_follows_its_paragraph() -> None:
    inner = f"<text:list><text:list-item>{p('小项')}</text:list-item></text:list>"
    items = f"<text:list-item>{p('总体情况')}{inner}</text:list-item><text:list-item>{p('主动公开')}</text:list-item>"
    box = f"<draw:frame><draw:text-box>{p('附注')}</draw:text-box></draw:frame>"
    document = text(f'<text:list text:style-name="L">{items}</text:list>{p("正文", box)}')
    assert said(document) == ["一、总体情况", "1.小项", "二、主动公开", "正文", "附注"]


def test_a_hidden_section_is_left_out() -> None:
    assert said(text(f'<text:section text:display="none">{p("旧")}</text:section>{p("新")}')) == ["新"]


def test_a_sheet_shows_the_text_of_a_cell_and_not_its_value() -> None:
    value = 'office:value-type="float" office:value="0"'
    rows = (
        row(cell("规章"), cell("0件", value), cell("", value)),
        row(cell("旧"), cell("5"), cell("5"), attributes='table:visibility="filter"'),
        row(cell("旧"), cell("6"), cell("6"), attributes='table:style-name="Thin"'),
        row(cell("许可"), cell("3"), cell("1.00000000000001", 'office:value-type="float" office:value="1"')),
    )
    document = sheet("".join(rows))
    assert said(document) == [
        [(0, 0, "规章", 1, 1), (0, 1, "0件", 1, 1), (0, 2, HIDDEN, 1, 1)],
        [(0, 0, "许可", 1, 1), (0, 1, "3", 1, 1), (0, 2, "1", 1, 1)],
    ]
    assert document.notes == ("formulas_without_values", "hidden_text")


def test_equal_rows_of_a_sheet_are_all_there_and_a_million_blank_ones_cost_nothing() -> None:
    blank = row(
        cell(attributes='table:number-columns-repeated="16384"'),
        attributes='table:number-rows-repeated="1048576"',
    )
    rows = row(cell("甲"), cell("0"), attributes='table:number-rows-repeated="2"') + blank
    assert said(sheet(rows)) == [
        [(0, 0, "甲", 1, 1), (0, 1, "0", 1, 1), (1, 0, "甲", 1, 1), (1, 1, "0", 1, 1)]
    ]


def test_hidden_sheets_are_left_out() -> None:
    tables = "".join(
        f'<table:table table:name="{name}" {style}>{row(cell(name), cell("6"))}</table:table>'
        for name, style in (("旧", 'table:style-name="Off"'), ("新", ""))
    )
    document = normalize(flat("spreadsheet", tables, STYLES))
    assert [each.text for grid in document.grids() for each in grid.cells] == ["新", "6"]
    assert document.notes == ("hidden_sheet",)


def test_a_package_is_read_like_a_flat_file_and_its_own_styles_are_known() -> None:
    document = normalize(packed("text", p(span("Struck", "7"), "12"), STYLES))
    assert said(document) == ["12"]
    assert document.media_type == "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (packed("text", p("6"), manifest="<manifest:encryption-data/>"), "encrypted"),
        (packed("text", p("6"))[:-60], "truncated"),
        (flat("spreadsheet", "", kind="text"), "not_a_document"),
        (flat("text", p("6"))[:-20], "corrupt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        normalize(body)
    assert refused.value.reason == reason

"""What a worksheet shows: printed numbers, merged and blank cells, tables apart from text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from parsers.document import Block, Document, Grid, Unreadable
from parsers.formats.xlsx import read
from parsers.office.numberformats import shown
from parsers.text import HIDDEN
from tests.ooxml import package, sheet

SAMPLE = Path(__file__).parent / "samples/sheets/figures.xlsx"


def cells(block: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]


def said(block: Block) -> object:
    return cells(block) if isinstance(block, Grid) else block.text


def book(**values: object) -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook with these cells in its first sheet."""
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    for name, value in values.items():
        page[name] = value
    return workbook, page


def reading(workbook: openpyxl.Workbook) -> Document:
    out = BytesIO()
    workbook.save(out)
    return read(out.getvalue())


def test_the_sample_reads_as_it_looks() -> None:
    document = read(SAMPLE.read_bytes())
    assert [said(block) for block in document.blocks] == [
        "河湾县档案馆公开情况",
        [
            (0, 0, "填报日期", 1, 1), (0, 1, "2024-01-12", 1, 1), (0, 2, "", 1, 1), (0, 3, "", 1, 1),
            (1, 0, "第二十条第（一）项", 1, 4),
            (2, 0, "信息内容", 1, 1), (2, 1, "本年制发件数", 1, 1), (2, 2, "本年废止件数", 1, 1), (2, 3, "现行有效件数", 1, 1),
            (3, 0, "规章", 1, 1), (3, 1, "0", 1, 1), (3, 2, "0", 1, 1), (3, 3, "", 1, 1),
            (4, 0, "行政规范性文件", 1, 1), (4, 1, "3", 1, 1), (4, 2, "/", 1, 1), (4, 3, "1,153", 1, 1),
        ],
        [(0, 0, "行政许可", 1, 1), (0, 1, "25.00%", 1, 1), (0, 2, "11.88", 1, 1), (0, 3, "59237.2449", 1, 1)],
        "远",
    ]  # fmt: skip
    assert document.notes == ("hidden_sheet", "hidden_text")
    assert next(document.grids()).cells[-1].place.path == "sheet[1]/cell[D6]"


def test_a_second_reader_finds_the_same_texts_in_the_same_places() -> None:
    stored = CalamineWorkbook.from_path(SAMPLE).get_sheet_by_index(0).to_python(False, nrows=8)
    for grid in read(SAMPLE.read_bytes()).grids():
        for cell in grid.cells:
            name = (cell.place.path or "").split("cell[")[1].rstrip("]")
            value = stored[int(name[1:]) - 1][ord(name[0]) - ord("A")]
            if isinstance(value, float):
                assert float(cell.text.replace(",", "").replace("25.00%", "0.25")) == pytest.approx(
                    value, abs=0.01
                )
            else:
                assert str(value) == cell.text


def test_covered_cells_are_no_blanks_and_merges_reach_over_rows() -> None:
    workbook, page = book(A1="结果", B1="公开", C1=3, B2="部分公开", C2=None, B3="合计", C3=3)
    page.merge_cells("A1:A3")
    (grid,) = reading(workbook).grids()
    assert cells(grid) == [
        (0, 0, "结果", 3, 1), (0, 1, "公开", 1, 1), (0, 2, "3", 1, 1),
        (1, 1, "部分公开", 1, 1), (1, 2, "", 1, 1), (2, 1, "合计", 1, 1), (2, 2, "3", 1, 1),
    ]  # fmt: skip


def test_lines_of_text_are_paragraphs_and_blank_rows_part_tables() -> None:
    workbook, _ = book(A1="一、总体情况", A2="全年公开8件。", A3="甲", B3=1, A5="乙", B5=2)
    assert [said(block) for block in reading(workbook).blocks] == [
        "一、总体情况",
        "全年公开8件。",
        [(0, 0, "甲", 1, 1), (0, 1, "1", 1, 1)],
        [(0, 0, "乙", 1, 1), (0, 1, "2", 1, 1)],
    ]


def test_a_title_merged_over_the_table_is_a_paragraph_too() -> None:
    workbook, page = book(A1="情况表", A2="甲", B2=1)
    page.merge_cells("A1:B1")
    assert [said(block) for block in reading(workbook).blocks] == [
        "情况表",
        [(0, 0, "情况表", 1, 2), (1, 0, "甲", 1, 1), (1, 1, "1", 1, 1)],
    ]


def test_one_far_cell_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>6</v></c><c r="B1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    grids = list(read(sheet(rows)).grids())
    assert [cells(grid) for grid in grids] == [[(0, 0, "6", 1, 1), (0, 1, "7", 1, 1)], [(0, 0, "1", 1, 1)]]


def test_cells_without_names_follow_each_other_and_inline_text_is_text() -> None:
    rows = '<row><c t="inlineStr"><is><r><t>制</t></r><r><t>发</t></r><rPh><t>x</t></rPh></is></c><c><v>6</v></c></row>'
    (grid,) = read(sheet(rows)).grids()
    assert cells(grid) == [(0, 0, "制发", 1, 1), (0, 1, "6", 1, 1)]


def test_a_number_crossed_out_is_not_printed() -> None:
    workbook, page = book(A1="甲", B1=5, C1=6)
    page["B1"].font = Font(strike=True)
    document = reading(workbook)
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["甲", "6"]
    assert document.notes == ("struck_text",)


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    rows = '<row><c r="A1"><v>5</v></c><c r="B1"><v>6</v></c></row><row r="2" ht="0"><c r="A2"><v>7</v></c></row>'
    document = read(sheet(rows, '<cols><col min="2" max="2" width="0.0"/></cols>'))
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["5"]


@pytest.mark.parametrize(
    ("ink", "ground", "shown"),
    [
        ("FFFFFFFF", "FFFFFFFF", HIDDEN),
        ("FFFFFFFF", "FF1F3864", "5"),
        ("FF000000", "FF000000", HIDDEN),
        ("FFFFFF00", "FFFFFF00", HIDDEN),
    ],
)
def test_digits_in_the_colour_of_their_ground_are_doubtful(ink: str, ground: str, shown: str) -> None:
    workbook, page = book(A1="甲", B1=5)
    page["B1"].font, page["B1"].fill = Font(color=ink), PatternFill("solid", fgColor=ground)
    assert [cell.text for grid in reading(workbook).grids() for cell in grid.cells] == ["甲", shown]


def test_zeros_of_a_sheet_that_shows_none_are_blank() -> None:
    workbook, page = book(A1="甲", B1=0, C1="0", D1=10)
    page.sheet_view.showZeros = False
    assert [cell.text for grid in reading(workbook).grids() for cell in grid.cells] == ["甲", "0", "10"]


def test_a_place_counts_the_sheets_of_the_file_hidden_ones_too() -> None:
    workbook, page = book(A1="甲", B1=5)
    page.sheet_state = "hidden"
    shown = workbook.create_sheet("表")
    shown["A1"], shown["B1"] = "乙", 6
    workbook.active = 1
    (grid,) = reading(workbook).grids()
    assert [(cell.text, cell.place.path) for cell in grid.cells] == [
        ("乙", "sheet[2]/cell[A1]"),
        ("6", "sheet[2]/cell[B1]"),
    ]


def test_a_formula_nobody_computed_is_no_number() -> None:
    document = reading(book(A1="合计", B1="=1+2")[0])
    (grid,) = document.grids()
    assert cells(grid)[1] == (0, 1, "=1+2", 1, 1)
    assert document.notes == ("formulas_without_values",)


@pytest.mark.parametrize(("again", "shown"), [("0", "0"), ("1", "=1+2")])
def test_a_value_that_is_computed_anew_when_the_file_is_opened_is_none_that_people_see(
    again: str, shown: str
) -> None:
    workbook = f'<calcPr fullCalcOnLoad="{again}"/>'
    document = read(
        sheet('<row><c r="A1"><f>1+2</f><v>0</v></c><c r="B1"><v>6</v></c></row>', workbook=workbook)
    )
    assert [cell.text for grid in document.grids() for cell in grid.cells] == [shown, "6"]


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (6.0, "General", "6"),
        (1808595.0, "General", "1808595"),
        (0.1 + 0.2, "General", "0.3"),
        (59237.2449, "General", "59237.2449"),
        (398.20630000004, "General", "398.2063"),
        (-11.9999999999988, "General", "-12"),
        (100 / 3, "General", "33.33333333"),
        (1 / 3, "@", "0.333333333333333"),
        (5.55e-17, "General", "5.55e-17"),
        (123456789012.0, "General", "123456789012"),
        (-76, "0", "-76"),
        (1153, "#,##0", "1,153"),
        (11.876, "0.00", "11.88"),
        (2.5, "0", "3"),
        (0.339, "0.0%", "33.9%"),
        (5, '0"件"', "5件"),
        (3, "000", "003"),
        (0.5, "#.##", ".5"),
        (7, "0.##", "7"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (-3, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-3"),
        (0, "0;-0;;@", ""),
        (6, "@", "6"),
        (-8, "0_);[Red](0)", "(8)"),
        (8126, "#,##0,", "########"),
        (8126, "0\\.0,", "########"),
        (8126, "# ##0", "########"),
        (6, "0!件", "6件"),
        (45291, "yyyy/m/d", "2023-12-31"),
        (1e300, "0.00", "1e+300"),
    ],
)
def test_numbers_are_printed_as_their_format_shows_them(value: float, code: str, printed: str) -> None:
    assert shown(value, code).lower() == printed


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "corrupt"),
        (package({"a.txt": ""}), "not_a_document"),
        (sheet("<row><c><v>6</v>"), "corrupt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason

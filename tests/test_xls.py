"""What an XLS shows: the same as the XLSX it was converted from, and what LibreOffice does not write."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pytest

from parsers.document import Block, Grid, Unreadable
from parsers.formats import xlsx
from parsers.formats.xls import read
from parsers.office.biff import RichText, shared_texts
from parsers.text import HIDDEN
from tests.oldexcel import number, record, xls
from tests.oldword import compound

SAMPLES = Path(__file__).parent / "samples/sheets"


def said(block: Block) -> object:
    if isinstance(block, Grid):
        return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]
    return block.text


def test_an_xls_shows_what_the_xlsx_shows_it_was_converted_from() -> None:
    old, new = (
        reader((SAMPLES / name).read_bytes())
        for reader, name in ((read, "figures.xls"), (xlsx.read, "figures.xlsx"))
    )
    assert [said(block) for block in old.blocks] == [said(block) for block in new.blocks]
    assert [block.place for block in old.blocks] == [block.place for block in new.blocks]
    assert old.notes == new.notes


def test_packed_numbers_formulas_flags_and_errors_are_shown() -> None:
    packed = record(
        0xBD, pack("<HH", 0, 0) + pack("<Hi", 0, 6 << 2 | 2) + pack("<Hi", 0, 1188 << 2 | 3) + pack("<H", 1)
    )
    computed = record(0x06, pack("<HHHd", 0, 2, 0, 9.0) + bytes(8))
    worded = record(0x06, pack("<HHH", 0, 3, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)) + record(
        0x207, b"\x01\0\0/"
    )
    flags = record(0x205, pack("<HHHBB", 0, 4, 0, 1, 0)) + record(0x205, pack("<HHHBB", 0, 5, 0, 7, 1))
    (grid,) = read(xls(packed, computed, worded, flags)).grids()
    assert [cell.text for cell in grid.cells] == ["6", "11.88", "9", "/", "TRUE", "#DIV/0!"]


def test_a_number_crossed_out_is_not_printed() -> None:
    fonts = b"".join(record(0x31, pack("<HH10x", 200, 8 if n == 4 else 0)) for n in range(5))
    formats = record(0xE0, pack("<HH16x", 0, 0)) + record(
        0xE0, pack("<HH16x", 5, 0)
    )  # the fifth font has the number 5
    struck = record(0x203, pack("<HHHd", 0, 1, 1, 5))
    document = read(xls(number(0, 0, 1), struck, number(0, 2, 6), first=fonts + formats))
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["1", "6"]
    assert document.notes == ("struck_text",)


@pytest.mark.parametrize(
    ("ink", "pattern", "ground", "shown"),
    [
        (9, 0, 64, HIDDEN),
        (9, 1, 9, HIDDEN),
        (9, 1, 18, "5"),
        (0x7FFF, 1, 8, HIDDEN),
        (10, 1, 10, HIDDEN),
        (9, 2, 9, "5"),
    ],
)
def test_digits_in_the_colour_of_their_ground_are_doubtful(
    ink: int, pattern: int, ground: int, shown: str
) -> None:
    fonts = record(0x31, pack("<HHH8x", 200, 0, 0x7FFF)) + record(0x31, pack("<HHH8x", 200, 0, ink))
    formats = record(0xE0, pack("<HH10xIH", 0, 0, 0, 0)) + record(
        0xE0, pack("<HH10xIH", 1, 0, pattern << 26, ground)
    )
    (grid,) = read(
        xls(number(0, 0, 1), record(0x203, pack("<HHHd", 0, 1, 1, 5)), first=fonts + formats)
    ).grids()
    assert [cell.text for cell in grid.cells] == ["1", shown]


def test_zeros_of_a_sheet_that_shows_none_are_blank() -> None:
    cells = number(0, 0, 1), number(0, 1, 0), number(0, 2, 10)
    for options, shown in ((0x06B6, ["1", "0", "10"]), (0x06A6, ["1", "10"])):
        (grid,) = read(xls(*cells, record(0x23E, pack("<H16x", options)))).grids()
        assert [cell.text for cell in grid.cells] == shown


def test_a_workbook_of_excel_95_is_read_in_its_code_page() -> None:
    label = record(0x204, pack("<HHHH", 0, 0, 0, 4) + "规章".encode("gbk"))
    (grid,) = read(xls(label, number(0, 1, 6), version=0x500)).grids()
    assert [cell.text for cell in grid.cells] == ["规章", "6"]


def test_a_shared_text_goes_on_in_the_next_record_with_another_width() -> None:
    first = pack("<IIHB", 1, 1, 4, 1) + "本年".encode("utf-16-le")
    assert shared_texts([first, b"\0ok"]) == [RichText("本年ok")]


def test_far_cells_cost_nothing() -> None:
    document = read(xls(number(0, 0, 1), number(0, 1, 2), number(65535, 255, 3)))
    assert [len(grid.cells) for grid in document.grids()] == [2, 1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_a_document"),
        (compound({"WordDocument": b""}), "not_a_document"),
        (xls(first=record(0x2F, b"\0\0")), "encrypted"),
        (xls(version=0x400), "unsupported"),
        (xls(record(0x203, b"\0")), "corrupt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason

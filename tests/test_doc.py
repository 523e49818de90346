"""What a DOC says: the same as the DOCX it was converted from, and what only Word writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import Block, Document, Grid, Unreadable
from parsers.formats import docx
from parsers.formats.doc import read
from parsers.text import HIDDEN as MASKED
from tests.oldword import Par, cell, compound, depth, doc, row_end

SAMPLES = Path(__file__).parent / "samples/word"
DELETED, HIDDEN, STRUCK = (bytes.fromhex(code) for code in ("000801", "3c0801", "370801"))
ACROSS_FIRST, ACROSS_NEXT, DOWN_FIRST, DOWN_NEXT = 0x1, 0x2, 0x60, 0x20


def cells(block: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]


def said(block: Block) -> object:
    return cells(block) if isinstance(block, Grid) else (block.role, block.text)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def test_a_doc_says_what_the_docx_says_it_was_converted_from() -> None:
    old, new = (
        reader((SAMPLES / name).read_bytes())
        for reader, name in ((read, "report.doc"), (docx.read, "report.docx"))
    )
    assert [said(block) for block in old.blocks] == [said(block) for block in new.blocks]
    assert old.metadata["title"] == "样例"
    assert all(grid.sound for grid in old.grids())


def test_lists_changes_fields_and_late_rows_survive_the_conversion_and_text_boxes_come_last() -> None:
    old, new = (
        [said(block) for block in reader((SAMPLES / name).read_bytes()).blocks]
        for reader, name in ((read, "marks.doc"), (docx.read, "marks.docx"))
    )
    boxed = new[7:10]
    late = old.index([(0, 0, "", 1, 1), (0, 1, "晚", 1, 1), (1, 0, "早", 1, 1), (1, 1, "晚", 1, 1)])
    old[late] = [
        (0, 1, "晚", 1, 1),
        (1, 0, "早", 1, 1),
        (1, 1, "晚", 1, 1),
    ]  # LibreOffice fills the missing cell
    assert new[:7] == [
        ("text", said)
        for said in ("一、总体情况", "（一）主动公开", "1.其一", "2.其二", "（二）管理", "1.其三", "锚")
    ]
    assert boxed == [("text", "框内文字"), [(0, 0, "框表", 1, 1), (0, 1, "6", 1, 1)], ("text", "框尾")]
    assert old == [*new[:7], *new[10:], *boxed]


def test_cells_merged_downwards_and_sideways_appear_once() -> None:
    document = read(
        doc(
            [
                cell("标签"), cell("甲"), cell("丢"), row_end([0, 1000, 2000, 3000], [DOWN_FIRST, ACROSS_FIRST, ACROSS_NEXT]),
                cell(""), cell(""), cell("6"), row_end([0, 1000, 2000, 3000], [DOWN_NEXT, 0, 0]),
            ]
        )
    )  # fmt: skip
    (grid,) = document.grids()
    assert cells(grid) == [(0, 0, "标签", 2, 1), (0, 1, "甲", 1, 2), (1, 1, "", 1, 1), (1, 2, "6", 1, 1)]


def test_a_table_within_a_table_follows_the_cell_that_holds_it() -> None:
    document = read(
        doc(
            [
                cell("外层的文字要多一些"), Par("里面：\r", depth(1)),
                cell("内1", 2), cell("内2", 2), row_end([0, 500, 900], levels=2),
                cell(""), row_end([0, 1000, 2000]), Par("后\r"),
            ]
        )
    )  # fmt: skip
    outer, inner = document.grids()
    assert [cell.text for cell in outer.cells] == ["外层的文字要多一些", "里面："]
    assert [cell.text for cell in inner.cells] == ["内1", "内2"]
    assert inner.cells[1].place.path == "table[1]/row[1]/cell[2]/table[1]/row[1]/cell[2]"
    assert texts(document) == ["后"]


def test_text_saved_fast_is_read_in_its_order_without_leftovers() -> None:
    paragraphs = [Par("一、总体\r"), cell("规章"), cell("6"), row_end([0, 900, 1800]), Par("二、公开\r")]
    document = read(doc(paragraphs, scrambled=True))
    assert texts(document) == ["一、总体", "二、公开"]
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["规章", "6"]


def test_deleted_and_hidden_text_is_dropped_and_the_reader_told() -> None:
    rows = [
        cell("旧", characters=DELETED),
        row_end([0, 900], characters=DELETED),
        cell("新"),
        row_end([0, 900]),
    ]
    document = read(doc([Par("12\r", characters=HIDDEN), Par("5\r", characters=STRUCK), Par("3\r"), *rows]))
    assert texts(document) == ["3", "新"]
    assert document.notes == ("hidden_text", "struck_text", "tracked_changes")


@pytest.mark.parametrize(
    ("look", "is_seen"),
    [
        ("422a08", False),  # white
        ("422a08 0c2a08", False),  # marked in white
        ("422a08 0c2a01", True),  # marked in black
        ("422a01 0c2a01", False),
        ("7068ffffff00 71ca0a 000000ff ffffff00 0000", False),  # shaded in white
        ("7068ffffff00 71ca0a 000000ff 20386400 0000", True),  # shaded in blue
        ("7068ffffff00 71ca0a 000000ff 000000ff 0000", False),  # shaded in nothing
        ("422a08 66480001", False),  # the same in the older way: white behind
        ("422a08 66482000", True),
    ],
)
def test_digits_in_the_colour_of_their_ground_are_doubtful(look: str, is_seen: bool) -> None:
    document = read(doc([Par("1\r"), Par("5\r", characters=bytes.fromhex(look))]))
    assert texts(document) == ["1", "5" if is_seen else MASKED]


def test_a_row_whose_end_alone_is_hidden_is_kept() -> None:
    rows = [
        cell("甲"),
        cell("1"),
        row_end([0, 900, 1800], characters=HIDDEN),
        cell("乙"),
        cell("2"),
        row_end([0, 900, 1800]),
    ]
    (grid,) = read(doc(rows)).grids()
    assert [cell.text for cell in grid.cells] == ["甲", "1", "乙", "2"]


def test_a_field_shows_its_result_not_its_code() -> None:
    assert texts(read(doc([Par("合计\x13 =SUM(ABOVE) \x146\x15件\r")]))) == ["合计6件"]


def test_a_row_without_stated_edges_makes_a_table_not_sound() -> None:
    document = read(doc([cell("甲"), cell("1"), Par("\x07", depth(1) + bytes.fromhex("172401")), Par("\r")]))
    (grid,) = document.grids()
    assert ([cell.text for cell in grid.cells], grid.sound) == (["甲", "1"], False)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_a_document"),
        (compound({"Workbook": b""}), "not_a_document"),
        (doc([Par("甲\r")], flags=0x300), "encrypted"),
        (doc([Par("甲\r")], version=101), "unsupported"),
        (doc([Par("甲\r")])[:2048], "truncated"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason


def test_text_hidden_by_a_fast_save_is_hidden() -> None:
    document = read(doc([Par("5\r", piece=0x5C << 1 | 1 << 8), Par("6\r", piece=0x5C << 1)]))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["6"]
    assert document.notes == ("hidden_text",)

"""What an RTF says: the same as the DOCX it was converted from, and what other programs write."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import Block, Document, Grid, Unreadable
from parsers.formats import docx
from parsers.formats.rtf import read
from parsers.text import read_cell
from tests.rtffiles import HEAD, rtf

SAMPLES = Path(__file__).parent / "samples/word"


def cells(block: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]


def said(block: Block) -> object:
    return cells(block) if isinstance(block, Grid) else (block.role, block.text)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def test_an_rtf_says_what_the_docx_says_it_was_converted_from() -> None:
    old, new = (
        reader((SAMPLES / name).read_bytes())
        for reader, name in ((read, "report.rtf"), (docx.read, "report.docx"))
    )
    assert [said(block) for block in old.blocks] == [said(block) for block in new.blocks]
    assert old.metadata["title"] == "样例"
    assert all(grid.sound for grid in old.grids())


def test_merged_and_blank_cells_keep_their_places() -> None:
    body = (
        r"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl 标签\cell 甲\cell\cell\row"
        r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\pard\intbl\cell\cell 6\cell\row\pard 后\par"
    )
    document = read(rtf(body))
    (grid,) = document.grids()
    assert cells(grid) == [(0, 0, "标签", 2, 1), (0, 1, "甲", 1, 2), (1, 1, "", 1, 1), (1, 2, "6", 1, 1)]
    assert grid.sound
    assert texts(document) == ["后"]


def test_a_row_without_a_definition_of_its_own_has_that_of_the_row_before() -> None:
    body = r"\trowd\cellx1000\cellx2000\pard\intbl 甲\cell 1\cell\row\pard\intbl 乙\cell 2\cell\row"
    (grid,) = read(rtf(body)).grids()
    assert [cell[:3] for cell in cells(grid)] == [(0, 0, "甲"), (0, 1, "1"), (1, 0, "乙"), (1, 1, "2")]


def test_a_row_with_fewer_cells_than_edges_makes_a_table_not_sound() -> None:
    (grid,) = read(rtf(r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl 甲\cell 1\cell\row")).grids()
    assert not grid.sound


def test_a_nested_table_follows_its_cell() -> None:
    body = (
        r"\trowd\cellx1000\cellx3000\pard\intbl 外层的文字要多一些\cell\pard\intbl\itap2 内1\nestcell 内2\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}\pard\intbl 外\cell\row"
    )
    outer, inner = read(rtf(body)).grids()
    assert [cell.text for cell in outer.cells] == ["外层的文字要多一些", "外"]
    assert cells(inner) == [(0, 0, "内1", 1, 1), (0, 1, "内2", 1, 1)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1 公开\f0  6", "公开 6"),
        (r"{\uc2\u20844\'b9\'ab\u24320\'bf\'aa}6", "公开6"),
        (r"{\uc0\u20844\u24320}6", "公开6"),
        (r"\u-10174?\u-8263?", "𠮹"),
        (r"a\tab b\line c\~d\_e\{\}", "a\tb\nc\u00a0d-e{}"),
        (r"\'81\\", "乗"),
        (r"1{\deleted 2}{\v 3}{\strike 5}4", "14"),
        (r"\v 1\strike 2\strike0 3\v0 4", "4"),
        (r"{\field{\*\fldinst =SUM(ABOVE)}{\fldrslt 6}}", "6"),
        (r"{\listtext\pard 一、\tab}总体", "一、总体"),
        (r"{\listtext\pard 7.\tab}12", "7. 12"),
        ("{\\pict\\bin4 {}}}\\par}6", "6"),
    ],
)
def test_text_is_read_as_printed(body: str, text: str) -> None:
    assert texts(read(rtf(body + r"\par"))) == [text]


def test_a_text_box_follows_the_paragraph_that_holds_it() -> None:
    box = r"锚{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt 框内\par}}{\shprslt 旧}}点\par 后\par"
    assert texts(read(rtf(box))) == ["锚点", "框内", "后"]


def test_headings_are_known_by_style_or_level() -> None:
    head = HEAD + r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s7 Title;}}"
    document = read(rtf(r"\pard\s7 题\par\pard\s1 一\par\pard\outlinelevel0 二\par\pard 文\par", head))
    assert [(block.role, block.text) for block in document.paragraphs()] == [
        ("title", "题"), ("heading", "一"), ("heading", "二"), ("text", "文"),
    ]  # fmt: skip
    assert document.title == "题"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_a_document"),
        (rtf("6")[:-1], "truncated"),
        (b"{\\rtf1" + b"{" * 600, "too_deep"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason


@pytest.mark.parametrize("code", ["EQ \\\\o(5,1)", "FORMDROPDOWN", "{ autonum }"])
def test_a_field_that_shows_what_it_does_not_store_is_no_blank(code: str) -> None:
    body = rf"\trowd\cellx1000\pard\intbl {{\field{{\*\fldinst {code}}}{{\fldrslt }}}}\cell\row"
    assert read_cell(texts(read(rtf(body)))[0]) == (None, "lost")


def test_the_code_of_a_field_is_no_text() -> None:
    body = r"{\field{\*\fldinst =SUM(ABOVE)}{\fldrslt 7}}\par"
    assert texts(read(rtf(body))) == ["7"]

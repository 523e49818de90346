"""What a DOCX says, and where: merged cells once, tables within tables, changes, lists, pictures."""

from __future__ import annotations

from pathlib import Path

import docx as python_docx
import pytest
from docx.table import _Cell

from parsers.document import Document, Grid, Paragraph, Unreadable
from parsers.formats.docx import read
from parsers.normalize import normalize
from parsers.text import HIDDEN
from tests.ooxml import STRICT, docx, p, package, tbl, tc, tr

SAMPLE = Path(__file__).parent / "samples/word/report.docx"
SPAN2 = '<w:gridSpan w:val="2"/>'
DOWN = '<w:vMerge w:val="restart"/>'
BELOW = "<w:vMerge/>"


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def cells(grid: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid.cells]


def test_merged_cells_appear_once_with_their_spans_and_blank_cells_stay() -> None:
    table = tbl(
        tr(tc("标签", SPAN2 + DOWN), tc("数")),
        tr(tc("", SPAN2 + BELOW), tc("")),
        tr(tc("甲"), tc("乙"), tc("6")),
        widths=(1000, 1000, 1000),
    )
    (grid,) = read(docx(table)).grids()
    assert cells(grid) == [
        (0, 0, "标签", 2, 2), (0, 2, "数", 1, 1), (1, 2, "", 1, 1),
        (2, 0, "甲", 1, 1), (2, 1, "乙", 1, 1), (2, 2, "6", 1, 1),
    ]  # fmt: skip
    assert grid.sound
    assert grid.cells[2].place.path == "table[1]/row[2]/cell[2]"


def test_columns_that_miss_each_other_by_a_hair_are_one_column() -> None:
    table = tbl(tr(tc("甲", SPAN2), tc("1")), tr(tc("乙"), tc("2", SPAN2)), widths=(2000, 12, 988))
    (grid,) = read(docx(table)).grids()
    assert cells(grid) == [(0, 0, "甲", 1, 1), (0, 1, "1", 1, 1), (1, 0, "乙", 1, 1), (1, 1, "2", 1, 1)]


def test_a_row_that_starts_late_or_carries_horizontal_merge_marks_keeps_its_columns() -> None:
    late = tr(tc("9"), properties='<w:gridBefore w:val="1"/>')
    marked = tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"))
    whole = tr(tc("乙"), tc("8"))
    (grid,) = read(docx(tbl(late, marked, whole, widths=(500, 500)))).grids()
    assert cells(grid) == [(0, 1, "9", 1, 1), (1, 0, "甲", 1, 2), (2, 0, "乙", 1, 1), (2, 1, "8", 1, 1)]


def test_a_row_without_its_spans_lies_where_its_widths_put_it() -> None:
    wide, narrow = (f'<w:tcW w:w="{width}" w:type="dxa"/>' for width in (2010, 990))
    rows = tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁", wide), tc("6", narrow))
    (grid,) = read(docx(tbl(*rows, widths=(1000, 1000, 1000)))).grids()
    assert cells(grid)[3:] == [(1, 0, "丁", 1, 2), (1, 2, "6", 1, 1)]
    assert grid.sound


def test_a_row_without_spans_and_widths_makes_a_table_not_sound() -> None:
    rows = tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), tc("6"))
    (grid,) = read(docx(tbl(*rows, widths=(1000, 1000, 1000)))).grids()
    assert not grid.sound


def test_many_tables_full_of_zeros_are_no_bomb() -> None:
    row = tr(
        *[tc("0", '<w:tcW w:w="900" w:type="dxa"/><w:tcBorders><w:top w:val="single"/></w:tcBorders>')] * 10
    )
    document = read(docx(tbl(*[row] * 28, widths=(900,) * 10) * 40))
    assert [len(grid.cells) for grid in document.grids()] == [280] * 40


def test_a_strict_package_reads_like_a_transitional_one() -> None:
    body = tbl(tr(tc("甲"), tc("6"))) + p("文")
    assert read(docx(body, namespace=STRICT)).blocks == read(docx(body)).blocks


def test_deleted_text_is_dropped_inserted_text_kept_and_the_reader_told() -> None:
    changed = (
        "<w:p><w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>6</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom><w:r><w:t>件</w:t></w:r></w:p>"
    )
    rows = tr(tc("旧"), tc("1"), properties="<w:del/>") + tr(tc("新"), tc("2"))
    document = read(docx(changed + tbl(rows)))
    assert texts(document) == ["6件"]
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["新", "2"]
    assert document.notes == ("tracked_changes",)


def test_a_paragraph_whose_end_was_deleted_runs_on_into_the_next() -> None:
    assert texts(read(docx(p("二〇", "<w:rPr><w:del/></w:rPr>") + p("二三")))) == ["二〇二三"]


def test_hidden_text_is_not_printed() -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>12</w:t></w:r><w:r><w:t>3</w:t></w:r></w:p>"
    document = read(docx(hidden))
    assert texts(document) == ["3"]
    assert document.notes == ("hidden_text",)


def test_a_number_crossed_out_is_not_printed() -> None:
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>6</w:t></w:r></w:p>"
    document = read(docx(tbl(tr(tc("甲"), tc(struck)))))
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["甲", "6"]
    assert document.notes == ("struck_text",)


def test_a_white_digit_is_doubtful_unless_its_cell_has_a_ground_of_its_own() -> None:
    white = '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>5件</w:t></w:r></w:p>'
    table = tbl(tr(tc(white), tc(white, '<w:shd w:val="clear" w:fill="1F4E79"/>')))
    assert [cell.text for grid in read(docx(table)).grids() for cell in grid.cells] == ["\ufffc件", "5件"]


@pytest.mark.parametrize(
    ("ink", "run", "cell", "is_seen"),
    [
        ("FFFFFF", "", '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>', False),
        ("FFFFFF", '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>', "", False),
        ("FFFFFF", '<w:highlight w:val="none"/>', "", False),
        ("FFFFFF", '<w:highlight w:val="white"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>', False),
        ("FFFFFF", '<w:highlight w:val="black"/>', "", True),
        ("000000", '<w:highlight w:val="black"/>', "", False),
        ("FFFF00", "", '<w:shd w:val="clear" w:fill="FFFF00"/>', False),
        ("auto", "", '<w:shd w:val="clear" w:fill="000000"/>', True),
    ],
)
def test_digits_in_the_colour_of_their_ground_are_doubtful(
    ink: str, run: str, cell: str, is_seen: bool
) -> None:
    digits = f'<w:p><w:r><w:rPr><w:color w:val="{ink}"/>{run}</w:rPr><w:t>5</w:t></w:r></w:p>'
    (grid,) = read(docx(tbl(tr(tc("甲"), tc(digits, cell))))).grids()
    assert grid.cells[1].text == ("5" if is_seen else HIDDEN)


def test_a_field_shows_its_result_not_its_code() -> None:
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>6</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert texts(read(docx(field))) == ["6"]


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    drawing = (
        "<w:p><w:r><w:t>锚</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(docx(drawing + p("后")))) == ["锚", "框内", "后"]


def test_a_table_that_only_arranges_is_dissolved_and_an_inner_table_follows_its_cell() -> None:
    inner = tbl(tr(tc("甲"), tc("6")))
    arranged = read(docx(tbl(tr(tc(p("前") + inner + p("后"))))))
    assert [type(block) for block in arranged.blocks] == [Paragraph, Grid, Paragraph]
    assert arranged.blocks[1].place.path == "table[1]/row[1]/cell[1]/table[1]"

    kept = read(docx(tbl(tr(tc("很长的一段外层文字"), tc(p("外") + inner)))))
    assert [[cell.text for cell in grid.cells] for grid in kept.grids()] == [
        ["很长的一段外层文字", "外"],
        ["甲", "6"],
    ]


def test_list_numbers_are_printed_in_front_as_the_reader_of_the_page_sees_them() -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/relationships/numbering" Target="numbering.xml"/></Relationships>'
    )
    first, second = (f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>' for depth in (0, 1))
    body = p("总体", first) + p("甲", second) + p("乙", second) + p("公开", first) + p("丙", second)
    parts = {"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relations}
    assert texts(read(docx(body, parts))) == ["一、总体", "1.甲", "2.乙", "二、公开", "1.丙"]


def test_pictures_are_links_and_a_report_of_pictures_alone_is_noted() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r7" Type="http://x/relationships/image" Target="media/image1.png"/></Relationships>'
    )
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="r7"/></w:drawing></w:r></w:p>'
    document = read(docx(picture, {"word/_rels/document.xml.rels": relations, "word/media/image1.png": "…"}))
    assert [(link.url, link.kind) for link in document.links] == [("word/media/image1.png", "image")]
    assert document.notes == ("images_without_tables",)


def test_another_writers_file_reads_as_that_writer_reads_it() -> None:
    document, theirs = read(SAMPLE.read_bytes()), python_docx.Document(str(SAMPLE))
    assert document.title == "河湾县档案馆2023年政府信息公开工作年度报告"
    assert document.metadata["title"] == "样例"
    assert [block.role for block in document.paragraphs()].count("heading") == 3
    first = next(document.grids())
    for cell in first.cells:
        place = cell.place.path or ""
        row, column = (int(step.split("[")[1].rstrip("]")) for step in place.split("/")[1:])
        assert (
            _Cell(theirs.tables[0].rows[row - 1]._tr.tc_lst[column - 1], theirs.tables[0]).text.strip()
            == cell.text
        )
    assert "1.解读政策3件" in texts(document)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "corrupt"),
        (b"PK\x03\x04 and nothing more", "truncated"),
        (package({"readme.txt": "no report"}), "not_a_document"),
        (package({"word/document.xml": "<w:document"}), "corrupt"),
        (package({"word/document.xml": "<document/>"}), "not_a_document"),
    ],
)
def test_what_is_no_docx_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason


def test_a_file_of_word_2003_keeps_what_was_inserted_and_drops_what_was_deleted() -> None:
    change = "<aml:annotation w:type='Word.{}'><aml:content><w:r><w:{}>{}</w:{}></w:r></aml:content></aml:annotation>"
    text = change.format("Deletion", "delText", 5, "delText") + change.format("Insertion", "t", 6, "t")
    body = f"<w:wordDocument xmlns:w='w' xmlns:aml='a'><w:body><w:p>{text}</w:p></w:body></w:wordDocument>"
    document = read(body.encode())
    assert [paragraph.text for paragraph in document.paragraphs()] == ["6"]
    assert document.notes == ("tracked_changes",)


def chunk(target: str, member: str | bytes) -> bytes:
    """A DOCX that takes in another file between two paragraphs."""
    relation = f'<Relationship Id="c" Type="x/aFChunk" Target="{target}"/>'
    relations = f"<Relationships>{relation}</Relationships>"
    body = '<w:p><w:r><w:t>一</w:t></w:r></w:p><w:altChunk r:id="c"/><w:p><w:r><w:t>二</w:t></w:r></w:p>'
    return docx(body, {"word/_rels/document.xml.rels": relations, f"word/{target}": member})


def test_a_page_that_is_packed_into_the_file_stands_in_its_place() -> None:
    page = "<html><body><p>中</p><table><tr><td>行政许可</td><td>7</td></tr></table></body></html>"
    first, middle, grid, last = normalize(chunk("c.htm", page)).blocks
    assert [block.text for block in (first, middle, last) if isinstance(block, Paragraph)] == [
        "一",
        "中",
        "二",
    ]
    assert isinstance(grid, Grid) and grid.cells[1].place.path == "word/c.htm/table[1]/row[1]/cell[2]"


def test_a_packed_file_of_another_kind_is_a_note() -> None:
    document = normalize(chunk("c.docx", docx("<w:p/>")))
    assert [block.text for block in document.paragraphs()] == ["一", "二"]
    assert document.notes == ("part_unread:unsupported",)

"""Rows a page break went through: made whole, or kept apart when they are two."""

from __future__ import annotations

from parsers.document import Cell, Document, Place
from parsers.pages.continuations import Part, joined, torn
from parsers.parse import read_figures

EDGES = (0.0, 50.0, 100.0, 150.0)


def part(*texts: str) -> Part:
    """One row of a label and two numbers."""
    cells = tuple(Cell(0, column, text, place=Place(1)) for column, text in enumerate(texts))
    return Part(cells, EDGES, Place(1))


def rows(above: Part, below: Part) -> list[list[tuple[str, str]]]:
    whole = joined(above, below)
    assert whole is not None
    return [[(cell.text, cell.doubt) for cell in row] for row in whole.grid().rows()]


def test_a_number_that_the_break_cut_in_two_is_torn_and_its_row_is_one() -> None:
    [row] = rows(part("2.其", "37", "1500"), part("他法律禁止公开", "", "9"))
    assert row == [("2.其他法律禁止公开", ""), ("37", ""), ("1500\n9", "torn")]


def test_a_row_with_a_number_of_its_own_is_no_rest_of_the_one_above() -> None:
    assert len(rows(part("2.其他", "37", "1500"), part("3.危及安全", "", "9"))) == 2
    assert len(rows(part("2.其他", "", "1500"), part("危及安全", "37", "9"))) == 2
    assert len(rows(part("其他", "37", "1500"), part("危及安全", "", "9"))) == 2


def test_serial_numbers_before_the_labels_are_no_numbers_of_one_row() -> None:
    assert len(rows(part("15", "3.补正后仍不明确", "6"), part("16", "1.信访举报投诉", ""))) == 2


def test_a_label_that_goes_on_below_takes_its_numbers_along() -> None:
    assert rows(part("2.其", "37", "1500"), part("他法律禁止公开", "", "")) == [
        [("2.其他法律禁止公开", ""), ("37", ""), ("1500", "")]
    ]


def test_units_alone_below_numbers_are_the_rest_of_their_row() -> None:
    """3672 at the foot of a page, 件 at the head of the next: no row has nothing but units."""
    assert rows(part("2.其", "3件", "3672"), part("他法律禁止公开", "", "件")) == [
        [("2.其他法律禁止公开", ""), ("3件", ""), ("3672件", "")]
    ]
    assert rows(part("1.属于国家秘密", "3件", "3672"), part("", "", "件"))[0][2] == ("3672件", "")


def test_the_one_row_of_table_four_keeps_its_numbers_when_a_break_cuts_one_of_them() -> None:
    assert rows(part("0", "31", "8"), part("", "2", "")) == [[("0", ""), ("31\n2", "torn"), ("8", "")]]
    assert len(rows(part("0", "31", "8"), part("1", "2", "9"))) == 2
    assert len(rows(part("0", "31", ""), part("", "2", "9"))) == 2


def test_digits_without_a_label_below_a_number_tear_it_whatever_cells_stand_beside_them() -> None:
    """The rules of the row do not go on below the break, so that it is not seen to be one row."""
    below = (Cell(0, 0, "", column_span=2, place=Place(2)), Cell(0, 2, "2", place=Place(2)))
    [row, _] = rows(part("（七）总计", "89", "2511"), Part(below, EDGES, Place(2)))
    assert row == [("（七）总计", ""), ("89", ""), ("2511", "torn")]


def test_digits_above_a_break_and_without_a_label_begin_the_numbers_of_the_row_below_it() -> None:
    """Labels in the middle of their row stand behind the break, the first lines of its numbers before it."""
    above = (
        *(Cell(0, 0, "规章"), Cell(0, 1, "7"), Cell(0, 2, "57")),
        *(Cell(1, 0, ""), Cell(1, 1, ""), Cell(1, 2, "9,32")),
    )
    [*_, row] = rows(Part(above, EDGES, Place(1)), part("行政规范性文件", "0", "6"))
    assert row == [("行政规范性文件", ""), ("0", ""), ("6", "torn")]


def test_digits_beside_the_rest_of_a_group_name_tear_the_number_above() -> None:
    below = (Cell(0, 0, "公开", 8), Cell(0, 1, ""), Cell(0, 2, "0件"))
    above = (Cell(0, 0, "不予"), Cell(0, 1, "1.属于国家秘密"), Cell(0, 2, "47"))
    row, *_ = rows(Part(above, EDGES, Place(1)), Part(below, EDGES, Place(2)))
    assert row[2] == ("47", "torn")


APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def words(row: int, *texts: str, first: int = 0, row_span: int = 1) -> list[Cell]:
    return [Cell(row, first + at, text, row_span) for at, text in enumerate(texts)]


def received(above: list[Cell], below: list[Cell]) -> list[str | None]:
    """The figures of 本年新收 from a table whose header a page break went through."""
    edges = tuple(60.0 * at for at in range(9))
    numbers = words(max(cell.row for cell in below) + 1, "一、本年新收政府信息公开申请数量", *"1234506")
    whole = joined(Part(tuple(above), edges, Place(1)), Part((*below, *numbers), edges, Place(2)))
    assert whole
    found = read_figures(Document("", (whole.grid(),))).figures
    return [figure.raw for figure in found if figure.key[:2] == ("requests", "received")]


def test_a_header_that_the_break_cut_between_its_lines_is_one_header() -> None:
    above = [
        *(Cell(0, 0, ""), Cell(0, 1, "申请人情况", 1, 7)),
        *(Cell(1, 0, ""), Cell(1, 1, "自然人"), Cell(1, 2, "法人或其他组织", 1, 5), Cell(1, 7, "总计")),
    ]
    blank = [Cell(0, 0, "", 2), Cell(0, 1, "", 2), Cell(0, 2, "", 1, 5), Cell(0, 7, "", 2)]
    assert received(above, [*blank, *words(1, *APPLICANTS[1:6], first=2)]) == list("1234506")


def test_a_column_name_cut_in_two_is_one_name() -> None:
    cut = ("自然人", "商业企业", "科研机", "社会公", "法律服务", "其他", "总计")
    below = words(0, "", "", "", "构", "益组织", "机构", "", "")
    assert received(words(0, "", *cut), below) == list("1234506")


def test_digits_alone_at_the_head_of_a_page_put_the_numbers_above_in_doubt() -> None:
    """173 cut into 17 and 3, and the labels of the second page outside its frame: the two are not joined."""
    above = torn(part("1.属于国家秘密", "17", ""), part("", "3", ""))
    assert [(cell.text, cell.doubt) for cell in above.cells] == [
        ("1.属于国家秘密", ""),
        ("17", "torn"),
        ("", ""),
    ]
    for below in (part("2.其他", "3", ""), part("", "", ""), part("", "人", "")):
        assert torn(above, below) is above

"""Table 二 without rules and with lines set close: a number belongs to the words it stands under, or to none."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Cell, Document, Grid
from parsers.formats.pdf import read
from parsers.parse import read_figures
from parsers.report import Figure, Key

FEES = [
    (190, 700, "第二十条第（八）项"),
    (60, 691, "信息内容"),
    (160, 691, "上一年项目数量"),
    (330, 691, "本年增/减"),
    (40, 682, "行政事业性收费"),
]
RULES = [
    (200, 700, "第二十条第（一）项"),
    (60, 691, "信息内容"),
    (160, 691, "本年制发件数"),
    (260, 691, "本年废止件数"),
    (360, 691, "现行有效件数"),
    (40, 682, "规章"),
    (40, 673, "行政规范性文件"),
]
ROWS = ("regulation", "normative_document")
PENALTIES = [
    (200, 700, "第二十条第（六）项"),
    (60, 691, "信息内容"),
    (260, 691, "本年处理决定数量"),
    (40, 682, "行政处罚"),
    (40, 670, "行政强制"),
]


Printed = tuple[float, float, str] | tuple[float, float, str, float]


def figures(*printed: Printed) -> dict[Key, Figure]:
    """What is read of words at their places, nine points high where nothing else is said."""
    return read_figures(document(*printed)).by_key()


def document(*printed: Printed) -> Document:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = BytesIO()
    canvas = Canvas(body)
    for left, base, text, *size in printed:
        canvas.setFont("STSong-Light" if ord(text[0]) > 127 else "Helvetica", *(size or (9,)))
        canvas.drawString(left, base, text)
    canvas.save()
    return read(body.getvalue())


@pytest.mark.parametrize(
    ("left", "column"),
    [(185, "previous_items"), (340, "change"), (245, None)],
    ids=["left", "right", "between"],
)
def test_a_number_between_two_headers_is_of_neither(left: float, column: str | None) -> None:
    found = figures(*FEES, (left, 682, "3"))
    values = {key[2]: figure.value for key, figure in found.items() if figure.value is not None}
    assert values == ({column: 3} if column else {})


def test_the_end_of_a_number_alone_at_the_head_of_a_page_is_no_table_and_puts_the_number_in_doubt() -> None:
    body = BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(body)
    canvas.setFont("STSong-Light", 9)
    for left, base, text in (*RULES, (165, 682, "123"), (265, 682, "7"), (165, 673, "456"), (265, 673, "8")):
        canvas.drawString(left, base - 600, text)
    canvas.showPage()
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(165, 790, "32")
    canvas.drawString(40, 776, "三、收到和处理政府信息公开申请情况")
    canvas.save()
    found = read_figures(read(body.getvalue())).by_key()
    values = {
        (row, column): found["rules", row, column].value for row in ROWS for column in ("issued", "repealed")
    }
    assert values == {
        ("regulation", "issued"): 123,
        ("regulation", "repealed"): 7,
        ("normative_document", "issued"): None,
        ("normative_document", "repealed"): 8,
    }


def test_two_labels_right_above_each_other_are_two_rows() -> None:
    found = figures(*RULES, (180, 682, "6"), (380, 673, "14"))
    assert found["rules", "regulation", "issued"].value == 6
    assert found["rules", "normative_document", "issued"].value is None
    assert found["rules", "normative_document", "in_force"].value == 14


def test_the_only_number_under_the_only_header_is_its_number_wherever_it_stands() -> None:
    found = figures(*PENALTIES, (420, 682, "61213"), (435, 670, "29"))
    assert found["decisions", "penalty", "decided"].value == 61213
    assert found["decisions", "coercion", "decided"].value == 29


WIDE = [
    (200, 700, "第二十条第（一）项"),
    (40, 691, "信息内容"),
    (130, 691, "本年制发件数"),
    (280, 691, "本年废止件数"),
    (430, 691, "现行有效件数"),
    (40, 682, "规章"),
    (40, 670, "行政规范性文件"),
]
"""Headers at the left of columns 150 points wide."""


@pytest.mark.parametrize("rows", [("80", "0", "7"), ("80", "0", None)], ids=["three", "two"])
def test_numbers_at_the_right_of_their_columns_are_not_those_of_the_next(
    rows: tuple[str | None, ...],
) -> None:
    """The right end of a column is nearest to the header of the next one."""
    printed = [
        (275 + 150 * column - 5 * len(number), base, number)
        for base in (682, 670)
        for column, number in enumerate(rows)
        if number
    ]
    assert {figure.value for figure in figures(*WIDE, *printed).values()} == {None}


def test_a_column_with_two_numbers_and_one_without_show_that_a_row_is_shifted() -> None:
    found = figures(
        *RULES, (290, 682, "6"), (370, 682, "3"), (400, 682, "9"), (180, 673, "1"), (280, 673, "4")
    )
    assert found["rules", "regulation", "repealed"].value is None
    assert found["rules", "normative_document", "repealed"].value == 4


def test_a_small_digit_alone_among_large_ones_is_the_mark_of_a_footnote() -> None:
    found = figures(*RULES, (180, 682, "6"), (280, 682, "12"), (380, 685, "1", 5), (180, 673, "3"))
    assert found["rules", "regulation", "issued"].value == 6
    assert found["rules", "regulation", "in_force"].value is None


def test_a_number_alone_is_of_no_year_where_another_row_has_two() -> None:
    found = figures(*PENALTIES, (260, 682, "12"), (310, 682, "9"), (310, 670, "3"))
    assert {figure.value for figure in found.values()} == {None}


def test_a_remark_beside_table_four_does_not_end_it_in_the_middle_of_a_number() -> None:
    upper, lower = ("结果", "结果", "其他", "尚未", "总"), ("维持", "纠正", "结果", "审结", "计")
    head = [
        (90, 725, "行政复议"),
        (330, 725, "行政诉讼"),
        (230, 715, "未经复议直接起诉"),
        (400, 715, "复议后起诉"),
        *((40 + 35 * i, 705, upper[i % 5]) for i in range(15)),
        *((40 + 35 * i, 696, lower[i % 5]) for i in range(15)),
    ]
    others = [(44 + 35 * i, 678, "8") for i in range(1, 15)]
    whole = figures(*head, *others, (44, 678, "9"))
    assert whole["disputes", "review", "upheld"].value == 9
    numbered = [(44 + 35 * i, 690, str(i + 1)) for i in range(15)]
    assert {figure.value for figure in figures(*head, *numbered, *others[:9]).values()} == {None}
    remark = [(33, 687, "9"), (38, 687, "（其中"), (36, 678, "修订6件"), (44, 669, "）")]
    assert figures(*head, *others, *remark)["disputes", "review", "upheld"].value == 9
    broken = [(38, 687, "９（"), (36, 678, "其中修"), (36, 669, "订6件"), (40, 660, "）")]
    lower_row = [(left, 669, text) for left, _, text in others]
    assert figures(*head, *lower_row, *broken)["disputes", "review", "upheld"].value == 9
    found = figures(*head, *others, (44, 683, "47"), (44, 674, "5"), (560, 683, "注"))
    assert {figure.value for figure in found.values()} == {None}


def test_sums_do_not_tell_in_which_column_a_number_stands() -> None:
    """Every number is nearest to the header of the next column, and all sums hold there as well."""
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = (("一、本年新收政府信息公开申请数量", "8"), ("（一）予以公开", "8"), ("（七）总计", "8"))
    cells = [Cell(0, 1 + at, name) for at, name in enumerate(names)]
    for row, (label, number) in enumerate(rows, 1):
        cells.append(Cell(row, 0, label))
        for column in range(1, 8):
            text = number if column in {2, 7} else ""
            cells.append(Cell(row, column, text, doubt="astray" if text else ""))
    found = read_figures(Document("", (Grid(tuple(cells)),))).figures
    assert {(figure.value, figure.state) for figure in found if figure.raw} == {(None, "lost")}


def test_numbers_of_two_rows_in_a_narrow_column_are_not_one_broken_number() -> None:
    """The second row has a label of two lines, and its number beside the upper one."""
    found = figures(
        *[(200, 700, "第二十条第（一）项"), (60, 691, "信息内容")],
        *[(200, 691, "本年制发件数", 4), (226, 691, "本年废止件数", 4), (252, 691, "现行有效件数", 4)],
        *[(40, 680, "规章"), (200, 680, "7"), (226, 680, "274"), (252, 680, "6")],
        *[(40, 669, "行政规"), (200, 669, "0"), (226, 669, "5"), (252, 669, "1"), (40, 658, "范性文件")],
    )
    assert found["rules", "normative_document", "repealed"].value in {5, None}
    assert found["rules", "regulation", "repealed"].value in {274, None}


def test_a_narrow_first_line_of_a_label_is_no_heading_below_the_table() -> None:
    """三、本年度办理结果 in a column three characters wide begins like the heading of a section."""
    names = ("自然人", "商业企业", "科研机构", "社会公益", "法律服务", "其他", "总计")
    found = figures(
        *[(220 + 45 * at, 700, name) for at, name in enumerate(names)],
        *[(40, 685, "一、本年新收政府信息公开申请数量"), (40, 670, "二、上年结转政府信息公开申请数量")],
        *[(40, 655, "三、本"), (40, 643, "年度办"), (40, 631, "理结果"), (80, 655, "（一）予以公开")],
        *[(230 + 45 * at, base, "4") for base in (685, 670, 655) for at in range(7)],
    )
    assert found["requests", "granted", "total"].value == 4
    assert found["requests", "received", "natural_person"].value == 4


def test_the_first_group_of_table_four_is_one_cell_beside_two_lines_of_header() -> None:
    found = figures(
        *[
            (90, 720, "行政复议"),
            (330, 730, "行政诉讼"),
            (230, 710, "未经复议直接起诉"),
            (400, 710, "复议后起诉"),
        ],
        *[
            (40 + 35 * at, 695, ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")[at % 5], 7)
            for at in range(15)
        ],
        *[(44 + 35 * at, 680, str(at % 5 * 2)) for at in range(15)],
    )
    assert found["disputes", "review", "total"].value == 8
    assert found["disputes", "suit_after_review", "corrected"].value == 2


@pytest.mark.parametrize("left", [350, 470])
def test_numbers_of_a_list_stand_where_they_like_beside_their_units(left: float) -> None:
    labels = (
        "（一）收到申请数",
        "（二）申请办结数",
        "（三）申请答复数",
        "四、行政复议数量",
        "五、行政诉讼数量",
        "六、举报投诉数量",
    )
    (grid,) = document(
        *[(60, 700, "统计指标"), (320, 700, "单位"), (400, 700, "统计数")],
        *[(40, 685 - 15 * at, label) for at, label in enumerate(labels)],
        *[(322, 685 - 15 * at, "件") for at in range(6)],
        *[(left, 685 - 15 * at, str(at)) for at in range(6)],
    ).grids()
    assert [(cell.text, cell.doubt) for cell in grid.cells if cell.text.isdigit()] == [
        (str(at), "") for at in range(6)
    ]


def test_a_line_with_a_number_for_each_column_is_read_in_its_order() -> None:
    found = figures(*FEES, (235, 682, "3"), (400, 682, "-21"))
    assert found["fees", "administrative_fee", "previous_items"].value == 3
    assert found["fees", "administrative_fee", "change"].value == -21


def test_no_digit_follows_a_number_in_groups_of_three() -> None:
    """They fill their column and stand close, as one number broken to fit would."""
    head = [(200, 700, "第二十条第（一）项"), (60, 691, "信息内容")]
    head += [(198 + 32 * at, 691, name, 7) for at, name in enumerate(("本年制发", "本年废止", "现行有效"))]
    upper = [(198 + 32 * at, 682, "32,585") for at in range(3)]
    lower = [(198 + 32 * at, 671, "370") for at in range(3)]
    found = figures(*head, (40, 682, "规章"), (40, 671, "行政规范性文件"), *upper, *lower)
    assert found["rules", "regulation", "repealed"].value == 32585
    assert found["rules", "normative_document", "repealed"].value == 370

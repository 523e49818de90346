"""What stands in the cells of a drawn table: numbers over borders, above each other, crossed out, pale or white."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from parsers.formats.pdf import read
from parsers.pages.strokes import ruling
from parsers.parse import read_figures
from parsers.text import HIDDEN
from tests.drawnpdf import chinese, drawn, table, texts


def test_cells_of_a_small_table() -> None:
    rows = [["a", "12", "3"], ["b", "", "4119"]]
    assert texts(read(drawn(lambda canvas: table(canvas, rows)))) == rows


def test_a_table_goes_on_over_pages_that_do_not_say_what_they_are() -> None:
    """Units and rows of a list between its first page and its last."""

    def pages(canvas: Canvas) -> None:
        for page in range(3):
            rows = [["甲甲甲", str(page), "件"], ["乙乙乙", "7", "人"], ["丙丙", "", "次"]]
            table(canvas, rows, words="" if page else "信息内容")
            canvas.showPage()

    assert len(texts(read(drawn(pages)))) == 9


def test_a_number_across_a_border_is_torn() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "", ""], ["b", "1", "2"]])
        canvas.drawString(86, 168, "123456")

    (grid,) = read(drawn(draw)).grids()
    assert {cell.doubt for cell in grid.cells if cell.row == 0 and cell.column > 0} == {"torn"}


def test_a_number_set_with_letter_spacing_is_torn_by_a_border_too() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "", ""], ["b", "1", "2"]])
        canvas.drawString(70, 168, "12345", charSpace=2.4)
        canvas.drawString(125, 168, "7")

    (grid,) = read(drawn(draw)).grids()
    assert {cell.doubt for cell in grid.cells if cell.row == 0 and cell.column > 0} == {"torn"}
    assert not any(cell.doubt for cell in grid.cells if cell.row == 1)


def test_a_number_that_hangs_over_the_side_of_its_table_is_whole_and_doubtful() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", ""], ["b", "1"]])
        canvas.drawString(86, 168, "1234567")

    (grid,) = read(drawn(draw)).grids()
    cell = next(cell for cell in grid.cells if (cell.row, cell.column) == (0, 1))
    assert (cell.text, cell.doubt) == ("1234567", "torn")


def test_two_numbers_above_each_other_are_not_one() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "b"], ["c", "d"]], width=80, height=40)
        canvas.drawString(130, 166, "3")
        canvas.drawString(130, 152, "5")

    grid = next(iter(read(drawn(draw)).grids()))
    cell = next(cell for cell in grid.cells if (cell.row, cell.column) == (0, 1))
    assert cell.doubt == "torn" or "\n" in cell.text


def test_an_old_number_under_a_new_one_is_patched() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "77"], ["b", "1"]])
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(62, 165, 20, 12, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(64, 168, "5")

    (grid,) = read(drawn(draw)).grids()
    assert next(cell.doubt for cell in grid.cells if (cell.row, cell.column) == (0, 1)) == "patched"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((61, 172.2, 72, 172.2), "7\u0336"),
        ((61, 167, 72, 178), "7\u0336"),
        ((72, 167, 61, 178), "7\u0336"),
        ((75, 167, 90, 178), "7"),
        ((60, 132, 100, 180), "7"),
    ],
    ids=["level", "rising", "falling", "beside", "over three rows"],
)
def test_a_number_crossed_out_is_no_number(line: tuple[float, ...], said: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "7"], ["b", "1"], ["c", "2"]])
        canvas.line(*line)

    assert texts(read(drawn(draw)))[0][1] == said


ZIGZAG = [(61, 167), (63, 178), (65, 167), (67, 178), (69, 167)]
WAVE = [(61, 170), (63, 178, 66, 166, 70, 174)]
BAR = [(61, 166), (63, 166), (72, 179), (70, 179)]
RING = [(58, 172), (58, 182, 74, 182, 74, 172), (74, 162, 58, 162, 58, 172)]


@pytest.mark.parametrize(
    ("points", "fill", "said"),
    [
        (ZIGZAG, 0, "7\u0336"),
        (WAVE, 0, "7\u0336"),
        (ZIGZAG + WAVE[1:], 1, "7\u0336"),
        (BAR, 1, "7\u0336"),
        (RING, 0, "7"),
    ],
    ids=["zigzag", "wave", "broad pen", "broad line", "ring"],
)
def test_a_scrawl_over_a_number_crosses_it_out(points: list[tuple[float, ...]], fill: int, said: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "7"], ["b", "1"], ["c", "2"]])
        pen = canvas.beginPath()
        pen.moveTo(*points[0])
        for point in points[1:]:
            (pen.curveTo if len(point) > 2 else pen.lineTo)(*point)
        canvas.drawPath(pen, stroke=1 - fill, fill=fill)

    assert texts(read(drawn(draw)))[0][1] == said


def test_a_digit_far_paler_than_the_one_beside_it_is_none_of_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "2"], ["b", "8"]])
        canvas.setFillGray(0.67)
        canvas.drawString(63 + canvas.stringWidth("2"), 168, "61")

    assert texts(read(drawn(draw)))[0][1] == "26\u03361"


def test_a_line_through_a_digit_is_where_it_was_drawn_whatever_dots_are_near() -> None:
    dots = [(60.0 + 2 * dot, 30.4, 60.5 + 2 * dot, 30.6) for dot in range(60)]
    assert 27.8 in {at for at, _, _ in ruling([(61.0, 27.8, 66.0, 27.8), *dots]).level}


def test_a_white_digit_alone_in_its_cell_is_neither_value_nor_blank() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", ""], ["b", "1"]])
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(63, 168, "9")

    assert texts(read(drawn(draw)))[0][1] == "\ufffc"


def test_numbers_in_italics_made_of_an_upright_font_are_read() -> None:
    """The uprights lean, the base line does not."""

    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", ""], ["b", "1"]])
        text = canvas.beginText()
        text.setTextTransform(1, 0, 0.35, 1, 64, 168)
        text.textOut("27")
        canvas.drawText(text)

    assert texts(read(drawn(draw))) == [["a", "27"], ["b", "1"]]


def test_the_border_of_a_cell_may_be_what_is_filled_between_two_rectangles() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(chinese(), 10)
        canvas.drawString(20, 186, "信息内容")
        for row, said in enumerate((("a", "12"), ("b", "3"))):
            for column, text in enumerate(said):
                x, y = 20 + 40 * column, 164 - 16 * row
                frame = canvas.beginPath()
                frame.rect(x, y, 40, 16)
                frame.rect(x + 0.7, y + 0.7, 38.6, 14.6)
                canvas.drawPath(frame, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)
                canvas.drawString(x + 3, y + 4, text)

    assert texts(read(drawn(draw))) == [["a", "12"], ["b", "3"]]


def test_digits_alone_at_the_head_of_a_page_tear_the_number_they_stand_under() -> None:
    """The last row of a page went on: its frame has nothing else in it and is no table."""

    def pages(canvas: Canvas) -> None:
        table(canvas, [["a", "12", "3"]] * 10, height=14)
        canvas.showPage()
        canvas.setFont(chinese(), 10)
        canvas.drawString(63, 180, "7")
        canvas.drawString(20, 150, "信息内容")

    (grid,) = read(drawn(pages)).grids()
    assert [(cell.row, cell.column) for cell in grid.cells if cell.doubt] == [(9, 1)]


def test_a_broken_number_is_one_in_lines_as_far_apart_as_word_sets_them() -> None:
    """In a cell with room to spare they are two."""
    for width, said in ((30, "1247"), (60, "124\n7")):

        def draw(canvas: Canvas, width: float = width) -> None:
            table(canvas, [["a", ""], ["b", "1"]], width=width, height=36)
            canvas.drawString(20 + width + 5.4, 168, "124")
            canvas.drawString(20 + width + 10.4, 152.4, "7")

        assert texts(read(drawn(draw)))[0] == ["a", said]


def test_many_lines_on_the_slant_shade_a_cell_and_a_single_one_crosses_a_number_out() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "7"], ["b", "1"]])
        for step in range(101):
            canvas.line(20 + step, 164, 30 + step, 180)
        canvas.line(61, 151, 72, 162)

    assert texts(read(drawn(draw))) == [["a", "7"], ["b", "1\u0336"]]


def test_a_number_under_a_shading_is_neither_value_nor_blank() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "7"], ["b", "1"]])
        patch = canvas.beginPath()
        patch.rect(61, 165, 20, 14)
        canvas.clipPath(patch, stroke=0, fill=0)
        canvas.linearGradient(61, 0, 99, 0, (white, white))

    assert texts(read(drawn(draw)))[0][1] == HIDDEN


def test_a_scrawl_parts_no_cell() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "4"], ["b", "1"]], height=10)
        pen = canvas.beginPath()
        pen.moveTo(80, 172)
        for step in range(1, 6):
            pen.lineTo(80 + 2 * step, 179 if step % 2 else 171)
        canvas.drawPath(pen)

    assert texts(read(drawn(draw))) == [["a", "4"], ["b", "1"]]


def test_a_table_with_rules_between_its_columns_only_is_read_by_the_places_of_its_words() -> None:
    """Its rows are told by the labels; the rules below the header made one cell of all that stands under a name."""
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    values = ["3", "0", "12", "1", "16", "0", "0", "0", "0", "0", "5", "0", "0", "2", "7"]

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((640, 200))
        canvas.setFont(chinese(), 8)
        for left, base, text in (
            *(
                (110, 170, "行政复议"),
                (400, 170, "行政诉讼"),
                (280, 156, "未经复议直接起诉"),
                (500, 156, "复议后起诉"),
            ),
            *((23 + 40 * at, 142, text) for at, text in enumerate(heads)),
            *((35 + 40 * at, 132, text) for at, text in enumerate(values)),
        ):
            canvas.drawString(left, base, text)
        canvas.line(20, 180, 620, 180)
        canvas.line(220, 166, 620, 166)
        for at in range(16):
            canvas.line(
                20 + 40 * at, 128, 20 + 40 * at, 180 if at in {0, 5, 15} else 166 if at == 10 else 152
            )

    figures = read_figures(read(drawn(draw))).figures
    assert [str(figure.value) for figure in figures] == values

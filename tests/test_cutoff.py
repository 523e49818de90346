"""Numbers of a PDF that the edge of the page, or of a clip, cuts off."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read
from parsers.lines.streamvalues import RUN
from tests.drawnpdf import drawn, table, texts

ROWS = [["a", "", "1"], ["b", "2", "3"]]


def clipped(canvas: Canvas, right: float, text: str) -> None:
    """`text` in the second cell, of which nothing behind `right` is seen."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(60, 160, right - 60, 24)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(63, 168, text)
    canvas.restoreState()


@pytest.mark.parametrize(
    ("right", "said"), [(90.0, "123"), (76.0, "123…"), (72.0, "12…3…"), (63.5, "1…2…3…")], ids=str
)
def test_a_digit_behind_the_edge_of_a_clip_is_marked(right: float, said: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        clipped(canvas, right, "123")

    assert texts(read(drawn(draw))) == [["a", said, "1"], ["b", "2", "3"]]


def test_a_digit_across_the_edge_of_the_page_is_marked() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "12345"], ["b", "7"]], width=138)
        canvas.setCropBox((10, 0, 175, 200))

    assert texts(read(drawn(draw))) == [["a", "123…4…5…"], ["b", "7"]]


def test_a_number_that_ends_where_rules_are_cut_may_go_on_behind() -> None:
    """A maker that leaves out what nobody sees wrote 12 of 123, whose last digit begins behind the edge."""

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(0, 0, 112.5, 200)
        canvas.clipPath(path, stroke=0)
        table(canvas, [["a", "5", ""], ["b", "2", ""]])
        canvas.drawString(103, 168, "12")
        canvas.drawString(103, 152, "4")

    assert [row[2] for row in texts(read(drawn(draw)))] == ["12…", "4"]


def test_a_full_width_digit_ends_before_its_width_does() -> None:
    """The ink of the next one begins a quarter of its width behind the edge."""

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(0, 0, 115, 200)
        canvas.clipPath(path, stroke=0)
        table(canvas, [["a", "5", "", ""], ["b", "2", "", ""]])
        canvas.drawString(103, 168, "１")
        canvas.drawString(101, 152, "4")

    assert [row[2] for row in texts(read(drawn(draw)))] == ["１…", "4"]


def test_a_cut_digit_in_the_next_cell_is_none_of_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60, 160, 40, 24)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(97, 168, "8")
        canvas.restoreState()

    assert texts(read(drawn(draw)))[0] == ["a", "8…", "1"]


def test_a_cut_number_in_a_line_of_text_is_no_value() -> None:
    assert [found.group() for found in RUN.finditer("规章 4 7 2513…")] == ["4 7"]


def test_a_frame_whose_sides_are_clipped_to_themselves_cuts_no_number() -> None:
    """Its left side is the whole frame, seen only there: the digits behind are seen all the same."""

    def draw(canvas: Canvas) -> None:
        for left in (18, 97):
            canvas.saveState()
            side = canvas.beginPath()
            side.rect(left, 140, 5, 60)
            canvas.clipPath(side, stroke=0)
            canvas.rect(20, 148, 80, 32)
            canvas.restoreState()
        table(canvas, [["a", "12"], ["b", "3"]], width=39)

    assert texts(read(drawn(draw))) == [["a", "12"], ["b", "3"]]

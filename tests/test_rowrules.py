"""Tables with rules between their rows only: a rule parts rows, and what stands between two of them is one."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read
from parsers.parse import read_figures
from tests.drawnpdf import chinese, drawn

NAMES = (
    ("自然人",),
    ("商业", "企业"),
    ("科研", "机构"),
    ("社会公", "益组织"),
    ("法律服", "务机构"),
    ("其他",),
    ("总计",),
)
ROWS = (
    (("一、本年新收政府信息公开", "申请数量"), ("124 7", "0", "0", "0", "0", "0", "124 7")),
    (("二、上年结转政府信息公开", "申请数量"), ("3", "0", "0", "0", "0", "0", "3")),
)
PITCH = 15.6


TWO = tuple(
    (label, tuple("124 137" if value == "124 7" else "0 0" for value in values)) for label, values in ROWS
)


def table(canvas: Canvas, rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], *, ruled: bool) -> None:
    """The head of table 三, the lines of a row as far apart as Word sets them, and numbers too wide for their columns."""

    def lines(left: float, top: float, texts: tuple[str, ...] | list[str]) -> None:
        for index, text in enumerate(texts):
            canvas.drawString(left, top - 12 - PITCH * index, text)

    canvas.setFont(chinese(), 6)
    for column, name in enumerate(NAMES):
        lines(130 + 22 * column, 190, name)
    for row, (label, values) in enumerate(rows):
        lines(10, 150 - 34 * row, label)
        for column, value in enumerate(values):
            lines(132 + 22 * column, 150 - 34 * row, value.split())
    for at in (190, 154, 120, 84) if ruled else ():
        canvas.line(8, at, 285, at)


@pytest.mark.parametrize(("ruled", "received"), [(True, 1247), (False, None)])
def test_lines_of_a_number_far_apart_are_one_number_between_two_rules(
    ruled: bool, received: int | None
) -> None:
    found = read_figures(read(drawn(lambda canvas: table(canvas, ROWS, ruled=ruled)))).by_key()
    assert found["requests", "received", "natural_person"].value == received
    assert found["requests", "received", "total"].value == received
    if ruled:
        assert found["requests", "carried_in", "natural_person"].value == 3
        assert found["requests", "received", "business"].value == 0


@pytest.mark.parametrize("ruled", [True, False])
def test_two_numbers_beside_the_two_lines_of_a_label_are_neither_one_number_nor_the_upper_one(
    ruled: bool,
) -> None:
    found = read_figures(read(drawn(lambda canvas: table(canvas, TWO, ruled=ruled)))).by_key()
    assert found["requests", "received", "natural_person"].value is None
    assert found["requests", "received", "total"].value is None

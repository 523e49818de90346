"""What becomes of a cell whose text is a number, and whose number may not be what the office meant."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid
from parsers.parse import read_figures


def read(label: str, column: str, text: str) -> object:
    """The value of the one row of a block of table 二."""
    cells = (Cell(0, 0, "信息内容"), Cell(0, 1, column), Cell(1, 0, label), Cell(1, 1, text))
    [figure] = [
        figure for figure in read_figures(Document("text/html", (Grid(cells),))).figures if figure.raw == text
    ]
    return figure.value, figure.state


@pytest.mark.parametrize("text", ["1.153", "1.000", "12.500件"])
def test_a_count_with_thousandths_may_have_a_point_for_a_comma(text: str) -> None:
    assert read("行政许可", "本年处理决定数量", text) == (None, "lost")


def test_money_has_thousandths() -> None:
    assert (
        str(read("行政事业性收费", "本年收费金额（单位：万元）", "1.153")) == "(Decimal('1.153'), 'reported')"
    )

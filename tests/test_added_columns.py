"""A column of the publisher's own among those of the form."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid
from parsers.parse import read_figures

HEAD = ("信息内容", "本年制发件数", "本年修改件数", "本年废止件数", "现行有效件数")


def regulations(*values: str, sound: bool = True) -> list[object]:
    lines = [HEAD, ("规章", *values), ("行政规范性文件", "1", "7", "0", "3")]
    cells = [Cell(row, column, said) for row, line in enumerate(lines) for column, said in enumerate(line)]
    found = read_figures(Document("text/html", (Grid(tuple(cells), sound=sound),))).by_key()
    return [found["rules", "regulation", column].value for column in ("issued", "repealed", "in_force")]


@pytest.mark.parametrize("values", [("2", "5", "1", "4"), ("2", "5", "", "4"), ("", "5", "1", "4")])
def test_in_a_drawn_table_each_value_is_that_of_the_name_above_it(values: tuple[str, ...]) -> None:
    assert regulations(*values) == [int(said) if said else None for said in (values[0], *values[2:])]


@pytest.mark.parametrize("values", [("2", "5", "1", ""), ("", "5", "1", "4")])
def test_in_text_a_row_with_a_blank_may_have_it_anywhere(values: tuple[str, ...]) -> None:
    assert regulations(*values, sound=False) == [None, None, None]

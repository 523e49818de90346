"""Rows that lost a cell in the same way: what then stands under a header is not what the header says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.document import Cell, Document, Grid
from parsers.forms import load
from parsers.parse import read_figures

FORM = load()["2021"]
REQUESTS = FORM.table("requests")
OUTCOMES = [column.label for column in FORM.table("disputes").columns]
SUITS = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def grid(*lines: Sequence[str]) -> Grid:
    return Grid(tuple(Cell(i, j, text) for i, line in enumerate(lines) for j, text in enumerate(line)))


def requests(*values: str) -> dict[str, object]:
    """Table 三 with the same seven values in each row -> column: value, of its first row."""
    head = ["申请人情况", *(column.label for column in REQUESTS.columns)]
    table = grid(head, *([row.label, *values] for row in REQUESTS.rows[:8]))
    read = read_figures(Document("text/html", (table,))).by_key()
    return {column.id: read["requests", "received", column.id].value for column in REQUESTS.columns}


def disputes(*values: str) -> list[object]:
    """The fifteen values of table 四, as read."""
    head = [Cell(0, 5 * n, name, column_span=5) for n, name in enumerate(SUITS)]
    below = [Cell(1, n, name) for n, name in enumerate(OUTCOMES * 3)]
    line = [Cell(2, n, text) for n, text in enumerate(values)]
    read = read_figures(Document("text/html", (Grid((*head, *below, *line)),))).by_key()
    return [figure.value for key, figure in read.items() if key[0] == "disputes"]


def test_a_whole_table_is_read() -> None:
    assert requests("2", "0", "0", "0", "1", "0", "3") == {
        "natural_person": 2, "business": 0, "research": 0, "social": 0, "legal_service": 1, "other_org": 0, "total": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        ("2", "0", "0", "1", "0", "3", ""),  # one zero lost, all moved to the left
        ("0", "0", "0", "0", "0", "0", ""),
        ("", "2", "0", "0", "1", "0", "3"),  # one zero lost, what stood before it moved to the right
        ("2", "", "", "", "", "2", ""),
        ("", "", "", "", "", "2", ""),  # the number of natural persons lost, their total moved
    ],
)
def test_values_under_the_header_of_a_neighbour_are_withheld(values: tuple[str, ...]) -> None:
    assert set(requests(*values).values()) == {None}


def test_one_column_filled_in_is_what_it_says() -> None:
    assert requests("2", "", "", "", "", "", "")["natural_person"] == 2


def test_cases_without_a_total_are_withheld_when_other_totals_are_printed() -> None:
    whole = ["1", "0", "0", "0", "1", "0", "0", "0", "0", "0", "0", "0", "0", "4", "4"]
    assert disputes(*whole) == [int(text) for text in whole]
    pushed = [*whole[:6], *whole[7:], ""]
    assert set(disputes(*pushed)) == {None}


def test_a_table_of_blanks_contradicts_another_with_values() -> None:
    values = ["2", "0", "0", "0", "2"] * 3
    head = [Cell(0, 5 * n, name, column_span=5) for n, name in enumerate(SUITS)]
    below = [Cell(1, n, name) for n, name in enumerate(OUTCOMES * 3)]
    empty = Grid((*head, *below, *(Cell(2, n, "") for n in range(15))))
    filled = Grid((*head, *below, *(Cell(2, n, text) for n, text in enumerate(values))))
    read = read_figures(Document("text/html", (empty, filled)))
    assert {figure.value for figure in read.figures} == {None}


def test_labels_of_two_rows_that_ran_together_name_neither() -> None:
    head = ["申请人情况", "", *(column.label for column in REQUESTS.columns)]
    zeros = ["0"] * 7
    table = grid(
        head,
        ["一、本年新收政府信息公开申请数量", "", *zeros],
        ["二、上年结转政府信息公开申请数量", "", *zeros],
        ["（二）部分公开 （三）不予公开", "1.属于国家秘密", *["4", "0", "0", "0", "0", "0", "4"]],
        ["", "", *["5", "0", "0", "0", "0", "0", "5"]],
    )
    read = read_figures(Document("text/html", (table,)))
    assert {figure.value for figure in read.figures} <= {0, None}

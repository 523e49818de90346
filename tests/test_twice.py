"""Tables that a document shows twice, and not the same."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid
from parsers.forms import load
from parsers.parse import read_figures

ROWS = load()["2014"].table("statistics").rows


def listed(value: str, rows: int = len(ROWS)) -> Grid:
    fields = [(row.label, row.unit, value) for row in ROWS[:rows]]
    return Grid(tuple(Cell(i, j, text) for i, line in enumerate(fields) for j, text in enumerate(line)))


@pytest.mark.parametrize(("other", "read"), [("4", None), ("3", 3)], ids=["different", "the same"])
def test_what_only_one_of_two_different_tables_has_is_nobodys(other: str, read: int | None) -> None:
    document = Document("text/html", (listed("3", len(ROWS) - 4), listed(other)))
    values = {figure.row: figure.value for figure in read_figures(document).figures}
    assert values[ROWS[0].id] == values[ROWS[-1].id] == read

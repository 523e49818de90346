"""Statutory tables that survive only as lines of text: labels and column names have to be in their places."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.forms import load
from parsers.parse import read_figures

REQUESTS = load()["2021"].table("requests")
NAMES = [column.label for column in REQUESTS.columns]
NATURAL, BUSINESS, RESEARCH, *_, TOTAL = NAMES
SWAPPED = [NATURAL, RESEARCH, BUSINESS, *NAMES[3:]]


def received(*head: str) -> object:
    """The natural persons of a table 三 of lines under these header lines, whose rows read 3 0 0 0 0 0 3."""
    rows = [line for row in REQUESTS.rows for line in (row.label, "3 0 0 0 0 0 3")]
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in (*head, *rows)))
    figure = read_figures(document).by_key().get(("requests", "received", "natural_person"))
    return figure and figure.value


@pytest.mark.parametrize(
    "head",
    [
        [" ".join(NAMES)],
        NAMES,
        [NATURAL, "法人或其他组织", TOTAL, *NAMES[1:-1]],
        [f"{TOTAL}商业", "企业", *NAMES[2:-1]],
        ["商业 科研 社会公 法律服", f"{NATURAL} 其他 {TOTAL}", "企业 机构 益组织 务机构"],
    ],
)
def test_column_names_in_the_order_of_the_form(head: list[str]) -> None:
    assert received(*head) == 3


@pytest.mark.parametrize(
    "head",
    [
        [" ".join(SWAPPED)],
        SWAPPED,
        [" ".join([TOTAL, *NAMES[:-1]])],
        [TOTAL, *NAMES[:-1]],
    ],
)
def test_column_names_in_another_order_say_that_no_place_is_known(head: list[str]) -> None:
    assert received(*head) is None


OUTCOMES = [column.label for column in load()["2021"].table("disputes").columns]
DIRECT, AFTER = "未经复议直接起诉", "复议后起诉"
VALUES = ["1", "0", "0", "0", "1", *["0"] * 5, *["0", "2", "0", "0", "2"]]


@pytest.mark.parametrize(
    ("groups", "upheld"),
    [(["行政复议", "行政诉讼", DIRECT, AFTER], 1), (["行政诉讼", "行政复议", DIRECT, AFTER], None)],
)
def test_kinds_of_dispute_that_are_exchanged_say_no_place_without_their_spans(
    groups: list[str], upheld: int | None
) -> None:
    lines = [
        " ".join(groups[:2]),
        " ".join((*groups[2:], *OUTCOMES)),
        " ".join(OUTCOMES * 2),
        " ".join(VALUES),
    ]
    tabs = [line.split() for line in lines]
    cells = tuple(Cell(i, j, text) for i, line in enumerate(tabs) for j, text in enumerate(line))
    for block in ([Paragraph(line, role="line") for line in lines], [Grid(cells, sound=False)]):
        figure = (
            read_figures(Document("text/plain", tuple(block))).by_key().get(("disputes", "review", "upheld"))
        )
        assert (figure and figure.value) == upheld

"""Statutory tables that survive only as lines of text: labels and column names have to be in their places."""

from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
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

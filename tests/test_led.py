"""Text whose values stand elsewhere than behind their labels, or with other numbers between them."""

from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.forms import load
from parsers.parse import read_figures

REQUESTS, RULES = load()["2021"].table("requests"), load()["2021"].table("rules")
NAMES = [column.label for column in REQUESTS.columns]


def lines(*texts: str) -> Document:
    return Document("text/plain", tuple(Paragraph(text, role="line") for text in texts))


def value(document: Document, *key: str) -> object:
    """None when the cell has no value, and when its whole table is lost."""
    figures = (figure for figure in read_figures(document).figures if figure.key == key)
    return next((figure.value for figure in figures), None)


def outcomes(*, first: bool, between: str = "") -> object:
    """Table 三 with the values of each row before or behind its label: 4 natural persons received, 1 carried in."""
    values = {
        "received": "4 0 0 0 0 0 4",
        "carried_in": "1 0 0 0 0 0 1",
        "granted": "5 0 0 0 0 0 5",
        "handled": "5 0 0 0 0 0 5",
    }
    pairs = [(row.label, values.get(row.id, "0 0 0 0 0 0 0")) for row in REQUESTS.rows]
    rows = [" ".join(reversed(pair) if first else pair) for pair in pairs]
    document = lines(" ".join(NAMES), *rows[:2], between, *rows[2:], "四、政府信息公开行政复议、行政诉讼情况")
    return value(document, "requests", "received", "natural_person")


@pytest.mark.parametrize(("first", "received"), [(False, 4), (True, None)])
def test_values_before_their_labels_are_not_those_of_the_row_above(first: bool, received: int | None) -> None:
    assert outcomes(first=first) == received


@pytest.mark.parametrize("between", ["- 3 -", "— 12 —", "第 3 页", "第3页 共9页"])
def test_the_number_of_a_page_between_two_rows_is_no_value(between: str) -> None:
    assert outcomes(first=False, between=between) == 4
    document = lines(
        "信息内容", *(column.label for column in RULES.columns), "规章", between, "行政规范性文件 1 2 3"
    )
    assert value(document, "rules", "regulation", "issued") is None
    assert value(document, "rules", "normative_document", "issued") == 1


def test_values_before_the_labels_of_a_list_are_not_those_of_the_indicator_above() -> None:
    rows = load()["2014"].table("statistics").rows
    behind = [text for number, row in enumerate(rows) for text in (row.label, str(number))]
    before = [text for number, row in enumerate(rows) for text in (str(number), row.label)]
    key = ("statistics", "published_weibo", "value")
    assert value(lines(*behind), *key) == 5
    assert value(lines(*before), *key) is None
    assert value(lines("—", *before[1:]), *key) is None


def test_a_column_of_last_year_before_that_of_the_form_may_have_the_one_value_there_is() -> None:
    document = lines("信息内容 上年处理决定数量 本年处理决定数量", "行政许可 7", "第二十条第（六）项")
    assert value(document, "decisions", "licensing", "decided") is None

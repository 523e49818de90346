"""Tables of which an extraction wrote label and numbers with nothing between them: parted where there is one way only."""

from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.forms import load
from parsers.parse import read_figures
from parsers.report import Key, Number

REQUESTS = load()["2021"].table("requests")
HEAD = "自然人商业企业科研机构社会公益组织法律服务机构其他总计"
TWELVE = dict.fromkeys(["received", "granted", "handled"], "120000113")


def read(*lines: str) -> dict[Key, Number | None]:
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in lines))
    return {figure.key: figure.value for figure in read_figures(document).figures}


def requests(rows: dict[str, str], other: str = "0000000") -> dict[Key, Number | None]:
    return read(HEAD, *(row.label + rows.get(row.id, other) for row in REQUESTS.rows))


def test_zeros_are_numbers_of_their_own() -> None:
    head = "信息内容本年制发件数本年废止件数现行有效件数"
    found = read("第二十条第（一）项", head, "规章000", "行政规范性文件0012", "第二十条第（五）项")
    assert [found["rules", "normative_document", name] for name in ("issued", "repealed", "in_force")] == [
        0,
        0,
        12,
    ]
    assert found["rules", "regulation", "in_force"] == 0


def test_what_may_be_one_number_or_three_is_none() -> None:
    head = "信息内容本年制发件数本年废止件数现行有效件数"
    found = read("第二十条第（一）项", head, "规章000", "行政规范性文件512", "第二十条第（五）项")
    assert found["rules", "normative_document", "issued"] is None


def test_the_only_number_of_a_row() -> None:
    found = read(
        "信息内容本年处理决定数量", "行政许可1472", "信息内容本年收费金额（单位：万元）", "行政事业性收费0.58"
    )
    assert found["decisions", "licensing", "decided"] == 1472
    assert str(found["fees", "administrative_fee", "amount_10k_yuan"]) == "0.58"


def test_rows_that_the_sums_of_the_table_part_in_one_way() -> None:
    found = requests(TWELVE)
    assert [found["requests", "granted", column.id] for column in REQUESTS.columns] == [12, 0, 0, 0, 0, 1, 13]


def test_rows_whose_sums_do_not_hold_below_each_other() -> None:
    found = requests(TWELVE | {"handled": "110000112"})
    assert found["requests", "granted", "natural_person"] is None
    assert found["requests", "carried_in", "natural_person"] == 0


@pytest.mark.parametrize(("digits", "natural"), [("2000013", 2), ("2000014", None), ("200003", None)])
def test_a_digit_for_each_column(digits: str, natural: int | None) -> None:
    assert requests({"received": digits})["requests", "received", "natural_person"] == natural


def test_only_the_label_is_glued() -> None:
    assert requests({"received": "12 0 0 0 0 1 13"})["requests", "received", "natural_person"] == 12


@pytest.mark.parametrize(
    ("digits", "upheld"), [("0" * 15, 0), ("310150000020013", 3), ("310160000020013", None)]
)
def test_the_line_of_disputes(digits: str, upheld: int | None) -> None:
    five = "结果维持结果纠正其他结果尚未审结总计"
    found = read("行政复议行政诉讼", f"{five}未经复议直接起诉复议后起诉", five * 2, digits)
    assert found.get(("disputes", "review", "upheld")) == upheld

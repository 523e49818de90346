"""Statutory tables that survive only as lines of text: labels and column names have to be in their places."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Grid, Paragraph
from parsers.forms import load
from parsers.parse import read_figures
from parsers.tables.labels import match_rows

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


RULES = load()["2021"].table("rules")


def rules(*rows: str) -> list[int | None]:
    """规范性文件 of a table 二 of lines that print these rows: issued, repealed, in force."""
    head = ["信息内容 " + " ".join(column.label for column in RULES.columns)]
    lines = [
        *head, *(f"{row.label} {values}" for row, values in zip(RULES.rows, rows, strict=True)), "第二十条第（五）项"
    ]  # fmt: skip
    read = read_figures(
        Document("text/plain", tuple(Paragraph(line, role="line") for line in lines))
    ).by_key()
    figures = (read.get(("rules", "normative_document", column.id)) for column in RULES.columns)
    return [figure and figure.value for figure in figures]


@pytest.mark.parametrize(
    ("regulation", "document", "read"),
    [
        ("0 0 1", "2 46 46", [2, 46, 46]),
        ("0 1", "2 46 46", [None] * 3),
        ("0 1", "0 0 5", [0, 0, 5]),
        ("0 1", "2 46 45", [2, 46, 45]),
    ],
)
def test_a_number_beside_its_like_is_in_doubt_where_the_text_lost_others(
    regulation: str, document: str, read: list[int | None]
) -> None:
    assert rules(regulation, document) == read


@pytest.mark.parametrize(
    ("line", "natural"),
    [("453 453 0 0 0 0 453", None), ("453 453 0 0 0 0 906", 453), ("453 3 0 0 0 0 453", 453)],
)
def test_a_number_printed_twice_in_a_row_that_does_not_add_up(line: str, natural: int | None) -> None:
    rows = [text for row in REQUESTS.rows for text in (row.label, "3 0 0 0 0 0 3")]
    rows[-1] = line
    lines = [" ".join(NAMES), *rows]
    read = read_figures(Document("text/plain", tuple(Paragraph(each, role="line") for each in lines)))
    assert read.by_key()["requests", "carried_out", "natural_person"].value == natural


@pytest.mark.parametrize(
    ("line", "upheld"),
    [("69 1 0 17 87 87 0 0 0 0 0 0 4 0 4", None), ("69 1 0 17 87 87 0 0 0 87 0 0 4 0 4", 69)],
)
def test_a_number_printed_twice_in_the_line_of_disputes(line: str, upheld: int | None) -> None:
    heads = ["行政复议 行政诉讼", f"{' '.join(OUTCOMES)} {DIRECT} {AFTER}", " ".join(OUTCOMES * 2)]
    read = read_figures(
        Document("text/plain", tuple(Paragraph(each, role="line") for each in (*heads, line)))
    )
    figure = read.by_key().get(("disputes", "review", "upheld"))
    assert (figure and figure.value) == upheld


def named(*values: str) -> object:
    """The business enterprises of a row whose values have the names of their columns before them."""
    rows = [line for row in REQUESTS.rows for line in (row.label, *values)]
    document = Document("text/html", tuple(map(Paragraph, rows)))
    figure = read_figures(document).by_key().get(("requests", "received", "business"))
    return figure and figure.value


def test_a_value_belongs_to_the_name_before_it() -> None:
    rest = [f"{name}：0" for name in NAMES[2:-1]]
    assert named("自然人：3", "商业企业：4", *rest, "总计：7") == 4
    assert named("总计7件，商业企业4件，自然人3件，" + "，".join(rest)) == 4
    assert named("自然人：3", "法人或其他组织", "商业企业 4", *rest, "总计：7") == 4


@pytest.mark.parametrize("odd", ["商业企业：", "商业企业：4、5", "自然人：4", "商业企业：4%"])
def test_a_name_without_its_one_value_leaves_the_row_unread(odd: str) -> None:
    assert named("自然人：3", odd, *(f"{name}：0" for name in NAMES[2:-1]), "总计：7") is None


@pytest.mark.parametrize(
    ("row", "above"), [("received", "60 60"), ("handled", "60 60"), ("unavailable_unclear", "（四）无 60 60")]
)
def test_numbers_without_a_label_may_be_the_upper_halves_of_the_next_row(row: str, above: str) -> None:
    """Narrow cells: 60 over 0 is 600, and the label stands beside the lower line."""
    lines = [" ".join(NAMES)]
    for line in REQUESTS.rows:
        lines += [above] * (line.id == row)
        lines += [line.label, "0 0 0 0 0 0 0"]
    document = Document("text/plain", tuple(Paragraph(line, role="line") for line in lines))
    found = read_figures(document).by_key()
    assert found["requests", row, "natural_person"].value is None
    assert found["requests", "granted", "natural_person"].value == 0


@pytest.mark.parametrize(
    ("first", "lines", "penalty"),
    [
        (["行政许可", "7"], ["行政处罚", "10", "行政强制", "4"], 10),
        (["行政许可 7"], ["行政处罚 10"], 10),
        (["行政许可", "7"], ["行政处罚", "10"], None),
    ],
)
def test_a_value_below_its_label_may_be_that_of_a_row_whose_label_is_missing(
    first: list[str], lines: list[str], penalty: int | None
) -> None:
    text = [
        "信息内容",
        "本年处理决定数量",
        *first,
        "信息内容",
        "本年处理决定数量",
        *lines,
        "第二十条第（八）项",
    ]
    read = read_figures(Document("text/plain", tuple(Paragraph(line, role="line") for line in text)))
    figures = read.by_key()
    assert figures["decisions", "licensing", "decided"].value == 7
    assert figures["decisions", "penalty", "decided"].value == penalty


@pytest.mark.parametrize(
    "head",
    [
        [
            "上一年项目数量（指2019年事项数）",
            "本年增/减（2020年增减的事项数，减用负值，如-8）",
            "处理决定数量",
        ],
        ["上一年项目数量(2019)", "本年增/减", "处理决定数量（指2020年办件量）"],
    ],
)
def test_remarks_behind_names_are_no_part_of_the_table(head: list[str]) -> None:
    text = [
        "信息内容",
        *head,
        "行政许可（含初审、转报等事项）",
        "6",
        "减4",
        "2",
        "其他对外管理服务事项",
        "1",
        "0",
        "3",
    ]
    read = read_figures(Document("text/plain", tuple(Paragraph(line, role="line") for line in text)))
    figures = read.by_key()
    assert figures["decisions", "licensing", "previous_items"].value == 6
    assert figures["decisions", "licensing", "change"].value == -4
    assert figures["decisions", "licensing", "decided"].value == 2


@pytest.mark.parametrize(
    ("unit", "amount"),
    [("（单位：万元，保留4位小数）", "1.25"), ("（单位：万元）", "1.25"), ("（单位：元，取整数）", None)],
)
def test_a_remark_behind_the_unit(unit: str, amount: str | None) -> None:
    lines = ["信息内容", f"本年收费金额{unit}", "行政事业性收费", "1.25"]
    read = read_figures(Document("text/plain", tuple(Paragraph(line, role="line") for line in lines)))
    figure = read.by_key().get(("fees", "administrative_fee", "amount_10k_yuan"))
    assert (str(figure.value) if figure and figure.value is not None else None) == amount


def test_a_row_that_a_province_adds_behind_the_normative_documents() -> None:
    head = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    rows = [
        "规章",
        "0",
        "0",
        "0",
        "行政规范性文件",
        "2",
        "1",
        "19",
        "其他主动公开文件（含通知）",
        "186",
        "86",
        "255",
    ]
    lines = (*head, *rows, "第二十条第（五）项")
    read = read_figures(Document("text/plain", tuple(Paragraph(line, role="line") for line in lines)))
    assert read.by_key()["rules", "normative_document", "in_force"].value == 19


def test_definitions_and_years_behind_names() -> None:
    head = ["第二十条第（一）项", "信息内容", "本年新制作数量 2019年", "本年新公开数量", "对外公开总数量"]
    rules = "规章：由省、市人民政府依照法律制定的规范性文件，名称多为规定、办法。"
    documents = "规范性文件：由行政机关依照规章制定并反复适用的文件。"
    lines = [*head, rules, "1", "2", "13", documents, "4", "5", "26", "第二十条第（五）项"]
    read = read_figures(Document("text/plain", tuple(Paragraph(line, role="line") for line in lines)))
    figures = read.by_key()
    assert figures["rules", "regulation", "public_total"].value == 13
    assert figures["rules", "normative_document", "made"].value == 4


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("规章：由省、市人民政府依照法律制定的规范性文件，名称多为规定、办法。", ("rules", "regulation")),
        ("规范性文件:由行政机关依照规章制定并反复适用的文件", ("rules", "normative_document")),
        ("其中：行政许可、行政处罚和行政强制的决定数量合计", None),
    ],
)
def test_a_label_with_its_definition_behind_a_colon(label: str, row: tuple[str, str] | None) -> None:
    assert next(iter(match_rows(label)), None) == row

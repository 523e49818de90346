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


@pytest.mark.parametrize(
    ("line", "read"),
    [(["2", "2"], False), (["1", "1", "2"], False), (["2"], True), (["2", "", "", "", "2"], True)],
)
def test_disputes_that_lost_their_blanks_stand_at_the_beginning(line: list[str], read: bool) -> None:
    printed = [*line, *[""] * (15 - len(line))]
    assert disputes(*printed) == [int(text) if text and read else None for text in printed]


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


def rules(regulation: Sequence[str], normative: Sequence[str], licences: str = "0") -> list[object]:
    """The values of 行政规范性文件 in a table 二 with these rows."""
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines = (head, ["规章", *regulation], ["行政规范性文件", *normative])
    single = (["信息内容", "本年处理决定数量"], ["行政许可", licences])
    read = read_figures(Document("text/html", (grid(*lines), grid(*single)))).by_key()
    return [
        read["rules", "normative_document", column].value for column in ("issued", "repealed", "in_force")
    ]


def test_a_row_without_sums_that_alone_ends_in_a_blank_has_lost_a_cell() -> None:
    assert rules(["0", "0", "0"], ["2", "36", ""]) == [None, None, None]


def test_blanks_elsewhere_are_the_bodys_way_to_print_a_zero() -> None:
    assert rules(["", "", ""], ["2", "1", ""]) == [2, 1, None]
    assert rules(["0", "0", "0"], ["2", "1", ""], licences="") == [2, 1, None]
    assert rules(["0", "0", ""], ["2", "1", ""]) == [2, 1, None]  # a column nobody filled in


@pytest.mark.parametrize(
    ("heading", "label", "value"),
    [
        ("本年收费金额（单位：万元）", "行政事业性收费", 25100),
        ("本年收费金额（单位：0万元）", "行政事业性收费", 25100),
        ("本年收费金额（单位：元）", "行政事业性收费", None),
        ("本年收费金额", "行政事业性收费（元）", None),
        ("本年收费金额（百万元）", "行政事业性收费", None),
        ("本年处理决定数量（件）", "行政许可", 25100),
        ("本年处理决定数量（单位：万件）", "行政许可", None),
        ("本年处理决定数量", "行政许可（千件）", None),
    ],
)
def test_a_number_in_another_unit_is_not_that_of_the_form(
    heading: str, label: str, value: int | None
) -> None:
    read = read_figures(Document("text/html", (grid(["信息内容", heading], [label, "25100"]),)))
    assert next(figure for figure in read.figures if figure.raw).value == value


def test_a_value_that_spans_the_rows_below_is_of_none_of_them() -> None:
    head = [Cell(0, 0, "信息内容"), Cell(0, 1, "本年处理决定数量")]
    penalty, coercion = Cell(1, 0, "行政处罚"), Cell(2, 0, "行政强制")
    merged = Grid((*head, penalty, Cell(1, 1, "25", row_span=2), coercion))
    assert {figure.value for figure in read_figures(Document("text/html", (merged,))).figures} == {None}


@pytest.mark.parametrize(
    ("heading", "read"),
    [([""] * 7, True), (["3", "0", "0", "0", "0", "0", "3"], True), (["4", *["0"] * 5, "4"], False)],
)
def test_the_heading_of_a_group_is_no_row_of_the_older_form(heading: list[str], read: bool) -> None:
    head = ["申请人情况", *(column.label for column in REQUESTS.columns)]
    values = {"other_no_correction": "1", "other_other": "2"}
    lines: list[list[str]] = []
    for row in REQUESTS.rows:
        if row.id == "other_no_correction":
            lines.append(["（六）其他处理", *heading])
        number = values.get(row.id, "0")
        lines.append([row.label, number, *["0"] * 5, number])
    figures = read_figures(Document("text/html", (grid(head, *lines),))).by_key()
    found = figures.get(("requests", "other_other", "natural_person"))
    assert (found is not None and found.value == 2) is read


def test_a_kind_of_dispute_above_another_names_neither() -> None:
    head = [Cell(0, 0, SUITS[0], column_span=5), Cell(0, 5, SUITS[2], column_span=5)]
    slipped = [Cell(1, 5, SUITS[1], column_span=5)]
    below = [Cell(2, n, name) for n, name in enumerate(OUTCOMES * 3)]
    line = [Cell(3, n, text) for n, text in enumerate(["1", "0", "0", "0", "1"] * 3)]
    read = read_figures(Document("text/html", (Grid((*head, *slipped, *below, *line)),))).figures
    assert {figure.value for figure in read} == {None}


RECEIVED = ["3", "0", "1", "0", "2", "0", "6"]
GRANTED = ["2", "0", "1", "0", "2", "0", "5"]
DENIED = ["1", "0", "0", "0", "0", "0", "1"]


def table(**changed: Sequence[str]) -> dict[str, object]:
    """A whole table 三 with three rows that are not zero, some of them changed -> the totals as read."""
    printed = {"received": RECEIVED, "granted": GRANTED, "denied_law": DENIED, "handled": RECEIVED} | changed
    head = ["申请人情况", *(column.label for column in REQUESTS.columns)]
    lines = ([row.label, *printed.get(row.id, ["0"] * 7)] for row in REQUESTS.rows)
    read = read_figures(Document("text/html", (grid(head, *lines),)))
    return {row: read.by_key()["requests", row, "total"].value for row in printed}


def test_sums_tell_a_row_that_moved_aside() -> None:
    whole = {"received": 6, "granted": 5, "denied_law": 1, "handled": 6}
    assert table() == whole
    assert table(granted=[*GRANTED[:2], *GRANTED[3:], "0"]) == whole | {"granted": None}
    assert table(granted=["", *GRANTED[:-1]]) == whole | {"granted": None}
    assert table(denied_law=[*DENIED[1:], "0"]) == whole | {"denied_law": None}
    assert table(handled=["3", *RECEIVED[:-1]]) == whole | {"handled": None}


def test_an_office_that_adds_up_wrongly_has_moved_nothing() -> None:
    assert table(granted=[*GRANTED[:-1], "4"])["granted"] == 4
    assert table(granted=["7", *GRANTED[1:]])["granted"] == 5
    assert table(granted=[*GRANTED[:-1], "4"], handled=["4", *RECEIVED[1:]]) == {
        "received": 6, "granted": 4, "denied_law": 1, "handled": 6,
    }  # fmt: skip
    lone, zeros = [*["0"] * 5, "2", "2"], ["0"] * 7
    assert table(received=lone, granted=lone, denied_law=zeros, handled=[*lone[:-1], "0"])["handled"] == 0


def test_three_wrong_cells_in_three_rows_are_errors_of_the_office() -> None:
    granted, denied = [*GRANTED[:1], "4", *GRANTED[2:]], [*DENIED[:2], "3", *DENIED[3:]]
    wrong = table(granted=granted, denied_law=denied, handled=[*RECEIVED[:-1], "9"])
    assert wrong == {"received": 6, "granted": 5, "denied_law": 1, "handled": 9}
    whole = ["4", *RECEIVED[1:-1], "7"]
    right = [["0", *line[:-1]] for line in (GRANTED, DENIED)]
    moved = table(
        received=whole, handled=whole, granted=right[0], denied_law=right[1], denied_internal=right[1]
    )
    assert moved == {
        "received": 7, "granted": None, "denied_law": None, "handled": 7, "denied_internal": None,
    }  # fmt: skip


ENDS = [["3", "1", "4"], ["2", "2"], ["5", "1", "6"], ["4", "4"]]


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (
            [[*line, *[""] * (7 - len(line))] for line in ENDS],
            False,
        ),  # the total of each behind its last number
        ([[*[""] * (7 - len(line)), *line] for line in ENDS], False),
        ([[*line[:-1], *[""] * (7 - len(line)), line[-1]] for line in ENDS], True),
        ([[*line[:-1], *[""] * (8 - len(line))] for line in ENDS], True),  # an office that prints no totals
        ([[*[""] * 5, "3", "3"]] * 4, True),  # one whose requests came all from others
    ],
)
def test_rows_that_lost_their_blanks_and_were_filled_up_at_one_end(
    lines: list[list[str]], read: bool
) -> None:
    head = ["申请人情况", *(column.label for column in REQUESTS.columns)]
    whole = ["1", "2", "0", "1", "0", "0", "4"]
    table = grid(
        head, *([row.label, *line] for row, line in zip(REQUESTS.rows, [whole, *lines], strict=False))
    )
    figures = read_figures(Document("text/html", (table,))).by_key()
    given = [
        str(figure.value)
        for row in REQUESTS.rows[1 : len(lines) + 1]
        for column in REQUESTS.columns
        if (figure := figures["requests", row.id, column.id]).value is not None
    ]
    assert given == ([text for line in lines for text in line if text] if read else [])
    assert figures["requests", "received", "total"].value == 4


def test_table_two_beside_rows_that_were_filled_up_has_no_blanks_of_its_own() -> None:
    rules = grid(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "5", ""])
    more = grid(["信息内容", "本年处理决定数量"], ["行政许可", ""], ["行政处罚", "6"])
    head = ["申请人情况", *(column.label for column in REQUESTS.columns)]
    lines = [[*line, *[""] * (7 - len(line))] for line in ENDS]
    table = grid(head, *([row.label, *line] for row, line in zip(REQUESTS.rows, lines, strict=False)))
    alone = read_figures(Document("text/html", (rules, more))).by_key()
    beside = read_figures(Document("text/html", (rules, more, table))).by_key()
    assert alone["rules", "regulation", "repealed"].value == 5
    assert beside["rules", "regulation", "repealed"].value is None
    assert beside["decisions", "penalty", "decided"].value == 6


def test_requests_without_a_header_below_another_table_has_its_blanks() -> None:
    rules = grid(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"])
    lines = [["3", "", "1", "", "", "", "4"], ["", "", "", "", "", "", ""], ["2", "", "1", "", "", "", "3"]]
    requests = grid(*([row.label, *line] for row, line in zip(REQUESTS.rows, lines, strict=False)))
    read = read_figures(Document("text/html", (rules, requests)))
    values = [read.by_key()["requests", "granted", column.id].value for column in REQUESTS.columns]
    assert values == [2, None, 1, None, None, None, 3]
    assert not [finding for finding in read.findings if finding.check == "extra_rows"]


def test_columns_prove_nothing_where_every_row_moved() -> None:
    left, zeros = [*["0"] * 4, "2", "2", "0"], ["0"] * 7
    moved = table(received=left, granted=left, denied_law=zeros, handled=left)
    assert moved == {"received": None, "granted": None, "denied_law": 0, "handled": None}


def test_a_group_of_disputes_whose_total_stands_in_the_next_one_has_moved() -> None:
    assert set(disputes("1", "0", "0", "1", "2", "0", "0", "0", "2", "3", "0", "0", "0", "3", "0")) == {None}


def test_a_blank_among_zeros_of_a_wrong_sum_of_disputes_is_a_cell_put_in() -> None:
    rest = ["905", "3", "0", "291", "1199", *["0"] * 5]
    assert disputes("", "0", "58", "7", "28", *rest)[:6] == [None] * 5 + [905]
    assert disputes("", "", "58", "7", "28", *rest)[2:5] == [58, 7, 28], "an office that prints no zeros"
    assert disputes("", "0", "58", "7", "65", *rest)[2:5] == [58, 7, 65], "the sum holds"


def first_row(table: str, row: str, *lines: str) -> list[object]:
    """What a grid of these lines, fields parted by pipes, gives of a row; nothing where its table is not found."""
    read = read_figures(Document("text/html", (grid(*(line.split("|") for line in lines)),))).by_key()
    return [figure.value for key, figure in read.items() if key[:2] == (table, row)]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("规章|1||7||12|", [1, 7, 12]),
        ("规章||1||7||12", [None] * 3),
        ("规章|1|1||7||", [None] * 3),
    ],
)
def test_values_under_names_with_empty_fields_between_and_behind(line: str, read: list[object]) -> None:
    head = "信息内容|本年新制作数量||本年新公开数量||对外公开总数量|"
    assert first_row("rules", "regulation", head, line, "规范性文件|2||3||4|") == read


@pytest.mark.parametrize(
    ("line", "read"),
    [("|行政许可|5|", [5]), ("行政许可|5||", [5]), ("行政许可||5|", [None]), ("行政许可|5|5|", [None])],
)
def test_a_row_of_one_value_that_was_pushed_aside_with_its_label(line: str, read: list[object]) -> None:
    head = "||信息内容|本年处理决定数量"
    assert first_row("decisions", "licensing", head, line, "|行政处罚|6|") == read

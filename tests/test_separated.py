"""Tables in text whose fields are parted by commas or semicolons, and those whose merged cells kept their fields."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from parsers.document import Paragraph
from parsers.formats import text
from parsers.forms import load
from parsers.parse import read_figures

TABLES = load()["2021"]
ROWS = TABLES.table("requests").rows
NAMES = [column.label for column in TABLES.table("requests").columns]
HEADS = [
    ["", "", "", "申请人情况", *[""] * 6],
    ["", "", "", "自然人", "法人或其他组织", *[""] * 4, "总计"],
    ["", "", "", "", *NAMES[1:6], ""],
]
OUTCOMES = [column.label for column in TABLES.table("disputes").columns]
DISPUTES = [
    ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
    [*OUTCOMES, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
    [*[""] * 5, *OUTCOMES, *OUTCOMES],
]
THREE = {
    "received": "3 . . . . . 3",
    "granted": "2 . . . . . 2",
    "rejected_repeat": "1 . . . . . 1",
    "handled": "3 . . . . . 3",
}
NOTHING = ". . . . . . ."


def requests(**changed: str) -> list[list[str]]:
    """Table 三 with its zeros left blank, and empty fields behind each label that spans three columns."""
    said = THREE | changed
    return [*HEADS, *([row.label, "", "", *blanks(said.get(row.id, NOTHING))] for row in ROWS)]


def blanks(values: str) -> list[str]:
    return ["" if value == "." else value for value in values.split()]


def saved(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def read(body: bytes) -> dict[tuple[str, str, str], object]:
    return {figure.key: figure.value for figure in read_figures(text.read(body)).figures}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_blanks_stand_where_they_stand_when_every_value_has_a_name_in_its_field(delimiter: str) -> None:
    read_as = read(saved(requests(), delimiter))
    assert read_as["requests", "rejected_repeat", "natural_person"] == 1
    assert read_as["requests", "rejected_repeat", "business"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"granted": ". 2 . . . . 2"},
        {name: f". {values[:-4]} {values[-1]}" for name, values in THREE.items()},
        {"rejected_repeat": "1 . . . . . ."},
    ],
    ids=["one row moved", "all rows moved", "a total is missing"],
)
def test_values_that_may_have_moved_are_nobodys(changed: dict[str, str]) -> None:
    read_as = read(saved(requests(**changed)))
    assert {read_as["requests", row, "natural_person"] for row in THREE} == {None}


@pytest.mark.parametrize(("moved", "upheld"), [({}, 1), ({"granted": ". 2 . . . . 2"}, None)])
def test_blanks_of_table_four_stand_where_they_stand_when_table_three_has_lost_nothing(
    moved: dict[str, str], upheld: int | None
) -> None:
    four = [*DISPUTES, blanks("1 . . . 1 . . . . . . . . . .")]
    read_as = read(saved(requests(**moved)) + "\n四、行政复议\n".encode() + saved(four))
    assert read_as["disputes", "review", "upheld"] == upheld


RULES = [["第二十条第（一）项", "", "", ""], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]]


def test_a_whole_sheet_is_headings_and_tables() -> None:
    rows = [
        ["某县水利局年度报告", "", "", ""],
        ["全文如下。", "", "", ""],
        *RULES,
        ["规章", "1", "1,200", "0"],
        ["五、存在的问题", "", "", ""],
    ]
    blocks = text.read(saved(rows)).blocks
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert said == ["某县水利局年度报告", "全文如下。", "第二十条第（一）项", "五、存在的问题"]
    assert read(saved(rows))["rules", "regulation", "repealed"] == 1200


def test_a_field_in_quotes_may_hold_several_lines() -> None:
    body = saved([*RULES, ["行政\n规范性文件", "1", "2", "3"]])
    assert read(body)["rules", "normative_document", "in_force"] == 3


@pytest.mark.parametrize(
    "lines",
    [
        "甲,乙,丙\n一,二,三",
        "甲,乙\n丙,丁\n戊,1",
        "甲,乙,丙\n丁,戊,己\n庚,辛,壬",
        '甲,"乙,丙\n丁,戊,己\n庚,1,2',
    ],
    ids=["too few lines", "too few pairs", "no numbers", "a quotation mark left open"],
)
def test_sentences_with_commas_are_no_table(lines: str) -> None:
    assert not list(text.read(lines.encode()).grids())


def test_what_merged_cells_cover_may_be_written_out() -> None:
    rows = [["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "5", "5", "5"], ["行政许可", "5", "5", "6"]]
    assert read(saved([*rows[:2], ["", "", "", ""]]))["decisions", "licensing", "decided"] == 5
    assert read(saved([rows[0], rows[2], ["", "", "", ""]]))["decisions", "licensing", "decided"] is None


def test_a_pipe_that_begins_one_line_alone_parts_an_empty_field() -> None:
    [grid] = text.read("甲 | 乙 | 丙\n | 1 | 2\n".encode()).grids()
    assert [(cell.row, cell.column) for cell in grid.cells if cell.text == "1"] == [(1, 1)]


@pytest.mark.parametrize("rule", ["|---|---|", "|:-:|:-:|", "| :- | -: |"])
def test_the_rule_below_a_header_is_no_row(rule: str) -> None:
    [grid] = text.read(f"|行政许可|1|\n{rule}\n|行政处罚|-|\n".encode()).grids()
    assert [cell.text for cell in grid.cells] == ["行政许可", "1", "行政处罚", "-"]


@pytest.mark.parametrize("shield", ['="{}"', "'{}"])
def test_fields_that_are_guarded_against_spreadsheets(shield: str) -> None:
    labels = [row.label for row in TABLES.table("decisions").rows]
    rows = [["信息内容", "本年处理决定数量", ""], *([label, shield.format(7), ""] for label in labels)]
    assert read(saved(rows))["decisions", "licensing", "decided"] == 7

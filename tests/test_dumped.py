"""Tables that a program wrote as JSON."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from parsers.document import Unreadable
from parsers.forms import load
from parsers.normalize import normalize
from parsers.parse import read_figures

HEAD = ["信息内容", "本年处理决定数量"]
ROWS = [["行政许可", 12], ["行政处罚", None], ["行政强制", "0"]]
LIST = load()["2014"].table("statistics").rows


def decisions(dumped: str) -> dict[str, object]:
    read = read_figures(normalize(dumped.encode()))
    return {figure.row: figure.value for figure in read.figures if figure.table == "decisions"}


@pytest.mark.parametrize(
    "value",
    [
        [HEAD, *ROWS],
        {
            "title": "二、主动公开政府信息情况",
            "tables": [{"caption": "第二十条第（六）项", "rows": [HEAD, *ROWS]}],
        },
        [dict(zip(HEAD, row, strict=True)) for row in ROWS],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_rows_and_records_are_tables(value: Any, indent: int | None) -> None:
    assert decisions(json.dumps(value, indent=indent)) == {"licensing": 12, "penalty": None, "coercion": 0}


def test_numbers_stay_as_they_are_printed() -> None:
    text = normalize(b'[["fee", 1.50], ["count", 007], ["a", "b"]]'.replace(b"007", b"12345678901234567890"))
    assert [cell.text for cell in next(text.grids()).cells][1::2] == ["1.50", "12345678901234567890", "b"]


def test_a_name_of_two_blocks_that_a_record_has_once_names_neither() -> None:
    """The second has taken the place of the first: 被依法纠错数 of the lawsuits stands among the reviews."""
    pairs = {row.label: str(7 * at) for at, row in enumerate(LIST)}
    read = read_figures(normalize(json.dumps(pairs, ensure_ascii=False).encode())).by_key()
    values = {row.id: read["statistics", row.id, "value"].value for row in LIST}
    labels = [row.label for row in LIST]
    once = {row.id: 7 * at for at, row in enumerate(LIST) if not row.after}
    assert once.items() <= values.items()
    assert all(values[row.id] is None for row in LIST if labels.count(row.label) > 1)


@pytest.mark.parametrize("text", ["[" * 5000, '{"a": ' * 900 + "1" + "}" * 900, "[1, 2", "{一、总体情况}"])
def test_what_is_no_table_is_text_or_nothing(text: str) -> None:
    with suppress(Unreadable):
        assert not list(normalize(text.encode()).grids())

"""Tables of a page stand as a browser shows them, however they are written."""

from __future__ import annotations

import pytest

from parsers.normalize import normalize
from parsers.text import read_cell


def rows(table: str) -> list[list[str]]:
    page = f"<!DOCTYPE html><html><body><table>{table}</table></body></html>"
    grid = next(normalize(page.encode()).grids())
    return [[cell.text for cell in row] for row in grid.rows()]


def line(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def test_the_head_is_shown_above_and_the_foot_below() -> None:
    body = f"<tbody>{line('规章', '1')}{line('规范性文件', '2')}</tbody>"
    head, foot = f"<thead>{line('信息内容', '制发件数')}</thead>", f"<tfoot>{line('合计', '3')}</tfoot>"
    shown = [["信息内容", "制发件数"], ["规章", "1"], ["规范性文件", "2"], ["合计", "3"]]
    for written in (head + body + foot, foot + head + body, body + foot + head):
        assert rows(written) == shown


@pytest.mark.parametrize(
    "cell",
    [
        '5<input value="6">',
        '<input value="5"><input value="6">',
        "<select><option>5<option>7</select>6",
        "5<textarea>6</textarea>",
        "<textarea>5</textarea>6",
    ],
)
def test_a_number_beside_a_field_is_no_part_of_the_number_in_it(cell: str) -> None:
    [[_, text]] = rows(line("规章", cell))
    assert read_cell(text) == (None, "lost")


def test_a_field_with_its_unit_is_read() -> None:
    [[_, text]] = rows(line("规章", '<input value="5">件'))
    assert read_cell(text) == (5, "reported")

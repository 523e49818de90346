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


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<table dir=rtl>{}</table>", ["7", "规章"]),
        ('<div style="direction: rtl"><table>{}</table></div>', ["7", "规章"]),
        ("<div dir=rtl><table dir=ltr>{}</table></div>", ["规章", "7"]),
        ("<table title=rtl>{}</table>", ["规章", "7"]),
    ],
)
def test_a_table_that_runs_to_the_left_is_read_as_it_is_seen(page: str, shown: list[str]) -> None:
    [grid] = normalize(f"<html><body>{page.format(line('规章', '7'))}</body></html>".encode()).grids()
    assert [cell.text for cell in sorted(grid.cells, key=lambda cell: cell.column)] == shown

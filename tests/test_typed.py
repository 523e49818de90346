"""Drawings made of characters, by programs that take a Chinese one for one place, for two, or do not count at all."""

from __future__ import annotations

import pytest

from parsers.normalize import normalize

ROWS = [["信息内容", "制发", "废止"], ["规章", "", "17"], ["规范性文件", "0", "92899"]]


def rows(text: str) -> list[list[str]]:
    return [
        [cell.text for cell in row] for grid in normalize(text.encode()).grids() for row in grid.rows() if row
    ]


def boxes(width: int | None, *, wide: int = 1) -> str:
    """The rows between rules; a cell is padded to `width` places, or not at all."""
    lines = []
    for row in ROWS:
        padding = [max(0, (width or 0) - sum(wide if c > "一" else 1 for c in text)) for text in row]
        rule = [("─" * (width or 5)) for _ in row]
        lines += ["├" + "┼".join(rule) + "┤"]
        lines += ["│" + "│".join(text + " " * more for text, more in zip(row, padding, strict=True)) + "│"]
    return "\n".join(["一、总体情况", *lines, "├" + "┼".join(rule) + "┤"])


@pytest.mark.parametrize("drawing", [boxes(12, wide=1), boxes(12, wide=2), boxes(None)])
def test_a_cell_stays_under_its_header(drawing: str) -> None:
    assert rows(drawing) == ROWS


def test_plus_signs_and_pipes_that_do_not_meet_part_fields() -> None:
    drawing = "\n".join(line for row in ROWS for line in ("+---+---+---+", "|" + "|".join(row) + "|"))
    assert rows(drawing + "\n+---+---+---+") == ROWS

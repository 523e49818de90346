"""Blanks of a table whose cells a conversion to text may have dropped: are they where they stand?

A cell that is dropped lets every value behind it move to the left, so a row that still reaches its last column has lost none.
A field too many in front (of a merged label) moves them to the right, and then full rows reach too far. Where several rows end
in the last column and none beyond it, their blanks are those of the page; and the values of each must make its total.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Cell
from parsers.text import adds_up, value_like

_SEVERAL = 3
"""Rows that must end alike before that is no coincidence."""


def reaching(rows: Sequence[Sequence[Cell]], count: int) -> list[Sequence[Cell] | None]:
    """The cells of each row in the order of its columns, where the row reaches the last of them; all None where one reaches
    further, holds something else, or too few reach as far. `rows` are the fields behind the labels."""
    ends = [max((at for at, cell in enumerate(row, 1) if cell.text.strip()), default=0) for row in rows]
    others = (cell for row in rows for cell in row if cell.text.strip() and not value_like(cell.text))
    if ends.count(count) < _SEVERAL or max(ends) > count or any(others):
        return [None] * len(rows)
    return [
        row[:count] if end == count and adds_up([cell.text for cell in row[:count]]) else None
        for row, end in zip(rows, ends, strict=True)
    ]

"""Blanks in rows of table 三 that came through a conversion to text."""

from __future__ import annotations

import pytest

from parsers.document import Cell
from parsers.tables.reaching import reaching

FULL = "1 0 0 2 0 0 3"
KEPT = "3 . . . . . 3"


def read(*rows: str) -> list[str | None]:
    fields = [
        [Cell(number, column, said.strip(".")) for column, said in enumerate(row.split())]
        for number, row in enumerate(rows)
    ]
    found = reaching(fields, 7)
    return [cells and " ".join(cell.text or "." for cell in cells) for cells in found]


def test_blanks_stand_where_they_stand_when_rows_reach_the_last_column() -> None:
    assert read(KEPT, f"{KEPT} . .", FULL, ". . . . . . 0") == [KEPT, KEPT, FULL, ". . . . . . 0"]


def test_a_row_that_lost_its_blanks_reaches_less_far_and_says_nothing() -> None:
    assert read(KEPT, "3 3 . . . . . . .", FULL, FULL) == [KEPT, None, FULL, FULL]


@pytest.mark.parametrize(
    "rows",
    [
        (KEPT, FULL, "3 3"),
        (KEPT, FULL, FULL, f". {FULL}"),
        (KEPT, FULL, FULL, "见附件 . . . . . 3"),
    ],
    ids=["too few", "a field of a merged label in front", "something else than values"],
)
def test_nothing_is_said_of_a_table_where_that_proves_nothing(rows: tuple[str, ...]) -> None:
    assert set(read(*rows)) == {None}


def test_values_that_do_not_make_their_total_may_stand_elsewhere() -> None:
    assert read(FULL, FULL, FULL, "3 . . 3 . . 3")[-1] is None

"""A document that shows its tables twice, and not the same: which of the two is the report's own, nobody can say."""

from __future__ import annotations

from collections import Counter

from parsers.tables.align import Alignment
from parsers.text import read_cell


def of_two_reports(alignment: Alignment) -> bool:
    """Whether two tables are there twice and differ: whose those are that are there once is open as well."""
    return len(_twice(alignment)[1]) > 1


def lose_rows_of_one(alignment: Alignment) -> None:
    """Takes back the rows that only one of two tables has, where others differ: it may be of another year, or a draft."""
    twice, differ = _twice(alignment)
    if differ:
        once = {key[:2] for key, cells in alignment.cells.items() if key[0] in twice and len(cells) == 1}
        for table, row in once:
            alignment.take_back(table, row)


def _twice(alignment: Alignment) -> tuple[set[str], set[str]]:
    """The tables most of whose cells stand there twice, and those of them in which some differ."""
    again = [key for key, cells in alignment.cells.items() if len(cells) > 1]
    all_of = Counter(key[0] for key in alignment.cells) if again else Counter()
    twice = {table for table, count in Counter(key[0] for key in again).items() if 2 * count > all_of[table]}
    differ = {
        key[0]
        for key in again
        if key[0] in twice and len({read_cell(cell.text) for cell in alignment.cells[key]}) > 1
    }
    return twice, differ

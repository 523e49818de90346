"""A document that shows its tables twice, and not the same: what only one of the two has may be of another year or a draft, as
all else is in which they differ.
"""

from __future__ import annotations

from collections import Counter

from parsers.tables.align import Alignment
from parsers.text import read_cell


def lose_rows_of_one(alignment: Alignment) -> None:
    """Takes back the rows that stand in one of two tables, where most rows stand in both and some differ."""
    again = [key for key, cells in alignment.cells.items() if len(cells) > 1]
    if not again:
        return
    all_of, twice_of = Counter(key[0] for key in alignment.cells), Counter(key[0] for key in again)
    twice = {table for table, count in twice_of.items() if 2 * count > all_of[table]}
    differ = any(
        len({read_cell(cell.text) for cell in alignment.cells[key]}) > 1 for key in again if key[0] in twice
    )
    once = {key[:2] for key, cells in alignment.cells.items() if key[0] in twice and len(cells) == 1}
    for table, row in once if differ else ():
        alignment.take_back(table, row)

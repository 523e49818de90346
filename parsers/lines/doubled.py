"""A number printed twice in running text, in the place of one that is lost: the row has as many values as columns, and
each behind the second stands in the column of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from parsers.document import Cell
from parsers.report import Key
from parsers.tables.pushed import without_sums
from parsers.text import adds_up, read_cell


def doubled(texts: Sequence[str], size: int) -> bool:
    """Whether a number stands beside its like in a row of sums, `size` values each, and one of them does not hold."""
    parts = (texts[at : at + size] for at in range(0, len(texts), size))
    return _repeats(texts) and not all(map(adds_up, parts))


def rows_doubled(cells: Mapping[Key, Sequence[Cell]]) -> set[tuple[str, str]]:
    """Rows of table 二, which no sum holds, in which a number stands beside its like.

    Only where the text is known to have lost values elsewhere are they in doubt. Zeros stand beside each other everywhere; an
    office that writes some as 0 and some as a stroke may have left others blank.
    """
    ways = {read_cell(cell.text) for sightings in cells.values() for cell in sightings}
    several = {(0, "reported"), (None, "mark")} <= ways
    return {
        key
        for key, line in without_sums(cells).items()
        if _repeats([cell.text for cell in line], zeros=several)
    }


def _repeats(texts: Sequence[str], *, zeros: bool = False) -> bool:
    contents = [read_cell(text) for text in texts]
    return any(left == right and (left[0] or zeros) for left, right in pairwise(contents))

"""Whose a value is that stands between two labels of running text, where no sum tells: that of the label before it on its own
line, that of the label behind it, or nobody's, as the number of a row or of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from parsers.lines.streamlabels import Anchor
from parsers.lines.streamvalues import RUN, tokens_of
from parsers.text import read_cell

Standing = Literal["beside", "below", "before"]
_STEPS = range(1, 4)
"""From the number of a row to that of the next one with values: headings between them may be numbered as well."""
_FIRST = range(1, 13)
"""The number of the first row, headings above it counted."""
_SEVERAL = 3
"""Rows whose values count up by themselves."""


def standing(text: str, anchor: Anchor, values: Sequence[tuple[str, int]], until: int) -> Standing:
    """Whether values stand beside their label, on lines of their own below it, or on the line of what follows, whose they are
    before the label that begins at `until`."""
    (_, first), (last, offset) = values[0], values[-1]
    if "\n" not in text[anchor.end : first]:
        return "beside"
    behind = text[offset + len(last) : until]
    return "before" if "\n" not in behind and until < len(text) else "below"


def line_of_values(text: str, anchor: Anchor, until: int) -> list[str]:
    """The values that follow a label on its own line, however many."""
    line = text.find("\n", anchor.end, until)
    run = RUN.search(text, anchor.end, until if line < 0 else line)
    return [value for value, _ in tokens_of(text, run.start(), run.end())] if run else []


def numbered(rows: Sequence[Sequence[str]], width: Sequence[int]) -> bool:
    """Whether the first or the last values of rows are the numbers of the rows, be it that some have one value too many, be it
    that all that is there counts up. A row that is left blank has its number as its only value."""
    filled = [(values, count) for values, count in zip(rows, width, strict=True) if values]
    crowded = any(len(values) == count + 1 for values, count in filled)
    if len(filled) < (2 if crowded else _SEVERAL):
        return False
    return any(_counts_on([values[end] for values, _ in filled]) for end in (0, -1))


def _counts_on(texts: Sequence[str]) -> bool:
    values = [read_cell(text)[0] for text in texts]
    steps = [
        (left, right) for left, right in pairwise(values) if isinstance(left, int) and isinstance(right, int)
    ]
    return (
        values[0] in _FIRST
        and len(steps) == len(values) - 1
        and all(right - left in _STEPS for left, right in steps)
    )

"""Values in running text: what one looks like, and several one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

UNITS = r"(?:万元|元|件|条|次|宗|个|项|份|人次|人|篇)"
_ASIDE = r"(?:[（(](?:其中|含|包括|包含)[^（）()\s]{0,20}[）)])"
_SIGN = r"(?:[+\-−＋－]|[增减][加少]?)"
TOKEN = (
    rf"(?:{_SIGN}?\d(?:[\d,，]*\d)?(?:[.．]\d+)?{UNITS}?{_ASIDE}?|[/／]|[—－–-]{{1,3}}|(?<![)）\w])无(?!\w))"
)
RUN = re.compile(rf"(?<![\w.—\u202e-]){TOKEN}(?:[\s|]+{TOKEN})*(?![\w.、．…\u0336\ufffc])")
"""Values one after another, as a row of a table prints them."""
SPLIT = re.compile(r"[\s|]+")


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def tokens_of(text: str, start: int, end: int) -> list[tuple[str, int]]:
    tokens = []
    position = start
    for piece in SPLIT.split(text[start:end]):
        offset = text.index(piece, position)
        tokens.append((piece, offset))
        position = offset + len(piece)
    return tokens


def in_one_manner(text: str, values: Sequence[tuple[str, int]]) -> bool:
    """All values on one line, or one on each: a row completed from the next line may have taken what is another row's."""
    breaks = [text.count("\n", left[1], right[1]) > 0 for left, right in pairwise(values)]
    return all(breaks) or not any(breaks)


def skip_space(text: str, position: int) -> int:
    """The next place that is neither blank nor a pipe."""
    while position < len(text) and (text[position].isspace() or text[position] == "|"):
        position += 1
    return position

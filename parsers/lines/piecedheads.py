"""Headers whose narrow cells were wrapped, and the lines of all cells printed one below the other, such as that of table 四:

    结果维  结果纠  其他结  尚未审         结果维  结果纠 …
                                    总计
      持     正     果     结             持     正   …

No name is whole, but every piece is the begin or the end of one, and on each line they follow each other as the names do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.lines.streamvalues import RUN, letters, tokens_of
from parsers.tables.heads import GROUPS
from parsers.text import adds_up

LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
KINDS = tuple(GROUPS)
SUITS = "行政诉讼"
_ABOVE = "|".join((SUITS, *KINDS))
_NEAR = 1000
"""Characters a header takes, white space and all."""
_FIRST = re.compile(rf"{KINDS[0]}(?=\s)")
_LINE = re.compile(r"[^\n]+")


def values_under_pieces(text: str) -> Iterator[list[tuple[str, int]]]:
    """The fifteen values on the line below each such header, where each five add up: else only the header vouches for them."""
    for line in _LINE.finditer(text):
        if len(line[0].split()) != 3 * len(LEAVES):
            continue
        run = RUN.search(text, line.start(), line.end())
        values = tokens_of(text, run.start(), run.end()) if run else []
        above = text[max(0, line.start() - _NEAR) : line.start()]
        heads = [match.start() for match in _FIRST.finditer(above)]
        whole = len(values) == 3 * len(LEAVES) and heads and _is_header(above[heads[-1] :])
        fives = [values[at : at + len(LEAVES)] for at in range(0, len(values), len(LEAVES))]
        if whole and all(adds_up([said for said, _ in five]) for five in fives):
            yield values


def _is_header(text: str) -> bool:
    """Whether all names are there, each three times in pieces, and above them what they are names for."""
    above = re.findall(_ABOVE, text)
    if [name for name in above if name != SUITS] != list(KINDS) or above[1] != SUITS:
        return False
    rest = re.sub(_ABOVE, lambda name: " " * len(name[0]), text)
    return in_pieces(rest, LEAVES, times=3)


def in_pieces(text: str, names: Sequence[str], *, times: int = 1) -> bool:
    """Whether the text is these names and nothing else, so many times, its lines each a row of their pieces in their order.

    Lines of one piece say nothing of the order: each two neighbours must stand beside each other somewhere. (The last of
    several fives may always be set lower than the others; that it is their total, the values say.)
    """
    if Counter(letters(text)) != Counter(letters("".join(names)) * times):
        return False
    lines = [[_fitting(piece, names) for piece in line.split()] for line in text.split("\n")]
    beside = {
        (*left, *right) for line in lines for left, right in pairwise(line) if len(left) == len(right) == 1
    }
    neighbours = list(pairwise(range(len(names))))[: None if times == 1 else -1]
    return beside.issuperset(neighbours) and all(
        _in_order(line, len(names), again=times > 1) for line in lines
    )


def _fitting(piece: str, names: Sequence[str]) -> list[int]:
    return [number for number, name in enumerate(names) if name.startswith(piece) or name.endswith(piece)]


def _in_order(line: Sequence[Sequence[int]], count: int, *, again: bool) -> bool:
    """Whether pieces on a line can be those of names from left to right; `again` behind the last or the last but one."""
    ways = {-1}
    for fitting in line:
        ways = {
            number
            for number in fitting
            if any(number > last or (again and last >= count - 2) for last in ways)
        }
    return bool(ways)

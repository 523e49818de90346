"""Tables of which every line is one field that a pipe ends, and what a row falls short of the widest is made up by pipes alone:

    信息内容 |
    本年制发件数 |
    本年废止件数 |
    现行有效件数 |
    第二十条第（五）项 |
    |||

Where a row ends is told by no line, but by the width that all of them must have. A pipe alone may begin each row: a column in
which nothing stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import gcd

from parsers.document import Cell, Grid, Place

_FIELD = re.compile(r"\s*[^|]*\|\s*")
_FILL = re.compile(r"\s*\|{2,}\s*")
_NARROWEST = 3
"""Columns: with fewer, nearly every number of fields would make rows."""

Lines = Sequence[tuple[int, str]]


def runs(lines: Lines) -> Iterator[range]:
    """Which lines are such tables, as ranges of their indexes: neighbours without an empty line between."""
    start = 0
    for index, (number, line) in enumerate(lines):
        if index and number != lines[index - 1][0] + 1:
            yield from _tables(lines, start, index)
            start = index
        if not (_FIELD.fullmatch(line) or _FILL.fullmatch(line)):
            yield from _tables(lines, start, index)
            start = index + 1
    yield from _tables(lines, start, len(lines))


def _tables(lines: Lines, start: int, end: int) -> Iterator[range]:
    if end > start and _width(lines[start:end]):
        yield range(start, end)


def _width(lines: Lines) -> int:
    """The columns of a table: each line of pipes ends a row, so it is a divisor of the fields down to there. 0: no table."""
    count = width = 0
    for _, line in lines:
        count += max(1, line.count("|"))
        if _FILL.fullmatch(line):
            width = gcd(width, count)
    return width if width >= _NARROWEST and count % width == 0 else 0


def grid(lines: Lines) -> Grid:
    """The table these lines are. It is not sound: fields that a merged cell covers are missing from the middle of a row."""
    width = _width(lines)
    fields = [(number, part.strip()) for number, line in lines for part in line.split("|")[:-1]]
    first = 0 if any(said for _, said in fields[::width]) else 1
    cells = [
        Cell(at // width, at % width - first, said, place=Place(path=f"line[{number}]"))
        for at, (number, said) in enumerate(fields)
        if at % width >= first
    ]
    return Grid(tuple(cells), Place(path=f"line[{lines[0][0]}]"), sound=False)

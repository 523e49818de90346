"""Tables whose cells an extraction wrote one after another with nothing between them:

    规章000                                规章 0 0 0
    行政许可1472                     →     行政许可 1472
    （一）予以公开120000113                 （一）予以公开 12 0 0 0 0 1 13

No number begins with a zero, which parts the zeros in front from what follows. The rows of table 三 are parted where there is
one way only to do so that every sum of the form holds; where that fails, what has as many digits as the table has columns may
still be a digit for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from math import prod

from parsers.document import Place
from parsers.forms import Form, load
from parsers.report import Key, Number
from parsers.tables.labels import BLOCKS
from parsers.text import adds_up, label_key

Lines = list[tuple[str, Place]]

_TAIL = re.compile(r"(?<=[一-鿿”\"）)])(?P<digits>\d+(?:\.\d+)?)(?P<rest>(?:\s+\d+(?:\.\d+)?)*)\s*$")
_ALONE = re.compile(r"\s*\d{15,26}\s*")
"""Table 四: at least a digit for each of its cells."""
_DISPUTES = 4
"""Lines that may be table 四; where there are more, numbers of another kind are listed."""
_GROUP = 5
"""Cells of table 四 of which the last is the sum of the others."""
_TABLES = ("requests", *BLOCKS)
_LONGEST = 26
"""Digits of a row that are looked through for all ways to part them."""
_TRIED = 512
"""Ways to part all rows of a table that are tried."""


def unglued(lines: Lines) -> Lines:
    """The same lines with blanks between a label and its numbers, and between numbers that can be parted in one way only."""
    found = {at: tail for at, (text, _) in enumerate(lines) if (tail := _glued(text))}
    alone = [at for at, (text, _) in enumerate(lines) if _ALONE.fullmatch(text)]
    if not found and not alone:
        return lines
    parted = _requests_of(lines, found)
    if len(alone) <= _DISPUTES:
        parted |= {at: numbers for at in alone if (numbers := _disputes_in(lines[at][0].strip()))}
    return [(_apart(text, found.get(at), parted.get(at)), place) for at, (text, place) in enumerate(lines)]


def _glued(text: str) -> re.Match[str] | None:
    tail = _TAIL.search(text)
    return tail if tail and label_key(text[: tail.start()]).endswith(_labels()) else None


@cache
def _labels() -> tuple[str, ...]:
    rows = [
        row for form in load().values() for name in _TABLES if form.has(name) for row in form.table(name).rows
    ]
    names = {name for row in rows for name in (row.label, *row.stems, *row.exact)}
    return tuple(sorted(filter(None, map(label_key, names))))


def _apart(text: str, tail: re.Match[str] | None, known: Sequence[str] | None) -> str:
    if tail is None:
        return " ".join(known) if known else text
    numbers = known or _zeros_apart(tail["digits"])
    return f"{text[: tail.start()]} {' '.join(numbers)}{tail['rest']}"


def _disputes_in(digits: str) -> Sequence[str]:
    ways = list(islice(_in_groups(digits, 3), 2))
    return ways[0] if len(ways) == 1 else ()


def _in_groups(digits: str, groups: int) -> Iterator[tuple[str, ...]]:
    """All ways to part digits into groups of five that add up."""
    if groups == 1:
        yield from _ways(digits, _GROUP)
        return
    for end in range(_GROUP, len(digits) - _GROUP * (groups - 1) + 1):
        for first in _ways(digits[:end], _GROUP):
            for others in _in_groups(digits[end:], groups - 1):
                yield (*first, *others)


def _zeros_apart(digits: str) -> list[str]:
    """0012 as 0, 0, 12; 0.5 stays what it is."""
    rest = re.sub(r"^0+(?=\d)", "", digits)
    return [*"0" * (len(digits) - len(rest)), rest]


# --- table 三 ------------------------------------------------------------------------------------------------------------


def _requests_of(lines: Lines, found: Mapping[int, re.Match[str]]) -> dict[int, Sequence[str]]:
    """The numbers of the rows of table 三, by line: all of them when the sums prove them, else those that are sure alone."""
    rows = {at: tail["digits"] for at, tail in found.items() if not tail["rest"]}
    for form in load().values():
        if form.has("requests") and (placed := _placed(lines, rows, form)):
            ways = [list(_ways(rows[at], _width(form))) for at in placed.values()]
            if prod(map(len, ways)) > _TRIED:
                break
            proven = [way for way in product(*ways) if _holds(form, dict(zip(placed, way, strict=True)))]
            if len(proven) == 1:
                return dict(zip(placed.values(), proven[0], strict=True))
    width = max(_width(form) for form in load().values() if form.has("requests"))
    return {at: list(digits) for at, digits in rows.items() if len(digits) == width and adds_up(list(digits))}


def _width(form: Form) -> int:
    return len(form.table("requests").columns)


def _placed(lines: Lines, rows: Mapping[int, str], form: Form) -> dict[str, int]:
    """Which line is which row, in the order of the form; nothing unless all are there."""
    placed: dict[str, int] = {}
    left = iter(sorted(rows))
    for row in form.table("requests").rows:
        names = tuple(filter(None, map(label_key, (row.label, *row.stems, *row.exact))))
        at = next((at for at in left if _label(lines[at][0]).endswith(names)), None)
        if at is None:
            return {}
        placed[row.id] = at
    return placed


def _label(text: str) -> str:
    return label_key(_TAIL.sub("", text))


def _ways(digits: str, count: int) -> Iterator[tuple[str, ...]]:
    """All ways to part digits into so many numbers of which the last is the sum of the others."""
    if len(digits) <= _LONGEST:
        yield from _ways_from(digits, 0, count, 0)


def _ways_from(digits: str, start: int, count: int, total: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        last = digits[start:]
        if last and str(total) == last:
            yield (last,)
        return
    most = start + 1 if digits[start : start + 1] == "0" else len(digits) - count + 1
    for end in range(start + 1, most + 1):
        number = digits[start:end]
        for others in _ways_from(digits, end, count - 1, total + int(number)):
            yield (number, *others)


def _holds(form: Form, rows: Mapping[str, Sequence[str]]) -> bool:
    table = form.table("requests")
    values: dict[Key, Number] = {
        (table.id, row, column.id): int(number)
        for row, numbers in rows.items()
        for column, number in zip(table.columns, numbers, strict=True)
    }
    return form.adds_up(table.id, values)

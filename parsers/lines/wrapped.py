"""Lines of text as a page was cut into them, put straight: a label that its narrow cell wraps stands around its values, and
one that is printed from top to bottom stands in pieces before labels of others.

    5.要求行政机关确认或重新出具已                         5.要求行政机关确认或重新出具已
                                0   0   2        →      获取信息
    获取信息                                                                0   0   2

Lines are moved whole or parted before their values; no character of a value changes, and each keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.document import Place
from parsers.forms import Line, load
from parsers.lines.streamvalues import RUN, letters

Lines = list[tuple[str, Place]]

_DOWNWARDS = "三本年度办理结果"
"""The label of all outcomes, which stands beside twenty rows and is printed from top to bottom."""
_WRAPS = 4
"""Lines over which the longest label of the forms is wrapped."""
_DIGIT = re.compile(r"\d")
_VALUES = re.compile(rf"(?:^|(?<=\s))(?:{RUN.pattern})\s*$")


def straightened(lines: Lines) -> Lines:
    """The same lines with the values of wrapped labels behind their labels."""
    return list(_unwrapped(_without_downwards(lines)))


def _without_downwards(lines: Lines) -> Lines:
    """Without the pieces of the label that is printed from top to bottom, if they all are there and in their order."""
    kept, left = [], _DOWNWARDS
    pieces = 0
    for text, place in lines:
        piece, rest = _first(text)
        said = "" if _DIGIT.search(piece) else letters(piece)
        if left and said and left.startswith(said) and said != _DOWNWARDS:
            left = left.removeprefix(said)
            pieces += 1
            if rest:
                kept.append((rest, place))
        else:
            kept.append((text, place))
    return lines if left or pieces < 2 else kept


def _first(text: str) -> tuple[str, str]:
    """What stands before the first gap of a line, and what behind it."""
    piece, *rest = text.split(maxsplit=1) or [""]
    return piece, "".join(rest)


def _unwrapped(lines: Lines) -> Iterator[tuple[str, Place]]:
    at = 0
    while at < len(lines):
        for count in range(_WRAPS, 1, -1):
            moved = _values_last(lines[at : at + count])
            if moved:
                yield from moved
                at += count
                break
        else:
            yield lines[at]
            at += 1


def _values_last(lines: Sequence[tuple[str, Place]]) -> Lines:
    """These lines with their values at the end, if they are one label around one run of values; nothing otherwise."""
    parted = [_parted(text) for text, _ in lines]
    holders = [number for number, (_, values) in enumerate(parted) if values]
    if len(holders) != 1 or not letters(parted[0][0]):
        return []
    beside: Lines = []
    labels: Lines = []
    last = 0
    for number, ((label, _), (_, place)) in enumerate(zip(parted, lines, strict=True)):
        group, rest = _first(label)
        is_beside = number > 0 and letters(group) in _groups()
        if is_beside:
            beside.append((group, place))
        if piece := (rest if is_beside else label).strip():
            labels.append((piece, place))
            last = number
    said = "".join(letters(label) for label, _ in labels)
    if last <= holders[0] or last < len(lines) - 1 or said not in _wrapped_labels():
        return []
    return [*beside, *labels, (parted[holders[0]][1], lines[holders[0]][1])]


def _parted(text: str) -> tuple[str, str]:
    """A line as what stands before its values, and its values."""
    found = _VALUES.search(text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


@cache
def _rows() -> tuple[Line, ...]:
    return tuple(row for form in load().values() for table in form.tables for row in table.rows)


@cache
def _wrapped_labels() -> frozenset[str]:
    """The letters of all labels of rows, with and without the label of their group before them."""
    return frozenset(letters(group + row.label) for row in _rows() for group in ("", row.group))


@cache
def _groups() -> frozenset[str]:
    """The letters of labels that stand beside several rows, in the middle of their height."""
    return frozenset({_DOWNWARDS, *(letters(row.group) for row in _rows() if row.group)})

"""Labels in front of rows that no rule separates: lines into labels, labels into rows and groups of rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Box
from parsers.pages.anchors import Token
from parsers.pages.celltext import PITCH
from parsers.text import squash
from parsers.words.numbering import numbered

CLOSE = 0.55
"""Times the height: white space between two lines of one label, at most. Rows stand farther apart, if only a little."""
_ITEM = re.compile(r"\d{1,2}[.、．]")
_WHOLE = frozenset({"规章", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"})
"""Labels of table 二, which has no numbering to tell where the next one begins: none of them goes on but in brackets."""


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of one label, joined."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def item(self) -> bool:
        """Numbered 1. 2. 3. within a group."""
        return bool(_ITEM.match(squash(self.text)))


@dataclass(frozen=True, slots=True)
class Group:
    """A label that stands beside several rows: from row `first` on, `count` of them."""

    label: Label
    level: int
    first: int
    count: int


def labels(tokens: Iterable[Token], rules: Sequence[float] = ()) -> list[Label]:
    """Tokens of the label columns as labels: a line without a number of its own goes on with the label right above it, in a
    row between two of the `rules` also a line farther down."""
    open_: list[list[Token]] = []
    for each in sorted(tokens, key=lambda token: (token.box[1], token.box[0])):
        above = None if numbered(each.text) else _above(each, open_, rules)
        if above is None:
            open_.append([each])
        else:
            above.append(each)
    return [_label(lines) for lines in open_]


def _above(each: Token, open_: Sequence[list[Token]], rules: Sequence[float]) -> list[Token] | None:
    """The label whose last line is close above (or left of, on the same line) and shares most of its width."""
    row = bisect_right(rules, each.middle)
    for lines in reversed(open_):
        if squash("".join(line.text for line in lines)) in _WHOLE and each.text[:1] not in "（(":
            continue
        last = lines[-1]
        same_line = abs(last.middle - each.middle) < 0.3 * each.height
        if same_line and 0 <= each.box[0] - last.box[2] < 1.2 * each.height:
            return lines
        one_row = 0 < row < len(rules) and bisect_right(rules, last.middle) == row
        gap = each.box[1] - last.box[3]
        close = gap < CLOSE * each.height or (one_row and each.middle - last.middle < PITCH)
        overlap = min(each.box[2], last.box[2]) - max(each.box[0], last.box[0])
        width = min(each.box[2] - each.box[0], last.box[2] - last.box[0])
        if close and gap > -0.3 * each.height and overlap > 0.6 * width and not same_line:
            return lines
    return None


def _label(lines: Sequence[Token]) -> Label:
    boxes = [line.box for line in lines]
    box = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return Label("".join(line.text for line in lines), box)


def split(found: Sequence[Label]) -> tuple[list[Label], list[Label]]:
    """Labels of rows and labels of groups; a group has other labels to its right at the same height, or stands halfway
    between two items of a list there."""
    rows: list[Label] = []
    groups: list[Label] = []
    for label in found:
        right = [other for other in found if other is not label and other.box[0] >= label.box[2] - 2]
        beside = any(other.box[1] < label.box[3] and label.box[1] < other.box[3] for other in right)
        (groups if beside or _amid(label, right) else rows).append(label)
    return sorted(rows, key=lambda label: label.middle), sorted(groups, key=lambda label: label.middle)


def _amid(label: Label, right: Sequence[Label]) -> bool:
    above = max((other for other in right if other.middle < label.middle), key=_middle, default=None)
    below = min((other for other in right if other.middle > label.middle), key=_middle, default=None)
    if above is None or below is None or not (above.item and below.item):
        return False
    return abs(above.box[0] - below.box[0]) < 3 and _number(below) == _number(above) + 1


def _middle(label: Label) -> float:
    return label.middle


def _number(item: Label) -> int:
    return int(re.match(r"\d+", squash(item.text))[0])  # type: ignore[index]  # every item begins with one


def bands(rows: Sequence[Label]) -> list[float]:
    """Heights between neighbouring rows: halfway between two labels."""
    return [(above.box[3] + below.box[1]) / 2 for above, below in pairwise(rows)]


def runs(rows: Sequence[Label]) -> list[tuple[int, int]]:
    """First and last row of each run of rows numbered 1. 2. 3."""
    found: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if not row.item:
            continue
        if _number(row) > 1 and found and found[-1][1] == index - 1:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found


def grouped(rows: Sequence[Label], groups: Sequence[Label]) -> list[Group]:
    """Each run of numbered rows under the label beside it, and around them what spans several runs."""
    found: list[Group] = []
    taken: set[int] = set()
    for first, last in runs(rows):
        top, bottom = rows[first].box[1], rows[last].box[3]
        for index, label in enumerate(groups):
            beside = top <= label.middle <= bottom and label.box[2] <= rows[first].box[0] + 2
            if index not in taken and beside and label.text[:1] in "（(" and numbered(label.text):
                taken.add(index)
                found.append(Group(label, 1, first, last - first + 1))
                break
    for index, label in enumerate(groups):
        inner = [i for i, row in enumerate(rows) if row.box[0] >= label.box[2] - 2]
        if index not in taken and inner and inner == list(range(inner[0], inner[-1] + 1)):
            found.append(Group(label, 0, inner[0], len(inner)))
    return found

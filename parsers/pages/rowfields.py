"""Fields in the rows of tables without rules: which label each stands beside, and which of them may be of another row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from parsers.forms import load
from parsers.pages import anchors, rowlabels
from parsers.pages.anchors import Field
from parsers.pages.celltext import PADDING, PITCH
from parsers.pages.headers import Header
from parsers.pages.rowlabels import Label
from parsers.text import label_key
from parsers.words.numbering import numbered


def beside(header: Header, named: Sequence[Label], fields: Sequence[Field]) -> list[list[Field]]:
    """For each label the fields that stand beside it, doubted where they may be those of another one."""
    limits = rowlabels.bands(named)
    line = min(label.box[3] - label.box[1] for label in named)
    found: list[list[Field]] = [[] for _ in named]
    for field in fields:
        at = bisect_right(limits, field.middle)
        inside = [index for index, label in enumerate(named) if _shares(label, field, line)]
        if len(inside) > 1:  # lines of several rows that look like one broken number
            for index in inside:
                found[index].append(field.torn())
        else:
            found[at].append(field if _level(named[at], field) else field.torn())
    return _without_halves(_without_rests(header, named, found))


def _shares(label: Label, field: Field, line: float) -> bool:
    """Whether a field stands around the middle of a label or, broken over lines, beside one of its lines."""
    top, bottom = field.box[1], field.box[3]
    common = min(bottom, label.box[3]) - max(top, label.box[1])
    return top < label.middle < bottom or (bottom - top > 1.5 * line and common > 0.6 * line)


def _level(label: Label, field: Field) -> bool:
    """Whether a number stands at the height of its label, or a label at that of its broken number."""
    top, bottom = field.box[1], field.box[3]
    slack = 0.8 * min(bottom - top, label.box[3] - label.box[1])
    return label.box[1] - slack < field.middle < label.box[3] + slack or top < label.middle < bottom


def _without_rests(
    header: Header, named: Sequence[Label], rows: Sequence[Sequence[Field]]
) -> list[Sequence[Field]]:
    """The fields of each row, doubted in two rows of which the lower one may be the rest of the upper: without a number of its
    own before its label, and with fewer values, each right under one that fills its column; or with the end of its label."""
    found = [*rows]
    for index, (label, upper, lower) in enumerate(zip(named[1:], rows, rows[1:], strict=False)):
        above = {field.column: field for field in upper}
        if not lower or numbered(label.text):
            continue
        fewer = {field.column for field in lower} < above.keys()
        broken = fewer and any(_breaks(header, above[field.column], field) for field in lower)
        if broken or label_key(named[index].text + label.text) in _labels():
            found[index] = [field.torn() for field in upper]
            found[index + 1] = [field.torn() for field in lower]
    return found


@cache
def _labels() -> frozenset[str]:
    """The rows of all forms, by their whole labels."""
    tables = [table for form in load().values() for table in form.tables]
    return frozenset(label_key(row.label) for table in tables for row in table.rows)


def _breaks(header: Header, upper: Field, lower: Field) -> bool:
    """Whether a number may go on in the line below, as the next digit would not have fitted."""
    if not (upper.text[-1:].isdecimal() and lower.text[:1].isdecimal()):
        return False
    digit = (lower.box[2] - lower.box[0]) / len(lower.text)
    filled = upper.box[2] - upper.box[0] + digit > anchors.pitch(header.columns, upper.column) - PADDING
    return filled and lower.middle - upper.middle < PITCH


def _without_halves(rows: Sequence[Sequence[Field]]) -> list[list[Field]]:
    """The fields of each row, doubted in columns where some row has two numbers: last year's beside this year's, perhaps, so
    that a number alone may be of either."""
    halved = {f.column for row in rows for f in row if crowded([g for g in row if g.column == f.column])}
    return [[f.torn() if f.column in halved else f for f in row] for row in rows]


def crowded(here: Sequence[Field]) -> bool:
    """Whether a column got two numbers of a row. Where another one got none, all of them may stand one column too far."""
    return len(here) > 1 or any(field.doubt and " " in field.text for field in here)

"""In which order the columns of table 三 stand in running text: that of the form, or one that the lines of the header tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms import Line, Table
from parsers.lines.streamlabels import column_pattern, loose
from parsers.tables.heads import ORGANISATIONS
from parsers.text import label_key


def printed_order(head: str, table: Table) -> Sequence[Line]:
    """The columns from left to right; none where the header contradicts the form and does not tell another order. `head` is
    the text above the first row."""
    return table.columns if in_order(head, table) else _told(head, table)


def in_order(head: str, table: Table) -> bool:
    """Whether the column names before the first row follow the form: on each line, and where each has a line of its own.

    Names that wrap in their cells come apart into several lines; the order within each of them stays. 自然人 and 总计 reach
    over several header lines and may land among the others, but not 总计 before 自然人.
    """
    spots: dict[str, list[list[int]]] = {}
    lines = head.split("\n")
    for column in table.columns:
        matches = list(column_pattern(column).finditer(head))
        if matches:
            at = matches[-1].start()
            number = head.count("\n", 0, at)
            alone = label_key(lines[number]) == label_key(matches[-1][0])
            place = "alone" if alone else str(number)
            inner = column not in (table.columns[0], table.columns[-1])
            spots.setdefault(place, [[], []])[inner].append(at)
    return all(positions == sorted(positions) for pair in spots.values() for positions in pair)


def _told(head: str, table: Table) -> Sequence[Line]:
    """The order that two lines of the header make: 自然人, 法人或其他组织 and 总计 on one, the kinds of organisations below."""
    person, *organisations, total = table.columns
    lines = head.rstrip().split("\n")[-3:]
    below = [order for line in lines if (order := _on_line(line, organisations))]
    above = [order for line in lines if (order := _on_line(line, [person, None, total]))]
    if len(below) != 1 or len(above) != 1:
        return ()
    return [
        column for each in above[0] for column in (below[0] if each is None else [each]) if column is not None
    ]


def _on_line(line: str, columns: Sequence[Line | None]) -> list[Line | None]:
    """These columns as they stand on a line, if all of them do and it says nothing else. None is 法人或其他组织."""
    patterns = [
        re.compile(loose(ORGANISATIONS)) if each is None else column_pattern(each) for each in columns
    ]
    found = [list(pattern.finditer(line)) for pattern in patterns]
    if any(len(matches) != 1 for matches in found):
        return []
    said = "".join(label_key(matches[0][0]) for matches in found)
    spots = sorted(range(len(columns)), key=lambda number: found[number][0].start())
    return [columns[number] for number in spots] if len(said) == len(label_key(line)) else []

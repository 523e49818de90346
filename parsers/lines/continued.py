"""Rows between pipes whose labels are wrapped in their cells, as antiword prints the tables of a DOC:

    |1.申请人无正当理由逾期不补  |0   |0   |
    |正、行政机关不再处理其政府  |    |    |
    |信息公开申请                |    |    |

A line goes on with the row above where everything in it goes on with the beginning of a printed name, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from parsers.forms import load
from parsers.tables.heads import GROUPS, ORGANISATIONS
from parsers.text import label_key

_NAMES = ("三、本年度办理结果", "行政诉讼", ORGANISATIONS, *GROUPS)
_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def folded(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows, each with the number of its first line and its fields; a field that is wrapped has its lines in one."""
    rows: list[tuple[int, list[str]]] = []
    for number, fields in lines:
        if rows and _goes_on(rows[-1][1], fields):
            rows[-1] = (
                rows[-1][0],
                [above.strip() + said.strip() for above, said in zip(rows[-1][1], fields, strict=True)],
            )
        else:
            rows.append((number, fields))
    return rows


def _goes_on(above: Sequence[str], fields: Sequence[str]) -> bool:
    """Whether each field that says something goes on with a name that has begun above it."""
    said = [
        (before.strip(), text.strip()) for before, text in zip(above, fields, strict=False) if text.strip()
    ]
    if len(above) != len(fields) or not 0 < len(said) < len(fields):
        return False
    return all(before and label_key(before + text) in _beginnings() for before, text in said)


@cache
def _beginnings() -> frozenset[str]:
    """What the names of rows, columns and groups begin with, letter by letter."""
    lines = [
        line for form in load().values() for table in form.tables for line in (*table.rows, *table.columns)
    ]
    names = {*_NAMES, _CORNER}
    names |= {name for line in lines for name in (line.label, line.group, *line.stems, *line.exact)}
    keys = map(label_key, names)
    return frozenset(key[:end] for key in keys for end in range(1, len(key) + 1))

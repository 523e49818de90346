"""Remarks behind the name of a row or a column: in brackets (上一年项目数量（指2019年事项数）), behind a colon, or its year.

Their words and digits are no part of the table, and without them the name is what the form says.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.document import Place
from parsers.forms import load
from parsers.tables.labels import BLOCKS
from parsers.text import label_key

Lines = list[tuple[str, Place]]

_REMARK = re.compile(r"[（(][^（）()]{4,}[）)]")
_UNIT = re.compile(r"(?P<unit>[（(]单位[^，,；;（）()]*)[，,；;]")
"""What a remark says behind the unit (单位：万元，保留4位小数)."""
_BEHIND = re.compile(r"\s*(?P<name>[^:：\s]{2,20}?)(?:[:：].{12,}|\s*20\d\d\s*年度?)\s*")
"""A name and its definition, or its year."""


def plain_names(lines: Lines) -> Lines:
    """The same lines, those that are a name and a remark without the remark; the unit of a column stays."""
    return [(_plain(text), place) for text, place in lines]


def _plain(text: str) -> str:
    behind = _BEHIND.fullmatch(text)
    if behind is not None and label_key(behind["name"]) in _names():
        return behind["name"]
    remark = _REMARK.search(text) if "(" in text or "（" in text else None
    if remark is None:
        return text
    name = _REMARK.sub("", text)
    if label_key(name) not in _names():
        return text
    unit = _UNIT.match(remark[0])
    return f"{name.rstrip()}{unit['unit']})" if unit else text if "单位" in remark[0] else name


@cache
def _names() -> frozenset[str]:
    """Labels of table 二 by which rows and columns are found; those of table 三 and 四 have remarks of their own."""
    tables = [table for form in load().values() for table in form.tables if table.id in BLOCKS]
    lines = [line for table in tables for line in (*table.rows, *table.columns)]
    return frozenset(label_key(name) for line in lines for name in (line.label, *line.stems))

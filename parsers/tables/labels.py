"""Which row or column of which table a printed label names.

Matching is by stems of the forms (`parsers/forms/*.toml`), never by position; a label that fits two rows fits none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from parsers.forms import Line, Table, load
from parsers.text import label_key, squash

BLOCKS = ("rules", "decisions", "fees", "procurement")
"""What table 二 consists of. No sum holds any of its values."""
LIST = "statistics"
LIST_ROWS = 8
"""Indicators that must be recognised before a list is taken for the table of 2014."""
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]*、?本年度办理结果|\(?[一二三四五六七]?\)?(?:不予公开|无法提供|不予处理|其[他它]处理)(?=.))+"
)
_WEAK = frozenset({"其他", "其它", "其他组织", "总计", "合计", "总数"})
"""Column names that head many tables: they count only beside one that heads a single table."""
_OUTCOMES = "三、本年度办理结果"
_LONGEST = 300
_LONGEST_NAME = 60
"""Characters of the name of a column; in two languages more, but not in letters."""
_REMARKED = re.compile(r"((?:\(.{1,3}\))?[^()]{2,})\([^()]+\)$")
"""A label, numbered or not, and an explanation in brackets behind it."""
_EXPLAINED = re.compile(r"([^:]{2,20}):(?=.*[\u4e00-\u9fff].{8})")
"""A label with a definition of what it counts behind a colon."""
_REMARK = 6
_LIST_REMARK = 40
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Known:
    """A line of a form, and the forms that have it."""

    table: str
    line: Line
    forms: frozenset[str]


def _collect(lines: Iterable[tuple[str, str, Line]]) -> tuple[Known, ...]:
    """One Known for each line as it is declared; the same declaration in two forms is one line of both."""
    forms: dict[tuple[str, Line], set[str]] = {}
    for form, table, line in lines:
        forms.setdefault((table, line), set()).add(form)
    return tuple(Known(table, line, frozenset(ids)) for (table, line), ids in forms.items())


def _tables() -> Iterator[tuple[str, Table]]:
    return ((form.id, table) for form in load().values() for table in form.tables)


@cache
def rows() -> tuple[Known, ...]:
    return _collect((form, table.id, row) for form, table in _tables() for row in table.rows)


@cache
def columns() -> tuple[Known, ...]:
    return _collect((form, table.id, column) for form, table in _tables() for column in table.columns)


def _names(line: Line, key: str, keys: frozenset[str]) -> bool:
    return not keys.isdisjoint(line.exact) or any(stem in key for stem in line.stems)


@lru_cache(maxsize=8192)
def match_rows(text: str) -> tuple[tuple[str, str], ...]:
    """`(table, row)` of each table this label names a row of; a label that fits two rows of a table names neither."""
    if "\n" in text and _several(text):
        return ()
    if len(text) > _LONGEST:
        return ()
    return _matched(text) or _matched(_before_remark(text))


def _before_remark(text: str) -> str:
    """A label without the explanation behind it, which may name any other row: 其他对外管理服务事项（含行政处罚…）."""
    plain = squash(text)
    found = _REMARKED.match(plain) or _EXPLAINED.match(plain)
    return found[1] if found is not None else ""


def _matched(text: str) -> tuple[tuple[str, str], ...]:
    key = label_key(text)
    keys = frozenset({key, label_key(_GROUP.sub("", squash(text)))})
    found: dict[str, set[str]] = {}
    for known in rows():
        if _names(known.line, key, keys) and len(key) <= _longest(known):
            found.setdefault(known.table, set()).add(known.line.id)
    if not key:
        return ()
    return tuple(
        (table, row) for table, ids in found.items() for row in _most_specific(table, ids, key, keys)
    )


@cache
def _longest(known: Known) -> int:
    """Letters a label of this row may have: its own, those of the groups before it, and a remark; more are another row's."""
    groups = len(label_key(known.line.group)) + len(label_key(_OUTCOMES)) if known.line.group else 0
    return len(label_key(known.line.label)) + groups + (_REMARK if known.table != LIST else _LIST_REMARK)


def _several(text: str) -> bool:
    """Two rows typed into one cell, a label on each line; not one label whose first line names another (2.其他)."""
    if label_key(text) in _whole_labels():
        return False
    named = [rows_here for line in text.splitlines() if (rows_here := match_rows(line))]
    return len(set(named)) > 1


@cache
def _whole_labels() -> frozenset[str]:
    return frozenset(label_key(known.line.label) for known in rows())


def _most_specific(table: str, ids: set[str], key: str, keys: frozenset[str]) -> tuple[str, ...]:
    """Of several rows the one named as a whole, else the one named by the longest stem; a tie names none of them.

    In the list of 2014 one label may be that of several blocks (被依法纠错数): all of them are named, the block decides.
    """
    lines = {known.line.id: known.line for known in rows() if known.table == table and known.line.id in ids}
    exact = tuple(line_id for line_id, line in lines.items() if not keys.isdisjoint(line.exact))
    if len(exact) == 1 or (exact and all(lines[line_id].after for line_id in exact)):
        return exact
    if len(lines) > 1:
        lines.pop("other", None)  # 其他处理 heads a group in the form of 2021: the row's own label follows it
    if len(lines) > 1 and table != LIST:
        return ()
    lengths = {
        i: max((len(stem) for stem in line.stems if stem in key), default=0) for i, line in lines.items()
    }
    longest = tuple(line_id for line_id, length in lengths.items() if length == max(lengths.values()))
    return longest if len(longest) == 1 else ()


@lru_cache(maxsize=8192)
def match_columns(text: str) -> tuple[tuple[str, str, bool], ...]:
    """`(table, column, strong)` for each table; see `_WEAK`."""
    if len(text) > _LONGEST_NAME and len(label_key(text)) > _LONGEST_NAME // 2:
        return ()
    key = label_key(text)
    keys = frozenset({key})
    return tuple(
        (known.table, known.line.id, key not in _WEAK)
        for known in columns()
        if key and _names(known.line, key, keys)
    )


def likeness(text: str, line: Line) -> float:
    """0 to 1: how much of the official label survives in a damaged one."""
    return SequenceMatcher(None, label_key(text), label_key(line.label), autojunk=False).ratio()


def alike(text: str, line: Line) -> bool:
    """A damaged label has lost characters; one with more of them than the official label is another, or two in one cell."""
    length = len(label_key(text))
    if not 4 <= length <= len(label_key(line.label)) + 1 or _several(text):
        return False
    return likeness(text, line) >= _ALIKE

"""Values that have the name of their column before them, as cards for small screens, lists and sentences write a row:
自然人：3，商业企业：0 … 总计：3.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.forms import Table
from parsers.lines.streamlabels import Anchor, column_pattern, loose, says_only
from parsers.lines.streamvalues import TOKEN
from parsers.tables.heads import ORGANISATIONS

_NEAR = 300
"""Characters within which the values of one row stand."""


def named_values(
    text: str, anchor: Anchor, until: int | None, table: Table, following: str
) -> list[tuple[str, int]] | None:
    """The values of one row as (text, offset) in the order of the form: every column named once, and nothing else said.

    Behind the last row of a table (`until` is None) other text follows.
    """
    is_last, until = until is None, until or min(anchor.end + _NEAR, len(text))
    pattern = _named(table)
    match = pattern.search(text, anchor.end, until)
    if match is None or not says_only(text[anchor.end : match.start()], anchor.line.label):
        return None
    found: dict[str, tuple[str, int]] = {}
    end = anchor.end
    while match is not None:
        name = next(column.id for column in table.columns if match[column.id] is not None)
        if name in found:
            return None
        found[name] = match["value"], match.start("value")
        end = match.end()
        match = pattern.match(text, end, until)
    if len(found) != len(table.columns):
        return None
    if not is_last and not says_only(text[end:until], anchor.line.label, following):
        return None
    return [found[column.id] for column in table.columns]


@cache
def _named(table: Table) -> re.Pattern[str]:
    names = "|".join(f"(?P<{column.id}>{column_pattern(column).pattern})" for column in table.columns)
    return re.compile(
        rf"[\W_]*(?:{loose(ORGANISATIONS)}[\W_]*)?(?:{names})[\s|:：为]*(?P<value>{TOKEN})(?![\d.．%])"
    )

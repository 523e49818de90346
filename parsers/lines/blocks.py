"""The blocks of table 二 in running text: the names of the columns in a row, then the rows. Table 二 has no sums, so nothing
may be broken, and each value must be seen to belong to its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Cell
from parsers.forms import Line, Table, load
from parsers.lines.piecedheads import in_pieces
from parsers.lines.standing import Standing, line_of_values, numbered, standing
from parsers.lines.streamlabels import (
    Anchor,
    Stream,
    anchors_of,
    column_pattern,
    label_pattern,
    names_another,
    says_only,
    values_of,
)
from parsers.lines.streamvalues import RUN, TOKEN, in_one_manner
from parsers.tables.align import Alignment

_HEAD = 600
"""Characters from the line above a header of table 二 to its first row, blanks and all."""
_ITEM = re.compile(r"第[（(][一五六八九][）)]项")
_ADDED = re.compile(r"其[他它]主动公开文件")
"""A row that some provinces add to table 二 behind the normative documents."""
_NEAR = 1500
"""Characters within which the parts of one block of table 二 stand."""

_BESIDE = re.compile(rf"[一-鿿)）][ \t]+{TOKEN}(?:[ \t]+{TOKEN})+[ \t]*$", re.MULTILINE)
"""A row of any table whose values stand beside its label."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that was found, where its values stand, and what follows its label on its line."""

    table: Table
    line: Line
    standing: Standing | None
    """None where no values could be told."""
    on_line: Sequence[str]


def read_blocks(source: Stream, tables: Iterable[str], alignment: Alignment) -> None:
    rows = [row for table_id in tables for row in _read_block(source, table_id, alignment)]
    beside = any(row.standing == "beside" for row in rows) or _BESIDE.search(source.text) is not None
    is_numbered = numbered([row.on_line for row in rows], [len(row.table.columns) for row in rows])
    for row in rows:
        # In a text that prints values beside their labels, what stands alone below one is the number of a page.
        if row.standing and (is_numbered or (beside and row.standing == "below")):
            alignment.take_back(row.table.id, row.line.id)


def _read_block(source: Stream, table_id: str, alignment: Alignment) -> list[_Row]:
    tables = [form.table(table_id) for form in load().values() if form.has(table_id)]
    # The longest header first: a short one is the end of a longer one.
    for table in sorted(tables, key=lambda table: -len(table.columns)):
        starts = _headers(source.text, table)
        rows = [row for start in starts for row in _rows_of(source, table, start, alignment)]
        below = {row.line.id for row in rows if row.standing == "below"}
        # A value below its label may be that of a row that is missing there.
        for row, following in pairwise(table.rows):
            if row.id in below and following.id not in alignment.rows[table.id]:
                alignment.take_back(table.id, row.id)
        if alignment.rows.get(table_id):
            return rows
    return []


def _headers(text: str, table: Table) -> list[int]:
    """Ends of the places where all column names of the table follow each other and no other value column joins them."""
    ends = []
    first, *rest = (column_pattern(column) for column in table.columns)
    for match in first.finditer(text):
        end = match.end()
        for pattern in rest:
            following = pattern.match(text, _skip(text, end))
            if following is None:
                break
            end = following.end()
        else:
            if not re.match(r"\s*处理决定", text[end:]):
                ends.append(end)
    return _pieced_headers(text, table) or ends


def _pieced_headers(text: str, table: Table) -> list[int]:
    names = [column.label for column in table.columns]
    spots = [match.start() for match in label_pattern(table.rows[0]).finditer(text)]
    heads = [(spot, _ITEM.split(text[max(0, spot - _HEAD) : spot])) for spot in spots]
    return [
        spot
        for spot, (*before, head) in heads
        if before and len(names) > 1 and in_pieces(head.replace("信息内容", "", 1), names)
    ]


def _skip(text: str, position: int) -> int:
    match = re.compile(r"[\W_]*").match(text, position)
    return match.end() if match else position


def _rows_of(source: Stream, table: Table, start: int, alignment: Alignment) -> list[_Row]:
    """Reads the rows of a block."""
    text = source.text
    boundary = re.compile(r"第二十条|信息内容|三、").search(text, start)
    end = min(boundary.start() if boundary else len(text), start + _NEAR)
    anchors = anchors_of(text, table.rows, start, end)
    above = text[start : anchors[0].start] if anchors else ""
    if not says_only(above, "单位万元", table.label, "件数") or RUN.search(above):
        return []
    others = names_another(text, start, table.columns[0])
    rows = []
    for index, anchor in enumerate(anchors):
        until = anchors[index + 1].start if index + 1 < len(anchors) else end
        if added := _ADDED.search(text, anchor.end, until):
            until = added.start()
        following = anchors[index + 1].line.label if index + 1 < len(anchors) else ""
        values = values_of(text, anchor, until, len(table.columns), following)
        alignment.columns.setdefault(table.id, set()).update(column.id for column in table.columns)
        stands = _put(source, table, anchor, None if others else values, until, alignment)
        rows.append(_Row(table, anchor.line, stands, line_of_values(text, anchor, until)))
    if rows and rows[-1].standing is None:  # each value may stand before its label
        for row in rows:
            if row.standing == "below":
                alignment.take_back(table.id, row.line.id)
    return rows


def _put(
    source: Stream,
    table: Table,
    anchor: Anchor,
    values: list[tuple[str, int]] | None,
    until: int,
    alignment: Alignment,
) -> Standing | None:
    """Gives the values of a row if they are sure to be its own, and tells where they stand."""
    stands = standing(source.text, anchor, values, until) if values else None
    if not values or stands == "before" or not in_one_manner(source.text, values):
        alignment.lose(table.id, anchor.line.id, ())
        return None
    for column, (value, offset) in zip(table.columns, values, strict=True):
        cell = Cell(0, 0, value, place=source.place(offset))
        alignment.put((table.id, anchor.line.id, column.id), cell)
    return stands

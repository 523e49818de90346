"""Running text -> cells of the statutory tables, for documents whose tables survive only as lines of text.

Each label is searched in the order of its form, with any white space and punctuation between its characters; what stands
between two labels must be exactly the values of the row and nothing else. White space carries no geometry: a row with one
value too few or too many is `lost`, and a row broken over lines must add up to be taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from parsers.document import Cell, Document
from parsers.forms import Form, Line, Table, load
from parsers.lines.doubled import doubled, rows_doubled
from parsers.lines.namedvalues import named_values
from parsers.lines.piecedheads import KINDS, LEAVES, SUITS, in_pieces, values_under_pieces
from parsers.lines.printedorder import printed_order
from parsers.lines.streamlabels import (
    Anchor,
    Stream,
    anchors_of,
    bare_above,
    column_pattern,
    heads_of,
    label_pattern,
    led_by_values,
    loose,
    names_another,
    says_only,
    spills,
    stream,
    values_of,
)
from parsers.lines.streamvalues import RUN, SPLIT, UNITS, in_one_manner, skip_space, tokens_of
from parsers.tables.align import Alignment
from parsers.tables.labels import LIST
from parsers.text import adds_up, counts_up, label_key

_PARENTHESES = re.compile(r"[（(](?!其中|含|包)[^（）()]{0,80}[）)]")
_UNIT_BEFORE = re.compile(rf"{UNITS}[\s|]*$")
_MONEY_BEFORE = re.compile(r"[百千万亿]*元[\s|]*$")
_LIST_HEADING = re.compile(r"\n\s*(?:[一二三四五六七八九]、|[（(][一二三四五六][）)])")
"""A heading inside the list of 2014; a dash behind it is no value of the row before."""
_WIDEST = 600
"""Characters a line takes whose columns are set apart by blanks."""
_CROWDED = 3
_HEAD = 600
"""Characters from the line above a header of table 二 to its first row, blanks and all."""
_ITEM = re.compile(r"第[（(][一五六八九][）)]项")
_ADDED = re.compile(r"其[他它]主动公开文件")
"""A row that some provinces add to table 二 behind the normative documents."""
_NEAR = 1500
"""Characters within which the parts of one block of table 二 stand."""


def align_text(document: Document, wanted: Iterable[str]) -> Alignment:
    """The wanted tables, as far as the text of the document gives them."""
    source = stream(document)
    alignment = Alignment()
    readers = {
        "rules": _read_block,
        "decisions": _read_block,
        "fees": _read_block,
        "procurement": _read_block,
        "requests": _read_requests,
        "disputes": _read_disputes,
        LIST: _read_list,
    }
    for table in wanted:
        readers[table](source, table, alignment)
    for table, row in rows_doubled(alignment.cells) if alignment.lost else ():
        alignment.take_back(table, row)
    return alignment


def _put_row(
    source: Stream, table: Table, row: Line, values: list[tuple[str, int]] | None, alignment: Alignment
) -> None:
    alignment.rows.setdefault(table.id, set()).add(row.id)
    if values is None or _in_doubt(source.text, values):
        alignment.lose(table.id, row.id, ())
        return
    for column, (text, offset) in zip(table.columns, values, strict=True):
        alignment.put((table.id, row.id, column.id), Cell(0, 0, text, place=source.place(offset)))


def _in_doubt(text: str, values: Sequence[tuple[str, int]]) -> bool:
    """Whether a row of table 三 is broken over lines, or has a number twice, and its sum does not hold it together."""
    texts = [value for value, _ in values]
    broken = "\n" in text[values[0][1] : values[-1][1]]
    return (broken and not adds_up(texts)) or doubled(texts, len(texts))


def _read_requests(source: Stream, table_id: str, alignment: Alignment) -> None:
    forms = [form for form in load().values() if form.has(table_id)]
    best: tuple[list[Anchor], Form] | None = None
    for form in forms:
        rows = form.table(table_id).rows
        for opening in label_pattern(rows[0]).finditer(source.text):
            closing = label_pattern(rows[-1]).search(source.text, opening.end())
            if not closing:
                break
            anchors = anchors_of(source.text, rows, opening.start(), closing.end())
            if len(anchors) > len(best[0] if best else ()) and len(anchors) > len(rows) // 2:
                best = anchors, form
    if best is None:
        return
    anchors, form = best
    table = form.table(table_id)
    order = printed_order(source.text[max(0, anchors[0].start - _NEAR) : anchors[0].start], table)
    if not order or led_by_values(source.text, anchors):
        for anchor in anchors:
            alignment.lose(table_id, anchor.line.id, ())
        return
    alignment.columns[table_id] = {column.id for column in table.columns}
    width, spilt = len(table.columns), bare_above(source.text, anchors[0].start)
    for anchor, following in pairwise(anchors):
        label = heads_of(following.line)
        named = named_values(source.text, anchor, following.start, table, label)
        values = named or _as_in_form(
            values_of(source.text, anchor, following.start, width, label), order, table
        )
        _put_row(source, table, anchor.line, None if spilt else values, alignment)
        spilt = named is None and spills(source.text, anchor, following.start, width)
    last = anchors[-1]
    values = _as_in_form(_last_values(source.text, last, width), order, table)
    values = values or named_values(source.text, last, None, table, "")
    _put_row(source, table, last.line, None if spilt else values, alignment)


def _as_in_form(
    values: list[tuple[str, int]] | None, order: Sequence[Line], table: Table
) -> list[tuple[str, int]] | None:
    """The values of a row in the order of the form. Those printed in another must make their total."""
    if values is None or order == table.columns:
        return values
    placed = [values[order.index(column)] for column in table.columns]
    return placed if adds_up([text for text, _ in placed]) else None


def _last_values(text: str, anchor: Anchor, count: int) -> list[tuple[str, int]] | None:
    run = RUN.search(text, anchor.end, anchor.end + _WIDEST)
    if run is None or not says_only(text[anchor.end : run.start()], anchor.line.label):
        return None
    tokens = tokens_of(text, run.start(), run.end())
    return tokens if len(tokens) == count else None


def _read_block(source: Stream, table_id: str, alignment: Alignment) -> None:
    """A block of table 二: its column names in a row, then its rows. Table 二 has no sums, so nothing may be broken."""
    tables = [form.table(table_id) for form in load().values() if form.has(table_id)]
    # The longest header first: a short one is the end of a longer one.
    for table in sorted(tables, key=lambda table: -len(table.columns)):
        starts = _headers(source.text, table)
        below = {row for start in starts for row in _rows_of(source, table, start, alignment)}
        # A value below its label may be that of a row that is missing there.
        for row, following in pairwise(table.rows):
            if row.id in below and following.id not in alignment.rows[table.id]:
                alignment.take_back(table.id, row.id)
        if alignment.rows.get(table_id):
            return


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


def _rows_of(source: Stream, table: Table, start: int, alignment: Alignment) -> Iterator[str]:
    """Reads the rows of a block; gives those whose values stand on a line below the label."""
    text = source.text
    boundary = re.compile(r"第二十条|信息内容|三、").search(text, start)
    end = min(boundary.start() if boundary else len(text), start + _NEAR)
    anchors = anchors_of(text, table.rows, start, end)
    above = text[start : anchors[0].start] if anchors else ""
    if not says_only(above, "单位万元", table.label, "件数") or RUN.search(above):
        return
    others = names_another(text, start, table.columns[0])
    for index, anchor in enumerate(anchors):
        until = anchors[index + 1].start if index + 1 < len(anchors) else end
        if added := _ADDED.search(text, anchor.end, until):
            until = added.start()
        following = anchors[index + 1].line.label if index + 1 < len(anchors) else ""
        values = values_of(text, anchor, until, len(table.columns), following)
        alignment.columns.setdefault(table.id, set()).update(column.id for column in table.columns)
        alignment.rows.setdefault(table.id, set()).add(anchor.line.id)
        if values is None or others or not in_one_manner(text, values):
            alignment.lose(table.id, anchor.line.id, ())
            continue
        for column, (value, offset) in zip(table.columns, values, strict=True):
            cell = Cell(0, 0, value, place=source.place(offset))
            alignment.put((table.id, anchor.line.id, column.id), cell)
        if "\n" in text[anchor.end : values[0][1]]:
            yield anchor.line.id


# --- table 四 and the list of 2014 ------------------------------------------------------------------------------------


@cache
def _disputes_pattern() -> re.Pattern[str]:
    """Three times five column names, each group of names anywhere before its five; then the values.

    The names in front are counted, as a text that repeats them would otherwise be read to its end from each of them.
    """
    group = "|".join(loose(name) for name in (*KINDS, SUITS))
    leaves = r"[\W_]*".join(loose(name) for name in LEAVES)
    head = rf"(?:(?:{group})[\W_]*){{0,8}}"
    return re.compile(rf"{head}{leaves}[\W_]*{head}{leaves}[\W_]*{head}{leaves}")


def _read_disputes(source: Stream, table_id: str, alignment: Alignment) -> None:
    table = load()["2021"].table(table_id)
    count = len(list(table.keys()))
    for match in _disputes_pattern().finditer(source.text):
        names = re.findall("|".join(map(loose, (*KINDS, SUITS))), match[0])
        order = [label_key(name) for name in names]
        if [name for name in order if name != SUITS] != list(KINDS) or order[0] != KINDS[0]:
            continue  # 行政诉讼 before 行政复议: the kinds are exchanged
        run = RUN.match(source.text, skip_space(source.text, match.end()))
        tokens = tokens_of(source.text, run.start(), run.end()) if run else []
        texts = [text for text, _ in tokens]
        if len(tokens) != count or counts_up(texts) or doubled(texts, len(LEAVES)):
            alignment.lose(table_id, "all", ())
            continue
        _put_disputes(source, table, tokens, alignment)
    for tokens in values_under_pieces(source.text):
        _put_disputes(source, table, tokens, alignment)


def _put_disputes(source: Stream, table: Table, tokens: list[tuple[str, int]], alignment: Alignment) -> None:
    for key, (text, offset) in zip(table.keys(), tokens, strict=True):
        alignment.rows.setdefault(table.id, set()).add(key[1])
        alignment.put(key, Cell(0, 0, text, place=source.place(offset)))


def _read_list(source: Stream, table_id: str, alignment: Alignment) -> None:
    """Indicator, unit and one value, in the order of the form."""
    table = load()["2014"].table(table_id)
    anchors = anchors_of(source.text, table.rows, 0, len(source.text))
    if len(anchors) < len(table.rows) // 2:
        return
    crowded = 0
    for index, anchor in enumerate(anchors):
        until = (
            anchors[index + 1].start if index + 1 < len(anchors) else min(anchor.end + 200, len(source.text))
        )
        piece = _PARENTHESES.sub(lambda match: " " * len(match[0]), source.text[anchor.end : until])
        if heading := _LIST_HEADING.search(piece):
            piece = piece[: heading.start()]
        runs = list(RUN.finditer(piece))
        rest = piece[: runs[0].start()] + piece[runs[0].end() :] if runs else piece
        before = _UNIT_BEFORE.sub("", piece[: runs[0].start()]) if runs else ""
        one = len(runs) == 1 and not SPLIT.search(runs[0][0]) and not re.search(r"\d", rest)
        money = (
            _MONEY_BEFORE.search(piece[: runs[0].start()]) if runs and anchor.line.unit == "万元" else None
        )
        if one and says_only(before, anchor.line.label) and (money is None or money[0].startswith("万")):
            offset = anchor.end + runs[0].start()
            cell = Cell(0, 0, runs[0][0], place=source.place(offset))
            alignment.put((table_id, anchor.line.id, "value"), cell)
        else:
            crowded += len(runs) == 1 and SPLIT.search(runs[0][0]) is not None
            alignment.lose(table_id, anchor.line.id, ())
    if crowded >= _CROWDED or led_by_values(source.text, anchors):
        # two columns of values, and a line with one has left out one of them; or a value for each label above it
        for anchor in anchors:
            alignment.lose(table_id, anchor.line.id, ())

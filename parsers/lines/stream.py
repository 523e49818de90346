"""Running text -> cells of the statutory tables, for documents whose tables survive only as lines of text.

Each label is searched in the order of its form, with any white space and punctuation between its characters; what stands
between two labels must be exactly the values of the row and nothing else. White space carries no geometry: a row with one
value too few or too many is `lost`, and a row broken over lines must add up to be taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from parsers.document import Cell, Document
from parsers.forms import Form, Line, Table, load
from parsers.lines.blocks import read_blocks
from parsers.lines.doubled import doubled, rows_doubled
from parsers.lines.listed import read_list
from parsers.lines.namedvalues import named_values
from parsers.lines.piecedheads import KINDS, LEAVES, SUITS, values_under_pieces
from parsers.lines.printedorder import printed_order
from parsers.lines.streamlabels import (
    Anchor,
    Stream,
    anchors_of,
    bare_above,
    heads_of,
    label_pattern,
    led_by_values,
    loose,
    says_only,
    spills,
    stream,
    values_of,
)
from parsers.lines.streamvalues import RUN, skip_space, tokens_of
from parsers.tables.align import Alignment
from parsers.tables.labels import BLOCKS, LIST
from parsers.text import adds_up, counts_up, label_key

_WIDEST = 600
"""Characters a line takes whose columns are set apart by blanks."""
_NEAR = 1500
"""Characters of a header within which its columns are looked for."""


def align_text(document: Document, wanted: Iterable[str]) -> Alignment:
    """The wanted tables, as far as the text of the document gives them."""
    source = stream(document)
    alignment = Alignment()
    readers = {
        "requests": _read_requests,
        "disputes": _read_disputes,
        LIST: read_list,
    }
    read_blocks(source, [table for table in wanted if table in BLOCKS], alignment)
    for table in wanted:
        if table in readers:
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

"""Statutory tables without rules, read by the places of header words, labels and numbers.

Columns come from the header words and from nothing else; rows from the labels. What reaches over two columns, stands between
them, or has no label beside it is kept as `torn`: there is no guessing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Box, Cell, Place
from parsers.pages import anchors, glyphs, headers, rowfields, rowlabels
from parsers.pages.anchors import Field, Token
from parsers.pages.cells import marks
from parsers.pages.continuations import Part
from parsers.pages.glyphs import Line
from parsers.pages.headers import Header
from parsers.pages.rowlabels import Group, Label
from parsers.pages.sheets import Sheet
from parsers.pages.strokes import ruling
from parsers.text import squash, value_like

_REQUEST_ROW = re.compile(r"[一二三四][、.．](?:本年|上年|上一年|结转|[本上结]$)")
"""The label of a row, or what its first line holds of it in a narrow column."""
_LAST_REQUEST = re.compile(r"四[、.．]结转|结转下年度")
_REMARK = re.compile(r"[0-9０-９（）()其中修订废止新增件条项]+")
"""A line of 22（其中修订16件） broken to fit."""
_SECTION = re.compile(r"[一二三四五六七八][、.．]|第二十条|信息内容|注[:：]|附件")


def tables(
    sheet: Sheet, lines: Sequence[Line], carried: Header | None
) -> tuple[list[Part], list[Line], Header | None]:
    """The borderless tables of a page, the lines that are in none, and the header of a table the page leaves unfinished."""
    if carried is None and not headers.ANY.search("".join(map(glyphs.text, lines))):
        return [], list(lines), None
    rows = [[anchors.token(piece) for piece in glyphs.tokens(line)] for line in lines]
    tokens = [each for row in rows for each in row]
    found = headers.find(tokens)
    if carried:
        found = [replace(carried, top=-1.0, bottom=-1.0), *found]
    parts: list[Part] = []
    used: set[int] = set()
    unfinished: Header | None = None
    for index, header in enumerate(found):
        end = found[index + 1].top if index + 1 < len(found) else 1e9
        below = [each for each in tokens if header.bottom < each.middle < end]
        body, closed = _body(header, below)
        part = _part(sheet, header, body, _after(body, below)) if body else None
        if part and part.cells:  # figures below no header and beside no label are left: the ends of others
            parts.append(part)
            used |= {id(each) for each in tokens if header.top - 1 < each.middle < header.bottom}
            used |= set(map(id, body))
        unfinished = None if closed or index + 1 < len(found) else header
    left = [[glyph for each in row if id(each) not in used for glyph in each.glyphs] for row in rows]
    return parts, [line for line in left if line], unfinished


def _body(header: Header, below: Sequence[Token]) -> tuple[list[Token], bool]:
    """The tokens of the rows under a header, and whether something ended the table before the page did."""
    body: list[Token] = []
    last: Token | None = None
    for each in sorted(below, key=lambda token: (round(token.middle), token.box[0])):
        beyond = last is not None and each.box[1] > last.box[3] + 0.6 * each.height
        if _ends(header, each, body) or (beyond and not _goes_on(each, body)):
            return body, True
        body.append(each)
        if header.kind == "requests" and _LAST_REQUEST.search(squash(each.text)):
            last = each
    return body, last is not None


def _goes_on(each: Token, body: Sequence[Token]) -> bool:
    """Whether a figure stands right under another one: a number on end, whose last digits are below its label."""
    middle = (each.box[0] + each.box[2]) / 2
    return value_like(each.text) and any(
        value_like(above.text)
        and above.box[0] < middle < above.box[2]
        and each.box[1] - above.box[3] < 0.6 * each.height
        for above in body
    )


def _ends(header: Header, each: Token, body: Sequence[Token]) -> bool:
    """Whether a token cannot be in the table any more: a heading, or text across the columns."""
    text = squash(each.text)
    if value_like(text):
        return False
    if header.kind == "disputes":
        return not (_REMARK.fullmatch(text) and _within_one(header, each))
    if sum(1 for column in header.columns if each.box[0] < column.middle < each.box[2]) > 1:
        return True
    if header.kind == "list":
        return text.startswith("注")
    heading = bool(_SECTION.match(text)) and len(text) > 2
    return heading and not (header.kind == "requests" and _REQUEST_ROW.match(text))


def _within_one(header: Header, each: Token) -> bool:
    """Whether a token stands in one column, and is no wider than it."""
    middle = (each.box[0] + each.box[2]) / 2
    nearest = min(range(len(header.columns)), key=lambda index: abs(header.columns[index].middle - middle))
    room = anchors.pitch(header.columns, nearest)
    return each.box[2] - each.box[0] < room and abs(header.columns[nearest].middle - middle) < room / 4


def _after(body: Sequence[Token], below: Sequence[Token]) -> list[Token]:
    """Numbers right behind the end of a table: a remark beside it may have ended it in the middle of its numbers."""
    inside = set(map(id, body))
    bottom = max((each.box[3] for each in body), default=0.0)
    return [t for t in below if id(t) not in inside and value_like(t.text) and t.box[1] < bottom + t.height]


def _part(sheet: Sheet, header: Header, body: Sequence[Token], after: Sequence[Token]) -> Part:
    written = [each for each in body if not _is_label(header, each)]
    cut = [piece for each in written for piece in anchors.cut_apart(each, header.columns)]
    aligned = anchors.alignment([each for each in cut if value_like(each.text)], header.columns)
    rules = _between_rows(sheet, header)
    named, groups = rowlabels.split(
        rowlabels.labels((each for each in body if _is_label(header, each)), rules)
    )
    left = min((each.box[0] for each in body), default=0.0)
    edges = header.edges(left)
    offset = 0 if header.kind == "disputes" else 3
    writer = _Writer(sheet, edges, offset)
    if header.bottom > 0:
        writer.header(header)
    small = {cut[index].box for index in marks([each.glyphs for each in cut])}
    counted = 1 if header.kind == "list" else 0
    found = anchors.fields(cut, header.columns, aligned, counted=counted, rules=rules)
    fields = [_whole(field, header, after) for field in found]
    fields = [field.torn() if field.box in small else field for field in fields]
    if header.kind == "disputes":
        writer.row(None, _of_one_row(fields), 0)
    else:
        _rows(writer, header, named, groups, fields)
    boxes = [each.box for each in body]
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    box = (edges[0], header.top if header.bottom > 0 else top, edges[-1], bottom)
    columns = (*(edges[0] + step for step in range(offset)), *edges[1:]) if offset else edges
    return Part(tuple(writer.cells), columns, Place(sheet.number, sheet.shown(box)), box[1], bottom)


def _between_rows(sheet: Sheet, header: Header) -> list[float]:
    """The heights of rules that run under all columns of a table."""
    first, last = header.columns[0].middle, header.columns[-1].middle
    level = ruling(sheet.strokes).level if sheet.strokes else ()
    return [at for at, start, end in level if start < first and last < end]


def _whole(field: Field, header: Header, after: Sequence[Token]) -> Field:
    """The field, doubted where it may go on with a number behind the end of the table; table 四 is one row of fields."""
    left, top, right, _ = field.box
    beyond = any(
        header.kind == "disputes" or (t.box[0] < right and left < t.box[2] and t.middle > top) for t in after
    )
    return field.torn() if beyond else field


def _is_label(header: Header, each: Token) -> bool:
    if header.kind == "disputes":
        return False
    return each.box[0] < header.edge and not (
        value_like(each.text) and (each.box[0] + each.box[2]) / 2 > header.edge
    )


def _rows(
    writer: _Writer,
    header: Header,
    named: Sequence[Label],
    groups: Sequence[Label],
    fields: Sequence[Field],
) -> None:
    """One row for each label, with the fields that stand beside it."""
    if not named:
        return
    beside = rowfields.beside(header, named, fields)
    first = writer.height
    grouped = rowlabels.grouped(named, groups)
    for group in grouped:
        writer.group(group, first)
    for index, (label, own) in enumerate(zip(named, beside, strict=True)):
        level = max((g.level + 1 for g in grouped if g.first <= index < g.first + g.count), default=0)
        writer.row(label, own, level)


def _of_one_row(fields: Sequence[Field]) -> Sequence[Field]:
    """The one row of table 四, doubted as a whole where two numbers stand above each other: beside the numbers of the columns
    a blank would have that of its column."""
    double = len({field.column for field in fields}) < len(fields)
    double = double or any(field.doubt and "\n" in field.text for field in fields)
    return [field.torn() for field in fields] if double else fields


class _Writer:
    """Collects the cells of one part: three columns of labels, then the columns of numbers."""

    def __init__(self, sheet: Sheet, edges: Sequence[float], labels: int) -> None:
        self.sheet = sheet
        self.edges = edges
        self.labels = labels
        self.height = 0
        self.cells: list[Cell] = []

    def header(self, header: Header) -> None:
        if header.kind == "disputes":
            self._spanning(header)
        elif self.labels:
            box = (self.edges[0], header.top, self.edges[1], header.bottom)
            self._put(0, 0, header.label, 1, self.labels, box)
        for index, column in enumerate(header.columns):
            box = (column.left, header.top, column.right, header.bottom)
            self._put(self.height, self.labels + index, column.text, 1, 1, box)
        self.height += 1

    def _spanning(self, header: Header) -> None:
        """行政复议 and 行政诉讼 over the fifteen results, 未经复议直接起诉 and 复议后起诉 between."""
        for row, words in enumerate((("行政复议", "行政诉讼"), ("", "未经复议直接起诉", "复议后起诉"))):
            spans = (5, 10) if row == 0 else (5, 5, 5)
            column = 0
            for word, span in zip(words, spans, strict=True):
                box = (
                    header.columns[column].left,
                    header.top,
                    header.columns[column + span - 1].right,
                    header.bottom,
                )
                self._put(row, column, word, 1, span, box)
                column += span
        self.height = 2

    def group(self, group: Group, first: int) -> None:
        label = group.label
        self._put(first + group.first, group.level, label.text, group.count, 1, label.box)

    def row(self, label: Label | None, fields: Sequence[Field], level: int) -> None:
        """A label under `level` others, and its fields; two fields in one column are two numbers, neither is a value."""
        if label:
            self._put(self.height, level, label.text, 1, self.labels - level, label.box)
        boxes = [*([label.box] if label else []), *(field.box for field in fields)]
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        columns = range(len(self.edges) - (2 if self.labels else 1))
        beside = [[field for field in fields if field.column == column] for column in columns]
        moved = not all(beside) and any(map(rowfields.crowded, beside))
        for column, here in enumerate(beside):
            text = "\n".join(field.text for field in here)
            doubt = "torn" if moved or len(here) > 1 else "".join(field.doubt for field in here)
            if any(field.also == column for field in fields):
                doubt = "torn"
            if any(field.doubt == "astray" for field in here):
                doubt = "astray"
            first = column + (1 if self.labels else 0)
            box = here[0].box if here else (self.edges[first], top, self.edges[first + 1], bottom)
            self._put(self.height, self.labels + column, text, 1, 1, box, doubt)
        self.height += 1

    def _put(
        self, row: int, column: int, text: str, row_span: int, column_span: int, box: Box, doubt: str = ""
    ) -> None:
        place = Place(self.sheet.number, self.sheet.shown(box))
        doubt = doubt or (self.sheet.doubt if text else "")
        self.cells.append(Cell(row, column, text, row_span, column_span, place, doubt))

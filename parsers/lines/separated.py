"""Tables as spreadsheets save them in text: fields parted by commas or semicolons, in quotes where they hold one.

    一、本年新收政府信息公开申请数量,,,3,0,0,0,0,0,3

A whole sheet may be saved so, its headings and paragraphs with an empty field for each column they do not fill. All lines of a
table have as many fields: a comma more, of a sentence or of thousands, ends it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Block, Cell, Grid, Paragraph, Place
from parsers.tables.labels import match_rows
from parsers.text import value_like

DELIMITERS = (",", ";")
_LEAST = 3
"""Lines, and fields of each, of which a table has no fewer."""
_PAIRS = 8
"""Lines with two fields each: a list of so many numbers."""
_WRAPPED = 8
"""Lines that the text of one field may have."""
_SHIELDED = re.compile(r'^="([^"]*)"$|^\'([^\']*)$')
"""A field that programs guard against what a spreadsheet makes of numbers: ="0", '0."""
_PROSE = re.compile(r"[一二三四五六七八九十]+、|.*。$|.{60}", re.DOTALL)
"""How a line begins, ends, or goes on that is no row of a table."""

Lines = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: the number of its first line, how many it takes, and its fields."""

    line: int
    lines: int
    fields: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing but its first field is filled in."""
        return bool(self.fields[0]) and not any(self.fields[1:])


def runs(lines: Lines, delimiter: str) -> Iterator[tuple[range, list[Record]]]:
    """Which lines are such tables, as ranges of their indexes, and the records they hold."""
    start = 0
    while start < len(lines):
        found = _records(lines, start, delimiter) if delimiter in lines[start][1] else []
        end = start + sum(record.lines for record in found)
        if _is_table(found):
            yield range(start, end), found
        start = max(end, start + 1)  # where a run is no table, no part of it is one


def _records(lines: Lines, start: int, delimiter: str) -> list[Record]:
    """The records from a line on that have as many fields as the first."""
    found: list[Record] = []
    at = start
    while at < len(lines):
        record = _record(lines, at, delimiter)
        if (
            record is None
            or len(record.fields) < 2
            or len(record.fields) != len((found or [record])[0].fields)
        ):
            break
        found.append(record)
        at += record.lines
    return found


def _record(lines: Lines, at: int, delimiter: str) -> Record | None:
    """The record that begins on a line; None when a quotation mark is left open, or a line is none of such a table."""
    text = lines[at][1]
    for count in range(1, _WRAPPED + 1):
        if text.count('"') % 2 == 0:
            try:
                fields = next(csv.reader([text], delimiter=delimiter), [])
            except csv.Error:  # a line end of another kind within the line, a field without end
                return None
            return Record(
                lines[at][0], count, tuple(_SHIELDED.sub(r"\1\2", field.strip()) for field in fields)
            )
        if at + count == len(lines):
            break
        text += "\n" + lines[at + count][1]
    return None


def _is_table(records: Sequence[Record]) -> bool:
    """Whether there are enough of them for a table, and numbers in it."""
    if len(records) < _LEAST:
        return False
    counted = sum(any(map(value_like, record.fields[1:])) for record in records)
    return counted > 0 if len(records[0].fields) >= _LEAST else counted >= _PAIRS


def blocks(records: Sequence[Record]) -> Iterator[Block]:
    """The table with a grid for what stands between two lines of prose. It is not sound: what saved it may have moved cells."""
    table: list[Record] = []
    for record in records:
        if record.alone and (
            not table or (_PROSE.match(record.fields[0]) and not match_rows(record.fields[0]))
        ):
            yield from _grid(table)
            table = []
            yield Paragraph(record.fields[0], Place(path=f"line[{record.line}]"), role="line")
        elif any(record.fields):
            table.append(record)
    yield from _grid(table)


def _grid(records: Sequence[Record]) -> Iterator[Grid]:
    if records:
        cells = [
            Cell(row, column, field, place=Place(path=f"line[{record.line}]/field[{column + 1}]"))
            for row, record in enumerate(records)
            for column, field in enumerate(record.fields)
        ]
        yield Grid(tuple(cells), Place(path=f"line[{records[0].line}]"), sound=False)

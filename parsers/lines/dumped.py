"""Tables that a program wrote as JSON: lists of rows, records with a field for each column, pairs of a label and its value.

Numbers stay as they are printed, and names that occur twice stay apart. A whole file is JSON, or each of its lines.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from parsers.document import Block, Cell, Grid, Paragraph, Place, Unreadable
from parsers.forms import load
from parsers.limits import CELLS
from parsers.text import label_key

_HAN = re.compile(r"[一-鿿]")
_DEPTH = 40
"""Levels of lists and records; what lies deeper is no table of a report."""
_LEAST = 3
"""Pairs that make a table; fewer are a title, a date."""


@dataclass(frozen=True, slots=True)
class _Record:
    """Names and values in the order of the file."""

    pairs: tuple[tuple[str, Any], ...]


def loaded(text: str) -> Any:
    """What a file holds if it is JSON as a whole or line by line, or None."""
    plain = text.strip("\ufeff \t\r\n")
    if plain[:1] not in ("[", "{") or plain[-1:] not in ("]", "}"):
        return None
    try:
        return _value(plain)
    except (ValueError, RecursionError):
        lines = plain.splitlines()
    if len(lines) < _LEAST or not all(line[:1] in ("[", "{") for line in lines):
        return None
    try:
        return [_value(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _value(text: str) -> Any:
    return json.loads(
        text,
        strict=False,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
        object_pairs_hook=lambda pairs: _Record(tuple(pairs)),
    )


def blocks(value: Any) -> Iterator[Block]:
    """A grid for every table, a paragraph for every text that stands in none, in the order of the file."""
    cells = 0
    for number, found in enumerate(_found(value, 0), start=1):
        if isinstance(found, str):
            yield Paragraph(found, Place(path=f"value[{number}]"), role="line")
            continue
        cells += sum(map(len, found))
        if cells > CELLS:
            raise Unreadable("bomb", f"more than {CELLS} table cells")
        yield _grid(found, f"value[{number}]")


def _found(value: Any, depth: int) -> Iterator[str | list[list[str]]]:
    if depth > _DEPTH:
        return
    if isinstance(value, _Record):
        named = [[name, _text(held)] for name, held in value.pairs if _is_text(held) and _HAN.search(name)]
        if len(named) >= _LEAST:
            times = Counter(name for name, _ in value.pairs)
            # A name that stands in two places of a form: the second has taken the place of the first.
            yield [pair for pair in named if times[pair[0]] > 1 or label_key(pair[0]) not in _twins()]
        for name, held in value.pairs:
            if not _is_text(held):
                yield from [name] if _HAN.search(name) else []
                yield from _found(held, depth + 1)
            elif len(named) < _LEAST and _text(held):
                yield _text(held)
    elif isinstance(value, list):
        if rows := _rows(value):
            yield rows
            return
        for each in value:
            yield from _found(each, depth + 1)
    elif _text(value):
        yield _text(value)


@cache
def _twins() -> frozenset[str]:
    """Names that stand in two places of a form."""
    return frozenset(
        name
        for form in load().values()
        for table in form.tables
        for row in table.rows
        if row.after
        for name in row.exact
    )


def _rows(value: list[Any]) -> list[list[str]]:
    """The rows of a table, if a list is one: lists of texts, or records with the same names."""
    if not value:
        return []
    if all(isinstance(row, list) and row and all(map(_is_text, row)) for row in value):
        return [[_text(each) for each in row] for row in value]
    records = [row for row in value if isinstance(row, _Record)]
    names = [name for name, _ in records[0].pairs] if records else []
    if len(records) < len(value) or any([name for name, _ in record.pairs] != names for record in records):
        return []
    rows = [[each for _, held in record.pairs for each in _flat(held)] for record in records]
    if not all(map(_is_text, (each for row in rows for each in row))):
        return []
    return [names, *([_text(each) for each in row] for row in rows)]


def _flat(held: Any) -> Sequence[Any]:
    return held if isinstance(held, list) else [held]


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str | bool)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _grid(rows: Sequence[Sequence[str]], path: str) -> Grid:
    """Rows as long as each other state the place of every blank."""
    cells = [
        Cell(i, j, text, place=Place(path=f"{path}/row[{i + 1}]/cell[{j + 1}]"))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    ]
    return Grid(tuple(cells), Place(path=path), sound=len({len(row) for row in rows}) == 1)

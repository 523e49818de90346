"""Plain text: lines, and tables whose fields are parted by tabs or pipes.

The n-th field of such a line need not stand under the n-th header (the extraction that made the file dropped or moved
cells), so these grids are not `sound`, unless the lines are framed like a drawn table and agree on their width.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from parsers.charset import decode
from parsers.document import Block, Cell, Document, Grid, Paragraph, Place, Unreadable
from parsers.limits import HTML_BYTES

MEDIA_TYPE = "text/plain"


def read(body: bytes) -> Document:
    """One paragraph per line (role `line`, path `line[n]`), one grid per run of lines with tabs or with pipes."""
    if len(body) > HTML_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes of text, more than {HTML_BYTES}")
    text, notes = decode(body)
    if _binary(text):
        raise Unreadable("not_a_document", "the bytes are neither a known format nor text")
    return Document(media_type=MEDIA_TYPE, blocks=tuple(_blocks(text)), notes=notes)


def _binary(text: str) -> bool:
    """Control characters do not occur in text; a stray one is let pass."""
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)))
    return controls > 2 + len(text) // 1000


def _blocks(text: str) -> Iterator[Block]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    runs = groupby(lines, key=lambda pair: _separator(pair[1]))
    for separator, run in runs:
        if separator:
            yield _grid(list(run), separator)
        else:
            for number, line in run:
                yield Paragraph(line.strip(), Place(path=f"line[{number}]"), role="line")


def _separator(line: str) -> str:
    if "\t" in line.strip("\n"):
        return "\t"
    return "|" if line.count("|") >= 2 else ""


def _grid(lines: list[tuple[int, str]], separator: str) -> Grid:
    """Fields as cells. Lines framed by pipes on both sides, with the same number of fields each, are a drawn table."""
    fields = [_fields(line.strip("\n"), separator) for _, line in lines]
    framed = separator == "|" and all(line.strip()[0] == line.strip()[-1] == "|" for _, line in lines)
    cells = [
        Cell(row, column, field.strip(), place=Place(path=f"line[{number}]/field[{column + 1}]"))
        for row, ((number, _), parts) in enumerate(zip(lines, fields, strict=True))
        for column, field in enumerate(parts)
    ]
    drawn = framed and len({len(parts) for parts in fields}) == 1
    return Grid(tuple(cells), Place(path=f"line[{lines[0][0]}]"), sound=drawn)


def _fields(line: str, separator: str) -> list[str]:
    """The outer pipes of `| a | b |` frame the row; they part no fields."""
    if separator == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    return line.split(separator)

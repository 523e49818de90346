"""From flows to grids: columns by geometry, merged cells once, tables within tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers import limits
from parsers.document import Block, Grid, Paragraph, Place, Unreadable, cell_of, place_of
from parsers.office.flow import Flow, Row, Table

NEAR = 60
"""Edges closer than this (in twips, 1/20 pt) are one edge drawn twice: Word and WPS let rows of one table
differ by a
few twips, and a digit is never narrower than 80."""


def blocks(flow: Flow, within: str = "") -> Iterator[Block]:
    """Paragraphs and grids in reading order, with paths such as `table[2]/row[5]/cell[3]` counted from 1.

    Counted are tables and paragraphs of the same parent, and cells as stored: a merged cell's continuation
    counts.
    """
    tables = paragraphs = 0
    if len(flow) > limits.BLOCKS:
        raise Unreadable("bomb", f"more than {limits.BLOCKS} paragraphs")
    for item in flow:
        if isinstance(item, Table):
            tables += 1
            yield from laid_out(item, f"{within}table[{tables}]")
        else:
            paragraphs += 1
            if item.text.strip():
                place = Place(path=f"{within}paragraph[{paragraphs}]")
                yield Paragraph(item.text.strip("\n"), place, role=item.role)


def laid_out(table: Table, path: str) -> Iterator[Block]:
    """The grid of a table, followed by the tables within its cells; or its contents, when it only arranges
    them."""
    if only_arranges(table):
        for row, cells in enumerate(table.rows, start=1):
            for number, cell in enumerate(cells, start=1):
                yield from blocks(cell.content, f"{path}/row[{row}]/cell[{number}]/")
        return
    yield grid(table, path)
    if not table.inner:
        return
    for row, cells in enumerate(table.rows, start=1):
        for number, cell in enumerate(cells, start=1):
            if inner := tuple(cell.tables()):
                yield from blocks(inner, f"{path}/row[{row}]/cell[{number}]/")


def only_arranges(table: Table) -> bool:
    """Whether a table is a frame: one column of anything, or mostly tables within tables."""
    if max(map(len, table.rows), default=0) <= 1:
        return True
    inner = sum(map(weight, table.inner))
    return inner > 0 and inner > sum(len(cell.text) for cell in table.cells())


def weight(table: Table) -> int:
    """Characters in a table and the tables within it."""
    return sum(len(cell.text) for cell in table.cells()) + sum(map(weight, table.inner))


def grid(table: Table, path: str) -> Grid:
    """Cells by the columns their edges span; the continuation of a merged cell lengthens the one above it."""
    column = columns(table.rows)
    if len(set(column.values())) > limits.COLUMNS + 1:
        raise Unreadable("bomb", f"{path} has more than {limits.COLUMNS} columns")
    found: list[tuple[int, int, str, int, int, Place, str]] = []
    above: dict[tuple[int, int], int] = {}  # (first, last) column -> the cell that ends in the row above
    for row, stored in enumerate(table.rows):
        here: dict[tuple[int, int], int] = {}
        for number, cell in enumerate(stored, start=1):
            span = (column[cell.left], column[cell.right])
            if cell.continues and span in above:
                index = above[span]
                top, left, text, height, width, place, doubt = found[index]
                found[index] = top, left, text, height + 1, width, place, doubt
            else:
                index = len(found)
                place = place_of((None, None, f"{path}/row[{row + 1}]/cell[{number}]"))
                found.append((row, span[0], cell.text, 1, max(1, span[1] - span[0]), place, ""))
            here[span] = index
        above = here
    return Grid(tuple(map(cell_of, found)), Place(path=path), table.sound)


def columns(rows: Sequence[Row]) -> dict[int, int]:
    """Which column boundary each edge is; edges that nearly coincide are one, unless a cell lies between.

    >>> from parsers.office.flow import TableCell
    >>> columns([(TableCell(0, 1000), TableCell(1000, 2000)), (TableCell(12, 2003),)])
    {0: 0, 12: 0, 1000: 1, 2000: 2, 2003: 2}
    """
    cells = {(cell.left, cell.right) for row in rows for cell in row}
    narrow = {(left, right) for left, right in cells if right - left <= NEAR}
    boundary: dict[int, int] = {}
    group: list[int] = []
    number = -1
    for edge in sorted({edge for cell in cells for edge in cell}):
        if (
            not group
            or edge - group[0] > NEAR
            or (narrow and any((other, edge) in narrow for other in group))
        ):
            group = []
            number += 1
        group.append(edge)
        boundary[edge] = number
    return boundary


def covered_text(flow: Flow) -> int:
    """How many continuations of merged cells hold text that no reader of the page ever sees."""
    tables = [item for item in flow if isinstance(item, Table)]
    here = sum(1 for table in tables for cell in table.cells() if cell.continues and cell.text)
    return here + sum(covered_text(table.inner) for table in tables if table.inner)

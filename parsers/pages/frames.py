"""Frames: ruled tables as places of edges, and the cells between them.

Where no rule stands between two elementary cells they are one cell; a cell is a rectangle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from parsers.document import Box, maker


class Span(NamedTuple):
    """A cell of a frame in elementary rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int


_span = maker(Span)


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table: the places of its column and row edges, ascending, and the cells between them."""

    edges_across: tuple[float, ...]
    edges_down: tuple[float, ...]
    spans: tuple[Span, ...]
    open_top: int = 0
    """Rows above the first level rule: the table comes from the page before."""
    open_bottom: int = 0
    """Rows below the last one."""

    @property
    def box(self) -> Box:
        return self.edges_across[0], self.edges_down[0], self.edges_across[-1], self.edges_down[-1]

    def span_box(self, span: Span) -> Box:
        return (
            self.edges_across[span.column],
            self.edges_down[span.row],
            self.edges_across[span.column + span.column_span],
            self.edges_down[span.row + span.row_span],
        )

    def rounded(self) -> Frame:
        """With edges to a hundredth of a point, as places are given."""
        across, down = (
            tuple(round(edge, 2) for edge in edges) for edges in (self.edges_across, self.edges_down)
        )
        return replace(self, edges_across=across, edges_down=down)

    def covered(self) -> list[int]:
        """For each elementary cell, row by row, the index of the span that covers it."""
        width = len(self.edges_across) - 1
        owner = [0] * (width * (len(self.edges_down) - 1))
        for index, span in enumerate(self.spans):
            for row in range(span.row, span.row + span.row_span):
                start = row * width + span.column
                owner[start : start + span.column_span] = [index] * span.column_span
        return owner


class DisjointSets:
    """Union-find over the numbers 0 … size - 1."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    def join(self, one: int, other: int) -> None:
        self._parent[self.find(one)] = self.find(other)


def united(
    across: list[float], down: list[float], floors: list[list[bool]], walls: list[list[bool]]
) -> list[Span]:
    """Elementary cells united where nothing stands between them, as rectangles.

    A union that is no rectangle has lost a piece of its border; it is cut into rectangles again, row by row.
    """
    width, height = len(across) - 1, len(down) - 1
    pairs = [
        (row * width + column, row * width + column + 1)
        for column, wall in enumerate(walls[1:-1])
        for row, stands in enumerate(wall)
        if not stands
    ]
    pairs += [
        (row * width + column, (row + 1) * width + column)
        for row, floor in enumerate(floors[1:-1])
        for column, stands in enumerate(floor)
        if not stands
    ]
    sets = DisjointSets(width * height)
    for pair in pairs:
        sets.join(*pair)
    members: dict[int, list[int]] = {}
    merged = {cell for pair in pairs for cell in pair}
    for cell in sorted(merged):
        members.setdefault(sets.find(cell), []).append(cell)
    spans = [_span((*divmod(cell, width), 1, 1)) for cell in range(width * height) if cell not in merged]
    for cells in members.values():
        spans += _rectangles(cells, width)
    return sorted(spans)


def _rectangles(cells: list[int], width: int) -> list[Span]:
    """Elementary cells (ascending) as few rectangles: runs of a row, stacked while they have the same columns."""
    runs: list[tuple[int, int, int]] = []  # row, first column, last column
    for cell in cells:
        row, column = divmod(cell, width)
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    stacked: dict[tuple[int, int], list[Span]] = {}
    for row, first, last in runs:
        above = stacked.setdefault((first, last), [])
        if above and above[-1].row + above[-1].row_span == row:
            above[-1] = above[-1]._replace(row_span=above[-1].row_span + 1)
        else:
            above.append(Span(row, first, 1, last - first + 1))
    return [span for spans in stacked.values() for span in spans]

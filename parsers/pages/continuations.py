"""Tables over page breaks: parts of a table that stand on consecutive pages become one grid.

Columns are joined by their places, never by counting. A header printed again is dropped; a label or row that the break cut in
two is made whole when numbering and borders leave no other reading.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from parsers.document import Box, Cell, Grid, Place
from parsers.tables.labels import match_columns
from parsers.text import is_unit, squash, value_like
from parsers.words.numbering import numbered

SAME_EDGE = 4.0
"""Points. Edges of two pages nearer than this are one, after the pages' margins are laid over each other."""
SHIFT = 40.0
"""Points. Mirrored margins move a table from page to page by at most this; farther (the next column of a page) it must have
the very same columns."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table as far as one page shows it."""

    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    """Places of its column edges on the page."""
    place: Place
    top: float = 0.0
    """Where it begins on its (first) page, for the reading order."""
    bottom: float = 0.0
    open_top: bool = False
    open_bottom: bool = False

    @property
    def height(self) -> int:
        return max(cell.row + cell.row_span for cell in self.cells)

    def grid(self) -> Grid:
        return Grid(tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.column))), self.place)


def joined(first: Part, second: Part) -> Part | None:
    """The two as one table, or None when their columns say that they are two."""
    edges = _laid_over(first.edges, second.edges)
    if edges is None:
        return None
    shift = second.edges[-1] - first.edges[-1]
    above = _recolumned(first.cells, first.edges, edges, 0.0)
    below = _recolumned(second.cells, second.edges, edges, shift)
    below = _without_header(above, below)
    if not below:
        return replace(first, open_bottom=second.open_bottom)
    height = first.height
    cut = _cut_row(above, below, height, first.open_bottom and second.open_top)
    cells = _whole_row(above, below, height) if cut else _whole_labels(above, below, height)
    return Part(cells, edges, first.place, first.top, first.bottom, first.open_top, second.open_bottom)


def torn(first: Part, second: Part) -> Part:
    """The first with the numbers of its last row in doubt, when nothing but digits stand in the first row of the second."""
    top = [cell.text for cell in second.cells if cell.row == 0 and cell.text]
    if not top or not all(text.isdecimal() for text in top):
        return first
    cells = tuple(
        cell._replace(doubt=cell.doubt or "torn")
        if cell.row + cell.row_span == first.height and cell.text[-1:].isdecimal()
        else cell
        for cell in first.cells
    )
    return replace(first, cells=cells)


def severed(first: Part, rests: Sequence[Place]) -> Part:
    """The first with those numbers of its last row in doubt that stand over one of some digits at the head of the next page."""
    boxes = [place.box for place in rests if place.box]
    cells = tuple(
        cell._replace(doubt=cell.doubt or "torn")
        if cell.row + cell.row_span == first.height
        and cell.text[-1:].isdecimal()
        and any(_in_line(cell.place.box, box) for box in boxes)
        else cell
        for cell in first.cells
    )
    return replace(first, cells=cells)


def _in_line(one: Box | None, other: Box) -> bool:
    """Whether two boxes have a range across the page in common, or down it, where pages lie on their side."""
    return one is not None and any(one[at] < other[at + 2] and other[at] < one[at + 2] for at in (0, 1))


def _laid_over(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """The column edges of both, or None when too few of them agree."""
    shift = second[-1] - first[-1]
    moved = [edge - shift for edge in second]
    new = [edge for edge in moved if all(abs(edge - other) > SAME_EDGE for other in first)]
    if new and abs(shift) > SHIFT:
        return None
    shared = len(moved) - len(new)
    if shared < 2 or shared * 2 < min(len(first), len(second)) or moved[0] < first[0] - SAME_EDGE:
        return None
    return tuple(sorted((*first, *new)))


def _recolumned(
    cells: Sequence[Cell], own: Sequence[float], edges: Sequence[float], shift: float
) -> list[Cell]:
    index = [min(range(len(edges)), key=lambda i: abs(edges[i] - edge + shift)) for edge in own]
    if index == list(range(len(own))):
        return list(cells)
    return [
        cell._replace(
            column=index[cell.column],
            column_span=index[cell.column + cell.column_span] - index[cell.column],
        )
        for cell in cells
    ]


def _without_header(above: Sequence[Cell], below: list[Cell]) -> list[Cell]:
    """The cells below without the rows that only print the header of the table again."""
    printed, again = _rows(above), _rows(below)
    first = _texts(again[0])
    for start, row in enumerate(printed):
        if len(row) != len(first) or _texts(row) != first:
            continue
        same = 0
        for one, other in zip(printed[start:], again, strict=False):
            if _texts(one) != _texts(other) or any(value_like(cell.text) for cell in other):
                break
            same += 1
        whole = (
            start == 0 or same > 1
        )  # one line like 信息内容 | 本年处理决定数量 heads several blocks of one table
        if same and whole and sum(1 for row in again[:same] for cell in row if cell.text) > 1:
            return [cell._replace(row=cell.row - same) for cell in below if cell.row >= same]
    return below


def _rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(max(cell.row for cell in cells) + 1)]
    for cell in cells:
        rows[cell.row].append(cell)
    return rows


def _texts(row: Sequence[Cell]) -> list[tuple[int, int, str]]:
    return sorted((cell.column, cell.column_span, squash(cell.text)) for cell in row)


def _at_seam(above: Sequence[Cell], height: int) -> dict[tuple[int, int], Cell]:
    return {(cell.column, cell.column_span): cell for cell in above if cell.row + cell.row_span == height}


def _cut_row(above: Sequence[Cell], below: Sequence[Cell], height: int, open_between: bool) -> bool:
    """Whether the last row above and the first row below are one row that the page break went through."""
    seam = _at_seam(above, height)
    top = sorted((cell for cell in below if cell.row == 0), key=lambda cell: cell.column)
    if any((cell.column, cell.column_span) not in seam for cell in top):
        return False
    pairs = [(seam[cell.column, cell.column_span], cell) for cell in top]
    named = _labels(pairs)
    labels, values = pairs[:named], pairs[named:]
    numbers = any(value_like(upper.text) and value_like(lower.text) for upper, lower in pairs)
    if not labels:  # table 四, one row without a label
        return numbers and _rest_of(values)
    if not any(lower.text for _, lower in labels) and any(lower.text for _, lower in values):
        return any(upper.text for upper, _ in labels)  # numbers without a label: the one above is theirs
    said = [(upper, lower) for upper, lower in pairs if lower.text and not value_like(lower.text)]
    units = [pair for pair in said if value_like(pair[0].text) and is_unit(pair[1].text)]
    said = [pair for pair in said if pair not in units]
    goes_on = bool(said) and numbered(said[-1][0].text) and not any(numbered(lower.text) for _, lower in said)
    if numbers:
        return goes_on and _rest_of(values)  # 1500 above and 9 below: one number in a narrow cell
    if any(_name_cut(upper.text, lower.text) for upper, lower in said):
        return True
    if any(upper.text and squash(upper.text) == squash(lower.text) for upper, lower in pairs):
        return False  # the same unit in both: two rows of a list
    return open_between or goes_on or (bool(units) and not said)


def _name_cut(upper: str, lower: str) -> bool:
    """Whether two texts are the halves of a column name: 科研机 over 构."""
    return bool(match_columns(upper + lower)) and not match_columns(upper) and not match_columns(lower)


def _labels(pairs: Sequence[tuple[Cell, Cell]]) -> int:
    """How many cells stand before the first number; a serial number before the label is no such number."""
    said = [i for i, (upper, _) in enumerate(pairs) if upper.text and not value_like(upper.text)]
    first = said[0] if said else 0
    return next(
        (i for i, (upper, _) in enumerate(pairs) if i >= first and _is_number(upper.text)), len(pairs)
    )


def _is_number(text: str) -> bool:
    return text[:1].isdigit() and not numbered(text)


def _rest_of(values: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the lower halves can be no row of their own: blank in some columns, and never more than stands above."""
    blank = any(upper.text and not lower.text for upper, lower in values)
    return blank and not any(lower.text and not upper.text for upper, lower in values)


def _whole_row(above: Sequence[Cell], below: Sequence[Cell], height: int) -> tuple[Cell, ...]:
    seam = _at_seam(above, height)
    whole = {}
    for cell in below:
        if cell.row == 0:
            upper = seam[cell.column, cell.column_span]
            both = (
                upper.text[-1:].isdigit() and cell.text[:1].isdigit()
            )  # a number cut in two, or two numbers
            whole[upper.column] = upper._replace(
                text=f"{upper.text}\n{cell.text}" if both else upper.text + cell.text,
                row_span=upper.row_span + cell.row_span - 1,
                place=cell.place if cell.text and not upper.text else upper.place,
                doubt=upper.doubt or cell.doubt or ("torn" if both else ""),
            )
    kept = [
        cell
        for cell in above
        if cell is not seam.get((cell.column, cell.column_span)) or cell.column not in whole
    ]
    moved = [_lower(cell, height - 1) for cell in below if cell.row > 0]
    return (*kept, *whole.values(), *moved)


def _whole_labels(above: Sequence[Cell], below: Sequence[Cell], height: int) -> tuple[Cell, ...]:
    """All cells, the labels left of the first row's own one joined with what stands above them.

    Only those: a blank number cell below a number is a blank number, and belongs to its own row.
    """
    seam = _at_seam(above, height)
    top = sorted((cell for cell in below if cell.row == 0), key=lambda cell: cell.column)
    own = next((cell.column for cell in top if numbered(cell.text)), None)
    if own is None:
        own = next((cell.column for cell in top if cell.text), 0)
    longer: dict[int, Cell] = {}
    dropped: set[int] = set()
    for cell in top:
        upper = seam.get((cell.column, cell.column_span))
        if upper and cell.column < own and not value_like(upper.text) and not value_like(cell.text):
            span = upper.row_span + cell.row_span
            place = upper.place if upper.text else cell.place
            longer[id(upper)] = upper._replace(text=upper.text + cell.text, row_span=span, place=place)
            dropped.add(id(cell))
    unlabelled = _without_label(seam.values(), top)
    nameless = _blank_label(list(seam.values()), top)
    for cell in top:
        upper = seam.get((cell.column, cell.column_span))
        its_rest = unlabelled and value_like(cell.text)
        two = bool(cell.doubt) and "\n" in cell.text  # the upper one may be the rest of the number above
        if upper and value_like(upper.text) and (its_rest or two):
            longer[id(upper)] = upper._replace(doubt=upper.doubt or "torn")
        if nameless and upper and upper.text[:1].isdigit() and value_like(cell.text):
            longer[id(cell)] = cell._replace(doubt=cell.doubt or "torn")  # the upper one begins its number
    kept = [longer.get(id(cell), cell) for cell in above]
    rest = [longer.get(id(cell), cell) for cell in below if id(cell) not in dropped]
    return (*kept, *(_lower(cell, height) for cell in rest))


def _without_label(seam: Collection[Cell], top: Sequence[Cell]) -> bool:
    """Whether the first row below has no label of its own: nothing but digits, or blank where the labels end."""
    return all(value_like(cell.text) for cell in top if cell.text) or _blank_label(top, seam)


def _blank_label(row: Sequence[Cell], other: Collection[Cell]) -> bool:
    """Whether a row is blank where the labels of the other, which has numbers behind them, end."""
    words = min((cell.column for cell in other if cell.text and not value_like(cell.text)), default=0)
    numbers = min((cell.column for cell in other if cell.column > words and value_like(cell.text)), default=0)
    beside = max((cell for cell in row if cell.column < numbers), key=lambda cell: cell.column, default=None)
    return beside is not None and not beside.text


def _lower(cell: Cell, rows: int) -> Cell:
    return Cell(
        cell.row + rows, cell.column, cell.text, cell.row_span, cell.column_span, cell.place, cell.doubt
    )

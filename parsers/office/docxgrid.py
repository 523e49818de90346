"""Tables of a DOCX: which columns the cells of a row lie in (ECMA-376 part 1, 17.4).

A table declares a grid of columns, a cell how many of them it spans. Programs that convert leave spans out or keep a grid
that no row fits any more; then the rows decide, or the widths of their cells, or nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from parsers import limits
from parsers.office.packages import Properties, XmlElement, attribute, local, parts

INSERTED = frozenset(("ins", "moveTo"))
DELETED = frozenset(("del", "moveFrom"))
CONTROLS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "sect", "sub-section"))
"""What stands around content and prints nothing; the last two in files of Word 2003."""
ROUNDING = 150  # Twips by which widths of cells may miss the boundaries of the grid, 2.6 mm.


@dataclass(frozen=True, slots=True)
class Spread:
    """A row as stored: its cells with their properties, the columns each spans, those left out before and after."""

    cells: Sequence[tuple[XmlElement, Properties]]
    spans: Sequence[int]
    before: int
    after: int

    @property
    def columns(self) -> int:
        return self.before + sum(self.spans) + self.after

    def bounds(self, edges: Sequence[int]) -> tuple[list[int], bool]:
        """Edges of the cells in twips, one more than there are cells; and whether they are known."""
        columns = list(accumulate(self.spans, initial=self.before))
        if self.columns == len(edges) - 1:
            return [edges[column] for column in columns], True
        widths = [_width(own) for _, own in self.cells]
        if not self.before and all(widths):
            laid = [_nearest(edges, position) for position in accumulate(widths, initial=0)]
            if laid[-1] == edges[-1] and all(left < right for left, right in pairwise(laid)):
                return laid, True
        return [_beyond(edges, column) for column in columns], False


def spread(row: XmlElement, properties: Properties) -> Spread:
    """A row element, whose properties are at hand; cells deleted with changes tracked are gone."""
    every = ((cell, parts(first(cell, "tcPr"))) for cell in wrapped(row, "tc"))
    cells = [(cell, own) for cell, own in every if "cellDel" not in own]
    spans = [_bounded(number(own, "gridSpan", 1), 1) for _, own in cells]
    return Spread(
        cells,
        spans,
        _bounded(number(properties, "gridBefore", 0), 0),
        _bounded(number(properties, "gridAfter", 0), 0),
    )


def table_edges(table: XmlElement, rows: Sequence[Spread]) -> list[int]:
    """Boundaries of the columns in twips; evenly spaced where the declared grid fits no row, or has no widths."""
    declared = find(table, "tblGrid")
    columns = [] if declared is None else [column for column in declared if local(column) == "gridCol"]
    counts = Counter(row.columns for row in rows)
    if counts and len(columns) not in counts:
        widths = [1000] * counts.most_common(1)[0][0]
    else:
        widths = [_integer(attribute(column, "w"), 0) for column in columns[: limits.COLUMNS]]
        if not all(0 < width < 100_000 for width in widths):
            widths = [1000] * len(widths)
    return list(accumulate(widths, initial=0))


def _beyond(edges: Sequence[int], column: int) -> int:
    """Position of a boundary; beyond the declared grid, columns go on evenly."""
    return edges[column] if column < len(edges) else edges[-1] + 1000 * (column - len(edges) + 1)


def _bounded(span: int, least: int) -> int:
    return max(least, min(span, limits.SPAN))


def wrapped(container: XmlElement, wanted: str) -> Iterator[XmlElement]:
    """Rows of a table or cells of a row, looking through content controls around them."""
    for child in container:
        name = local(child)
        if name == wanted:
            yield child
        elif name in CONTROLS or name in INSERTED:
            yield from wrapped(child, wanted)


def _width(properties: Properties) -> int:
    """Width of a cell in twips; 0 when it is not stated that way."""
    stated = properties.get("tcW")
    return (
        _integer(attribute(stated, "w"), 0)
        if stated is not None and attribute(stated, "type", "dxa") == "dxa"
        else 0
    )


def _nearest(edges: Sequence[int], position: int) -> int:
    """The boundary that a sum of widths means, rounding aside."""
    near = min(edges, key=lambda edge: abs(edge - position))
    return near if abs(near - position) <= ROUNDING else position


def first(element: XmlElement, name: str) -> XmlElement | None:
    """The properties of an element, which stand before its content."""
    return element[0] if len(element) and local(element[0]) == name else None


def find(element: XmlElement, name: str) -> XmlElement | None:
    return next((inner for inner in element if local(inner) == name), None)


def number(properties: Properties, name: str, default: int) -> int:
    return _integer(attribute(properties[name], "val"), default) if name in properties else default


def merge(properties: Properties, name: str) -> str:
    """`restart`, `continue` (also when the value is left out) or "" when the cell is not merged that way."""
    stated = properties.get(name, properties.get(name.lower()))  # written vmerge by Word 2003
    return attribute(stated, "val", "continue") if stated is not None else ""


def _integer(text: str, default: int) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return default

"""Pages set in two columns: where the gutter runs, and the order of what stands left and right of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.pages import glyphs
from parsers.pages.continuations import Part
from parsers.pages.glyphs import Line

GAP = 1.0
"""Times the height of a line: white space that may be the gutter."""
WIDTH = 8.0
"""Points. A gutter is wider."""
PIECES = 3
"""At least so many pieces stand on each side."""

Flow = list[Line | Part]
"""Lines and tables of one page from top to bottom."""
Extent = tuple[float, float]


def columns(flow: Flow, width: float) -> Iterator[Flow]:
    """The flow in reading order: what stands above two columns, the left one, the right one, what stands below."""
    middle = _gutter(flow, width)
    if middle is None:
        yield flow
        return
    band: Flow = []
    for item in flow:
        if any(left < middle < right for left, right in _extents(item)):
            yield from _sides(band, middle)
            band = []
            yield [item]
        else:
            band.append(item)
    yield from _sides(band, middle)


def _extents(item: Line | Part) -> list[Extent]:
    """From where to where an item prints: a table as a whole, a line by its pieces."""
    if isinstance(item, Part):
        return [(item.edges[0], item.edges[-1])]
    return [(piece[0][0], piece[-1][2]) for piece in glyphs.tokens(item, GAP)]


def _gutter(flow: Flow, width: float) -> float | None:
    """Where a strip without print runs between a table and what stands beside it, or between full lines of text."""
    extents = [_extents(item) for item in flow]
    beside = _beside_table(flow, extents)
    if beside is not None:
        return beside
    gaps = [
        (left[1] + right[0]) / 2
        for pieces in extents
        for left, right in pairwise(pieces)
        if right[0] - left[1] > WIDTH and 0.3 * width < (left[1] + right[0]) / 2 < 0.7 * width
    ]
    if len(gaps) < PIECES:
        return None
    middle = sorted(gaps)[len(gaps) // 2]
    left = [end - start for pieces in extents for start, end in pieces if end <= middle]
    right = [end - start for pieces in extents for start, end in pieces if start >= middle]
    return middle if _filled(left, middle) and _filled(right, width - middle) else None


def _beside_table(flow: Flow, extents: Sequence[Sequence[Extent]]) -> float | None:
    """The middle between a table and what stands right (or left) of it at the same height."""
    for part in flow:
        if not isinstance(part, Part):
            continue
        level = [
            each for item, each in zip(flow, extents, strict=True) if item is not part and _level(part, item)
        ]
        starts = [start for each in level for start, _ in each if start > part.edges[-1]]
        if starts:
            return (part.edges[-1] + min(starts)) / 2
        ends = [end for each in level for _, end in each if end < part.edges[0]]
        if ends:
            return (part.edges[0] + max(ends)) / 2
    return None


def _level(part: Part, item: Line | Part) -> bool:
    return part.top < (item.top if isinstance(item, Part) else item[0][1]) < part.bottom


def _filled(widths: Sequence[float], room: float) -> bool:
    """Whether pieces fill a column: several, and half of them more than half as wide as the room."""
    return len(widths) >= PIECES and sorted(widths)[len(widths) // 2] > room / 3


def _sides(band: Flow, middle: float) -> Iterator[Flow]:
    sides: tuple[Flow, Flow] = ([], [])
    for item in band:
        if isinstance(item, Part):
            sides[item.edges[0] >= middle].append(item)
            continue
        for side in (0, 1):
            half = [glyph for glyph in item if (glyph[0] >= middle) == bool(side)]
            if half:
                sides[side].append(half)
    yield from (side for side in sides if side)

"""Pages set in two columns: where the gutter runs, and the order of what stands left and right of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers import glyphs
from parsers.continuations import Part
from parsers.glyphs import Line

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
    """The middle of a strip near the middle of the page that almost nothing crosses, with full lines on both sides."""
    items = [_extents(item) for item in flow]
    sides = [
        (left[1], right[0])
        for extents in items
        for left, right in pairwise(extents)
        if right[0] - left[1] > WIDTH and 0.3 * width < (left[1] + right[0]) / 2 < 0.7 * width
    ]
    lone = [extents[0] for extents in items if len(extents) == 1]
    if len(sides) < PIECES and not _side_by_side(flow):
        return None
    for middle in _candidates(sides, lone, width):
        left = [end - start for extents in items for start, end in extents if end <= middle]
        right = [end - start for extents in items for start, end in extents if start >= middle]
        if _filled(left, middle) and _filled(right, width - middle):
            return middle
    return None


def _side_by_side(flow: Flow) -> bool:
    """Whether a table has text or another table beside it."""
    parts = [item for item in flow if isinstance(item, Part)]
    return any(
        start > part.edges[-1] and part.top < _top(item) < part.bottom
        for part in parts
        for item in flow
        for start, _ in _extents(item)[:1]
    )


def _top(item: Line | Part) -> float:
    return item.top if isinstance(item, Part) else item[0][1]


def _candidates(sides: Sequence[Extent], lone: Sequence[Extent], width: float) -> Iterator[float]:
    """Places where the gutter may run, the most frequent first."""
    places = sorted((left + right) / 2 for left, right in sides)
    if places:
        yield places[len(places) // 2]
    ends = [end for _, end in lone if end < 0.7 * width]
    starts = [start for start, _ in lone if start > 0.3 * width]
    if ends and starts and min(starts) - max(ends) > WIDTH:
        yield (min(starts) + max(ends)) / 2


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

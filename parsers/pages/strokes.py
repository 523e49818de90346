"""Ruled tables: from the strokes of a page to frames of cells.

A stroke is the box of anything thin that was drawn: a line, a thin filled rectangle, one side of an outlined one, a dot of
a dotted rule. Strokes that touch make a frame; where no stroke separates two elementary cells of it, they are one cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parsers.document import Box
from parsers.pages.frames import DisjointSets, Frame, united

THIN = 3.0
"""Points. What is thinner is a stroke."""
SHORT = 3.5
"""Points. A rule is longer: the edge of the narrowest cell, a line through one digit."""
BREAK = 3.0
"""Points. Pieces of a stroke farther apart are two strokes: dots and dashes are nearer, cells are wider."""
SAME = 3.0
"""Points. Strokes nearer than this mark the same edge: a rectangle per cell draws every edge twice."""
MOST_STROKES = 3_000
"""More merged strokes than this on a page are a drawing, no table."""
MOST_CELLS = 20_000
"""Elementary cells of one frame; the largest table of a report has 400."""


class Rule(NamedTuple):
    """A merged stroke: its place across (`at`) and where it starts and ends along."""

    at: float
    start: float
    end: float


Piece = tuple[float, float, float]
"""A rule before it is merged with others."""


class Ruling(NamedTuple):
    """What the strokes of a page make: tables from top to bottom, and all horizontal rules by ascending place, where they
    were drawn as well as where merging puts them: dots of other rules pull a line through a number off its middle."""

    frames: list[Frame]
    level: Sequence[Piece]


def ruling(strokes: Iterable[Box]) -> Ruling:
    """The ruled tables of a page. Frames of one cell or one column are left out: boxes around text."""
    pieces, posts = _pieces(strokes)
    level, upright = _merged(pieces), _merged(posts)
    drawn = sorted({*level, *(piece for piece in pieces if piece[2] - piece[1] > SHORT)})
    if not level or not upright or len(level) + len(upright) > MOST_STROKES:
        return Ruling([], drawn[:MOST_STROKES])
    found = (_frame(*group) for group in _touching(level, upright))
    return Ruling(sorted((frame for frame in found if frame), key=lambda frame: frame.edges_down[0]), drawn)


def _pieces(strokes: Iterable[Box]) -> tuple[list[Piece], list[Piece]]:
    """Horizontal and vertical pieces of rules. A dot may belong to either kind; alone it is none."""
    level: list[Piece] = []
    upright: list[Piece] = []
    for left, top, right, bottom in strokes:
        width, height = right - left, bottom - top
        if height < THIN and (width >= height or width < THIN):
            level.append(((top + bottom) / 2, left, right))
        if width < THIN and (height > width or height < THIN):
            upright.append(((left + right) / 2, top, bottom))
    return level, upright


def _merged(pieces: list[Piece]) -> list[Rule]:
    """Pieces of a rule joined; what is left short is none."""
    merged: list[Rule] = []
    for group in _near(sorted(pieces)):
        at = sum(piece[0] for piece in group) / len(group)
        parts = sorted([piece[1:] for piece in group])
        start, end = parts[0]
        for part in parts:
            if part[0] > end + BREAK:
                merged.append(Rule(at, start, end))
                start, end = part
            elif part[1] > end:
                end = part[1]
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > SHORT]


def _near(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Sorted pieces grouped by place; a group is never wider than `SAME`."""
    groups: list[list[Piece]] = []
    first = -1e9
    for piece in pieces:
        if piece[0] - first <= SAME:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            first = piece[0]
    return groups


def _touching(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or meet, directly or through others."""
    sets = DisjointSets(len(level) + len(upright))
    places = [rule.at for rule in level]
    for number, post in enumerate(upright, start=len(level)):
        first = bisect_left(places, post.start - BREAK)
        last = bisect_right(places, post.end + BREAK)
        for index in range(first, last):
            if level[index].start - BREAK <= post.at <= level[index].end + BREAK:
                sets.join(index, number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(level):
        groups.setdefault(sets.find(index), ([], []))[0].append(rule)
    for index, rule in enumerate(upright, start=len(level)):
        groups.setdefault(sets.find(index), ([], []))[1].append(rule)
    found = [group for group in groups.values() if group[0] and group[1]]
    loose = [posts[0] for rules, posts in groups.values() if not rules]
    for rules, posts in found if loose else ():
        posts += [post for post in loose if _in_open_end(post, rules, posts)]
        posts.sort()
    return found


def _in_open_end(post: Rule, level: Sequence[Rule], upright: Sequence[Rule]) -> bool:
    """Whether an upright rule that touches no other stands beyond the last level one of a frame, between its sides."""
    above, below = post.end < level[0].at, post.start > level[-1].at
    return (
        (above or below)
        and any(r.at < post.at and _beside(r, post) for r in upright)
        and any(r.at > post.at and _beside(r, post) for r in upright)
    )


def _beside(post: Rule, other: Rule) -> bool:
    return post.start - BREAK <= other.start and other.end <= post.end + BREAK


def _frame(level: list[Rule], upright: list[Rule]) -> Frame | None:
    """The frame that touching rules draw; its outer edges may be missing, rules that end there mark them."""
    level = [rule for rule in level if rule.end - rule.start > 2 * THIN]
    upright = [rule for rule in upright if rule.end - rule.start > 2 * THIN]
    if not level or not upright:
        return None
    left = min(*(rule.start for rule in level), upright[0].at)
    right = max(*(rule.end for rule in level), upright[-1].at)
    top = min(*(rule.start for rule in upright), level[0].at)
    bottom = max(*(rule.end for rule in upright), level[-1].at)
    first, last = level[0].at - SAME, level[-1].at + SAME
    if top < first or last < bottom:
        level = sorted([*level, *_implied(level, upright, (left, top, right, bottom))])
    across = _edges(left, upright, right)
    down = _edges(top, level, bottom)
    if len(across) < 3 or len(down) < 2 or (len(across) - 1) * (len(down) - 1) > MOST_CELLS:
        return None
    spans = united(across, down, _walls(down, level, across), _walls(across, upright, down))
    if (
        max(span.column_span for span in spans) == len(across) - 1
        and len({span.column for span in spans}) == 1
    ):
        return None
    above, below = bisect_left(down, first), len(down) - bisect_right(down, last)
    return Frame(tuple(across), tuple(down), tuple(spans), above, below)


def _implied(level: Sequence[Rule], upright: Sequence[Rule], whole: Box) -> Iterator[Rule]:
    """Rules a page break took, where an upright one that ends beyond the last of the others shows that a row ends there.

    It parts all cells but merged ones left of it, whose own borders go on.
    """
    left, top, right, bottom = whole
    for at, start, end in upright:
        for place in (start, end):
            above, below = place < level[0].at - SAME, place > level[-1].at + SAME
            if (above or below) and top + SAME < place < bottom - SAME:
                beside = (r.at for r in upright if r.at < at and r.start + SAME < place < r.end - SAME)
                yield Rule(place, max(beside, default=left), right)


def _edges(first: float, rules: list[Rule], last: float) -> list[float]:
    edges = [round(sum(rule[0] for rule in group) / len(group), 2) for group in _near(rules)]
    inner = [edge for edge in edges if first + SAME < edge < last - SAME]
    return [round(first, 2), *inner, round(last, 2)]


def _walls(edges: list[float], rules: list[Rule], steps: list[float]) -> list[list[bool]]:
    """walls[i][j]: a rule stands at `edges[i]` between `steps[j]` and `steps[j + 1]`, over more than half of the way."""
    walls = [[0.0] * (len(steps) - 1) for _ in edges]
    for at, start, end in rules:
        right = min(bisect_left(edges, at), len(edges) - 1)
        row = walls[right if right == 0 or edges[right] - at < at - edges[right - 1] else right - 1]
        first, last = max(0, bisect_right(steps, start) - 1), min(len(row), bisect_left(steps, end)) - 1
        for step in range(first, last + 1):
            row[step] += steps[step + 1] - steps[step]
        if first <= last:
            row[first] -= max(0.0, start - steps[first])
            row[last] -= max(0.0, steps[last + 1] - end)
    return [[length * 2 > steps[j + 1] - steps[j] for j, length in enumerate(row)] for row in walls]

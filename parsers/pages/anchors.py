"""Columns without rules: where the words of a header stand, and which of them a token below belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from statistics import median

from parsers.document import Box
from parsers.pages import glyphs
from parsers.pages.celltext import DIGITS, PITCH, content_of, wrapped
from parsers.pages.glyphs import Line
from parsers.text import value_like

ASTRAY = 0.32
"""Of the distance between two columns: a token farther from its column than this may belong to the next one."""
REACH = 0.3
"""Times the height: a narrow digit reaches farther under a header."""
ORDERED = 0.6
"""Of that distance: a number at the edge of its cell stands no farther from the middle of its header."""
FEW = 5
"""Tokens: fewer do not show how numbers stand under their headers, and each must stand under the words of its own."""
_WHOLE = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9.,]+[件条项个次人篇]")
"""Numbers that no digit can follow: digits in groups of three, or with their unit."""


@dataclass(frozen=True, slots=True)
class Token:
    """A run of glyphs on one line without a gap."""

    glyphs: Line
    box: Box
    text: str

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


def token(line: Line) -> Token:
    return Token(line, glyphs.box(line), "".join(glyph[4] for glyph in line))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A column: what its header says and from where to where that stands."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def stacked(words: Iterable[Token]) -> list[Anchor]:
    """Header words by column, lines of one cell joined: words that stand above each other are one header."""
    columns: list[list[Token]] = []
    for word in sorted(words, key=lambda word: word.box[0]):
        if columns and word.box[0] < max(other.box[2] for other in columns[-1]) - 1:
            columns[-1].append(word)
        else:
            columns.append([word])
    anchors = []
    for column in columns:
        column.sort(key=lambda word: (word.middle, word.box[0]))
        text = "".join(word.text for word in column)
        anchors.append(Anchor(text, min(w.box[0] for w in column), max(w.box[2] for w in column)))
    return anchors


def boundaries(anchors: Sequence[Anchor]) -> list[float]:
    """Places between neighbouring columns, one less than there are columns."""
    return [(left.middle + right.middle) / 2 for left, right in pairwise(anchors)]


@dataclass(frozen=True, slots=True)
class Aligned:
    """How numbers stand under their headers: one side of a number is always `offset` from one side of the header."""

    side: int
    under: int
    offset: float

    def distance(self, box: Box, anchor: Anchor) -> float:
        return abs(
            _side(box[0], box[2], self.side) - _side(anchor.left, anchor.right, self.under) - self.offset
        )


def _side(left: float, right: float, side: int) -> float:
    return (left, (left + right) / 2, right)[side]


CENTRED = Aligned(1, 1, 0.0)


def alignment(tokens: Sequence[Token], anchors: Sequence[Anchor]) -> Aligned:
    """The sides (left, middle, right) that agree best over all tokens; centred when there are too few to tell."""
    if len(tokens) < FEW:
        return CENTRED
    pairs = [(each.box, nearest(each.box, anchors, CENTRED)) for each in tokens]
    best, least = CENTRED, 1e9
    for side, under in product(range(3), repeat=2):
        offsets = [
            _side(box[0], box[2], side) - _side(anchors[i].left, anchors[i].right, under) for box, i in pairs
        ]
        offset = median(offsets)
        spread = sum(abs(each - offset) for each in offsets)
        if spread < least - 1e-6:
            best, least = Aligned(side, under, offset), spread
    return best


def nearest(box: Box, anchors: Sequence[Anchor], aligned: Aligned) -> int:
    return min(range(len(anchors)), key=lambda index: aligned.distance(box, anchors[index]))


def pitch(anchors: Sequence[Anchor], index: int) -> float:
    """Distance to the nearest neighbour of a column."""
    middle = anchors[index].middle
    return min((abs(other.middle - middle) for i, other in enumerate(anchors) if i != index), default=200.0)


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in one column of one row; a text broken over lines is one field."""

    column: int
    text: str
    box: Box
    doubt: str = ""
    also: int | None = None
    """Another column it may belong to, or reaches into."""

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    def torn(self) -> Field:
        """The same, its text doubtful as well; a doubt about its column stays the greater one."""
        return self if self.doubt == "astray" else replace(self, doubt="torn")


def fields(
    tokens: Sequence[Token],
    anchors: Sequence[Anchor],
    aligned: Aligned,
    *,
    counted: int = 0,
    rules: Sequence[float] = (),
) -> list[Field]:
    """Tokens as fields of columns. One that reaches over two columns, or stands between them, is doubtful in both, and `astray`
    where all of them may: sums hold as well one column farther.

    The columns before `counted` hold no numbers, but units. `rules` are the heights of rules between rows, from top to bottom.
    """
    columns: list[list[Token]] = [[] for _ in anchors]
    astray: dict[int, int] = {}
    moved: set[int] = set()
    few = sum(value_like(each.text) for each in tokens) < FEW
    shifted = _shifted(tokens, anchors, aligned)
    sole = len(anchors) - 1 if len(anchors) - counted == 1 else None
    ordered = _full(tokens, anchors) if few or shifted else {}
    for each in sorted(tokens, key=lambda token: (token.middle, token.box[0])):
        if sole is not None and value_like(each.text):
            columns[sole].append(each)
            continue  # wherever it stands
        column = ordered.get(id(each), -1)
        if column < 0:
            column = nearest(each.box, anchors, aligned)
        columns[column].append(each)
        other = column + (1 if (each.box[0] + each.box[2]) / 2 > anchors[column].middle else -1)
        covered = sum(1 for anchor in anchors if each.box[0] < anchor.middle < each.box[2])
        if not value_like(each.text) and DIGITS.isdisjoint(each.text):
            continue  # a unit stands where it likes
        if id(each) in ordered:
            continue
        beside = (few or shifted) and not _under(each, anchors[column])
        far = aligned.distance(each.box, anchors[column]) > ASTRAY * pitch(anchors, column)
        if covered > 1 or beside or far:
            astray[id(each)] = min(max(other, 0), len(anchors) - 1)
        if beside or shifted:
            moved.add(id(each))
    for index, found in enumerate(columns):
        for each in found:
            reached = _reached(each, index, columns, anchors)
            if reached is not None:
                astray.setdefault(id(each), reached)
    return [
        _field(index, lines, pitch(anchors, index), astray, moved)
        for index, column in enumerate(columns)
        for lines in _broken(column, pitch(anchors, index), rules)
    ]


def _full(tokens: Sequence[Token], anchors: Sequence[Anchor]) -> dict[int, int]:
    """The columns of tokens, by their ids, on lines with one number for each column: there their order tells, however they
    stand under the headers."""
    lines: list[list[Token]] = []
    for each in sorted((each for each in tokens if value_like(each.text)), key=lambda token: token.middle):
        if lines and each.middle - lines[-1][0].middle < REACH * each.height:
            lines[-1].append(each)
        else:
            lines.append([each])
    found: dict[int, int] = {}
    for line in lines:
        line.sort(key=lambda token: token.box[0])
        if len(line) == len(anchors) and all(
            CENTRED.distance(each.box, anchor) < ORDERED * pitch(anchors, column)
            for column, (each, anchor) in enumerate(zip(line, anchors, strict=True))
        ):
            found |= {id(each): column for column, each in enumerate(line)}
    return found


def _reached(
    each: Token, index: int, columns: Sequence[Sequence[Token]], anchors: Sequence[Anchor]
) -> int | None:
    """The column beside a number's own whose header it reaches under, where no other number of the line stands: its last digit,
    or its first, may be all that does."""
    if len(each.text) < 2 or not DIGITS.issuperset(each.text):
        return None
    reach = REACH * each.height
    for other in (index - 1, index + 1):
        if not 0 <= other < len(anchors):
            continue
        common = min(each.box[2], anchors[other].right) - max(each.box[0], anchors[other].left)
        if common > reach and not any(abs(t.middle - each.middle) < reach for t in columns[other]):
            return other
    return None


def _under(each: Token, anchor: Anchor) -> bool:
    return each.box[0] < anchor.right and anchor.left < each.box[2]


def _shifted(tokens: Sequence[Token], anchors: Sequence[Anchor], aligned: Aligned) -> bool:
    """Whether numbers that stand beside their headers, not under them, may all be of the column before or after.

    A number at the right edge of its cell stands nearest to the header at the left edge of the next. Then the first or the last
    column is left without any, while another one may have got two of a line.
    """
    numbers = [each for each in tokens if value_like(each.text)]
    columns = [nearest(each.box, anchors, aligned) for each in numbers]
    beside = sum(not _under(each, anchors[column]) for each, column in zip(numbers, columns, strict=True))
    ends = {0, len(anchors) - 1}
    return beside * 2 > len(numbers) and not ends <= set(columns)


def _broken(column: Sequence[Token], room: float, rules: Sequence[float]) -> list[list[Token]]:
    """Tokens of one column, grouped where lines follow each other as one text too wide for it; a rule between them parts them,
    and in a row between two rules lines may be as far apart as Word sets them."""
    groups: list[list[Token]] = []
    for each in column:
        row = bisect_right(rules, each.middle)
        if groups and bisect_right(rules, groups[-1][-1].middle) == row:
            same = abs(groups[-1][-1].middle - each.middle) < 0.3 * each.height
            goes_on = not (_WHOLE.fullmatch(groups[-1][-1].text) and each.text[:1].isdigit())
            far = PITCH if 0 < row < len(rules) else 0.0
            if same or (goes_on and wrapped([line.glyphs for line in (*groups[-1], each)], room, far)):
                groups[-1].append(each)
                continue
        groups.append([each])
    return groups


def _field(
    column: int, lines: Sequence[Token], room: float, astray: Mapping[int, int], moved: Container[int]
) -> Field:
    inside = [glyph for each in lines for glyph in each.glyphs]
    text, doubt = content_of(inside, room)
    other = next((astray[id(each)] for each in lines if id(each) in astray), None)
    if any(id(each) in moved for each in lines):
        doubt = "astray"
    return Field(column, text, glyphs.box(inside), doubt if other is None else doubt or "torn", other)


def cut_apart(each: Token, anchors: Sequence[Anchor]) -> list[Token]:
    """A number that reaches over several columns, cut at its one gap when there is one: two numbers that nearly touch."""
    covered = [anchor for anchor in anchors if each.box[0] < anchor.middle < each.box[2]]
    if len(covered) < 2 or not DIGITS.issuperset(each.text):
        return [each]
    gaps = [right[0] - left[2] for left, right in pairwise(each.glyphs)]
    widest = max(gaps)
    others = sorted(gaps)[:-1]
    if widest < 0.1 * each.height or (others and others[-1] > widest / 3):
        return [each]
    at = gaps.index(widest) + 1
    return [token(each.glyphs[:at]), token(each.glyphs[at:])]

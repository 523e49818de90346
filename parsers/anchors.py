"""Columns without rules: where the words of a header stand, and which of them a token below belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

from parsers import glyphs
from parsers.cells import DIGITS, content_of
from parsers.document import Box
from parsers.glyphs import Line

ASTRAY = 0.32
"""Of the distance between two columns: a token farther from its column than this may belong to the next one."""


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
    return [(left.middle + right.middle) / 2 for left, right in zip(anchors, anchors[1:], strict=False)]


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
    if len(tokens) < 5:
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
    """What stands in one column of one row."""

    text: str = ""
    doubt: str = ""
    box: Box | None = None


def fields(tokens: Sequence[Token], anchors: Sequence[Anchor], aligned: Aligned) -> list[Field]:
    """The tokens of one row by column. Who reaches over two columns, or stands between them, makes both doubtful."""
    columns: list[list[Token]] = [[] for _ in anchors]
    doubtful: set[int] = set()
    for each in tokens:
        column = nearest(each.box, anchors, aligned)
        columns[column].append(each)
        covered = {i for i, anchor in enumerate(anchors) if each.box[0] < anchor.middle < each.box[2]}
        if len(covered) > 1 and not covered.isdisjoint({column}):
            doubtful |= covered
        elif aligned.distance(each.box, anchors[column]) > ASTRAY * pitch(anchors, column):
            doubtful |= {column, *_neighbours(each.box, anchors, column)}
    return [_field(column, pitch(anchors, index), index in doubtful) for index, column in enumerate(columns)]


def _neighbours(box: Box, anchors: Sequence[Anchor], column: int) -> set[int]:
    """The column on the side to which a token strays."""
    other = column + (1 if (box[0] + box[2]) / 2 > anchors[column].middle else -1)
    return {other} & set(range(len(anchors)))


def _field(column: Sequence[Token], room: float, doubtful: bool) -> Field:
    if not column:
        return Field(doubt="torn" if doubtful else "")
    inside = [glyph for each in column for glyph in each.glyphs]
    text, doubt = content_of(inside, room)
    return Field(text, "torn" if doubtful else doubt, glyphs.box(inside))


def cut_apart(each: Token, anchors: Sequence[Anchor]) -> list[Token]:
    """A number that reaches over several columns, cut at its one gap when there is one: two numbers that nearly touch."""
    covered = [anchor for anchor in anchors if each.box[0] < anchor.middle < each.box[2]]
    if len(covered) < 2 or not DIGITS.issuperset(each.text):
        return [each]
    gaps = [right[0] - left[2] for left, right in zip(each.glyphs, each.glyphs[1:], strict=False)]
    widest = max(gaps)
    others = sorted(gaps)[:-1]
    if widest < 0.1 * each.height or (others and others[-1] > widest / 3):
        return [each]
    at = gaps.index(widest) + 1
    return [token(each.glyphs[:at]), token(each.glyphs[at:])]

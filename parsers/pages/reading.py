"""Reading order of a page, and lines into paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import Box, Paragraph, Place, Word
from parsers.pages import glyphs
from parsers.pages.glyphs import Line
from parsers.pages.sheets import Sheet
from parsers.words.numbering import numbered

INDENT = 1.2
"""Times the height: a line that starts farther right opens a paragraph."""
SHORT = 2.2
"""Times the height: a line that ends farther left closes one; Chinese is broken anywhere but before punctuation."""
ENOUGH = 4
"""Lines that show how wide the text is."""
WIDE = 0.7
"""Of the page without margins."""
ENDS = frozenset("。；;：:！？!?")
APART = 1.6
"""Times the height of white space between two lines of one paragraph, at most."""

NUMERAL = frozenset("0123456789０１２３４５６７８９/／—-")
COLUMN = 1.0
"""Times the height of white space between the columns of a row; prose has no two such gaps in a line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and what decides whether it goes on over a page break."""

    paragraph: Paragraph
    opens: bool
    """It starts indented or with white space above: nothing goes before."""
    closes: bool
    """Its last line ends early: nothing comes after."""


def passages(sheet: Sheet, lines: Sequence[Line]) -> Iterator[Passage]:
    """The paragraphs of consecutive lines that stand in one column of one page."""
    boxes = [glyphs.box(line) for line in lines]
    if not boxes:
        return
    left, right = _margins(boxes)
    if len(boxes) < ENOUGH:
        right = max(
            right, left + WIDE * (sheet.width - 2 * left)
        )  # a few short lines do not show where lines end
    rows = list(map(_tabular, lines))
    start = 0
    for index in range(1, len(lines) + 1):
        if (
            index == len(lines)
            or _breaks(boxes[index - 1], boxes[index], left, right)
            or (lines[index - 1][-1][4][-1] in ENDS and numbered(glyphs.text(lines[index][:6])))
            or rows[index - 1]
            or rows[index]
        ):
            first, last = boxes[start], boxes[index - 1]
            yield Passage(
                paragraph(sheet, lines[start:index], boxes[start:index]),
                first[0] > left + INDENT * (first[3] - first[1]) or rows[start],
                last[2] < right - SHORT * (last[3] - last[1]) or rows[index - 1],
            )
            start = index


def _margins(boxes: Sequence[Box]) -> tuple[float, float]:
    """Left and right edge of the text: where most lines start, and the farthest one ends."""
    starts = Counter(round(box[0] / 3) for box in boxes)
    most = max(starts.values())
    left = min(step for step, count in starts.items() if count == most) * 3
    return min(left, min(box[0] for box in boxes) + 20), max(box[2] for box in boxes)


def _breaks(above: Box, below: Box, left: float, right: float) -> bool:
    height, next_height = above[3] - above[1], below[3] - below[1]
    return (
        above[2] < right - SHORT * height
        or below[0] > left + INDENT * next_height
        or below[1] - above[3] > APART * height
        or below[1] < above[1]
        or not 0.8 < height / (next_height or 1) < 1.25
    )


def _tabular(line: Line) -> bool:
    """Whether a line is a row of a table without rules, whose last number the next line must not go on with."""
    ends = {line[0][4][0], line[-1][4][-1]}
    return not ends.isdisjoint(NUMERAL) and sum(1 for _ in glyphs.tokens(line, COLUMN)) > 2


def paragraph(sheet: Sheet, lines: Sequence[Line], boxes: Sequence[Box]) -> Paragraph:
    """Lines, in their boxes, as one paragraph; words keep their boxes."""
    words: list[Word] = []
    said = ""
    for line in lines:
        pieces = [glyphs.word(token) for token in glyphs.tokens(line)]
        text = " ".join([piece.text for piece in pieces])
        said += (" " if _letters(said[-1:], text[:1]) else "") + text
        words += [Word(piece.text, sheet.shown(piece.box)) for piece in pieces]
    whole = glyphs.around(boxes)
    role = "text" if len(lines) > 1 else "line"
    return Paragraph(said, Place(sheet.number, sheet.shown(whole)), tuple(words), role)


def _letters(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()


def rejoined(first: Paragraph, second: Paragraph) -> Paragraph:
    """A paragraph cut by a page break. Its words are those on the page of its place, the first one."""
    return replace(first, text=first.text + second.text, role="text")

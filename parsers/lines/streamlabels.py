"""Labels and values in running text: where the lines of a document stand, what a label looks like in them, and which
numbers stand between two labels and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.document import Document, Grid, Place
from parsers.forms import Line
from parsers.lines.glued import unglued
from parsers.lines.remarks import plain_names
from parsers.lines.streamvalues import RUN, SPLIT, UNITS, letters, tokens_of
from parsers.lines.wrapped import straightened
from parsers.text import counts_up, label_key, simplified

_WRAPPED_ASIDE = re.compile(r"(?<=\d)[（(]\n?(?:其\n?中|含|包)[^（）()]{0,24}[）)]")
"""A remark behind a number, broken over lines by a narrow cell; it is kept in one piece, and in its place."""

_FAR = 100
"""Characters behind a label within which its values begin."""
_NEAR = 200
"""Characters before a label within which a line of values begins."""
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,2}[、.．）)]\s*$")
_UNIT = re.compile(rf"[\s|]*[（(]?{UNITS}[）)]?[\s|]*$")
_HEAD = 600
"""Characters of a header, blanks and all."""
_LONGEST_PAGE = 20
_PAGE = re.compile(r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页(?:\W*共\s*\d{1,3}\s*页)?)\s*")
"""The number of a page on a line of its own; of - 3 - the dashes are no empty cells."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The text of a document and where each of its lines came from."""

    text: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]

    def place(self, offset: int) -> Place:
        return self.places[bisect_right(self.starts, offset) - 1]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the label of a row stands."""

    line: Line
    start: int
    end: int


def stream(document: Document) -> Stream:
    """All blocks as lines; the cells of a grid row are parted by tabs."""
    starts: list[int] = []
    places: list[Place] = []
    parts: list[str] = []
    length = 0
    for text, place in straightened(unglued(plain_names(list(_lines(document))))):
        starts.append(length)
        places.append(place)
        parts.append(text)
        length += len(text) + 1
    text = _WRAPPED_ASIDE.sub(lambda aside: aside[0].replace("\n", "\u200b"), simplified("\n".join(parts)))
    return Stream(text, tuple(starts) or (0,), tuple(places) or (Place(),))


def _lines(document: Document) -> Iterable[tuple[str, Place]]:
    for block in document.blocks:
        if isinstance(block, Grid):
            for cells in block.rows():
                if cells:
                    yield "\t".join(cell.text for cell in cells), cells[0].place
        elif len(block.text) > _LONGEST_PAGE or not _PAGE.fullmatch(block.text):
            yield block.text, block.place


def loose(text: str) -> str:
    """The characters of a label with any white space and punctuation between them."""
    return r"[\W_]*".join(re.escape(character) for character in label_key(text))


@cache
def label_pattern(line: Line) -> re.Pattern[str]:
    """The printed label: whole, or by a stem. Words such as 其他 and 总计 count only with their numbering."""
    if not line.stems:
        numbering = _whole_numbering(line)
        gap = (
            r"\s*" if numbering else ""
        )  # a pattern that begins with blanks tries each run of them from each of its places
        return re.compile(rf"{numbering}{gap}(?:{'|'.join(map(loose, line.exact))})")
    number = re.match(r"\d+", line.label)
    numbering = rf"(?:(?<!\d){number[0]}\s*[.．、]\s*)?" if number else ""
    return re.compile(rf"{numbering}(?:{'|'.join(map(loose, (line.label, *line.stems)))})")


def _whole_numbering(line: Line) -> str:
    """`（七）` of （七）总计 and `3.` of 3.其他, in any width of brackets and dots."""
    number = line.label.split(line.exact[0])[0] if line.exact and line.exact[0] in line.label else ""
    variants = {"（": "[（(]", "）": "[)）]", ".": "[.．、]"}
    return r"\s*".join(variants.get(character, re.escape(character)) for character in number)


def heads_of(row: Line) -> str:
    """What may stand before a row's own label: the labels of the groups it opens."""
    return f"三、本年度办理结果{row.group}{row.label}"


@cache
def column_pattern(line: Line) -> re.Pattern[str]:
    return re.compile("|".join(loose(name) for name in (line.label, *line.stems, *line.exact)))


def says_only(text: str, *allowed: str) -> bool:
    """Whether all letters of a piece of text are a piece of one of the labels that may stand there."""
    said = letters(text)
    return not re.search(r"\d", text) and (not said or any(said in letters(label) for label in allowed))


def anchors_of(text: str, rows: Sequence[Line], start: int, end: int) -> list[Anchor]:
    """Labels found in the order of the form; a label that is missing is passed over."""
    anchors: list[Anchor] = []
    position = start
    for row in rows:
        match = label_pattern(row).search(text, position, end)
        if match:
            anchors.append(Anchor(row, match.start(), match.end()))
            position = match.end()
    return anchors


def values_of(
    text: str, anchor: Anchor, until: int, count: int, following: str
) -> list[tuple[str, int]] | None:
    """The values of one row as (text, offset): one run of exactly `count` tokens, and besides it only pieces of labels."""
    runs = list(RUN.finditer(text, anchor.end, until))
    if len(runs) != 1:
        return None
    run = runs[0]
    before, after = text[anchor.end : run.start()], text[run.end() : until]
    if not says_only(before, anchor.line.label) or not says_only(after, anchor.line.label, following):
        return None
    tokens = tokens_of(text, run.start(), run.end())
    return tokens if len(tokens) == count else None


def spills(text: str, anchor: Anchor, until: int, count: int) -> bool:
    """Whether more than the values of a row stand before the next label: the upper halves of its own numbers, perhaps."""
    runs = [match.group() for match in RUN.finditer(text, anchor.end, until)]
    return len(runs) > 1 or any("\n" in run and len(SPLIT.split(run)) > count for run in runs)


def bare_above(text: str, start: int) -> bool:
    """Whether the line above a label is nothing but values, and not the numbers of the columns."""
    above = text[: text.rfind("\n", 0, start) + 1].strip().rpartition("\n")[2].strip()
    return bool(RUN.fullmatch(above)) and not counts_up(SPLIT.split(above))


def led_by_values(text: str, anchors: Sequence[Anchor]) -> bool:
    """Whether a value stands before the first label and none behind the last: then each stands before its own label."""
    start = anchors[0].start
    before = _NUMBERED.sub("", text[max(0, start - _NEAR) : start]).rstrip()
    above = before.rpartition("\n")[2].strip()
    if not RUN.fullmatch(above) or counts_up(SPLIT.split(above)):
        return False
    return not followed_by_value(text, anchors[-1])


def followed_by_value(text: str, anchor: Anchor) -> bool:
    """Whether a value stands behind a label, and but a unit between."""
    behind = RUN.search(text, anchor.end, anchor.end + _FAR)
    return behind is not None and not letters(_UNIT.sub("", text[anchor.end : behind.start()]))


def names_another(text: str, end: int, column: Line) -> bool:
    """Whether another column (上年处理决定数量) is named between 信息内容 and the first name of a header that ends here."""
    _, found, between = text[max(0, end - _HEAD) : end].rpartition("信息内容")
    first = column_pattern(column).search(between) if found else None
    return first is not None and bool(letters(between[: first.start()]))

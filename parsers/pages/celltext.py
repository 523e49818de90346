"""The text of one cell of a page: lines of a label put together, a number that was broken to fit, digits that make none.

Where a text may be wrong it is `torn`, two numbers in one cell, or `patched`, digits under other digits. It is kept as printed
and is no value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.pages import glyphs
from parsers.pages.glyphs import Glyph, Line
from parsers.text import HIDDEN

DIGITS = frozenset("0123456789０１２３４５６７８９.,，．")
PADDING = 12.0
"""Points left and right of the text in a cell, together; Word leaves 10.8."""
PITCH = 16.0
"""Points from line to line: Chinese documents of Word set 15.6, however small the digits are."""
LAPPED = 0.25
"""Of its width, by which a digit may reach into the next one."""
SMALL = 0.85
"""Of the height of other digits: one that is lower is the mark of a footnote, not the end of a number."""
STAGGER = 0.04
"""Of their height: digits as high as each other and farther apart on one line were not set as one number."""
_REMARK = re.compile(r"(\d)[（(]\n?其中\D{0,20}?(\d{1,9})\D{0,9}")
Content = tuple[str, str]
"""Text of a cell, and why it may be wrong (see `Cell.doubt`)."""


def content_of(inside: Line, room: float) -> Content:
    """The text of one cell that is `room` points wide.

    Lines of a label that fill the cell go on in the next, as Chinese is broken anywhere. A number is only ever broken when it
    does not fit; lines of digits in a cell with room to spare are two numbers. Hidden digits count only where no other are.
    """
    if len(inside) < 2:
        return (inside[0][4] if inside else ""), ""
    if len(inside) < 4 and _plain(inside):
        return glyphs.text(sorted(inside)), ""
    if _number(inside):
        return "".join([glyph[4] for glyph in inside]), ""
    hidden = [glyph for glyph in inside if glyph[4] == HIDDEN]
    if hidden and any(glyph[4] in DIGITS for glyph in inside):
        inside = [glyph for glyph in inside if glyph[4] != HIDDEN]
        if any(_one_string(one, other) for one in hidden for other in inside):
            return "\n".join(map(glyphs.text, glyphs.lines(inside))), "torn"
    rows = glyphs.lines(inside)
    said = [glyphs.text(row) for row in rows]
    if any(map(_overprinted, rows)) or _patched(inside, rows):
        return "\n".join(said), "patched"
    if uneven(heights(inside)) or any(map(_staggered, rows)):
        return "\n".join(said), "torn"
    if any(_numbers(text) > 1 for text in said):
        return "\n".join(said), "torn"
    if len(said) == 1:
        return said[0], ""
    if not DIGITS.issuperset("".join(said)):
        return _joined(rows, said, room)
    return ("".join(said), "") if wrapped(rows, room, PITCH) else ("\n".join(said), "torn")


def _one_string(one: Glyph, other: Glyph) -> bool:
    """Whether a hidden digit and a seen one stand side by side as those of one number: the file may hold a digit twice, hidden
    and seen, and pdfium keeps one of the two. Digits of a font that is not embedded reach into the next ones."""
    height = one[3] - one[1]
    level = abs(one[1] - other[1]) < STAGGER * height and abs(one[3] - other[3]) < STAGGER * height
    gap = max(one[0], other[0]) - min(one[2], other[2])
    return level and other[4] in DIGITS and -LAPPED * (one[2] - one[0]) < gap < STAGGER * height


def _plain(inside: Line) -> bool:
    """Whether a few different glyphs stand on one line, at most one of them a digit: `3` and `.补正后申请内容仍不明确`."""
    first = inside[0]
    slack = glyphs.STEP * (first[3] - first[1])
    digits = sum(1 for glyph in inside if glyph[4] in DIGITS or glyph[4] == HIDDEN)
    level = all(abs(glyph[1] + glyph[3] - first[1] - first[3]) < 2 * slack for glyph in inside)
    return digits < 2 and level and len({glyph[4] for glyph in inside}) == len(inside)


def _number(inside: Line) -> bool:
    """Whether digits follow each other as those of one string do, each as high as the others and where the last one ended."""
    end, top, _, bottom, _ = inside[0]
    slack = (bottom - top) / 20
    for left, high, right, low, said in inside:
        if said not in DIGITS or high != top or low != bottom or abs(left - end) > slack:
            return False
        end = right
    return True


def _joined(rows: Sequence[Line], said: Sequence[str], room: float) -> Content:
    """Lines that are not digits only. A break is kept where the next character would have fitted: two labels in one cell.

    Behind a number it says nothing, as brackets and units are not broken from it; between two digits it tears them.
    """
    text, doubt = said[0], ""
    if _before_remark(rows, said, room):
        return "".join(said), ""
    for above, below, words in zip(rows, rows[1:], said[1:], strict=False):
        filled = above[-1][2] - above[0][0] + glyphs.advance(below[0]) > room - PADDING
        downwards = len(words) == 1 or len(glyphs.text(above)) == 1  # written one character a line
        filled = filled or (downwards and text[-1] not in DIGITS and words[0] not in DIGITS)
        if not filled and text[-1] in DIGITS and words[0] in DIGITS:
            doubt = "torn"
        text += words if filled or (said[0][0] in DIGITS and not doubt) else f"\n{words}"
    return text, doubt


def _before_remark(rows: Sequence[Line], said: Sequence[str], room: float) -> bool:
    """Whether a number is broken before its last digit, as `31（其中修订27件）` may be: an opening bracket keeps the characters
    around it. The remark is a part of the number it follows, so that the last digit cannot be a number of its own."""
    remark = _REMARK.fullmatch("".join(said[1:]))
    if not remark or not said[0].isdecimal():
        return False
    last, part = map(int, remark.groups())
    digit, bracket, *_ = (
        glyph for row in rows[1:3] for glyph in row
    )  # each on a line of its own where both do not fit
    kept = glyphs.advance(digit) + 2 * glyphs.advance(bracket)
    full = rows[0][-1][2] - rows[0][0][0] + kept > room - PADDING
    return full and last < part <= int(said[0] + remark[1])


def wrapped(rows: Sequence[Line], room: float, pitch: float = 0.0) -> bool:
    """Whether lines are one text broken to fit: each filled up but the last, and close below each other, or within `pitch`."""
    widths = [row[-1][2] - row[0][0] for row in rows]
    digit = max(map(glyphs.advance, (glyph for row in rows for glyph in row)))
    em = max(digit, rows[0][0][3] - rows[0][0][1])
    close = all(below[0][1] - above[0][1] < max(1.55 * em, pitch) for above, below in pairwise(rows))
    return close and all(width + digit > room - PADDING for width in widths[:-1]) and widths[-1] <= room


def _patched(inside: Line, rows: Sequence[Line]) -> bool:
    """Whether some digits were printed twice and others were not: bold doubles all of them, a correction only a few."""
    printed = sum(1 for glyph in inside if glyph[4] in DIGITS)
    kept = sum(1 for row in rows for glyph in row if glyph[4] in DIGITS)
    return kept > 0 and printed % kept != 0


def _overprinted(row: Line) -> bool:
    """Whether two digits stand on each other: an old number under a new one."""
    return any(
        left[4].isdigit()
        and right[4].isdigit()
        and left[2] - right[0] > 0.4 * min(left[2] - left[0], right[2] - right[0])
        for left, right in pairwise(row)
    )


def heights(content: Line) -> list[float]:
    """Of the digits of a cell."""
    return [glyph[3] - glyph[1] for glyph in content if glyph[4] in DIGITS]


def uneven(found: Sequence[float]) -> bool:
    """Whether some digits are lower than others, as the mark of a footnote is."""
    return len(found) > 1 and min(found) < SMALL * max(found)


def _staggered(row: Line) -> bool:
    """Whether digits of one line and one size stand at different heights: a mark, or a digit added by hand."""
    digits = [glyph for glyph in row if glyph[4].isdigit()]
    return any(
        abs(left[1] - right[1]) > STAGGER * height
        and abs(right[3] - right[1] - height) < STAGGER * height / 2
        for left, right in pairwise(digits)
        if (height := left[3] - left[1])
    )


def _numbers(said: str) -> int:
    """How many tokens of digits a line holds, when it holds nothing else."""
    parts = said.split(" ")
    return len(parts) if len(parts) > 1 and all(map(DIGITS.issuperset, parts)) else 1

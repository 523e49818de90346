"""Numbers that word processors print in front of paragraphs without storing them: 一、 （一） 1. in DOCX
and DOC.

Headings and row labels of the statutory form are often numbered this way, so text alone would lose 三、 or
1. of a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

DIGITS = "〇一二三四五六七八九"
LEVELS = 9
ROMAN: Mapping[str, int] = {
    "m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40,
    "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its count is written (`style`, an ST_NumberFormat) and put into `text`
    (`（%1）`)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Counter:
    """Counts the paragraphs of one list; `levels` by depth from 0."""

    levels: Mapping[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, depth: int) -> str:
        """Count one paragraph of that depth and return what is printed in front of it."""
        level = self.levels.get(depth)
        if level is None:
            return ""
        for shallower in range(depth):
            self.counts.setdefault(shallower, self.start(shallower))
        self.counts[depth] = self.counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in self.counts if other > depth]:
            del self.counts[deeper]
        if level.style in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda match: self.written(int(match[1]) - 1), level.text)

    def start(self, depth: int) -> int:
        level = self.levels.get(depth)
        return level.start if level else 1

    def written(self, depth: int) -> str:
        level = self.levels.get(depth, Level())
        return written(self.counts.get(depth, level.start), level.style)


def numbered(label: str, text: str) -> str:
    """A paragraph with its number in a list; a number it begins with stays apart from it.

    >>> numbered("一、", "总体情况"), numbered("7.", "12")
    ('一、总体情况', '7. 12')
    """
    is_number = label[-1:].isdigit() or label[-1:] in {".", "．"}
    return f"{label} {text}" if is_number and text[:1].isdigit() else label + text


def written(number: int, style: str) -> str:
    """A count as a list style writes it; an unknown style is written in digits.

    >>> [written(n, "chineseCounting") for n in (1, 10, 11, 20, 21)], written(3, "decimalEnclosedCircle")
    (['一', '十', '十一', '二十', '二十一'], '③')
    >>> written(4, "lowerRoman"), written(28, "upperLetter"), written(7, "decimalFullWidth")
    ('iv', 'BB', '７')
    """
    writer = WRITERS.get(style)
    return writer(number) if writer and 1 <= number < 4000 else str(number)


def chinese(number: int) -> str:
    """Counting numerals below 100, digit by digit beyond.

    >>> chinese(9), chinese(40), chinese(105)
    ('九', '四十', '一〇五')
    """
    if 1 <= number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    return "".join(DIGITS[int(digit)] for digit in str(abs(number)))


def roman(number: int) -> str:
    numerals = ""
    for numeral, value in ROMAN.items():
        numerals += numeral * (number // value)
        number %= value
    return numerals


def full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})


def letters(number: int) -> str:
    """a … z, aa, bb …, as Word goes on after z."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def enclosed(first: str) -> Callable[[int], str]:
    """A writer for one of Unicode's rows of twenty enclosed numbers."""
    return lambda number: chr(ord(first) + number - 1) if number <= 20 else str(number)


WRITERS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "taiwaneseDigital": chinese,
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
    "decimalEnclosedCircle": enclosed("①"),
    "decimalEnclosedCircleChinese": enclosed("①"),
    "decimalEnclosedParen": enclosed("⑴"),
    "decimalEnclosedFullstop": enclosed("⒈"),
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "decimalZero": lambda number: f"{number:02}",
}
"""Number formats by their name in ST_NumberFormat (ECMA-376 part 1, 17.18.59)."""

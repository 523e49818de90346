"""Tables as programs set them in characters of one width: cells wrapped and centred, with drawn borders or with blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from unicodedata import east_asian_width

from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.text import plain

_BORDERS = dict(
    zip(("rd", "ld", "ru", "lu", "rud", "lud", "lrd", "lru", "lrud", "lr", "ud"), "┌┐└┘├┤┬┴┼─│", strict=True)
)
"""Box characters by the ways out of the middle of their place."""


@dataclass(frozen=True)
class _Canvas:
    """`widths` are places for the columns of the sheet; `wide` is what a Chinese character takes of them."""

    sheet: Sheet
    widths: Sequence[int]
    wide: int

    def width(self, text: str) -> int:
        return sum(self.wide if east_asian_width(character) in "WF" else 1 for character in text)

    def room(self, slot: Slot) -> int:
        return self._left(slot.column + slot.column_span) - self._left(slot.column) - 1

    def _left(self, column: int) -> int:
        return sum(self.widths[:column]) + column

    def wrapped(self, slot: Slot) -> list[str]:
        lines, line = [], ""
        for character in slot.text:
            if self.width(line + character) > self.room(slot) and not character.isascii():
                lines.append(line)
                line = ""
            line += character
        return [*lines, line]

    @cached_property
    def heights(self) -> list[int]:
        found = [1] * self.sheet.height
        for slot in sorted(self.sheet.slots, key=lambda slot: slot.row_span):
            last = slot.row + slot.row_span
            missing = len(self.wrapped(slot)) - sum(found[slot.row : last]) - (slot.row_span - 1)
            found[last - 1] += max(0, missing)
        return found

    def top(self, row: int) -> int:
        return sum(self.heights[:row]) + row

    def written(self) -> dict[tuple[int, int], str]:
        """Characters by line and place, each cell's in the middle of its height."""
        found: dict[tuple[int, int], str] = {}
        for slot in self.sheet.slots:
            lines = self.wrapped(slot)
            free = self.top(slot.row + slot.row_span) - self.top(slot.row) - 1 - len(lines)
            for number, line in enumerate(lines):
                place = self._left(slot.column) + 1
                for character in line:
                    found[self.top(slot.row) + 1 + free // 2 + number, place] = character
                    place += self.width(character)
        return found

    def borders(self) -> dict[tuple[int, int], str]:
        """Box characters by line and place."""
        ways: dict[tuple[int, int], set[str]] = {}
        for slot in self.sheet.slots:
            top, bottom = self.top(slot.row), self.top(slot.row + slot.row_span)
            left, right = self._left(slot.column), self._left(slot.column + slot.column_span)
            for line in (top, bottom):
                for place in range(left, right):
                    ways.setdefault((line, place), set()).add("r")
                    ways.setdefault((line, place + 1), set()).add("l")
            for place in (left, right):
                for line in range(top, bottom):
                    ways.setdefault((line, place), set()).add("d")
                    ways.setdefault((line + 1, place), set()).add("u")
        return {at: _BORDERS["".join(way for way in "lrud" if way in arms)] for at, arms in ways.items()}

    def lines(self, placed: dict[tuple[int, int], str]) -> list[str]:
        lines = []
        for number in range(self.top(self.sheet.height) + 1):
            line = ""
            for place, character in sorted((at[1], said) for at, said in placed.items() if at[0] == number):
                line += " " * (place - self.width(line)) + character
            lines.append(line)
        return lines


def _canvas(sheet: Sheet, *, wide: int, narrow: int) -> _Canvas:
    """Label columns of about ten characters, the others `narrow` ones."""
    widths = [wide * 10] * sheet.labels + [wide * narrow] * (sheet.width - sheet.labels)
    numbers = [slot for slot in sheet.slots if slot.kind == "figure"]
    for slot in numbers:
        each = max(len(slot.text) * wide // slot.column_span + 2, *widths[slot.column :][: slot.column_span])
        widths[slot.column : slot.column + slot.column_span] = [each] * slot.column_span
    return _Canvas(sheet, widths, wide)


@layout("text_drawn", "text")
def drawn(article: Article, random: Random) -> bytes:
    """With box characters, as a browser in a terminal draws tables."""
    narrow = random.choice([2, 4])

    def table(sheet: Sheet) -> str:
        canvas = _canvas(sheet, wide=2, narrow=narrow)
        return "\n".join(canvas.lines(canvas.borders() | canvas.written()))

    return plain(article, table)


@layout("text_drawn_narrow", "text")
def drawn_narrow(article: Article, random: Random) -> bytes:
    """With box characters, by a program that gives a Chinese character the room of any other."""

    def table(sheet: Sheet) -> str:
        canvas = _canvas(sheet, wide=1, narrow=4)
        return "\n".join(canvas.lines(canvas.borders() | canvas.written()))

    return plain(article, table)


@layout("text_plus", "text")
def plus(article: Article, random: Random) -> bytes:
    """With `+`, `-` and `|`, as a terminal draws tables."""
    return drawn(article, random).decode().translate(str.maketrans("┌┐└┘├┤┬┴┼─│", "+" * 9 + "-|")).encode()


@layout("text_centred", "text", torn=True, exact=0.9)
def centred(article: Article, random: Random) -> bytes:
    """With blanks only, each cell in the middle of its height, as `pdftotext -layout` prints a page."""

    def table(sheet: Sheet) -> str:
        canvas = _canvas(sheet, wide=1, narrow=random.choice([3, 5]))
        return "\n".join(line for line in canvas.lines(canvas.written()) if line.strip())

    return plain(article, table)

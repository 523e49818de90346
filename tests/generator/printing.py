"""How offices print a number, and what a reader may make of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

Number = int | Decimal

ZEROS = {
    "digit": ["0"],
    "wide": ["０"],
    "blank": [""],
    "nbsp": ["\u00a0", "\u3000", ""],
    "slash": ["/"],
    "dash": ["—"],
    "double dash": ["——", "--", "－"],
    "word": ["无"],
    "unit": ["0件"],
    "mixed": ["0", "0", "0", "", "/", "—", "无", "０"],
}
"""A style is what an office writes where nothing happened. Only the digits say zero."""


@dataclass(frozen=True)
class Printed:
    """`text` stands in the cell; `value` is the number it states, or None where it states none."""

    text: str
    value: Number | None

    @property
    def state(self) -> str:
        if self.value is not None:
            return "reported"
        return "mark" if self.text.strip() else "blank"


@dataclass(frozen=True)
class Hand:
    """One office's habits."""

    zero: str = "digit"
    number: str = "plain"
    """`plain`, `thousands` (1,153), `wide` (１１５３), `unit` (5件), `remark` (22（其中修订16件）)."""

    def write(self, value: Number, random: Random) -> Printed:
        if value == 0 and ZEROS[self.zero] != ["0"]:
            text = random.choice(ZEROS[self.zero])
            return Printed(text, 0 if any(sign in text for sign in "0０") else None)
        return Printed(NUMBERS[self.number](value, random), value)


def _plain(value: Number, random: Random) -> str:
    return str(value)


def _thousands(value: Number, random: Random) -> str:
    return f"{value:,}"


def _wide(value: Number, random: Random) -> str:
    return str(value).translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))


def _unit(value: Number, random: Random) -> str:
    return f"{value}件" if isinstance(value, int) else f"{value}"


def _remark(value: Number, random: Random) -> str:
    if isinstance(value, int) and value > 1 and random.random() < 0.2:
        return f"{value}（其中修订{random.randint(1, value)}件）"
    return str(value)


NUMBERS = {"plain": _plain, "thousands": _thousands, "wide": _wide, "unit": _unit, "remark": _remark}

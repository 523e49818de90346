"""Fields of a word processor: a code that computes, and the result that is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.text import HIDDEN

_MARK = re.compile("([\x13-\x15])")
DRAWN = frozenset("EQ SYMBOL FORMDROPDOWN LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT".split())
"""Fields that show something which is not in their result."""


@dataclass(slots=True)
class _Field:
    """A field that has begun: where its result will stand, the first piece of its code, whether that goes on."""

    start: int
    code: str = ""
    in_code: bool = True

    def is_drawn_beside(self, kept: list[str]) -> bool:
        """Whether it shows something and has no result among the texts kept."""
        named = (self.code.split() or [""])[0].upper()
        return named in DRAWN and not "".join(kept[self.start :]).strip()


def field_results(text: str) -> str:
    """Fields stand as U+0013 code U+0014 result U+0015, and may nest; a paragraph may begin within one.

    What a field shows without storing it as its result is neither printed nor nothing: `HIDDEN`.

    >>> field_results("合计\\x13 =SUM(ABOVE) \\x146\\x15件"), field_results("1\\x15")
    ('合计6件', '1')
    >>> field_results("\\x13 FORMDROPDOWN \\x14\\x15") == HIDDEN
    True
    """
    if _MARK.search(text) is None:
        return text
    kept: list[str] = []
    fields: list[_Field] = []
    codes = 0  # how many of those around are still in their code
    for piece in _MARK.split(text):
        if piece == "\x13":
            fields.append(_Field(len(kept)))
            codes += 1
        elif piece in {"\x14", "\x15"}:
            if fields:
                codes -= fields[-1].in_code
                fields[-1].in_code = False
            if fields and piece == "\x15" and fields.pop().is_drawn_beside(kept) and not codes:
                kept.append(HIDDEN)
        elif not codes:
            kept.append(piece)
        elif not fields[-1].code:
            fields[-1].code = piece
    return "".join(kept)

"""Values in running text: what one looks like, and several one after another."""

from __future__ import annotations

import re

UNITS = r"(?:万元|元|件|条|次|宗|个|项|份|人次|人|篇)"
_ASIDE = r"(?:[（(](?:其中|含|包括|包含)[^（）()\s]{0,20}[）)])"
TOKEN = rf"(?:[+\-−＋－]?\d(?:[\d,，]*\d)?(?:[.．]\d+)?{UNITS}?{_ASIDE}?|[/／]|[—－–-]{{1,3}}|(?<![)）\w])无(?!\w))"
RUN = re.compile(rf"(?<![\w.—-]){TOKEN}(?:[\s|]+{TOKEN})*(?![\w.、．])")
"""Values one after another, as a row of a table prints them."""
SPLIT = re.compile(r"[\s|]+")


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def tokens_of(text: str, start: int, end: int) -> list[tuple[str, int]]:
    tokens = []
    position = start
    for piece in SPLIT.split(text[start:end]):
        offset = text.index(piece, position)
        tokens.append((piece, offset))
        position = offset + len(piece)
    return tokens

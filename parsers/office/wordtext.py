"""The text of a Word 97–2003 file: what nobody sees blanked out, what stands above the line marked, of fields the result."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parsers.office.wordfile import Piece
from parsers.text import raised

NO_END = re.compile("[^\r\x07\x0c]")


def positions(runs: list[tuple[int, int]], pieces: tuple[Piece, ...]) -> Iterator[tuple[int, int]]:
    """Byte ranges, sorted and apart from each other, as ranges of positions (cp)."""
    for piece in pieces:
        last = piece.position(piece.end)
        index = max(0, bisect_right(runs, (piece.offset, last)) - 1)
        while index < len(runs) and runs[index][0] < last:
            low, high = max(runs[index][0], piece.offset), min(runs[index][1], last)
            if low < high:
                start = piece.start + (low - piece.offset) // piece.width
                yield start, start + (high - low) // piece.width
            index += 1


def lifted(text: str, ranges: list[tuple[int, int]]) -> str:
    """Text with what stands in these ranges marked as above or below the line."""
    pieces: list[str] = []
    at = 0
    for start, end in ranges:
        pieces += (text[at:start], raised(text[max(at, start) : end]))
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def without(text: str, dropped: list[tuple[int, int]]) -> str:
    """Text with dropped ranges blanked out by U+0000; marks in them still end their paragraphs and cells."""
    pieces: list[str] = []
    at = 0
    for start, end in dropped:
        pieces += (text[at:start], NO_END.sub("\0", text[max(at, start) : end]))
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def places(mark: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where a character stands between two positions."""
    at = text.find(mark, start, end)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1, end)


def field_results(text: str) -> str:
    """Fields are stored as U+0013 code U+0014 result U+0015, and may nest; a paragraph may begin within one.

    >>> field_results("合计\\x13 =SUM(ABOVE) \\x146\\x15件"), field_results("1\\x15")
    ('合计6件', '1')
    """
    kept: list[str] = []
    in_code: list[bool] = []
    codes = 0  # how many of those around are still in their code
    for piece in re.split("([\x13-\x15])", text):
        if piece == "\x13":
            in_code.append(True)
            codes += 1
        elif piece in {"\x14", "\x15"}:
            codes -= in_code.pop() if in_code else 0
            in_code += [False] if piece == "\x14" else []
        elif not codes:
            kept.append(piece)
    return "".join(kept)

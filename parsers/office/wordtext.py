"""The text of a Word 97–2003 file: what nobody sees blanked out, what stands above the line marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from parsers.office.wordfile import Piece
from parsers.text import HIDDEN, raised

ENDS = re.compile("[\r\x07\x0c]")
"""Of a paragraph, of a cell or row, of a page or section."""
NO_END = re.compile("[^\r\x07\x0c]")
DIGITS = re.compile(r"\d")


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
    return _changed(text, ranges, raised)


def masked(text: str, ranges: list[tuple[int, int]]) -> str:
    """Text whose digits in these ranges are neither printed nor nothing."""
    return _changed(text, ranges, lambda piece: DIGITS.sub(HIDDEN, piece))


def without(text: str, dropped: list[tuple[int, int]]) -> str:
    """Text with dropped ranges blanked out by U+0000; marks in them still end their paragraphs and cells."""
    return _changed(text, dropped, lambda piece: NO_END.sub("\0", piece))


def _changed(text: str, ranges: list[tuple[int, int]], change: Callable[[str], str]) -> str:
    """Text with each of these ranges changed, to as many characters."""
    pieces: list[str] = []
    at = 0
    for start, end in ranges:
        pieces += (text[at:start], change(text[max(at, start) : end]))
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def places(mark: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where a character stands between two positions."""
    at = text.find(mark, start, end)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1, end)

"""The layers of a Word 97–2003 file below its text: header, pieces, formatting runs, styles ([MS-DOC]).

Character positions (`cp`) count UTF-16 units of the text; byte positions (`fc`) point into the WordDocument
stream. Formatting is stored for byte ranges, in pages of 512 bytes, as lists of property modifiers (`sprm`:
a 16-bit code and an operand whose length the code tells).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from struct import iter_unpack, unpack_from
from typing import NamedTuple

from parsers.document import Unreadable, maker
from parsers.office.compound import Compound

MAIN_MAGIC = 0xA5EC
WORD_97 = 0xC1
ENCRYPTED, OTHER_TABLE = 0x100, 0x200
STYLES, CHARACTER_RUNS, PARAGRAPH_RUNS, PIECES = 1, 12, 13, 33  # numbers of pairs in the header
PAGE = 512
OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes, by the top three bits of a code; 6 means the operand tells
LONG_OPERAND, TABS = (0xD608, 0xD606), 0xC615
SINGLE = {0x41: 0x0800, 0x42: 0x0801, 0x57: 0x0837, 0x5C: 0x083C, 0x62: 0x2A42, 0x68: 0x2A48, 0x73: 0x2A53}
"""Of the properties that one number gives to a whole piece (isprm, 2.9.212) those that say how its text is seen."""
HUGE = (0x6646, 0x6645)  # the modifiers stand in the Data stream, at this position

Modifiers = tuple[tuple[int, bytes], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text from `start` to `end` (cp), stored at `offset` in units of `width` bytes."""

    start: int
    end: int
    offset: int
    width: int
    modifiers: Modifiers

    def position(self, cp: int) -> int:
        return self.offset + (cp - self.start) * self.width


class Run(NamedTuple):
    """A byte range with the same formatting: a style (paragraphs only) and modifiers."""

    start: int
    end: int
    style: int
    modifiers: Modifiers


_run = maker(Run)


class FormatPage(NamedTuple):
    """Runs that share a page: where each begins and the last ends, the entry of each, and what the entries say."""

    bounds: tuple[int, ...]
    offsets: bytes
    entries: dict[int, tuple[int, Modifiers]]

    def runs(self) -> Iterable[Run]:
        entries = map(self.entries.__getitem__, self.offsets)
        return [
            _run((start, end, *entry))
            for start, end, entry in zip(self.bounds, self.bounds[1:], entries, strict=False)
        ]


def _in_order(pages: list[FormatPage]) -> list[Run]:
    return sorted(chain.from_iterable(page.runs() for page in pages), key=itemgetter(0))


class WordFile:
    """Streams and header. Raises `Unreadable`: `not_a_document`, `unsupported` (Word 6/95), `encrypted`,
    `corrupt`."""

    def __init__(self, compound: Compound) -> None:
        self.main = compound.read("WordDocument")
        if "EncryptedPackage" in compound:
            raise Unreadable("encrypted", "a DOCX or XLSX that wants a password")
        if len(self.main) < 0x200:
            raise Unreadable("not_a_document", "no WordDocument stream")
        magic, version = unpack_from("<HH", self.main)
        (flags,) = unpack_from("<H", self.main, 10)
        if magic != MAIN_MAGIC or version < WORD_97:
            raise Unreadable("unsupported", f"written by Word 95 or older (version {version})")
        if flags & ENCRYPTED:
            raise Unreadable("encrypted", "the document wants a password")
        self.table = compound.read("1Table" if flags & OTHER_TABLE else "0Table")
        if not self.table:
            raise Unreadable("truncated", "no table stream")
        self.data = compound.read("Data")
        lengths = unpack_from(
            "<8i", self.main, 0x4C
        )  # main, footnotes, headers, macros, comments, endnotes, boxes
        self.lengths = tuple(max(0, length) for length in lengths)

    def start(self, number: int) -> int:
        """Position (fc in the table stream) of a pair in the header."""
        return int.from_bytes(self.main[0x9A + 8 * number : 0x9E + 8 * number], "little")

    def part(self, number: int) -> bytes:
        """What a pair in the header points to."""
        size = int.from_bytes(self.main[0x9E + 8 * number : 0xA2 + 8 * number], "little")
        start = self.start(number)
        return self.table[start : start + size]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The text's pieces in order; a file saved fast keeps old text in place and lists only what is
        still valid."""
        table = self.part(PIECES)
        lists: list[Modifiers] = []
        at = 0
        while at + 3 <= len(table) and table[at] == 1:
            (size,) = unpack_from("<h", table, at + 1)
            lists.append(modifiers(table[at + 3 : at + 3 + max(0, size)]))
            at += 3 + max(0, size)
        if at + 5 > len(table) or table[at] != 2:
            raise Unreadable("corrupt", "no piece table")
        body = table[at + 5 : at + 5 + int.from_bytes(table[at + 1 : at + 5], "little")]
        count = (len(body) - 4) // 12
        if count < 1:
            raise Unreadable("corrupt", "the piece table is empty")
        bounds = unpack_from(f"<{count + 1}I", body)
        if list(bounds) != sorted(bounds) or bounds[-1] > len(self.main):
            raise Unreadable("corrupt", "the piece table claims more text than the file holds")
        pieces = []
        for number, (_, stored, prm) in enumerate(iter_unpack("<HIH", body[4 * (count + 1) :][: 8 * count])):
            narrow = bool(stored & 0x40000000)
            offset = (stored & 0x3FFFFFFF) // (2 if narrow else 1)
            pieces.append(
                Piece(bounds[number], bounds[number + 1], offset, 1 if narrow else 2, _of_piece(prm, lists))
            )
        return tuple(pieces)

    @cached_property
    def text(self) -> str:
        """All text, one character per UTF-16 unit, so that positions in it are cp; see `flow.printable`."""
        units = b"".join(self._stored(piece) for piece in self.pieces)
        text = units.decode("utf-16-le", "surrogatepass")
        if len(text) * 2 != len(units):
            text = "".join(chr(unit) for (unit,) in iter_unpack("<H", units))
        return text

    def _stored(self, piece: Piece) -> bytes:
        stored = self.main[piece.offset : piece.position(piece.end)]
        if len(stored) < (piece.end - piece.start) * piece.width:
            raise Unreadable("truncated", "text lies beyond the end of the file")
        return stored if piece.width == 2 else narrow_text(stored)

    def piece_at(self, cp: int) -> Piece:
        return self.pieces[max(0, bisect_right(self._starts, cp) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def paragraph_runs(self) -> list[Run]:
        return _in_order(self._pages(PARAGRAPH_RUNS))

    @cached_property
    def character_runs(self) -> list[Run]:
        return _in_order(self._character_pages)

    @cached_property
    def character_modifiers(self) -> set[Modifiers]:
        """The lists of modifiers that text carries: a few, where runs are hundreds."""
        return {own for page in self._character_pages for _, own in page.entries.values()}

    @cached_property
    def _character_pages(self) -> list[FormatPage]:
        return self._pages(CHARACTER_RUNS)

    def _pages(self, kind: int) -> list[FormatPage]:
        """All pages of one kind; pages listed twice are read once."""
        table = self.part(kind)
        count = (len(table) - 4) // 8
        seen: dict[bytes, tuple[int, Modifiers]] = {}
        listed = table[4 * (count + 1) : 4 * (count + 1) + 4 * count]
        numbers = dict.fromkeys(number & 0x3FFFFF for (number,) in iter_unpack("<I", listed))
        return [self._page(number, kind == PARAGRAPH_RUNS, seen) for number in numbers]

    def _page(self, number: int, paragraphs: bool, seen: dict[bytes, tuple[int, Modifiers]]) -> FormatPage:
        page = self.main[number * PAGE : number * PAGE + PAGE]
        if len(page) < PAGE:
            raise Unreadable("truncated", "formatting lies beyond the end of the file")
        count = page[-1]
        entry = 13 if paragraphs else 1
        if 4 * (count + 1) + entry * count > PAGE:
            raise Unreadable("corrupt", "a formatting page lists more runs than fit into it")
        bounds = unpack_from(f"<{count + 1}I", page)
        offsets = page[4 * (count + 1) : 4 * (count + 1) + entry * count : entry]
        return FormatPage(
            bounds, offsets, {at: self._entry(page, 2 * at, paragraphs, seen) for at in set(offsets)}
        )

    def _entry(
        self, page: bytes, at: int, paragraphs: bool, seen: dict[bytes, tuple[int, Modifiers]]
    ) -> tuple[int, Modifiers]:
        """Style and modifiers at an offset of a page; at 0 there are none. Runs share their entries, also over pages."""
        raw = stored_entry(page, at, paragraphs) if at else b""
        entry = seen.get(raw)
        if entry is None:
            style = int.from_bytes(raw[:2], "little") if paragraphs else 0
            entry = seen[raw] = style, self._expanded(raw[2:] if paragraphs else raw)
        return entry

    def _expanded(self, raw: bytes) -> Modifiers:
        """Modifiers of a run, those that did not fit into the page fetched from the Data stream."""
        own = modifiers(raw)
        far = next((operand for code, operand in own if code in HUGE), None)
        if far is None:
            return own
        at = int.from_bytes(far, "little")
        size = int.from_bytes(self.data[at : at + 2], "little")
        return own + modifiers(self.data[at + 2 : at + 2 + size])


def _of_piece(prm: int, lists: Sequence[Modifiers]) -> Modifiers:
    """What was changed about a piece when the file was saved fast: one of the lists before the table, or one property."""
    if prm & 1:
        return lists[prm >> 1] if prm >> 1 < len(lists) else ()
    code = SINGLE.get(prm >> 1 & 0x7F)
    return () if code is None else ((code, bytes((prm >> 8,))),)


def stored_entry(page: bytes, at: int, of_paragraph: bool) -> bytes:
    """What a run's entry at an offset of its page holds: modifiers (Chpx), or a style number and modifiers (PapxInFkp)."""
    size = page[at]
    if not of_paragraph:
        return page[at + 1 : at + 1 + size]
    return page[at + 1 : at + 2 * size] if size else page[at + 2 : at + 2 + 2 * page[at + 1]]


def modifiers(raw: bytes) -> Modifiers:
    """Codes and operands of a list of modifiers; a list cut short ends at its last whole one.

    >>> modifiers(bytes.fromhex("1624 01 4966 02000000"))
    ((9238, b'\\x01'), (26185, b'\\x02\\x00\\x00\\x00'))
    """
    found: list[tuple[int, bytes]] = []
    at = 0
    last = len(raw) - 3
    while at <= last:
        code = raw[at] | raw[at + 1] << 8
        at += 2
        size = OPERAND[code >> 13]
        if not size and code in LONG_OPERAND:
            size = int.from_bytes(raw[at : at + 2], "little") - 1
            at += 2
        elif not size:
            size = raw[at]
            at += 1
            if code == TABS and size == 255:
                return tuple(found)  # more tab stops than this byte can count; nothing after them concerns us
        if size < 0 or at + size > len(raw):
            break
        found.append((code, raw[at : at + size]))
        at += size
    return tuple(found)


def narrow_text(raw: bytes) -> bytes:
    """Text stored with one byte per character (cp1252, undefined bytes as they are), as UTF-16."""
    try:
        return raw.decode("cp1252").encode("utf-16-le")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw).encode(
            "utf-16-le"
        )

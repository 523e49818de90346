"""Records of an XLS file (BIFF5 and BIFF8): the stream Workbook or Book is a row of (code, length, body).

Source: [MS-XLS] 2.1.4 (records), 2.5.293 (strings), 2.5.198 (RK numbers).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from struct import iter_unpack, unpack, unpack_from
from typing import NamedTuple

from parsers.document import Unreadable

CONTINUE = 0x3C
TEXTS = 1_000_000  # shared texts a file may claim


class RichText(NamedTuple):
    """A text, and from which characters on it is in which font; what comes before is in that of its cell."""

    characters: str
    fonts: tuple[tuple[int, int], ...] = ()

    def runs(self) -> Iterator[tuple[str, int | None]]:
        """The pieces of the text, each with its font."""
        bounds = [(0, None), *self.fonts, (len(self.characters), None)]
        for (start, font), (end, _) in pairwise(bounds):
            yield self.characters[start:end], font


def records(stream: bytes, at: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """Code and body of each record from a position; the bodies of its CONTINUE records follow its own."""
    pending: tuple[int, list[bytes]] | None = None
    while at + 4 <= len(stream):
        code, size = unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if len(body) < size:
            raise Unreadable("truncated", "a record ends beyond the file")
        if code == CONTINUE and pending is not None:
            pending[1].append(body)
            continue
        if pending is not None:
            yield pending
        pending = (code, [body])
    if pending is not None:
        yield pending


def rk(raw: bytes) -> float:
    """A number packed into four bytes: 30 bits of an integer or of a fraction, perhaps times 100.

    >>> rk((6 << 2 | 2).to_bytes(4, "little")), rk((1188 << 2 | 3).to_bytes(4, "little"))
    (6.0, 11.88)
    """
    (packed,) = unpack("<i", raw)
    value: float = (
        packed >> 2
        if packed & 2
        else unpack("<d", b"\0\0\0\0" + (packed & ~3 & 0xFFFFFFFF).to_bytes(4, "little"))[0]
    )
    return value / 100 if packed & 1 else float(value)


def text(body: bytes, at: int, length_size: int, page: str | None) -> str:
    """One string within a record: BIFF5 bytes in a code page, BIFF8 (`page` None) with a byte of flags."""
    length = int.from_bytes(body[at : at + length_size], "little")
    at += length_size
    if page is not None:
        return body[at : at + length].decode(page, "replace")
    flags = body[at] if at < len(body) else 0
    at += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return body[at : at + 2 * length].decode("utf-16-le", "replace")
    return body[at : at + length].decode("latin-1")


def shared_texts(bodies: Sequence[bytes]) -> list[RichText]:
    """Texts of the SST record. They run on over its CONTINUE records, where a cut text states its width
    anew."""
    reader = _Pieces(bodies)
    reader.take(4)
    count = int.from_bytes(reader.take(4), "little")
    found: list[RichText] = []
    while len(found) < min(count, TEXTS) and not reader.at_end():
        length = int.from_bytes(reader.take(2), "little")
        flags = reader.take(1)[0]
        runs = int.from_bytes(reader.take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(reader.take(4), "little") if flags & 4 else 0
        characters = reader.characters(length, bool(flags & 1))
        fonts = tuple(iter_unpack("<HH", reader.take(4 * runs)))
        found.append(RichText(characters, fonts))
        reader.skip(extra)
    return found


class _Pieces:
    """Reads through the bodies of one record and its continuations."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self._bodies = bodies
        self._piece = self._at = 0

    def at_end(self) -> bool:
        self._advance()
        return self._piece >= len(self._bodies)

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self.at_end():
                raise Unreadable("truncated", "the shared texts end before their time")
            part = self._bodies[self._piece][self._at : self._at + size - len(taken)]
            self._at += len(part)
            taken += part
        return taken

    def skip(self, size: int) -> None:
        while size > 0 and not self.at_end():
            step = min(size, len(self._bodies[self._piece]) - self._at)
            self._at += step
            size -= step

    def characters(self, length: int, wide: bool) -> str:
        found: list[str] = []
        while length > 0:
            if self._at >= len(self._bodies[self._piece]):
                self._piece, self._at = self._piece + 1, 0
                wide = bool(self.take(1)[0] & 1)
            body = self._bodies[self._piece]
            count = min(length, (len(body) - self._at) // (2 if wide else 1))
            if count == 0:
                raise Unreadable("corrupt", "a shared text is cut within a character")
            raw = body[self._at : self._at + count * (2 if wide else 1)]
            found.append(
                raw.decode("utf-16-le" if wide else "latin-1", "surrogatepass" if wide else "strict")
            )
            self._at += len(raw)
            length -= count
        return "".join(found)

    def _advance(self) -> None:
        while self._piece < len(self._bodies) and self._at >= len(self._bodies[self._piece]):
            self._piece, self._at = self._piece + 1, 0

"""Gzip members of a WARC file: each record is one, so each can be read, checked and lost on its own.

`warcio check` exits 0 on a file that is cut inside its last record; walking the members does not.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import zlib

    _LEVEL: int
else:
    try:
        from zlib_ng import zlib_ng as zlib

        _LEVEL = 4  # within 3 % of what zlib makes at 6, in a third of its time
    except ImportError:
        import zlib

        _LEVEL = 6

_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b\x08"
_STEP = 1 << 16
_SAMPLE = 1 << 13
_BLOCK = 0xFFFF
_BLOCK_HEAD = struct.Struct("<BHH")
_STORED_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_PLAIN_HEAD = _STORED_HEAD[:4]
"""A head without name or comment, as ours are: its length is known."""
_TAIL = 8
_STORED_END = b"\x01\x00\x00\xff\xff"
"""A last block with nothing in it."""

Buffer = bytes | mmap.mmap
Pieces = Sequence[bytes | memoryview]
"""A record, or a member, in the order of its bytes: a body is not copied only to stand behind its headers."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a file: one whole member that holds a WARC record, or bytes that are none."""

    offset: int
    length: int
    sound: bool


def size_of(pieces: Pieces) -> int:
    """In bytes."""
    return sum(map(len, pieces))


def member(record: Pieces) -> Pieces:
    """The record as one gzip member. What does not shrink (PDF, pictures) is stored, not squeezed.

    The time stamp of the gzip header is 0, so that the same record is always the same bytes.
    """
    if not _shrinks(record):
        return _stored(record)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return (b"".join([*map(packer.compress, record), packer.flush()]),)


def _shrinks(record: Pieces) -> bool:
    if size_of(record) <= _SAMPLE:
        return True  # asking would cost as much
    # Asked in the middle of what is longest, because the beginning is always headers and would promise too much.
    longest = max(record, key=len)
    start = max(0, (len(longest) - _SAMPLE) // 2)
    sample = longest[start : start + _SAMPLE]
    return len(zlib.compress(sample, 1)) < 0.9 * len(sample)


def _stored(record: Pieces) -> Pieces:
    """A member of stored blocks (RFC 1951, 3.2.4): what zlib makes at level 0, at a sixth of its cost."""
    parts: list[bytes | memoryview] = [_STORED_HEAD]
    checksum = 0
    for piece in record:
        checksum = zlib.crc32(piece, checksum)
        view = memoryview(piece)
        for at in range(0, len(piece), _BLOCK):
            block = view[at : at + _BLOCK]
            parts += [_BLOCK_HEAD.pack(0, len(block), len(block) ^ _BLOCK), block]
    parts += [_STORED_END, struct.pack("<II", checksum, size_of(record) & 0xFFFFFFFF)]
    return parts


@dataclass(frozen=True, slots=True)
class _Stored:
    """What stands in a member of stored blocks that ends at `end`."""

    blocks: Sequence[memoryview]
    end: int

    def agrees(self, data: Buffer) -> bool:
        """Whether the member closes with the checksum and length of what is in it."""
        checksum = 0
        for block in self.blocks:
            checksum = zlib.crc32(block, checksum)
        size = size_of(self.blocks) & 0xFFFFFFFF
        return data[self.end - _TAIL : self.end] == struct.pack("<II", checksum, size)


def _stored_in(data: Buffer, at: int) -> _Stored | None:
    """The member at this place, if it is one that `_stored` made: read as it was written, twenty times as fast as by
    zlib. Of any other, and of one that is not whole, nothing is said here."""
    if data[at : at + len(_STORED_HEAD)] != _STORED_HEAD:
        return None
    view = memoryview(data)
    blocks = []
    at += len(_STORED_HEAD)
    last = 0
    while not last:
        head = data[at : at + _BLOCK_HEAD.size]
        if len(head) < _BLOCK_HEAD.size:
            return None
        last, length, inverse = _BLOCK_HEAD.unpack(head)
        if last > 1 or length ^ inverse != _BLOCK:
            return None
        at += _BLOCK_HEAD.size
        blocks.append(view[at : at + length])
        at += length
    end = at + _TAIL
    return _Stored(blocks, end) if end <= len(data) else None


def read_member(path: Path, offset: int, length: int) -> bytes:
    """The record at this place. Raises ValueError when there is no whole gzip member of this length."""
    return unpack(_packed(path, offset, length), f"{path.name} at {offset}")


def read_unsummed(path: Path, offset: int, length: int) -> bytes:
    """The same without the checksum of gzip, for who holds what is in it against a digest of its own."""
    packed = _packed(path, offset, length)
    where = f"{path.name} at {offset}"
    stored = _stored_in(packed, 0)
    if stored and stored.end == len(packed):
        return b"".join(stored.blocks)
    if not packed.startswith(_PLAIN_HEAD):
        return unpack(packed, where)
    return _unpacked(packed[len(_STORED_HEAD) :], packed[-4:], -zlib.MAX_WBITS, _TAIL, where)


def _packed(path: Path, offset: int, length: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.pread(descriptor, length, offset)
    finally:
        os.close(descriptor)


def unpack(packed: bytes, where: str) -> bytes:
    """The record in one gzip member. Raises ValueError, naming `where`, when it is not whole or not alone."""
    stored = _stored_in(packed, 0)
    if stored and stored.end == len(packed) and stored.agrees(packed):
        return b"".join(stored.blocks)
    return _unpacked(packed, packed[-4:], _GZIP, 0, where)


def _unpacked(packed: bytes, size: bytes, window: int, rest: int, where: str) -> bytes:
    """`rest` bytes may be left over. The member ends with its own length, so the result is put down in one piece."""
    unpacker = zlib.decompressobj(window)
    try:
        record = unpacker.decompress(packed, int.from_bytes(size, "little") + 1)
    except zlib.error as error:
        raise ValueError(f"{where}: {error}") from error
    if not unpacker.eof or len(unpacker.unused_data) != rest:
        raise ValueError(f"{where}: no whole gzip member")
    return record


def unpack_to(out: IO[bytes], path: Path, span: Span) -> None:
    """What a sound member holds, however much: a member of others may hold more than one record."""
    unpacker = zlib.decompressobj(_GZIP)
    with path.open("rb") as file:
        file.seek(span.offset)
        while not unpacker.eof:
            out.write(unpacker.decompress(file.read(_STEP)))


def spans(path: Path, start: int = 0) -> Iterator[Span]:
    """Every piece of the file from `start` on; after a damaged piece the walk finds the next record."""
    size = path.stat().st_size
    if size <= start:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = start
        while at < size:
            end = _end_of_member(data, at)
            sound = end is not None
            if end is None:
                end = _next_record(data, at + 1)
            yield Span(at, end - at, sound)
            at = end


def _end_of_member(data: mmap.mmap, at: int) -> int | None:
    stored = _stored_in(data, at)
    if stored and bytes(stored.blocks[0][:5]) == b"WARC/" and stored.agrees(data):
        return stored.end
    unpacker = zlib.decompressobj(_GZIP)
    head = b""
    try:
        while at < len(data) and not unpacker.eof:
            chunk = data[at : at + _STEP]
            text = unpacker.decompress(chunk)
            head = head or text[:5]
            at += len(chunk)
    except zlib.error:
        return None
    return at - len(unpacker.unused_data) if unpacker.eof and head == b"WARC/" else None


def _next_record(data: mmap.mmap, at: int) -> int:
    while (at := data.find(_MAGIC, at)) != -1:
        try:
            if zlib.decompressobj(_GZIP).decompress(data[at : at + 512], 5) == b"WARC/":
                return at
        except zlib.error:
            pass  # three bytes that only look like the start of a member
        at += 1
    return len(data)

"""Pictures that unpack to more than memory holds, or to nothing."""

from __future__ import annotations

import struct
import zlib

from tests.hostile import hostile


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@hostile("not_a_document", "too_large", "bomb", "corrupt", "no_text", "unsupported", "memory", "read")
def a_picture_of_60_000_by_60_000() -> bytes:
    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(bytes(7501 * 1000)) for _ in range(60)) + packed.flush()
    return png(60_000, 60_000, rows)


@hostile("not_a_document", "corrupt", "no_text", "unsupported", "truncated", "too_large")
def a_picture_without_picture() -> bytes:
    return png(100, 100, b"6")


@hostile("not_a_document", "corrupt", "no_text", "unsupported", "truncated")
def a_photograph_of_noise() -> bytes:
    return b"\xff\xd8\xff\xe0" + bytes((number * 7919) % 251 for number in range(50_000))


@hostile("not_a_document", "corrupt", "no_text", "unsupported", "truncated")
def a_tiff_that_follows_itself() -> bytes:
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIII", 1, 256, 3, 1, 9, 8)

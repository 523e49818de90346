"""Pictures among the drawings of a Word 97–2003 file: records within records, some of which hold a picture as the file it was.

Source: [MS-ODRAW] 2.2.1 (headers of records), 2.2.23 (blips), 2.2.32 (FBSE), 2.3.7.3 (pib).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from struct import iter_unpack, unpack_from
from typing import NamedTuple

GROUP, SHAPE, ENTRY, IDENTITY, PROPERTIES = 0xF003, 0xF004, 0xF007, 0xF00A, 0xF00B
PICTURES = frozenset((0xF01D, 0xF01E, 0xF01F, 0xF029, 0xF02A))
"""JPEG, PNG, bitmap, TIFF, JPEG in CMYK. Metafiles hold strokes and letters, which nobody draws here."""
SHOWN = 0x0104  # the property of a shape that numbers the picture it shows, from 1
ENTRY_BYTES = 36
RECORDS = 20_000  # looked at in one drawing; a shape takes ten
DEPTH = 32


class Record(NamedTuple):
    """What stands between two positions, without the header of eight bytes before it."""

    kind: int
    variant: int
    holds_records: bool
    start: int
    end: int


def record(raw: bytes, at: int, end: int) -> Record | None:
    """The record that begins there and ends in time."""
    if at + 8 > end:
        return None
    version, kind, size = unpack_from("<HHI", raw, at)
    found = Record(kind, version >> 4, version & 0xF == 0xF, at + 8, at + 8 + size)
    return found if found.end <= end else None


def records(raw: bytes, at: int, end: int) -> Iterator[Record]:
    """Records that follow each other."""
    while (found := record(raw, at, end)) is not None:
        yield found
        at = found.end


def every(raw: bytes, outer: Record) -> Iterator[Record]:
    """All records within one, each before those it holds, as many as a drawing can have."""
    return islice(_within(raw, outer, DEPTH), RECORDS)


def _within(raw: bytes, outer: Record, depth: int) -> Iterator[Record]:
    for found in records(raw, outer.start, outer.end):
        yield found
        if found.holds_records and depth:
            yield from _within(raw, found, depth - 1)


def stored(raw: bytes, at: int) -> bytes:
    """The picture in the record at a position, as the file it was made from; empty when there is none."""
    found = record(raw, at, len(raw))
    if found is None or found.kind not in PICTURES:
        return b""
    identities = 2 if found.variant & 1 else 1
    return raw[found.start + 16 * identities + 1 : found.end]


def inside(raw: bytes, entry: Record) -> int | None:
    """Where the picture of an entry stands when the entry holds it."""
    at = entry.start + ENTRY_BYTES
    if at + 8 > entry.end:
        return None
    return at + raw[entry.start + 33]  # the length of a name


def apart(raw: bytes, entry: Record) -> int:
    """Where the picture of an entry stands among those kept apart."""
    return int.from_bytes(raw[entry.start + 28 : entry.start + 32], "little")


def alone(raw: bytes, drawing: Record) -> Iterator[Record]:
    """Shapes of a drawing, and groups of shapes, that are placed by themselves."""
    canvases = (found for found in records(raw, drawing.start, drawing.end) if found.kind == GROUP)
    for canvas in canvases:
        yield from islice(records(raw, canvas.start, canvas.end), RECORDS)


def identity(raw: bytes, shape: Record) -> int | None:
    """What a shape is called where it is anchored; of a group the first shape tells."""
    first = next((found for found in every(raw, shape) if found.kind == IDENTITY), None)
    return None if first is None else int.from_bytes(raw[first.start : first.start + 4], "little")


def shown(raw: bytes, shape: Record) -> Iterator[int]:
    """Numbers, from 1, of the pictures that a shape, or the shapes of a group, show."""
    for found in every(raw, shape):
        if found.kind == PROPERTIES:
            listed = raw[found.start : min(found.end, found.start + 6 * found.variant)]
            stated = {
                code & 0x3FFF: value for code, value in iter_unpack("<HI", listed[: len(listed) // 6 * 6])
            }
            if SHOWN in stated:
                yield stated[SHOWN]

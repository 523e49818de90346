"""A writer of the smallest XLS files ([MS-XLS])."""

from __future__ import annotations

from struct import pack

from tests.oldword import compound


def record(code: int, body: bytes = b"") -> bytes:
    return pack("<HH", code, len(body)) + body


def xls(*cells: bytes, version: int = 0x600, first: bytes = b"") -> bytes:
    """A workbook of one sheet named 表 with these cell records."""
    name = "表".encode("utf-16-le") if version == 0x600 else "表".encode("gbk")
    label = bytes((1, 1)) + name if version == 0x600 else bytes((len(name),)) + name
    bof = record(0x809, pack("<HHHH", version, 5, 0, 0))
    head = bof + first
    tab = pack("<BB", 0, 0) + label
    start = len(head) + 4 + 4 + len(tab) + 4
    body = head + record(0x85, pack("<I", start) + tab) + record(0x0A)
    sheet = record(0x809, pack("<HHHH", version, 16, 0, 0)) + b"".join(cells) + record(0x0A)
    return compound({"Workbook" if version == 0x600 else "Book": body + sheet})


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, pack("<HHHd", row, column, 0, value))

"""What is no report at all."""

from __future__ import annotations

from tests.hostile import hostile


@hostile("empty")
def nothing() -> bytes:
    return b""


@hostile("empty", "too_large")
def thirty_megabytes_of_zeros() -> bytes:
    return bytes(31 << 20)


@hostile("too_large")
def more_than_any_file_may_have() -> bytes:
    return b"%PDF-1.4\n" + b"6" * (31 << 20)


@hostile("unsupported")
def a_rar_archive() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + b"6" * 999


@hostile("unsupported", "read", "not_a_document", "corrupt")
def a_program() -> bytes:
    return b"MZ" + bytes(range(256)) * 100

"""DOC and compound files: tables of sectors in circles, pieces and pages of formatting that point anywhere."""

from __future__ import annotations

from struct import pack_into, unpack_from

from tests.hostile import hostile, truncated
from tests.oldword import FIRST_TEXT, Par, cell, compound, doc, row_end


def table() -> bytes:
    rows = [part for n in range(40) for part in (cell(f"行{n}"), cell(f"{n}"), row_end([0, 900, 1800]))]
    return doc([Par("题\r"), *rows, Par("完\r")])


def fat_entry(body: bytearray, sector: int) -> int:
    """Where the table of sectors says what follows a sector."""
    (first,) = unpack_from("<I", body, 76)
    return 512 + 512 * int(first) + 4 * sector


@hostile("corrupt", "truncated", "not_a_document")
def sectors_in_a_circle() -> bytes:
    body = bytearray(table())
    pack_into("<I", body, fat_entry(body, 1), 0)
    return bytes(body)


@hostile("corrupt", "truncated", "not_a_document", "unsupported", "read")
def a_directory_in_a_circle() -> bytes:
    body = bytearray(table())
    (directory,) = unpack_from("<I", body, 48)
    pack_into("<I", body, fat_entry(body, directory), directory)
    return bytes(body)


@hostile("corrupt", "truncated", "not_a_document", "read")
def entries_that_follow_each_other_in_a_circle() -> bytes:
    body = bytearray(table())
    (directory,) = unpack_from("<I", body, 48)
    at = 512 + 512 * directory
    pack_into("<III", body, at + 128 + 68, 1, 1, 1)
    pack_into("<III", body, at + 256 + 68, 1, 2, 0)
    return bytes(body)


@hostile("corrupt", "truncated", "not_a_document", "read")
def a_stream_of_four_gigabytes() -> bytes:
    body = bytearray(table())
    (directory,) = unpack_from("<I", body, 48)
    pack_into("<I", body, 512 + 512 * directory + 128 + 120, 0xFFFFFFF0)
    return bytes(body)


@hostile("corrupt", "truncated")
def a_table_of_sectors_of_sectors_in_a_circle() -> bytes:
    body = bytearray(table())
    pack_into("<II", body, 68, 0, 0xFFFFFF)
    return bytes(body)


@hostile("corrupt", "truncated", "read")
def pieces_that_point_anywhere() -> bytes:
    body = bytearray(table())
    (directory,) = unpack_from("<I", body, 48)
    for at in range(512 + FIRST_TEXT, 512 + 512 * directory, 97):
        body[at] ^= 0x55
    return bytes(body)


@hostile("corrupt", "read")
def cells_that_stand_in_a_thousand_tables() -> bytes:
    return doc([cell("6", levels=0x7FFFFFFF), row_end([0, 900], levels=0x7FFFFFFF), Par("后\r")])


@hostile("read")
def a_row_of_255_cells_without_edges() -> bytes:
    return doc(
        [
            *[cell("6") for _ in range(255)],
            Par("\x07", bytes.fromhex("162401 172401 08d60200ff")),
            Par("后\r"),
        ]
    )


@hostile("read", "corrupt")
def fields_that_never_end() -> bytes:
    return doc([Par("\x13" * 50_000 + "6\r"), Par("\x15" * 50_000 + "7\r")])


@hostile("encrypted")
def a_document_that_wants_a_password() -> bytes:
    return doc([Par("6\r")], flags=0x300)


@hostile("corrupt", "truncated", "not_a_document", "unsupported")
def a_compound_file_of_noise() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes((number * 7919) % 251 for number in range(50_000))


@hostile("corrupt", "encrypted", "unsupported", "truncated")
def a_word_stream_of_noise() -> bytes:
    noise = bytes((number * 7919) % 251 for number in range(50_000))
    return compound({"WordDocument": b"\xec\xa5\xc1\x00" + noise, "1Table": noise, "0Table": noise})


truncated("oldfiles", table, "truncated", "corrupt", "unsupported", "not_a_document")

"""DOC and compound files: tables of sectors in circles, pieces and pages of formatting that point anywhere."""

from __future__ import annotations

from struct import pack, pack_into, unpack_from

from tests.hostile import hostile, truncated
from tests.oldword import FIRST_TEXT, Par, cell, compound, doc, entry_of, record, row_end


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


def pictured(art: bytes) -> bytes:
    """A DOC whose one picture is this."""
    data = pack("<IHH60x", 68 + len(art), 68, 0x64) + art
    return doc([Par("\x01\r", characters=pack("<HI", 0x6A03, 0))], data=data)


@hostile("read")
def pictures_that_begin_beyond_the_end() -> bytes:
    shown = [Par("\x01\r", characters=pack("<HI", 0x6A03, number)) for number in (1, 67, 9_000, 0xFFFFFFFF)]
    return doc(shown, data=pack("<IHH", 0xFFFFFFFF, 0xFFFF, 0x66) * 10)


@hostile("read")
def a_picture_longer_than_its_file() -> bytes:
    return pictured(pack("<HHI", 0x6E00, 0xF01E, 0xFFFFFFFF) + bytes(20_000))


@hostile("read")
def a_picture_of_a_thousand_million_dots() -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + pack(">I4sIIBBBBB", 13, b"IHDR", 60_000, 60_000, 8, 0, 0, 0, 0)
    return pictured(entry_of(head + bytes(20_000)))


@hostile("read")
def twenty_thousand_records_in_each_other() -> bytes:
    count = 20_000
    nested = b"".join(pack("<HHI", 0xF, 0xF003, 8 * (count - number - 1)) for number in range(count))
    return doc([Par("6\r")], parts={40: bytes(4) * 2 + bytes(26), 50: record(0xF000, b"") + b"\0" + nested})


@hostile("read")
def a_million_pictures_in_one_line() -> bytes:
    text = "\x01" * 1_000_000 + "6\r"
    return doc([Par(text, characters=pack("<HI", 0x6A03, 0))], data=bytes(99))


@hostile("read")
def a_million_shapes_of_one_picture() -> bytes:
    shape = record(0xF004, record(0xF00B, pack("<HI", 0x4104, 1) * 4_000, 4_000), holds_records=True)
    canvas = record(
        0xF003,
        record(0xF004, record(0xF00A, bytes(8)) + shape * 40, holds_records=True) * 6,
        holds_records=True,
    )
    store = record(0xF000, entry_of(at=0xFFFFFFFF), holds_records=True)
    drawing = b"\0" + record(0xF002, canvas, holds_records=True)
    return doc([Par("6\r")], parts={40: bytes(8) + bytes(26), 50: store + drawing})


@hostile("read", "corrupt")
def fields_whose_results_never_end() -> bytes:
    return doc([Par("\x13\x146" * 200_000 + "\r")])


@hostile("read", "corrupt")
def raised_characters_by_the_thousand() -> bytes:
    raised = bytes.fromhex("482a01")
    return doc([Par("6", characters=raised if number % 2 else b"") for number in range(40_000)])


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

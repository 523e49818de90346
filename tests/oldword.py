"""A writer of the smallest Word 97 files ([MS-CFB], [MS-DOC]), for what LibreOffice never writes:
fast-saved text, merge marks, nested tables with stated depth, deleted text, broken structures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import pack, pack_into
from types import MappingProxyType

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FIRST_TEXT = 0x600  # where text starts in WordDocument
TAIL = 0x4000


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; streams are padded to 4096 bytes, so that none needs the store for small ones."""
    chains: list[int] = []
    sectors: list[bytes] = []
    entries = [entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, body) in enumerate(streams.items(), start=1):
        padded = body.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % SECTOR)
        first = len(sectors)
        sectors += [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        chains += [*range(first + 1, len(sectors)), END]
        entries.append(
            entry(name, 2, first, len(padded), right=number + 1 if number < len(streams) else FREE)
        )
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % SECTOR)
    first_directory = len(sectors)
    sectors += [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    chains += [*range(first_directory + 1, len(sectors)), END]
    tables = 1
    while tables * 128 < len(chains) + tables:
        tables += 1
    first_table = len(sectors)
    chains += [FAT] * tables
    chains += [FREE] * (tables * 128 - len(chains))
    sectors += [pack("<128I", *chains[at : at + 128]) for at in range(0, len(chains), 128)]
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    pack_into("<IIIIIIIII", header, 40, 0, tables, first_directory, 0, 4096, END, 0, END, 0)
    listed = [*range(first_table, first_table + tables)]
    pack_into("<109I", header, 76, *listed, *[FREE] * (109 - len(listed)))
    return bytes(header) + b"".join(sectors)


def entry(name: str, kind: int, first: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return raw.ljust(64, b"\0") + pack("<HBBIII36xIII", len(raw), kind, 1, FREE, right, child, first, size, 0)


@dataclass(frozen=True)
class Par:
    """A paragraph with its mark, its paragraph modifiers, those of all its characters, and that of its piece (Prm)."""

    text: str
    own: bytes = b""
    characters: bytes = b""
    piece: int = 0


def doc(
    paragraphs: Sequence[Par],
    flags: int = 0x200,
    version: int = 0xC1,
    scrambled: bool = False,
    data: bytes = b"",
    parts: Mapping[int, bytes] = MappingProxyType({}),
    tail: bytes = b"",
) -> bytes:
    """A DOC of those paragraphs; `scrambled` stores their text backwards, with leftovers, as a fast save
    does. `parts` are further pairs of the header, `tail` what stands at TAIL."""
    stored = list(reversed(paragraphs)) if scrambled else list(paragraphs)
    text = b""
    where: dict[int, int] = {}
    for paragraph in stored:
        if scrambled:
            text += "旧文".encode("utf-16-le")
        where[id(paragraph)] = FIRST_TEXT + len(text)
        text += paragraph.text.encode("utf-16-le")
    text += b"\0" * (-(FIRST_TEXT + len(text)) % SECTOR)
    size = FIRST_TEXT + len(text)
    runs = [(where[id(par)], where[id(par)] + 2 * units(par.text), par) for par in stored]
    papx = [
        page([(a, b, pack("<H", 0) + par.own) for a, b, par in runs[at : at + 8]], 13)
        for at in range(0, len(runs), 8)
    ]
    chpx = [
        page([(a, b, par.characters) for a, b, par in runs[at : at + 8]], 1) for at in range(0, len(runs), 8)
    ]
    first = size // SECTOR
    bounds = [0]
    for paragraph in paragraphs:
        bounds.append(bounds[-1] + units(paragraph.text))
    pieces = b"".join(pack("<HIH", 0, where[id(paragraph)], paragraph.piece) for paragraph in paragraphs)
    table = pack(f"<{len(bounds)}I", *bounds) + pieces
    clx = b"\x02" + pack("<I", len(table)) + table
    papx_table = pack(f"<{len(papx) + 1}I", *[0] * (len(papx) + 1)) + pack(
        f"<{len(papx)}I", *range(first, first + len(papx))
    )
    chpx_first = first + len(papx)
    chpx_table = pack(f"<{len(chpx) + 1}I", *[0] * (len(chpx) + 1)) + pack(
        f"<{len(chpx)}I", *range(chpx_first, chpx_first + len(chpx))
    )
    header = bytearray(FIRST_TEXT)
    pack_into("<HH", header, 0, 0xA5EC, version)
    pack_into("<H", header, 10, flags)
    pack_into("<i", header, 0x4C, bounds[-1])
    at = 0
    listed = {12: chpx_table, 13: papx_table, 33: clx, **parts}
    for number, part in listed.items():
        pack_into("<II", header, 0x9A + 8 * number, at, len(part))
        at += len(part)
    name = "1Table" if flags & 0x200 else "0Table"
    main = bytes(header) + text + b"".join(papx) + b"".join(chpx)
    if tail:
        main = main.ljust(TAIL, b"\0") + tail
    streams = {"WordDocument": main, name: b"".join(listed.values())}
    return compound({**streams, "Data": data} if data else streams)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def page(runs: list[tuple[int, int, bytes]], entry_size: int) -> bytes:
    """A page of formatting runs, their modifiers packed from its end."""
    raw = bytearray(SECTOR)
    raw[-1] = len(runs)
    bounds = [start for start, _, _ in runs] + [runs[-1][1]]
    pack_into(f"<{len(bounds)}I", raw, 0, *bounds)
    end = SECTOR - 2
    for number, (_, _, own) in enumerate(runs):
        if entry_size == 13:
            odd = own + b"\0" * (1 - len(own) % 2)
            body = bytes((len(odd) // 2 + 1,)) + odd
        else:
            body = bytes((len(own),)) + own
        end = (end - len(body)) & ~1
        raw[end : end + len(body)] = body
        raw[4 * len(bounds) + entry_size * number] = end // 2
    return bytes(raw)


IN_TABLE = bytes.fromhex("162401")


def depth(levels: int) -> bytes:
    return IN_TABLE + pack("<Hi", 0x6649, levels)


def cell(text: str, levels: int = 1, characters: bytes = b"") -> Par:
    """The last paragraph of a cell."""
    if levels == 1:
        return Par(text + "\x07", depth(1), characters)
    return Par(text + "\r", depth(levels) + bytes.fromhex("4b2401"), characters)


def row_end(edges: Sequence[int], marks: Sequence[int] = (), levels: int = 1, characters: bytes = b"") -> Par:
    """The paragraph that ends a row of cells with those edges; `marks` are the merge bits of its cells."""
    cells = len(edges) - 1
    body = bytes((cells,)) + pack(f"<{cells + 1}h", *edges)
    body += b"".join(pack("<H18x", mark) for mark in marks)
    stated = pack("<HH", 0xD608, len(body) + 1) + body
    if levels == 1:
        return Par("\x07", depth(1) + bytes.fromhex("172401") + stated, characters)
    return Par("\r", depth(levels) + bytes.fromhex("4b2401 4c2401") + stated, characters)


def record(kind: int, body: bytes, variant: int = 0, holds_records: bool = False) -> bytes:
    """A record of a drawing ([MS-ODRAW] 2.2.1)."""
    return pack("<HHI", variant << 4 | (0xF if holds_records else 0), kind, len(body)) + body


def blip(picture: bytes) -> bytes:
    """A PNG among the drawings."""
    return record(0xF01E, bytes(17) + picture, 0x6E0)


def entry_of(picture: bytes = b"", at: int = 0) -> bytes:
    """An entry of the store of pictures: with its picture, or where it stands in WordDocument."""
    return record(0xF007, pack("<28xI4x", at) + (blip(picture) if picture else b""))


def in_line(pictures: Sequence[bytes]) -> tuple[list[Par], bytes]:
    """Paragraphs of one picture each, and the Data stream that holds them."""
    data = b""
    paragraphs = []
    for picture in pictures:
        paragraphs.append(Par("\x01\r", b"", pack("<HBHI", 0x0855, 1, 0x6A03, len(data))))
        shape = record(0xF004, record(0xF00A, bytes(8)), holds_records=True)
        art = shape + entry_of(picture)
        data += pack("<IHH60x", 68 + len(art), 68, 0x64) + art
    return paragraphs, data


def floating(pictures: Mapping[int, bytes]) -> tuple[dict[int, bytes], bytes]:
    """Pictures anchored at positions of the text: parts of the header and the tail."""
    tail, entries, shapes = b"", b"", b""
    for number, picture in enumerate(pictures.values(), start=1):
        entries += entry_of(at=TAIL + len(tail))
        tail += blip(picture)
        inner = record(0xF00A, pack("<II", 1024 + number, 0))
        inner += record(0xF00B, pack("<HI", 0x4104, number), variant=1)
        shapes += record(0xF004, inner, holds_records=True)
    store = record(0xF000, record(0xF001, entries, holds_records=True), holds_records=True)
    canvas = record(0xF003, shapes, holds_records=True)
    drawing = b"\0" + record(0xF002, canvas, holds_records=True)
    anchors = pack(f"<{len(pictures) + 1}I", *pictures, 1 << 16)
    anchors += b"".join(pack("<I22x", 1024 + number) for number in range(1, len(pictures) + 1))
    return {40: anchors, 50: store + drawing}, tail

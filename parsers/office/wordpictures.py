"""Pictures of a Word 97–2003 file: those in the line of text, and those that float beside it.

The former stand in the Data stream behind a header, the latter in the WordDocument stream, where drawings in the table stream
point. A picture's address is its stream and position. Source: [MS-DOC] 2.8.37 (PlcfSpa), 2.9.190 (PICF), 2.9.172
(OfficeArtContent).
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import iter_unpack, unpack_from

from parsers.document import Document
from parsers.office import artwork
from parsers.office.compound import Compound
from parsers.office.wordfile import Modifiers, WordFile

ANCHORS, DRAWINGS = 40, 50  # numbers of pairs in the header
LOCATION, EMBEDDED, FIELD_DATA = 0x6A03, 0x080A, 0x0806
FROM_FILE = 0x66  # the name of the file the picture came from follows the header
ANCHOR = 26  # bytes, the first four the identity of the shape


def in_line(file: WordFile, own: Modifiers) -> str:
    """Address of the picture that a character with these modifiers stands for; "" when it stands for something else."""
    stated = dict(own)
    if LOCATION not in stated or any(stated.get(code, b"\0")[:1] != b"\0" for code in (EMBEDDED, FIELD_DATA)):
        return ""
    data, at = file.data, int.from_bytes(stated[LOCATION], "little")
    if at + 8 > len(data):
        return ""
    size, header, kind = unpack_from("<IHH", data, at)
    end, first = min(at + size, len(data)), at + header
    if kind == FROM_FILE and first < end:
        first += 1 + data[first]
    for found in artwork.records(data, first, end):
        if found.kind == artwork.ENTRY:
            place = artwork.inside(data, found)
            return "" if place is None else f"Data:{place}"
        if found.kind in artwork.PICTURES:
            return f"Data:{found.start - 8}"
    return ""


def floating(file: WordFile) -> Iterator[tuple[int, str]]:
    """Where pictures beside the text are anchored (cp), and their addresses."""
    art = file.part(DRAWINGS)
    common = artwork.record(art, 0, len(art))
    anchors = _anchors(file.part(ANCHORS))
    if common is None or not anchors:
        return
    entries = (found for found in artwork.every(art, common) if found.kind == artwork.ENTRY)
    store = [artwork.apart(art, entry) for entry in entries]
    drawing = artwork.record(art, common.end + 1, len(art))  # a byte before each tells body from headers
    while drawing is not None:
        for shape in artwork.alone(art, drawing):
            anchor = anchors.get(artwork.identity(art, shape))
            if anchor is None:
                continue
            for number in artwork.shown(art, shape):
                if 0 < number <= len(store):
                    yield anchor, f"WordDocument:{store[number - 1]}"
        drawing = artwork.record(art, drawing.end + 1, len(art))


def _anchors(table: bytes) -> dict[int | None, int]:
    """Positions (cp) of the body by the shape that is anchored there."""
    count = max(0, (len(table) - 4) // (4 + ANCHOR))
    shapes = iter_unpack("<I22x", table[4 * (count + 1) : 4 * (count + 1) + ANCHOR * count])
    positions = unpack_from(f"<{count}I", table) if count else ()
    return {shape: cp for (shape,), cp in zip(shapes, positions, strict=True)}


def stored(body: bytes, document: Document) -> Iterator[bytes]:
    """The pictures a DOC shows, in its order; of a damaged one no byte."""
    compound = Compound(body)
    streams: dict[str, bytes] = {}
    for address in dict.fromkeys(link.url for link in document.links if link.kind == "image"):
        name, _, at = address.partition(":")
        if name not in streams:
            streams[name] = compound.read(name)
        yield artwork.stored(streams[name], int(at))

"""Pictures of an RTF file: bytes written as digits, or as they are (RTF specification 1.9.1, pictures)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.document import Document

PART = re.compile(
    rb"(?P<digits>[0-9a-fA-F\s]+)|\\bin(?P<size>[0-9]{1,10}) ?|(?P<brace>[{}])|\\[a-zA-Z]+(?:-?[0-9]+)? ?|.",
    re.DOTALL,
)


def stored(body: bytes, document: Document) -> Iterator[bytes]:
    """The pictures an RTF file shows, in its order."""
    for link in document.links:
        if link.kind == "image":
            yield picture(body, int(link.url.partition(":")[2]))


def picture(body: bytes, at: int) -> bytes:
    """The picture of a group from inside of it; what stands in groups within are its properties.

    >>> picture(rb"{\\pict{\\*\\picprop 12}\\pngblip 8950 4e47}", 6)
    b'\\x89PNG'
    """
    found = bytearray()
    depth = 0
    while depth >= 0 and (part := PART.match(body, at)) is not None:
        at = part.end()
        if part["brace"]:
            depth += 1 if part["brace"] == b"{" else -1
        elif part["size"]:
            start, at = at, at + int(part["size"])
            found += body[start:at] if depth == 0 else b""
        elif part["digits"] and depth == 0:
            digits = b"".join(part["digits"].split())
            found += bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    return bytes(found)

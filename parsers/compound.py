"""OLE compound files (DOC, WPS, XLS, ET): their streams, with limits, and the document properties."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import olefile

from parsers import limits
from parsers.document import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, MemoryError)
"""What olefile raises for damaged files, beside its own errors, which are OSErrors."""
PROPERTIES = {2: "title", 3: "subject", 4: "creator", 8: "lastModifiedBy", 12: "created", 13: "modified"}
"""Of \\x05SummaryInformation ([MS-OLEPS] 3.1), under the names OOXML gives them."""

CODE_PAGES = {936: "gb18030", 950: "big5", 1252: "cp1252", 65001: "utf-8"}


class Compound:
    """The streams of a compound file. Raises `Unreadable`: `too_large`, `truncated`, `corrupt`,
    `not_a_document`."""

    def __init__(self, body: bytes) -> None:
        if len(body) > limits.FILE_BYTES:
            raise Unreadable("too_large", f"{len(body)} bytes, at most {limits.FILE_BYTES} are read")
        if not body.startswith(MAGIC):
            raise Unreadable("not_a_document", "no OLE compound file")
        try:
            self._ole: Any = olefile.OleFileIO(BytesIO(body))
            self.names = ["/".join(path) for path in self._ole.listdir()]
        except BROKEN as error:
            reason = "truncated" if ends_early(body) else "corrupt"
            raise Unreadable(reason, f"compound file cannot be opened: {error}") from error

    def __contains__(self, name: str) -> bool:
        return any(own.lower() == name.lower() for own in self.names)

    def read(self, name: str) -> bytes:
        """One stream; empty when the file has none of that name."""
        if name not in self:
            return b""
        try:
            self._refuse_circle(name)
            body: bytes = self._ole.openstream(name).read()
        except BROKEN as error:
            raise Unreadable("truncated", f"stream {name!r} cannot be read: {error}") from error
        return body

    def _refuse_circle(self, name: str) -> None:
        """olefile reads as many sectors as a stream is long, so a chain that runs in a circle would be read as text."""
        entry = self._ole.direntries[self._ole._find(name)]
        is_small = entry.size < self._ole.minisectorcutoff
        if is_small and not self._ole.minifat:
            self._ole.loadminifat()
        next_sector = self._ole.minifat if is_small else self._ole.fat
        seen: set[int] = set()
        sector = entry.isectStart
        while sector < len(next_sector):
            if sector in seen:
                raise Unreadable("corrupt", f"the sectors of stream {name!r} run in a circle")
            seen.add(sector)
            sector = next_sector[sector]

    def properties(self) -> dict[str, str]:
        """Title, author and dates as declared; nothing when they are missing or damaged."""
        try:
            raw = self._ole.getproperties("\x05SummaryInformation", convert_time=True)
        except BROKEN:
            return {}
        page = raw.get(1)
        named = {name: printed(raw.get(number), page) for number, name in PROPERTIES.items()}
        return {name: text for name, text in named.items() if text}


def ends_early(body: bytes) -> bool:
    """Whether the header names sectors (of its directory or its first table) that lie beyond the end of the
    file."""
    size = 1 << min(int.from_bytes(body[30:32], "little"), 12)
    named = max(int.from_bytes(body[48:52], "little"), int.from_bytes(body[76:80], "little"))
    return len(body) < 512 or len(body) < (named + 2) * size


def printed(value: object, page: object) -> str:
    """A property as text; byte strings are in the code page the property set names."""
    if isinstance(value, bytes):
        number = page & 0xFFFF if isinstance(page, int) else 936  # stored as a signed short
        return value.decode(CODE_PAGES.get(number, "gb18030"), "replace").strip("\0 ")
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    return str(value).strip() if isinstance(value, str) else ""

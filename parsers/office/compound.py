"""OLE compound files (DOC, WPS, XLS, ET): their streams, with limits, and the document properties."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from typing import Any

import olefile

from parsers import limits
from parsers.document import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What olefile raises for damaged files, beside its own errors, which are OSErrors."""
PROPERTIES = {2: "title", 3: "subject", 4: "creator", 8: "lastModifiedBy", 12: "created", 13: "modified"}
"""Of \\x05SummaryInformation, under the names OOXML gives them."""
CODE_PAGES = {936: "gb18030", 950: "big5", 1252: "cp1252", 65001: "utf-8"}
BYTES, WIDE, TIME, CODE_PAGE = 0x1E, 0x1F, 0x40, 1
EPOCH = datetime(1601, 1, 1)


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
            return summary(self.read("\x05SummaryInformation"))
        except (Unreadable, StructError):
            return {}


def summary(stream: bytes) -> dict[str, str]:
    """Texts and dates of a property set ([MS-OLEPS] 2.20). Read here, as olefile runs on for minutes in a damaged one."""
    if len(stream) < 48:
        return {}
    (start,) = unpack_from("<I", stream, 44)
    section = stream[start:]
    count = min(unpack_from("<I", section, 4)[0], 100)
    places = dict(unpack_from("<II", section, 8 + 8 * index) for index in range(count))
    page = unpack_from("<H", section, places[CODE_PAGE] + 4)[0] if CODE_PAGE in places else 936
    named = (
        (name, value(section, places[number], page))
        for number, name in PROPERTIES.items()
        if number in places
    )
    return {name: text for name, text in named if text}


def value(section: bytes, at: int, page: int) -> str:
    """One property as text; byte strings are in the code page the set names."""
    kind, size = unpack_from("<II", section, at)
    if kind == BYTES:
        return (
            section[at + 8 : at + 8 + size]
            .decode(CODE_PAGES.get(page, "gb18030"), "replace")
            .split("\0")[0]
            .strip()
        )
    if kind == WIDE:
        return section[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace").split("\0")[0].strip()
    if kind == TIME:
        (ticks,) = unpack_from("<Q", section, at + 4)
        return (EPOCH + timedelta(microseconds=ticks // 10)).isoformat() + "Z" if 0 < ticks < 1 << 61 else ""
    return ""


def ends_early(body: bytes) -> bool:
    """Whether the header names sectors (of its directory or its first table) that lie beyond the end of the
    file."""
    size = 1 << min(int.from_bytes(body[30:32], "little"), 12)
    named = max(int.from_bytes(body[48:52], "little"), int.from_bytes(body[76:80], "little"))
    return len(body) < 512 or len(body) < (named + 2) * size

"""Where records stand in a WARC file that is not packed, or was packed as a whole: damage costs what it hit, no more."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from typing import IO

from pipelines.warc.members import Span

_BEGINS = re.compile(rb"WARC/[01]\.\d+\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_LONGEST_HEAD = 1 << 16
_GAP = re.compile(rb"[\r\n]*")
_ENDS = b"\r\n\r\n"


def spans_unpacked(file: IO[bytes]) -> Iterator[Span]:
    """Every piece of the file: one record, or bytes that are none. The last one may be shorter than it says."""
    size = file.seek(0, 2)
    if size == 0:
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = 0
        while at < size:
            end = _end_of_record(data, at)
            sound = end is not None
            if end is None:
                following = _BEGINS.search(data, at + 1)
                end = following.start() if following else size
            yield Span(at, end - at, sound)
            at = end


def _end_of_record(data: mmap.mmap, at: int) -> int | None:
    """Where the next one begins. None when this is no record, or something else stands where it says that it ends:
    a length that is too short would pass half a body on, one that is too long would swallow the next record."""
    blank = _BLANK.search(data, at, at + _LONGEST_HEAD)
    if not blank or not _BEGINS.match(data, at):
        return None
    length = _LENGTH.search(data[at : blank.end()])
    if not length:
        return None
    end = blank.end() + int(length[1])
    if end >= len(data):
        return None if _BEGINS.search(data, blank.end()) else len(data)
    if data[end : end + len(_ENDS)] == _ENDS:
        return end + len(_ENDS)
    gap = _GAP.match(data, end)
    following = gap.end() if gap else end
    return following if following == len(data) or _BEGINS.match(data, following) else None

"""Bytes of a page -> text. What a server or a page declares is a hint, never a proof.

Pages say utf-8 and are GBK, say gb2312 and use characters outside it, or carry a meta tag from another life.
Strict UTF-8 hardly ever accepts Chinese text that is something else, so it is asked first; gb2312 and gbk
are read as GB18030, their superset. Replacement characters are counted, because a page that lost characters
must not pass as a good one.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that gave it, and how many characters were lost (U+FFFD)."""

    text: str
    encoding: str
    lost: int = 0


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Order: byte order mark, strict UTF-8, what header or meta tag declare, GB18030 with replacement."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return _lossy(body[len(mark) :], encoding)
    for encoding in ("utf-8", *_declared(body, content_type), "gb18030"):
        try:
            return Decoded(body.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    # Nothing reads it whole: take the reading that loses less. A page cut in the middle of a character ends
    # here.
    return min(_lossy(body, "utf-8"), _lossy(body, "gb18030"), key=lambda decoded: decoded.lost)


def _declared(body: bytes, content_type: str) -> list[str]:
    found = DECLARED.findall(content_type.encode("latin-1", "replace")) + DECLARED.findall(body[:4096])
    return ["gb18030" if name in CHINESE else name for name in (raw.decode("ascii").lower() for raw in found)]


def _lossy(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("�"))

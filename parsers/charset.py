"""Bytes to text for pages and text files, whose declared charset is often wrong.

`gb2312` in a header means GB18030 in practice, and a page saved as UTF-8 keeps the gb2312 it declared before. The bytes
themselves decide; what cannot be decoded is counted, never dropped.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_REPLACED = "\ufffd"


def decode(body: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text, and notes: `charset:NAME`, and `charset_replaced:N` when N places could not be decoded.

    `declared` is the charset of the HTTP header; a `charset=` in the first 2 KiB counts when there is none.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _with_notes(body[len(mark) :].decode(encoding, "replace"), encoding)
    if b"\x00" in body[:200]:  # ASCII characters of UTF-16 have a zero byte each
        encoding = "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be"
        return _with_notes(body.decode(encoding, "replace"), encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            return body.decode(encoding), (f"charset:{encoding}",)
        except UnicodeDecodeError:
            continue
    return _best_guess(body, declared)


def _best_guess(body: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """No encoding fits whole: the one that loses least, the declared one first among equals."""
    match = _DECLARED.search(body[:2048])
    name = (declared or (match[1].decode("ascii") if match else "")).lower()
    first = ["big5"] if name.startswith("big5") else []
    decoded = [(body.decode(name, "replace"), name) for name in (*first, "utf-8", "gb18030")]
    text, encoding = min(decoded, key=lambda pair: pair[0].count(_REPLACED))
    return _with_notes(text, encoding)


def _with_notes(text: str, encoding: str) -> tuple[str, tuple[str, ...]]:
    lost = text.count(_REPLACED)
    notes = (f"charset:{encoding}",)
    return text, (*notes, f"charset_replaced:{lost}") if lost else notes

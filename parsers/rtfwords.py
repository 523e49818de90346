"""The words of an RTF file: groups, control words, and text in the code pages of its fonts (RTF
specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.document import Unreadable

DEPTH = 500  # `too_deep`. Groups within groups; Word nests fewer than 50.

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)

CODE_PAGES = {
    1250: "cp1250", 1251: "cp1251", 1252: "cp1252", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs",
    54936: "gb18030", 65001: "utf-8", 10008: "gb18030",
}  # fmt: skip
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 238: "cp1250"}
"""Code pages of fonts by `\\fcharsetN`; of the rest (0 western, 1 default, 2 symbols) the document's own
page is used."""


def tokens(body: bytes) -> Iterator[tuple[str, bytes, int | None]]:
    """`word`, `byte`, `symbol`, `brace` and `text` tokens with their content, control words with their
    number.

    Binary data (`\\binN`) is jumped over. Line ends between tokens mean nothing.
    """
    at = 0
    end = len(body)
    match = TOKEN.match
    while at < end:
        found = match(body, at)
        if found is None:  # a line end, or a lone backslash before the end
            at += 1
            continue
        at = found.end()
        kind = found.lastgroup or ""
        if kind in ("word", "number"):
            number = found["number"]
            value = int(number) if number else None
            if found["word"] == b"bin" and value and value > 0:
                at += value
            yield "word", found["word"], value
        else:
            yield kind, found[kind], None


def decoded(raw: bytes, page: str) -> str:
    """Text bytes in a code page; a single western character may stand in a Chinese font.

    >>> decoded("公开".encode("gbk"), "gb18030"), decoded(b"1\\xb72", "gb18030")
    ('公开', '1·2')
    """
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        alone = sum(byte >= 0x80 for byte in raw) == 1
        return raw.decode("cp1252" if alone else page, "replace")


def refuse_depth(depth: int) -> None:
    if depth > DEPTH:
        raise Unreadable("too_deep", f"more than {DEPTH} groups within each other")

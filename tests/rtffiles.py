"""A writer of the smallest RTF files."""

from __future__ import annotations

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}}"


def rtf(body: str, head: str = HEAD) -> bytes:
    """An RTF file; Chinese characters of the body become GBK escapes in the Chinese font."""
    escaped = "".join(
        c if c.isascii() else "".join(rf"\'{byte:02x}" for byte in c.encode("gb18030")) for c in body
    )
    return f"{head}{escaped}}}".encode("ascii")

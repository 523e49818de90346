"""How a report ends: the lines that sign it, and the furniture of a web page below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.words.dates import read_sign_date
from parsers.words.narrative import MARKER, Joined, is_footer


def without_end(paragraphs: Sequence[Joined]) -> tuple[tuple[Joined, ...], tuple[str, ...]]:
    """The paragraphs without the signature (body, date) and the page's footer."""
    kept = list(paragraphs)
    for index in range(max(0, len(kept) - 25), len(kept)):
        if index > len(kept) // 2 and is_footer(kept[index].text):
            del kept[index:]
            break
    date_at = next(
        (i for i in range(len(kept) - 1, max(-1, len(kept) - 4), -1) if _signs(kept[i].text)), None
    )
    if date_at is None:
        return tuple(kept), ()
    start = date_at
    while start > 0 and start > date_at - 3 and _signer(kept[start - 1]):
        start -= 1
    return tuple(kept[:start]), tuple(line.text for line in kept[start : date_at + 1])


def _signs(text: str) -> bool:
    return len(text) <= 24 and read_sign_date(text) is not None


def _signer(line: Joined) -> bool:
    text = line.text
    return (
        3 <= len(text) <= 30
        and not line.table
        and not re.search(r"[。，、：；\d]", text)
        and MARKER.match(text) is None
    )

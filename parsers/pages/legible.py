"""Is the text of a page text? Fonts without a Unicode map print letters on paper and noise into the file."""

from __future__ import annotations

import re

CHINESE = 0.2
"""Of the letters of a page. A page of a report with fewer Chinese letters has a wrong map; the lowest seen is 0.8."""
NOISE = 0.1
"""Of what prints. Control and private characters, and those pdfium has no value for."""
ENOUGH = 20
"""Letters from which on a page can be judged."""

_PRINTED = re.compile(r"[^\s\ufffe]")
_NOISE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LETTER = re.compile(r"[^\W\d_]|[\u0080-\u02ff\ue000-\uf8ff]")


def garbled(text: str) -> bool:
    """Whether the text of a page is noise.

    >>> garbled("âÜäÑâã åç éè ê ëí ìî 0 0 0 ïñ óò ôö õú ùû ü°"), garbled("一、总体情况 2023 年"), garbled("0 0 0 12 3")
    (True, False, False)
    """
    chinese = sum(map(len, _CHINESE.findall(text)))
    if 3 * chinese > len(text) and not _NOISE.search(text):
        return False  # most pages, and most of the cost
    printed = len(_PRINTED.findall(text))
    noise = len(_NOISE.findall(text))
    letters = len(_LETTER.findall(text))
    if noise >= 5 and noise > NOISE * printed:
        return True
    return letters >= ENOUGH and chinese < CHINESE * letters

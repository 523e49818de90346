"""The numbers in front of headings and row labels: 一、 （三） 4."""

from __future__ import annotations

import re

from parsers.text import squash

_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[.、．](?!\d)"
)


def numbered(text: str) -> bool:
    """Whether a label opens with its number, as every label of table 三 does.

    >>> numbered("（四）无法提供"), numbered("3.其他"), numbered("法提供"), numbered("3.5")
    (True, True, False, False)
    """
    return bool(_NUMBER.match(squash(text)))

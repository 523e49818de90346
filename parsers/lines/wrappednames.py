"""Names of columns that are broken within their cells, in text whose fields are parted by tabs:

    商业                     商业企业 → 科研机构 → 社会公益组织
    企业 → 科研          →
    机构 → 社会公益组织

A page copied from a browser has a line for each paragraph of a cell. Only a name of the forms that is made whole is put
together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.forms import load
from parsers.text import label_key

Lines = Sequence[tuple[int, str]]

_PIECES = 3
"""Lines on which the name of a column goes on."""
_PIECE = re.compile(r"\s*[一-鿿]{1,8}\s*")


def rejoined(lines: Lines) -> list[tuple[int, str]]:
    """The same lines, those that a name goes over as one under the number of the first."""
    whole: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        number, text = lines[at]
        at += 1
        while taken := _goes_on(text, lines[at : at + _PIECES]):
            text = "".join([text.rstrip(" "), *(line for _, line in lines[at : at + taken])])
            at += taken
        whole.append((number, text))
    return whole


def _goes_on(text: str, following: Lines) -> int:
    """How many of the next lines it takes until the last field of a line is the name of a column; 0 when none makes it one."""
    name = text.rpartition("\t")[2].strip()
    tabs = "\t" in text
    if not _PIECE.fullmatch(name):
        return 0
    for taken, (_, line) in enumerate(following, start=1):
        piece, tab, _ = line.partition("\t")
        if not _PIECE.fullmatch(piece):
            return 0
        name += piece.strip()
        if (tabs or tab) and label_key(name) in _names():
            return taken
        if tab:
            return 0
    return 0


@cache
def _names() -> frozenset[str]:
    tables = [table for form in load().values() for table in form.tables]
    return frozenset(label_key(column.label) for table in tables for column in table.columns)

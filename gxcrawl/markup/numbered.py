"""Pagers of numbered files: `index.html`, `index_1.html`, … The page's own script is read, never executed.

The trap is the number itself: the same function name `createPageHTML` exists 0-based (`index_1` is page 2)
and 1-based (`index_2` is page 2), and article dialect and pager dialect of one site may differ. So every
notation below says its own base, and the page the script claims to be is handed on to be compared with the
page asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from gxcrawl.markup.addresses import absolute

LEADING = re.compile(r"\s*(\d+)")
FILE = re.compile(r"^(?P<name>.+?)(?:_(?P<number>\d+))?\.(?P<ext>s?html?)$")


@dataclass(frozen=True, slots=True)
class Pager:
    """What a pager claims. `shown` counts from 1; `first` is the number in the file name of page 2, less
    one."""

    pages: int
    shown: int | None = None
    first: int = 0
    name: str = ""
    ext: str = ""
    records: int | None = None
    notes: tuple[str, ...] = ()

    def after(self, url: str, number: int, options: Mapping[str, Any]) -> str:
        """The address of page `number` + 1 beside `url`."""
        here = FILE.match(urlsplit(url).path.rpartition("/")[2])
        name = self.name or options.get("name") or (here["name"] if here else "index")
        ext = self.ext or options.get("ext") or (here["ext"] if here else "html")
        return absolute(url, f"{name}_{number + self.first}.{ext}")


def lenient(text: str) -> int | None:
    """The integer a text starts with, as JavaScript's parseInt reads it: `6}` is 6. None when there is
    none."""
    match = LEADING.match(text)
    return int(match[1]) if match else None


def pages(records: int, per_page: int) -> int:
    """Pages that `records` entries fill. An empty list still has one page, the one that says so."""
    return max(1, ceil(records / per_page)) if per_page > 0 else 1


def find(text: str) -> Pager | None:
    """The first notation that is there. A template that was never filled in (`${PAGE_COUNT}`) is none."""
    for pattern, read in NOTATIONS:
        match = pattern.search(text)
        if match:
            return read(match)
    return None


def _zero_based(match: re.Match[str]) -> Pager:
    total = match["rest"].rsplit(",", 1)[-1].strip(" \"'") if match["rest"] else ""
    return Pager(
        pages=max(1, int(match["count"])),
        shown=int(match["current"]) + 1,
        name=match["name"],
        ext=match["ext"],
        records=0 if match["count"] == "0" else int(total) if total.isdigit() else None,
    )


def _one_based(match: re.Match[str]) -> Pager:
    # The prefix may carry a path; the files stand in the current directory all the same.
    return Pager(
        pages=max(1, int(match["count"])),
        shown=int(match["current"]),
        first=1,
        name=match["name"].rpartition("/")[2],
        ext=match["ext"],
        records=int(match["total"]) if match["total"] else None,
    )


def _variables(match: re.Match[str]) -> Pager:
    count = lenient(match["count"])
    clean = match["count"].isdigit()
    return Pager(
        pages=count or 1,
        shown=int(match["current"]) + 1,
        notes=() if clean else (f"total_unparsable:{match['count']}",),
    )


def _count_only(match: re.Match[str]) -> Pager:
    return Pager(pages=max(1, int(match["count"])))


def _records(match: re.Match[str]) -> Pager:
    total = int(match["total"])
    return Pager(pages=pages(total, int(match["size"])), shown=int(match["current"]) + 1, records=total)


def _set_page(match: re.Match[str]) -> Pager:
    return Pager(pages=max(1, int(match["count"])), shown=int(match["current"]), first=1)


NOTATIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Pager]], ...] = (
    (
        re.compile(
            r"""createPage(?:HTML)?\(\s*(?P<count>\d+)\s*,\s*(?P<current>\d+)\s*,\s*["'](?P<name>[\w./-]+)["']"""
            r"""\s*,\s*["'](?P<ext>s?html?)["'](?P<rest>\s*,[^)]*)?\)"""
        ),
        _zero_based,
    ),
    (
        re.compile(
            r"""createPageHTML\(\s*["'][\w-]+["']\s*,\s*(?P<count>\d+)\s*,\s*(?P<current>\d+)\s*,"""
            r"""\s*["'](?P<name>[\w./-]+)["']\s*,\s*["'](?P<ext>s?html?)["'](?:\s*,\s*["']?(?P<total>\d+))?"""
        ),
        _one_based,
    ),
    (
        re.compile(
            r"""currentPage\s*[:=]\s*(?:parseInt\()?["']?(?P<current>\d+)["']?\)?(?:\s*\+\s*1)?\s*[;,]"""
            r""".{0,300}?countPage\s*[:=]\s*(?:parseInt\()?["']?(?P<count>\d+\}?)""",
            re.DOTALL,
        ),
        _variables,
    ),
    (re.compile(r"""\bvar\s+countPage\s*=\s*["']?(?P<count>\d+)"""), _count_only),
    (
        re.compile(
            r"""m_nRecordCount\s*=\s*["']?(?P<total>\d+).{0,200}?m_nPageSize\s*=\s*["']?(?P<size>\d+)"""
            r""".{0,200}?m_nCurrPage\s*=\s*["']?(?P<current>\d+)""",
            re.DOTALL,
        ),
        _records,
    ),
    (
        re.compile(r"""\.pagination\(\s*["']setPage["']\s*,\s*(?P<current>\d+)\s*,\s*(?P<count>\d+)"""),
        _set_page,
    ),
)

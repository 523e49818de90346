"""Dates as reports print them: 2025年1月10日, 二〇二五年一月十日, 2025-1-10, 2025.01.10, and those a conversion tore.

A date is an ISO string. What looks like a date and cannot be one (20241月1日, 202012月31日) is the state `torn`, not a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsers.numerals import CHINESE, half_width, read_chinese

_Y = rf"(?:(?:19|20)\d{{2}}|[{CHINESE}]{{4}})"
_D = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_DATE = re.compile(
    rf"(?<!\d)(?P<y>{_Y})\s*(?:年|[-/.])\s*(?P<m>{_D})\s*(?:月|[-/.])\s*(?P<d>{_D})\s*(?:日|号|(?!\d))"
)
_TORN = re.compile(r"20(?<!\d20)(?:\d{3,6}\s*月\s*\d{0,2}\s*日?|\d{3,6}日|\d{4,8}年\d{1,2}月)")
"""The lookbehind stands behind the literal 20, which lets the search skip to it."""
_UNNAMED = re.sub(r"\?P<[ymd]>", "", _DATE.pattern)
_PERIOD = re.compile(
    rf"{_UNNAMED}\s*起?\s*,?\s*[至到~-]+\s*(?:{_Y}\s*[年/.-])?\s*{_D}\s*[月/.-]\s*{_D}\s*日?"
)
_END = re.compile(
    rf"[至到~-]\s*(?:(?P<y>{_Y})\s*[年/.-])?\s*(?P<m>{_D})\s*[月/.-]\s*(?P<d>{_D})\s*日?(?:止|期间)?$"
)
_YEAR = re.compile(rf"(?<!\d)(?:(?P<a>(?:19|20)\d{{2}})|(?P<c>二[{CHINESE}]{{3}}))\s*(?=年)")
_LETTER_O = re.compile(r"[OoΟО0](?<=二[OoΟО0])(?=[一二三四五六七八九〇零])")
_SIGN_LINE = re.compile(rf"[（(]?\s*{_DATE.pattern}\s*[)）]?")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found, or why there is none: state `read`, `none`, `torn` or `impossible` (2月30日)."""

    value: str = ""
    state: str = "none"


def _plain(text: str) -> str:
    """Half-width, and the letter O that typists take for 〇 (二O二五年) as the numeral."""
    return _LETTER_O.sub("〇", half_width(text))


def read_date(text: str) -> str | None:
    """The first whole date in the text as an ISO string.

    >>> read_date("二〇二五年一月十日"), read_date("2025年1月10日"), read_date("20241月1日")
    ('2025-01-10', '2025-01-10', None)
    """
    return read_dated(text).value or None


def read_dated(text: str) -> Dated:
    """The first date in the text, or the state that says why there is none."""
    plain = _plain(text)
    match = _DATE.search(plain)
    if match is None:
        return Dated(state="torn" if _TORN.search(plain) else "none")
    value = _iso(match["y"], match["m"], match["d"])
    return Dated(value, "read") if value else Dated(state="impossible")


def torn_date(text: str) -> str:
    """The first thing that looks like a date and lost a digit or a sign (20231月1日), as printed."""
    found = _TORN.search(half_width(text))
    return text[found.start() : found.end()] if found is not None else ""


def read_sign_date(line: str) -> str | None:
    """The date of a line that holds nothing but a date, as under a signature."""
    match = _SIGN_LINE.fullmatch(_plain(line).strip())
    return _iso(match["y"], match["m"], match["d"]) or None if match else None


def read_period(text: str) -> tuple[str, str] | None:
    """The first period in the text: 2023年1月1日至12月31日, 2021-1-1起至2021-12-31止."""
    plain = _plain(text)
    if not any(sign in plain for sign in "至到~-"):
        return None
    found = _PERIOD.search(plain)
    if found is None:
        return None
    start, end = _DATE.match(found[0]), _END.search(found[0])
    if start is None or end is None:
        return None
    first = _iso(start["y"], start["m"], start["d"])
    last = _iso(end["y"] or start["y"], end["m"], end["d"])
    return (first, last) if first and last and first <= last else None


def read_year(text: str) -> int | None:
    """The first year named as one: 2023年, 2023 年度, 二〇二三年."""
    match = _YEAR.search(_plain(text))
    if match is None:
        return None
    return int(match["a"]) if match["a"] else read_chinese(match["c"])


def _iso(year: str, month: str, day: str) -> str:
    numbers = [int(part) if part.isdigit() else read_chinese(part) for part in (year, month, day)]
    if None in numbers:
        return ""
    try:
        return date(*numbers).isoformat()  # type: ignore[arg-type]  # None was ruled out above
    except ValueError:
        return ""

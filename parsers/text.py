"""Cell text to values, and labels to the form in which they can be compared.

The grammar of a cell is narrow on purpose: what it does not know is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache

from opencc import OpenCC

from parsers.numerals import in_chinese
from parsers.report import Number, State

HIDDEN = "\ufffc"
"""Stands for a digit that the file holds and nobody sees, or of which it is open whether anybody does."""
_SPACE = re.compile(r"[\s\u3000\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
BACKWARDS = "\u202e"
"""What follows it is shown from right to left, digits too."""
_GAP = re.compile(r"\d[.．]?\s+\d|\S\s*\n\s*\S")
_BLANK = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u2002\u2003\u2009"
_THOUSANDS = re.compile(r"(?<=\d)[\u2005\u2006\u2009\u202f'’＇](?=\d{3}(?!\d))")
"""A quarter of a blank between digits parts thousands (GB/T 15835), an apostrophe does so abroad; a whole one may part two
numbers."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FOOTNOTE = re.compile(r"\[[¹²³⁰-₉]+\]|[¹²³⁰-₉①-⓿]+")
_NOT_LABEL = re.compile(r"[^\w%]|_")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(〔【\[][一二三四五六七八九十\d]{1,3}[)〕】\]]|\d{1,2}[.、,．)](?!\d)|第[一二三四五六七八九十]+项[:：]?)+"
)
_LATIN = "A-Za-z\\u00c0-\\u024f"
_FOREIGN = re.compile(
    rf"[{_LATIN}][{_LATIN}'’.,&/-]+[{_LATIN}.]|[\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefe]+"
)
"""Words of Latin, Arabic, Tibetan or Mongolian letters: labels of two languages."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHANGE = re.compile(r"[增减][加少]?\d+")
_MARKS = frozenset(
    "/ // \\ - -- --- — —— ——— – ― － ─ ── 一一 无 无。 ○ × * ・ · … …… N/A n/a 空 不涉及 未涉及 不适用 未发生 没有 暂无 "
    "无数据".split()
)
_UNITS = "万元|亿元|元|件次|人次|件|条|次|宗|个|项|起|份|例|部|人|篇|期"
_NUMBER = re.compile(
    rf"(?P<sign>[+\-−])?(?P<digits>[1-9]\d{{0,2}}(?:,\d{{3}})+|0|[1-9]\d*)(?P<fraction>\.\d+)?"
    rf"(?:(?P<unit>{_UNITS})|\((?P<bracketed>{_UNITS})\))?"
    r"(?P<aside>\((?:其中|含|包括|包含)[^()]*\))?"
)


def raised(text: str) -> str:
    """Digits set above or below the line: a footnote's number, which `squash` leaves out."""
    return text.translate(_RAISED)


def squash(text: str) -> str:
    """NFKC, without any white space or footnote mark: full-width digits become half-width, 12① is 12 and not 121."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", _FOOTNOTE.sub("", text)))


@cache
def _to_simplified() -> dict[int, int]:
    """The traditional characters of reposted reports, one for one, so that places in a text stay where they are."""
    plain = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    simple = OpenCC("t2s").convert(plain)
    pairs = zip(plain, simple, strict=True) if len(simple) == len(plain) else ()
    return {ord(old): ord(new) for old, new in pairs if old != new}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _to_simplified()))}]")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; the length does not change.

    Looking for one takes a twentieth of the time of `str.translate`, and most texts have none.
    """
    return text if _traditional().search(text) is None else text.translate(_to_simplified())


@lru_cache(maxsize=16384)
def label_key(text: str) -> str:
    """A label reduced to its letters: no white space, numbering, quotes, brackets or punctuation, and no second language.

    >>> label_key("2. 其他法律、行政法规禁止公开")
    '其他法律行政法规禁止公开'
    """
    plain = squash(text)
    if _FOREIGN.search(plain) and _HAN.search(plain):
        plain = _FOREIGN.sub("", plain).lstrip("/|-·;,")
    return simplified(_NOT_LABEL.sub("", _NUMBERING.sub("", plain)))


@lru_cache(maxsize=16384)
def read_cell(text: str) -> tuple[Number | None, State]:
    """The value a cell prints, and its state; `lost` means it holds text that is neither number nor mark.

    Money keeps the number as printed (`printed_unit` tells its unit), thousands separators and a trailing unit are
    understood, `22(其中修订16件)` is 22. Digits with a gap or on two lines may be two numbers, and `00` is a zero printed
    twice: neither is a value. A reader that knows that a narrow cell wrapped one number joins it before.
    """
    text = _THOUSANDS.sub(",", text)
    plain = squash(text)
    if BACKWARDS in text or _GAP.search(text.strip()) or (not plain and text.strip(_BLANK)):
        return None, "lost"
    if not plain:
        return None, "blank"
    if plain in _MARKS:
        return None, "mark"
    match = _NUMBER.fullmatch(plain)
    if match is None:
        written = in_chinese(plain)
        return written, "lost" if written is None else "reported"
    return _number(match), "reported"


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the last value is the sum of those before it. What is no number counts nothing."""
    *parts, total = (read_cell(text)[0] or 0 for text in texts)
    return sum(parts) == total


def _number(match: re.Match[str]) -> Number:
    digits = match["digits"].replace(",", "")
    sign = -1 if match["sign"] in {"-", "−"} else 1
    if match["fraction"]:
        return sign * Decimal(digits + match["fraction"])
    return sign * int(digits)


@lru_cache(maxsize=16384)
def printed_unit(text: str) -> str:
    """The unit a cell prints behind its number, or nothing."""
    match = _NUMBER.fullmatch(squash(text))
    return (match["unit"] or match["bracketed"] or "") if match else ""


def is_unit(text: str) -> bool:
    """Whether a cell holds nothing but the unit of the number beside it."""
    return label_key(text) in _UNITS.split("|")


def counts_up(texts: Sequence[str]) -> bool:
    """Whether a line reads n, n + 1, n + 2 …: it numbers the columns and holds no figures."""
    values = [read_cell(text)[0] for text in texts]
    first = values[0] if values else None
    return first is not None and len(values) > 2 and values == [first + step for step in range(len(values))]


@lru_cache(maxsize=16384)
def value_like(text: str) -> bool:
    """Whether a cell could be a value: a number, also one that tells a change (减4), or a mark. Blank is not."""
    state = read_cell(text)[1]
    return state in {"reported", "mark"} or (state == "lost" and _CHANGE.fullmatch(squash(text)) is not None)

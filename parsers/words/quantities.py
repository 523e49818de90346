"""Quantities in running text: a number with its measure word, and how exactly it is meant.

Numbers that are names or references are none (第711号, 〔2021〕30号, “12·4”, 12348, 三审三校, 20个工作日), nor are ranges,
limits (10件以下, 每件100元) and numbers a line break may have torn.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from parsers.numerals import SCALES, read_number
from parsers.report import Number

_QUOTED = re.compile(
    r"《[^《》]{0,80}》|“[^“”]{0,40}”|〈[^〈〉]{0,60}〉|\[[^\[\]]{0,10}\]\d{0,5}号?|第[\d一二三四五六七八九十百]{1,5}"
)
_NO_COUNT = re.compile(r"(?<=[第A-Za-z№.·/~\-\d])|(?<=任何)|(?<!甚至)(?<=至)|(?<![收接得达受]到)(?<=到)")
"""Right in front of a number: what makes it an ordinal, a name, a range, or a number a line break has torn."""
_EACH = re.compile(r"每(?:[件条个人页篇次月年周日天一1])?[^，。；\d]{0,2}$")
"""In front of a number that is a rate."""
_WORD = frozenset("其统唯同进更另某任哪这那不专高数几")
"""In front of a Chinese numeral: what makes it part of a word (同一个, 进一步, 另一个, 数十件)."""
_LIMIT = re.compile(r"\s*(?:以上|以下|以内|之内|之间|[-~至到]\s*\d|\s*工作日)")
_LIMIT_BEGINS = frozenset("以之-~至到工 \t")
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千零〇]")
_ABOUT = re.compile(r"\s*左右")
_ABOUT_BEGINS = frozenset("左 \t")


class Quantity(NamedTuple):
    """`start` and `end` are offsets in the text read: from the number (without 约, 近 …) to behind the unit."""

    value: Number
    unit: str
    qualifier: str
    raw: str
    start: int
    end: int
    lead: int
    """Where the words that qualify it begin; equal to `start` when there are none."""
    chinese: bool = False


@cache
def qualifiers() -> Mapping[str, str]:
    """Word -> qualifier id."""
    entries = _units_file()["qualifier"]
    return {word: entry["id"] for entry in entries for word in entry["words"]}


@cache
def unit_ids() -> tuple[str, ...]:
    return tuple(entry["id"] for entry in _units_file()["unit"])


@cache
def _units_file() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(files("parsers.words.vocabulary").joinpath("units.toml").read_text(encoding="utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(
        re.escape(entry["id"]) + (f"(?![{entry['not']}])" if entry["not"] else "")
        for entry in _units_file()["unit"]
    )
    return re.compile(
        r"(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百千零〇]+)"
        rf"\s*(?P<more>[余多])?(?P<scale>[{''.join(SCALES)}])?\s*(?P<more2>[余多])?\s*(?P<unit>{units})?"
    )


@cache
def _lead_pattern() -> re.Pattern[str]:
    words = sorted((word for word in qualifiers() if word not in "余多左右"), key=len, reverse=True)
    return re.compile(rf"(?P<word>{'|'.join(words)})\s*$")


@cache
def _lead_ends() -> frozenset[str]:
    """The characters that words in front of a number end with; where none stands, none is looked for."""
    return frozenset(word[-1] for word in qualifiers())


def found_from(first: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches from left to right, tried only where `first` finds what a match can begin with: a class of characters, or
    words that each begin with one of their own, which a search reaches in a single step.
    """
    begin = first.search(text)
    while begin is not None:
        match = pattern.match(text, begin.start())
        if match is not None:
            yield match
        begin = first.search(text, match.end() if match is not None else begin.end())


def read_quantities(text: str) -> Iterator[Quantity]:
    """All quantities of a sentence in order. The text is half-width (`numerals.half_width`).

    >>> [(q.value, q.unit, q.qualifier) for q in read_quantities("阅读总量 8 万余人次,单篇最高突破 2 万余人次")]
    [(80000, '人次', '余'), (20000, '人次', '余')]
    """
    barred = [match.span() for match in _QUOTED.finditer(text)] if _may_quote(text) else []
    for match in found_from(_DIGIT, _pattern(), text):
        start = match.start()
        if barred and any(first <= start < last for first, last in barred):
            continue
        quantity = _quantity(text, match)
        if quantity is not None:
            yield quantity


def _may_quote(text: str) -> bool:
    return any(sign in text for sign in "《“〈[第")


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    number, more, scale, more2, unit = match.groups("")
    chinese = not number[0].isdigit()
    if not unit and (chinese or (not scale and not _ends_here(text, end))):
        return None
    before = text[max(0, start - 8) : start]
    lead = _lead_pattern().search(before) if before.rstrip()[-1:] in _lead_ends() else None
    if lead is not None:
        before = before[: lead.start()]
        start_of_lead = start - (len(lead.string) - lead.start())
    else:
        start_of_lead = start
    if _is_no_count(text, start_of_lead, before) or (chinese and before[-1:] in _WORD):
        return None
    following = text[end : end + 1]
    if following in _LIMIT_BEGINS and _LIMIT.match(text, end):
        return None
    value = int(number) if not scale and number.isdecimal() and not chinese else read_number(number + scale)
    if value is None:
        return None
    word = more2 or more or (lead["word"] if lead else "")
    if not word and following in _ABOUT_BEGINS and (about := _ABOUT.match(text, end)) is not None:
        word, end = "左右", about.end()
    raw = text[start_of_lead:end]
    return Quantity(value, unit, qualifiers().get(word, "exact"), raw, start, end, start_of_lead, chinese)


def _is_no_count(text: str, start: int, before: str) -> bool:
    """Whether the words before a number, of which `before` are the last, make it something else than a count."""
    if _NO_COUNT.match(text, start) is not None or ("每" in before and _EACH.search(before) is not None):
        return True
    return before[-1:].isspace() and before.rstrip()[-1:].isdecimal()


def _ends_here(text: str, end: int) -> bool:
    """A number without unit counts only at the end of its clause (粉丝量1011，)."""
    return end >= len(text) or text[end] in "，,。;；)）、"

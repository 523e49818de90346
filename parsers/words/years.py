"""Which year a number of a sentence is of: the report's, another one named, or several added up."""

from __future__ import annotations

import re
from collections.abc import Sequence

Named = tuple[int, int, int | None]
"""A year a sentence names: from where, up to where it holds, and which."""

_YEAR = re.compile(
    r"(?:(?<![\d(\[\-至])|(?<=^\())(?P<year>20\d\d)\s*年|(?P<last>上一?年(?:度(?!结转|转结)|(?![度结转]))|去年)|(?P<this>本年|今年|当年)"
)
_COMPARING = frozenset("比较与同")
_OF_PAPER = re.compile(
    r"\s*(?:政府|部门|本级|单位|财政|年度)*(?:预算|决算|预决算|工作要点|工作总结|工作计划)"
)
_SINCE = re.compile(r"(?P<since>[^,;。]{2,24})以来|(?:自|从)(?P<from>[^,;。]{2,20}?)起")
_BEGINS = re.compile(r"[^,;。]{0,16}以来")
_GROWN = re.compile(r"[,;(](?:其中)?,?(?:本年度?|今年|当年|20\d\d年度?)新增")
"""Behind a total: what came to it this year."""
_SPAN = r"20\d\d\s*年?\s*[至到~-]\s*20\d\d\s*年"
_SUMMED = re.compile(
    r"历年累计|累计至今|近[两二三四五六七八九十\d]{1,2}年|[两二三四五六七八九十]{1,2}年来"
    rf"|截[至止][^,;。]{{0,16}},?[^,;。]{{0,6}}累计|{_SPAN}"
)
_SUM = re.compile(r",?[^,;。]{0,10}(?:累计|共|总计)")
_TO = re.compile(r"\s*[至到~-]\s*20\d\d\s*年")
_PERIOD = re.compile(
    rf"\s*(?:(?:自|从|截[至止]).*|.{{2,24}}以来|(?:{_SPAN}|近[两二三四五六七八九十\d]{{1,2}}年)[^,]{{0,4}})$"
)
_STOP = re.compile(r",(?!\d{3}(?!\d))|[;(]")
_THIS_YEAR = re.compile(r"今年|本年|年初|当年")
_MAY_SUM = re.compile(rf"累计|以来|年来|近[二两三四五六七八九十\d]|{_SPAN}|[自从](?=[^,;。]{{2,20}}起)")


def years_named(text: str, year: int | None) -> list[Named]:
    """The years a sentence names, `year` being the report's. One in a document's title is none."""
    found: list[Named] = []
    for match in _YEAR.finditer(text):
        if text.count("《", 0, match.start()) == text.count("》", 0, match.start()):
            before = text[match.start() - 1 : match.start()]
            if _TO.match(text, match.end()):
                continue  # 2021年至2023年: the first of several
            if before == "因":
                continue  # 因2023年度申请引发: the year of what led to it
            if _OF_PAPER.match(text, match.end()):
                continue  # 2022年度部门决算: the year of the paper
            if _BEGINS.match(text, match.end()) or (
                before in {"自", "从"} and "起" in text[match.end() :][:16]
            ):
                continue  # 自2019年条例实施以来: when a sum over years begins
            found.append((match.start(), _holds_to(text, match, before), _named(match, year)))
    return found


def _named(match: re.Match[str], year: int | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    return year if match["this"] or year is None else year - 1


def _holds_to(text: str, match: re.Match[str], before: str) -> int:
    """How far a year holds: one named for comparison to its number, one in brackets to their end."""
    if before in _COMPARING:
        return match.end() + 1
    closing = text.find(")", match.end()) if before == "(" and match.start() > 1 else -1
    return closing if closing >= 0 else len(text)


def year_of(years: Sequence[Named], at: int, year: int | None) -> int | None:
    """The year named last before a number, else the report's; 比2022年(31起) holds for the number in brackets only."""
    named = [of for start, end, of in years if start <= at <= end and of is not None]
    return named[-1] if named else year


def may_sum(text: str) -> bool:
    """Whether a sentence may hold a sum over several years; where it does not, no claim of it is looked at."""
    return _MAY_SUM.search(text) is not None


def over_years(text: str, end: int, year: int | None) -> bool:
    """Whether a claim that ends there adds up several years: 历年累计, 近三年共, 自2019年以来共, 截至2023年底累计."""
    clauses = _clauses(text, end)
    if _SUMMED.search(clauses) is not None or ("累计" in clauses and _GROWN.match(text, end) is not None):
        return True
    since = _SINCE.search(clauses)
    if since is None or _SUM.match(clauses, since.end()) is None:
        return False
    begin = since["since"] or since["from"]
    return str(year) not in begin and _THIS_YEAR.search(begin) is None


def _clauses(text: str, end: int) -> str:
    """The clause up to `end`, with the one before it when that says no more than since when or until when."""
    stops = [0, 0, *(found.end() for found in _STOP.finditer(text, 0, end))]
    before, start = stops[-2:]
    return text[before if _PERIOD.match(text[before : start - 1]) else start : end]

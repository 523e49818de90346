"""The year a report is of, when its title, the period of its text, its signature and its publication have been read.

Where they disagree a finding says so. Text that was copied is of the past, so the newer of title and period is right where
the dates allow it; else the title decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import mode

from parsers.numerals import half_width
from parsers.report import Finding
from parsers.words.dates import read_year

_BODY_YEAR = re.compile(r"20(?<![\d〔\[（(第]20)\d{2}(?=\s*年(?!\s*\d{1,2}\s*月))")


def year_of(period: tuple[str, str] | None) -> int | None:
    """The year most of a period lies in: 2022-12-01 to 2023-11-30 is 2023."""
    if period is None:
        return None
    first, last = (12 * int(day[:4]) + int(day[5:7]) - 1 for day in period)
    return (first + last) // 2 // 12


def settle_year(
    year: int | None,
    title: str,
    body: str,
    period: tuple[str, str] | None,
    signed: str | None,
    published: str,
    *,
    named: Collection[int | None],
) -> tuple[int | None, tuple[Finding, ...]]:
    """The report year, and every disagreement about it. `named` are all years of the title, `year` the one it is of."""
    findings = []
    stated = year_of(period)
    years = [int(found) for found in _BODY_YEAR.findall(half_width(body))]
    if year is None or (stated is not None and stated in named):
        year = stated or read_year(title)
    if year is None:
        year, how = _guess(years, signed, published)
        if year is not None:
            findings.append(year_finding("year_inferred", "note", how))
    if year is None:
        return None, (
            year_finding(
                "year_missing", "warning", "标题、正文和日期都没有年度 / no year in title, text or dates"
            ),
        )
    if stated is not None and _is_stale(year, stated, [day for day in (signed, published) if day]):
        message = (
            f"标题 {year} 年，正文的统计期和日期是 {stated} 年的，取 {stated}"
            f" / title: {year}; the period and the dates of the text are those of {stated}, which was taken"
        )
        return stated, (year_finding("year_disagrees", "warning", message),)
    if stated is not None and stated != year:
        findings.append(
            year_finding(
                "year_disagrees",
                "warning",
                f"标题 {year} 年，正文的统计期是 {stated} 年"
                f" / title: {year}; the period of the text is {stated}",
            )
        )
    elif years and year not in years and str(year) not in body:
        findings.append(
            year_finding(
                "year_disagrees",
                "warning",
                f"标题 {year} 年，正文说的是 {mode(years)} 年 / title: {year}; the text speaks of {mode(years)}",
            )
        )
    findings += _dates_against(year, signed or "", ("落款", "signed"))
    findings += _dates_against(year, published, ("发布", "published"))
    return year, tuple(findings)


def _is_stale(year: int, stated: int, days: Sequence[str]) -> bool:
    """Whether the title kept the year of an older report, or lies in the future of its own dates.

    Text that was copied is of the past: a period after the title's year, whose end the dates know of, is the newer of both.
    """
    after = bool(days) and all(day >= f"{stated}-12-15" for day in days)
    return after and (year < stated or all(day < f"{year}-12-15" for day in days))


def _guess(years: Sequence[int], signed: str | None, published: str) -> tuple[int | None, str]:
    if years:
        year = mode(years)
        return year, (
            f"标题没有年度，{year} 是正文中最多的年份"
            f" / the title names no year; {year} is the year the text speaks of most"
        )
    for day, zh, en in ((signed, "落款", "signature"), (published, "发布", "publication")):
        if day:
            year = int(day[:4]) - 1
            return year, (
                f"标题没有年度，{year} 是{zh}（{day}）的上一年"
                f" / the title names no year; {year} is the year before the {en} ({day})"
            )
    return None, ""


def _dates_against(year: int, day: str, what: tuple[str, str]) -> list[Finding]:
    """A report is made after its year has ended; one dated before that names a wrong year or a wrong date."""
    if not day or day[:4] > str(year) or day >= f"{year}-12-15":
        return []
    zh, en = what
    message = (
        f"标题 {year} 年，{zh}于 {day}，当年尚未结束 / title: {year}; {en} {day}, before that year was over"
    )
    return [year_finding("year_disagrees", "warning", message)]


def year_finding(check: str, level: str, message: str) -> Finding:
    kind = "parser" if level == "note" else "publisher"
    return Finding(check, kind, level, "fail", message)  # type: ignore[arg-type]  # both are members of the Literal

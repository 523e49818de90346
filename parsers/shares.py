"""Shares the narrative states (258件，占33.9%): the count, held against what it may be a share of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files

from parsers.report import Fact, Figure, Finding, Key, Number

SHARE = "占比:"

_OF = re.compile(r"占(?P<whole>[^\d约达为]*)")
_PLAIN = re.compile(
    r"(?:比例?|总数|总量|全部|全年|本年度?|年度|政府信息|公开|依申请|申请|新收|收到|受理|办理|办结|答复|结果|所有|总|数量?|件|的)*"
)
"""Words that name the whole of the table. Any other word (占不动产类的80%) names a whole we do not know."""


@cache
def wholes() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Metric -> the sums of cells its parts may be shares of; see `forms/statements.toml`."""
    data = tomllib.loads(files("parsers.forms").joinpath("statements.toml").read_text(encoding="utf-8"))
    return {entry["of"]: tuple(map(tuple, entry["readings"])) for entry in data["share"]}


def shares_agree(figures: Mapping[Key, Figure], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A percentage is its count divided by a lawful whole, rounded or cut; the message names the whole that fits."""
    counts = {fact.raw: fact for fact in facts if not fact.metric.startswith(SHARE)}
    for share in facts:
        if share.metric.startswith(SHARE) and (count := counts.get(share.part_of)):
            yield _judged(share, count, _known(share, count, figures, facts))


def _known(
    share: Fact, count: Fact, figures: Mapping[Key, Figure], facts: Sequence[Fact]
) -> list[tuple[str, tuple[Key, ...], Number | None]]:
    """What may stand behind the percentage: the total the text names before, and the sums of the table."""
    found: list[tuple[str, tuple[Key, ...], Number | None]] = [
        (f"“{fact.quote}”", (), fact.value)
        for fact in facts
        if fact.raw == count.part_of and fact is not count
    ]
    named = _OF.search(share.quote)
    if named is None or not _PLAIN.fullmatch(named["whole"]):
        return found
    for reading in wholes().get(count.metric.partition(":")[0], ()) if ":" in count.metric else ():
        cells = tuple((table, row, column) for table, row, column in (name.split("/") for name in reading))
        if all(cell in figures for cell in cells):
            values = [figures[cell].value for cell in cells]
            total = None if None in values else sum((value or 0 for value in values), start=0)
            found.append((" + ".join("/".join(cell) for cell in cells), cells, total))
    return found


def _judged(share: Fact, count: Fact, known: Sequence[tuple[str, tuple[Key, ...], Number | None]]) -> Finding:
    said = f"“{count.quote}”“{share.quote}”"
    fitting = next((whole for whole in known if whole[2] and fits(share.value, count.value, whole[2])), None)
    if fitting:
        message = (
            f"文字{said}的百分比与 {fitting[0]} 相符 / the percentage agrees with the count and its whole"
        )
        return Finding("share_agrees", "publisher", "note", "pass", message, fitting[1])
    tabled = [whole for whole in known if whole[1]]
    if not tabled or any(not whole[2] for whole in tabled):
        message = f"文字{said}的百分比所依的总数不明或为 0，不能核对 / the whole of the percentage is not known, or 0"
        return Finding("share_agrees", "publisher", "note", "not_evaluable", message)
    _, cells, total = tabled[0]
    percent = round(100 * Fraction(count.value) / Fraction(total or 1), 2)
    message = (
        f"文字{said}：{count.value} / {total} = {float(percent):g}%，也不合其他可能的总数"
        f" / {count.value} of {total} is {float(percent):g}%, and no other lawful whole gives {share.value}%"
    )
    return Finding("share_agrees", "publisher", "warning", "fail", message, cells)


def fits(percent: Number, part: Number, whole: Number) -> bool:
    """Less than one unit of the last printed digit apart, so that rounding and cutting both pass."""
    _, _, places = str(percent).partition(".")
    return abs(100 * Fraction(part) / Fraction(whole) - Fraction(str(percent))) < Fraction(
        1, 10 ** len(places)
    )

"""Numbers set against others: of another year, of part of a year, as a change or a share."""

from __future__ import annotations

import re

from parsers.words.claims import Claim
from parsers.words.contexts import Context
from parsers.words.metrics import rates

_FALL = re.compile(r"下降|减少|降低|回落")
_ON_YEAR = re.compile(r"同比|(?:比|较)(?:上年|去年|上一年)")
_SHARE = re.compile(r"(?:约)?占(?:比|总数|总量|[一-鿿]{0,10}的)?")

_OTHER_YEAR = re.compile(r"(?:上年|去年|上一年|(?P<year>20\d\d)年)(?:度|同期)?[(]?(?:为|是|共|:)?$")
"""Words that give the number of another year for comparison: 47件(2022年为39件), 比2022年(31起)."""
_PART_OF_YEAR = re.compile(
    r"[上下]半年|(?<![\d月])(?!0?1月?[-—~至到]12月)\d{1,2}月?[-—~至到]\d{1,2}月(?!\d)|[一二三四](?:个)?季度|(?<![-至到~\d])(?:1[0-2]|[1-9])月份|截[至止](?:20\d\d年)?(?:[1-9]|1[01])月(?!\d)|20\d\d年(?:1[0-2]|[1-9])月(?=(?:共|累计|新|主动)?(?:收到|受理|公开|发布|办理|答复))|(?<!至)(?:当月|当天|当日)|(?:宣传|活动)[月周日](?:期间)?,?$"
)


def of_part_of_year(context: Context) -> bool:
    """上半年公开信息45条 is no number of the year."""
    text, at = context.sentence.text, context.quantity.lead
    if "月" not in text and "季度" not in text and "半年" not in text:
        return False
    start = max(text.rfind(stop, 0, at) for stop in ";(,") + 1
    before = text[max(text.rfind(stop, 0, max(0, start - 1)) for stop in ";(,") + 1 : start]
    return _PART_OF_YEAR.search(text[start:at]) is not None or (
        len(before) <= 12 and _PART_OF_YEAR.search(before) is not None
    )


def of_other_year(context: Context) -> Claim | None:
    """The number of the year before, in brackets behind this year's or behind 比2022年."""
    last, text, at = context.thread.last, context.sentence.text, context.quantity.lead
    if last is None or last.unit != context.quantity.unit or ":" in last.metric or not context.thread.known:
        return None
    named = _OTHER_YEAR.search(text[max(last.end, at - 14) : at])
    if named is None or "(" not in text[last.end : at]:
        return None
    year = int(named["year"]) if named["year"] else None
    claim = context.made(last.metric, last.channel, last.basis)
    return claim._replace(aside=True, subject=last.subject, year=year)


def change(context: Context) -> Claim | None:
    """同比增长6.7%: of the count just named, negative when it fell."""
    last = context.thread.last
    if (
        context.quantity.unit != "%"
        or last is None
        or last.unit == "%"
        or not context.thread.known
        or not _ON_YEAR.search(context.before)
    ):
        return None
    claim = context.made(f"同比变化率:{last.metric}", last.channel)
    value = -claim.value if _FALL.search(context.before) else claim.value
    return claim._replace(value=value, part_of=last.raw, subject=last.subject)


def share(context: Context) -> Claim | None:
    """A rate of its own, or the share of the count just named."""
    for name, pattern in rates():
        if pattern.search(context.label):
            return context.made(name)
    last = context.thread.last
    if last is None or last.unit == "%" or not context.thread.known or not _SHARE.fullmatch(context.label):
        return None
    return context.made(f"占比:{last.metric}")._replace(part_of=last.raw, subject=last.subject)

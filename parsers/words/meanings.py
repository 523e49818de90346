"""What a number counts: the rules, from the surest to the most dependent on what came before.

Each rule takes the number's context and claims or passes; published items and lists are in `parsers.words.publications`.
"""

from __future__ import annotations

import re

from parsers.words.channels import ChannelName
from parsers.words.claims import Claim
from parsers.words.contexts import Context
from parsers.words.metrics import DOCUMENT_PARTS, Match, family_of, match, metrics, outcome, rates
from parsers.words.publications import read_publication

REQUESTS = metrics()["办理结果"].units

_COMPARED = re.compile(
    r"同比|环比|(?:比|较|与)(?:上|去|前|20\d\d)|相比|[增减](?:加|长|少)了?|多[于出]|下降|上升|增幅"
)
_AVERAGE = re.compile(r"(?:日|月|周|人|年|户|平|场|篇)均")
_RULE = re.compile(r"(?:规定|要求)(?:各|每|应|不|必须)|必须|不得|应当")
_FALL = re.compile(r"下降|减少|降低|回落")
_ON_YEAR = re.compile(r"同比|(?:比|较)(?:上年|去年|上一年)")
_SHARE = re.compile(r"(?:约)?占(?:比|总数|总量|[一-鿿]{0,10}的)?")

_OUTCOME_FRAME = re.compile(r"^(?:作出|做出|因|按照|答复|决定|申请)+|(?:决定|答复|告知书?|处理|的|申请)+$")
_ABOUT_REQUESTS = re.compile(r"申请")
_DISPUTES = {
    "行政复议数": "行政复议",
    "行政诉讼数": "行政诉讼",
    "行政复议": "行政复议",
    "行政诉讼": "行政诉讼",
}
_DOCUMENT_FRAME = re.compile(r"^清理(?=废止)|(?:规范性)?文件$")
_NO_OTHER_CHANNEL = re.compile(
    r"(?:开展|进行|组织|累计|总|共|均|其|文章|信息|视频|作品|全年|[月日年]|群众|年度)*"
)
"""What may stand between the last channel and a number that inherits it; 南方号 would be a channel we do not know."""
_VERB = re.compile(
    r"收到|办理|开展|召开|举办|举行|组织|发布|制发|制定|出台|废止|收取|培训|受理|答复|回复|粉丝|关注"
)
_GENERIC_TRAINING = re.compile(r"(?:业务|专题|集中|专项|线上|线下|有关|相关|各类)*(?:知识)?培训")
_VAGUE = frozenset({"internet", "new_media", "all", "press", "other", "column"})
_READ = frozenset({"followers", "readership"})
_ACCOUNT = re.compile(r"(?!政务|官方|我局|通过|截至|目前|其中)[一-鿿]{2,8}")


def read_meaning(context: Context) -> Claim | None:
    """The claim of a number, or None when the words around it are not understood."""
    if _RULE.search(context.before) or _AVERAGE.search(context.before):
        return None
    if _COMPARED.search(context.before):
        return _change(context)
    if context.quantity.unit == "%":
        return _share(context)
    return _outcome(context) or _matched(context) or _document(context) or read_publication(context)


def _change(context: Context) -> Claim | None:
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
    return claim._replace(value=value, part_of=last.raw)


def _share(context: Context) -> Claim | None:
    """A rate of its own, or the share of the count just named."""
    for name, pattern in rates():
        if pattern.search(context.label):
            return context.made(name)
    last = context.thread.last
    if last is None or last.unit == "%" or not context.thread.known or not _SHARE.fullmatch(context.label):
        return None
    return context.made(f"占比:{last.metric}")._replace(part_of=last.raw)


def _outcome(context: Context) -> Claim | None:
    """予以公开3件, 结果维持1件: results of requests, or of the disputes last spoken of."""
    unit = context.quantity.unit
    if unit not in REQUESTS and unit != "次":
        return None
    name = _OUTCOME_FRAME.sub("", context.label)
    last = context.thread.last.metric.partition(":")[0] if context.thread.last else ""
    if last in _DISPUTES and (found := outcome(name, _DISPUTES[last])) is not None:
        return context.made(f"{_DISPUTES[last]}:{found.id}", part=True)
    if unit not in REQUESTS:
        return None
    for of in ("办理结果", "收到政府信息公开申请数"):
        result = outcome(name, of) or (outcome(context.label, of) if name != context.label else None)
        if result is not None and _ABOUT_REQUESTS.search(context.sentence.heading + context.sentence.text):
            return context.made(f"{of}:{result.id}", part=True)
    return None


def _matched(context: Context) -> Claim | None:
    """The vocabulary knows the words around the number."""
    surroundings = f"{context.sentence.heading}\n{context.sentence.paragraph}"
    found = match(context.label, context.after, context.quantity.unit, surroundings)
    if found is None:
        return None
    found = _without_generic_part(found)
    if context.parent is not None and _is_item(context, found):
        return None
    if found.metric.family in _READ and context.channel is None and not _inherits(context, found):
        return None  # the followers of a platform we do not know
    parent = context.parent
    part = (
        parent is not None
        and parent.unit == context.quantity.unit
        and family_of(parent.metric) == found.metric.family
    )
    return context.made(found.name, _channel_of(context, found), found.metric.basis, found.used, part)


def _channel_of(context: Context, found: Match) -> ChannelName | None:
    rule, channel = found.metric.channel, context.channel
    if rule == "sentence":
        if channel is not None:
            return _with_account(context, channel) if found.metric.family in _READ else channel
        if context.shared or not _inherits(context, found):
            return None
        if "总" in context.label and len(context.thread.channels) > 1:
            return None  # a total over all of them
        return context.thread.channel or _channel_before(context)
    if rule == "own":
        return channel or _channel_behind(context, found.used)
    return channel if found.metric.family == "disclosure" else None


def _is_item(context: Context, found: Match) -> bool:
    """意见征集799件 in a list of published items is a kind of item, as long as no verb says otherwise."""
    listed = context.parent is not None and family_of(context.parent.metric) == "disclosure"
    return listed and found.metric.family not in _READ | {"disclosure"} and not _VERB.search(context.label)


def _inherits(context: Context, found: Match) -> bool:
    return _NO_OTHER_CHANNEL.fullmatch(context.label[: found.start]) is not None


def _with_account(context: Context, channel: ChannelName) -> ChannelName:
    """平度交警微信粉丝: the words in front of a channel's name are its account."""
    head, found, _ = context.label.partition(channel.name)
    if (
        channel.account
        or not found
        or channel.platform in {"website", "column", "internet"}
        or not _ACCOUNT.fullmatch(head)
    ):
        return channel
    return channel._replace(account=head)


def _channel_before(context: Context) -> ChannelName | None:
    """The only channel the sentence has named so far; 网络, 新媒体 and the like do not count beside another one."""
    named = [one for one in context.channels if one.end <= context.quantity.lead]
    named = [one for one in named if one.platform not in _VAGUE] or named
    return named[-1] if len({one.platform for one in named}) == 1 else None


def _channel_behind(context: Context, used: int) -> ChannelName | None:
    """两个新媒体平台: the channel is the noun counted."""
    first = context.quantity.end
    return next((one for one in context.channels if first <= one.start < first + max(used, 1)), None)


def _document(context: Context) -> Claim | None:
    """规范性文件制发2件、废止1件、现行有效20件: the noun stands once for the list."""
    part = DOCUMENT_PARTS.get(_DOCUMENT_FRAME.sub("", context.label))
    last = context.thread.last
    base = last.metric.partition(":")[0] if last else ""
    return context.made(f"{base}:{part}") if part and base in {"行政规范性文件", "规章"} else None


def _without_generic_part(found: Match) -> Match:
    if found.metric.id == "培训次数" and (_GENERIC_TRAINING.fullmatch(found.part) or "、" in found.part):
        return found._replace(part="")
    return found

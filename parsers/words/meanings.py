"""What a number counts: the rules, from the surest to the most dependent on what came before.

Each rule takes the number's context and claims or passes; published items and lists are in `parsers.words.publications`.
"""

from __future__ import annotations

import re

from parsers.words.channels import ChannelName
from parsers.words.claims import Claim
from parsers.words.comparisons import change, of_other_year, of_part_of_year, share
from parsers.words.contexts import Context
from parsers.words.intentions import is_no_outcome
from parsers.words.metrics import DOCUMENT_PARTS, Match, family_of, is_outcome, match, metrics, outcome
from parsers.words.publications import read_publication

REQUESTS = metrics()["办理结果"].units
EXPLANATIONS = metrics()["解读信息数"].units

_COMPARED = re.compile(
    r"同比|环比|比(?:[上去前]|20\d\d)|较(?:[上去前]|20\d\d)|与(?:[上去前]|20\d\d)|相比|增[加长少]|减[加长少]|多[于出]|下降|上升|增幅"
)
_AVERAGE = re.compile(r"(?:日|月|周|人|年|户|平|场|篇)均")
_RULE = re.compile(
    r"规定[各每应不]|要求[各每应不]|必须|不得|应当|应收|原则上|(?<!“)每(?!日头条)(?:个?(?:月|周|日|天|年|季|半年|工作日|单位|部门|科室|乡镇))"
)
_REASON = re.compile(r"^(?:因|由于|属于?)[^,;]{2,24}?等(?:原因|情形|情况)?(?=无法|不予)")
"""因本机关不掌握等原因无法提供: reasons before an outcome, that of 等 for all others too."""
_OUTCOME_FRAME = re.compile(r"^(?:作出|做出|因|按照|答复|决定|申请)+|(?:决定|答复|告知书?|处理|的|申请)+$")
_BEHIND_FRAME = re.compile(r"^(?:[的为系是均已]|依法|作出)+|(?:决定|答复|处理)$")
_ABOUT_REQUESTS = re.compile(r"申请")
_NO_REQUEST = re.compile(r"复议|诉讼|公文|文件|属性")
_DISPUTES = {
    "行政复议数": "行政复议",
    "行政诉讼数": "行政诉讼",
    "行政复议": "行政复议",
    "行政诉讼": "行政诉讼",
}
_SHORT = {"复议": "行政复议", "诉讼": "行政诉讼"}
"""复议维持3件 says itself of which disputes."""
_SUITS = re.compile(r"(?:被?提起)?诉讼(?:案件?)?")
_PATHS = frozenset({"行政诉讼数", "行政诉讼"})
_DOCUMENT_FRAME = re.compile(r"^(?:清理(?=废止)|当年|本年度?|全年|年内|目前|共)+|(?:规范性)?文件$")
_NO_OTHER_CHANNEL = re.compile(
    r"(?:开展|进行|组织|累计|总|共|均|其|文章|信息|视频|作品|全年|[月日年]|群众|年度)*"
)
"""What may stand between the last channel and a number that inherits it; 南方号 would be a channel we do not know."""
_VERB = re.compile(
    r"收到|办理|开展|召开|举办|举行|组织|发布|制发|制定|出台|废止|收取|培训|受理|答复|回复|粉丝|关注"
)
_BARE_VERB = re.compile(
    r"(?:其中|目前|年内|已|均|全部|按时|按期|依法|及时|共|累计|本年度?|当年|全年)*(?P<verb>办结|答复|受理|办理)(?:完毕|完成)?"
)
_OF_VERB = {verb: f"{verb}政府信息公开申请数" for verb in ("办结", "答复", "受理", "办理")}
_CAME_IN = re.compile(r"(?:收到|受理|新收|接到|办理)[^。;]{0,20}(?:信息公开申请|依申请公开|公开申请)")
_DECISION = re.compile(r"(?P<part>行政许可|行政处罚|行政强制)(?:处理)?(?:决定|事项|案件)?")
_STAFF = re.compile(r"(?P<part>专兼职|专职|兼职)(?:工作)?(?:人员)?")
_KIND_OF = re.compile(
    r"(?:文字|文本|图文|图片|图表|图解|视频|动漫|动画|音频|专家|媒体|部门|领导|简明|多媒体|H5|数字化)+解读"
)
"""文字解读18篇 in a list is a kind of explanation."""
_SUMMED = re.compile(r"(?:合计|总计|共计)$")
_GENERIC_TRAINING = re.compile(r"(?:业务|专题|集中|专项|线上|线下|有关|相关|各类)*(?:知识)?培训")
_VAGUE = frozenset({"internet", "new_media", "all", "press", "other", "column"})
_READ = frozenset({"followers", "readership"})
_ACCOUNT = re.compile(r"(?!政务|官方|我局|通过|截至|目前|其中)[一-鿿]{2,8}")


def read_meaning(context: Context) -> Claim | None:
    """The claim of a number, or None when the words around it are not understood."""
    before = context.before
    if is_no_outcome(context):
        return None
    if _RULE.search(before) or ("均" in before and _AVERAGE.search(before)) or of_part_of_year(context):
        return None
    if (other := of_other_year(context)) is not None:
        return other
    last = context.thread.last
    if (
        context.label in {"", "历年"}
        and "历年累计" in context.before
        and last is not None
        and context.thread.known
    ):
        return context.made(last.metric, last.channel, "cumulative")._replace(aside=True)
    if _COMPARED.search(context.before):
        return change(context)
    if context.quantity.unit == "%":
        return share(context)
    return (
        _outcome(context)
        or _became(context)
        or _matched(context)
        or _suits(context)
        or _document(context)
        or _continuing(context)
        or _of_requests(context)
        or read_publication(context)
    )


def _suits(context: Context) -> Claim | None:
    """诉讼9件 behind the number of reviews: the lawsuits over the same."""
    last = context.thread.last
    known = last is not None and context.thread.known and last.metric == "行政复议数"
    if not known or context.quantity.unit not in REQUESTS:
        return None
    return context.made("行政诉讼数") if _SUITS.fullmatch(context.label) else None


def _outcome(context: Context) -> Claim | None:
    """予以公开3件, 结果维持1件: results of requests, or of the disputes last spoken of."""
    unit = context.quantity.unit
    if unit not in REQUESTS and unit != "次":
        return None
    whole = _REASON.sub("", context.label)
    name = _OUTCOME_FRAME.sub("", whole)
    last = context.thread.last.metric.partition(":")[0] if context.thread.last else ""
    named = name[:2] if name[:2] in _SHORT else ""
    of = _SHORT[named] if named else _DISPUTES.get(last, "") if context.thread.known else ""
    if of and (found := outcome(name.removeprefix(named), of)) is not None:
        return context.made(f"{of}:{found.id}", part=_counts(context.parent, of))
    if last in _PATHS and (found := outcome(name, "行政诉讼数")) is not None:
        return context.made(f"行政诉讼数:{found.id}", part=True)
    if unit not in REQUESTS or _of_others(context):
        return None
    for of in ("办理结果", "收到政府信息公开申请数"):
        result = outcome(name, of) or (outcome(whole, of) if name != whole else None)
        about = context.sentence.heading + context.sentence.paragraph
        if result is None or not _ABOUT_REQUESTS.search(about):
            continue
        within = context.thread.last is not None and context.thread.last.metric == f"{of}:{result.id}"
        if not (within and _REASON.match(context.label)):  # those of one reason among all of that outcome
            return context.made(f"{of}:{result.id}", part=True)
    return None


def _became(context: Context) -> Claim | None:
    """答复5件，3件予以公开: what became of so many of the requests or disputes last spoken of."""
    last, front = context.thread.last, context.label.rstrip("、")
    if last is None or not context.thread.known or (front and not is_outcome(front)):
        return None
    base = last.metric.partition(":")[0]
    of = "办理结果" if family_of(last.metric) == "requests" else _DISPUTES.get(base, "")
    found = outcome(_BEHIND_FRAME.sub("", context.after), of) if context.quantity.unit in REQUESTS else None
    if found is None:
        return None
    start = context.quantity.lead
    claim = context.made(
        f"{of}:{found.id}", used=len(context.after), part=of == "办理结果" or _counts(context.parent, of)
    )
    return claim._replace(start=start, raw=context.sentence.text[start : claim.end])


def _counts(parent: Claim | None, of: str) -> bool:
    """Whether an open list is one of these disputes."""
    return parent is not None and parent.metric.partition(":")[0].removesuffix("数") == of


def _of_others(context: Context) -> bool:
    """Whether the sentence speaks of disputes or documents, and of no request before the number.

    复议申请2件（其中1件撤回…）, 制发公文312份，其中…不予公开84份.
    """
    last = context.thread.last
    if last is not None and family_of(last.metric) == "requests":
        return False
    return _NO_REQUEST.search(context.sentence.text, 0, context.quantity.lead) is not None


def _matched(context: Context) -> Claim | None:
    """The vocabulary knows the words around the number."""
    unit = context.quantity.unit
    if context.parent is not None and _KIND_OF.fullmatch(context.label) and unit in EXPLANATIONS:
        return context.made(f"解读信息数:{context.label}", context.channel, part=True)
    found = match(context.label, context.after, unit, context.sentence.paragraph, context.sentence.heading)
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
        if channel is not None and channel.platform == "internet" and context.thread.channel is not None:
            return context.thread.channel  # 网络阅读量 of the account named before
        if channel is not None:
            return _with_account(context, channel) if found.metric.family in _READ else channel
        if context.shared or not _inherits(context, found):
            return None
        summed = "总" in context.label or _SUMMED.search(context.before)
        if summed and len(context.thread.channels) > 1:
            return None  # a total over all of them
        return context.thread.channel or _channel_before(context)
    if rule == "own":
        return _channel_behind(context, found.used) or channel
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
    last = context.thread.last
    base = last.metric.partition(":")[0] if last else ""
    if base not in {"行政规范性文件", "规章"}:
        return None
    part = DOCUMENT_PARTS.get(_DOCUMENT_FRAME.sub("", context.label))
    return context.made(f"{base}:{part}") if part else None


def _continuing(context: Context) -> Claim | None:
    """作出行政许可决定312件，行政处罚决定45件; 工作人员8人，其中专职1人: the noun goes on with another part."""
    last, unit = context.thread.last, context.quantity.unit
    base = last.metric.partition(":")[0] if last is not None else ""
    if base == "培训次数" and unit in {"人次", "人"} and last is not None and last.end == context.start:
        return context.made("培训人次")
    pattern = {"处理决定数": _DECISION, "工作人员数": _STAFF}.get(base)
    found = pattern.fullmatch(context.label) if pattern is not None else None
    if found is None or unit not in metrics()[base].units:
        return None
    return context.made(f"{base}:{found['part']}", None, metrics()[base].basis, part=True)


def _of_requests(context: Context) -> Claim | None:
    """收到申请47件，办结45件: a bare verb in a sentence, or a paragraph, on requests."""
    found = _BARE_VERB.fullmatch(context.label)
    if found is None or context.quantity.unit not in REQUESTS:
        return None
    last, sentence = context.thread.last, context.sentence
    if last is not None and (family_of(last.metric) != "requests" or not context.thread.known):
        return None
    if last is None and not _CAME_IN.search(sentence.paragraph[: -len(sentence.text)][-200:]):
        return None
    return context.made(_OF_VERB[found["verb"]])


def _without_generic_part(found: Match) -> Match:
    if found.metric.id == "培训次数" and (_GENERIC_TRAINING.fullmatch(found.part) or "、" in found.part):
        return found._replace(part="")
    return found

"""What a number counts: the rules, from the surest to the most dependent on what came before.

Each rule takes the number's context and claims or passes. A label is published items only with a verb of publication, an item
of a list only in an open list of the same unit, a bare channel only after items were counted.
"""

from __future__ import annotations

import re

from parsers.bodies import other_body
from parsers.channels import ChannelName, read_channels
from parsers.claims import Claim
from parsers.contexts import Context
from parsers.metrics import DOCUMENT_PARTS, Match, match, metrics, outcome, rates
from parsers.threads import BY_CHANNEL

PUBLISHED = metrics()["发布信息数"].units
REQUESTS = metrics()["办理结果"].units

_COMPARED = re.compile(
    r"同比|环比|(?:比|较|与)(?:上|去|前|20\d\d)|相比|[增减](?:加|长|少)了?|多[于出]|下降|上升|增幅"
)
_AVERAGE = re.compile(r"(?:日|月|周|人|年|户|平|场|篇)均")
_RULE = re.compile(r"(?:规定|要求)(?:各|每|应|不|必须)|必须|不得|应当")
_FALL = re.compile(r"下降|减少|降低|回落")
_ON_YEAR = re.compile(r"同比|(?:比|较)(?:上年|去年|上一年)")
_SHARE = re.compile(r"占(?:比|总数|总量|[一-鿿]{0,10}的)?$")

_OUTCOME_FRAME = re.compile(r"^(?:作出|做出|因|按照|答复|决定|申请)+|(?:决定|答复|告知书?|处理|的|申请)+$")
_ABOUT_REQUESTS = re.compile(r"申请")
_DISPUTES = {
    "行政复议数": "行政复议",
    "行政诉讼数": "行政诉讼",
    "行政复议": "行政复议",
    "行政诉讼": "行政诉讼",
}
_NO_OTHER_CHANNEL = re.compile(
    r"(?:开展|进行|组织|累计|总|共|均|其|文章|信息|视频|作品|全年|[月日年]|群众|年度)*"
)
"""What may stand between the last channel and a number that inherits it; 南方号 would be a channel we do not know."""
_GENERIC_TRAINING = re.compile(r"(?:业务|专题|集中|专项|线上|线下|有关|相关|各类)*(?:知识)?培训")
_VAGUE = frozenset({"internet", "new_media", "all", "press", "other", "column"})
_READ = frozenset({"followers", "readership"})
_ACCOUNT = re.compile(r"(?!政务|官方|我局|通过|截至|目前|其中)[一-鿿]{2,8}")

_QUOTED = re.compile(r"“[^“”]*”")
_PUBLISH = re.compile(
    r"^.*(?P<verb>主动公开|公开发布|(?<!申请)(?<!不予)(?<!部分)(?<!予以)(?<!政务)(?<!信息)公开|发布(?!会)|推送|推发|刊发|刊登|发表|更新"
    r"|转发|编发|上传|刊播|发文|发稿(?=[量数]|$)|推文|原创)(?P<amount>[量数])?(?:了|各类|各项|全[县市区省]|共)*(?P<object>[^,;]{0,28})$"
)
"""The last verb of publication before a number, and its object. 依申请公开 and 政务公开 are nouns."""
_PASSIVE = re.compile(r"被[^,;]{0,16}$")
_BEHIND = re.compile(r"(?:余)?(?P<object>[一-鿿]{0,10}(?:信息|动态|文章|作品|视频|稿件|内容|推文|图文))")
_GOES_ON = re.compile(r"$|并|和|及|以及|进一步|有效|均|全部|共")
_GENERIC = re.compile(
    r"(?:政府|公开|各类|相关|有关|原创|图文|全部|条)*(?:信息公开|信息)?(?:信息|内容|文章|作品|稿件|推文|微信|动态)?数?"
)
_NOT_OBJECT = re.compile(
    r"申请|建议$|意见|投诉|举报|复议|诉讼|培训|会议|次数|制度|率|指南|目录$|栏目|专栏|专题|账号|公众号"
)
_OBJECT = re.compile(r"[一-鿿A-Za-z“”]{0,16}")
_ADVERBS = re.compile(
    r"^(?:通过|在|利用|依托|于|上|平台|共|累计|主动|及时|全年|先后|新|网|中|里|的|“[^”]*”)+|(?:累计|共|主动|及时|新|等)+$"
)
_LABEL = re.compile(r"[一-鿿A-Za-z“”·、和及与]{2,20}")
_NOT_LABEL = re.compile(
    r"^(?:发布|转载|收到|受理|开展|组织|召开|举办|办理|答复|增加|减少|公开|配备|设置|建立|新增)|[增减](?:加|少|长)|下降|上升|被|采用|报道"
)
_KIND = re.compile(r"[一-鿿]{1,12}(?:信息|文件|动态|公告|公示|类|稿件|文章|解读)")
_OF_REQUESTS = re.compile(
    r"申请|网上|网络|信函|邮寄|书面|当面|现场|传真|邮件|自然人|法人|企业|组织|公民|个人"
)
_CHANNEL_WORDS = re.compile(r"(?:通过|在|官方|政务|平台|账号|号|上)*")
_WHERE = re.compile(r"(?:通过|依托|利用|借助|在)[^,;]{2,30},$")


def read_meaning(context: Context) -> Claim | None:
    """The claim of a number, or None when the words around it are not understood."""
    if _RULE.search(context.before) or _AVERAGE.search(context.before):
        return None
    if _COMPARED.search(context.before):
        return _change(context)
    if context.quantity.unit == "%":
        return _share(context)
    return (
        _outcome(context)
        or _matched(context)
        or _document(context)
        or _published(context)
        or _listed(context)
        or _continued(context)
        or _by_channel(context)
    )


def _change(context: Context) -> Claim | None:
    """同比增长6.7%: of the count just named, negative when it fell."""
    last = context.thread.last
    if (
        context.quantity.unit != "%"
        or last is None
        or last.unit == "%"
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
    if last is None or last.unit == "%" or not _SHARE.search(context.label):
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
    if found.metric.family in _READ and context.channel is None and not _inherits(context, found):
        return None  # the followers of a platform we do not know
    parent = context.parent
    part = (
        parent is not None and parent.unit == context.quantity.unit and _family(parent) == found.metric.family
    )
    return context.made(found.name, _channel_of(context, found), found.metric.basis, found.used, part)


def _channel_of(context: Context, found: Match) -> ChannelName | None:
    rule, channel = found.metric.channel, context.channel
    if rule == "sentence":
        if channel is not None:
            return _with_account(context, channel) if found.metric.family in _READ else channel
        if not _inherits(context, found):
            return None
        if "总" in context.label and len(context.thread.channels) > 1:
            return None  # a total over all of them
        return context.thread.channel or _channel_before(context)
    if rule == "own":
        return channel or _channel_behind(context, found.used)
    return channel if found.metric.family == "disclosure" else None


def _inherits(context: Context, found: Match) -> bool:
    return _NO_OTHER_CHANNEL.fullmatch(context.label[: found.start]) is not None


def _with_account(context: Context, channel: ChannelName) -> ChannelName:
    """平度交警微信粉丝: the words in front of a channel's name are its account."""
    head = context.label.partition(channel.name)[0]
    if (
        channel.account
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
    part = DOCUMENT_PARTS.get(context.label)
    last = context.thread.last
    base = last.metric.partition(":")[0] if last else ""
    return context.made(f"{base}:{part}") if part and base in {"行政规范性文件", "规章"} else None


def _published(context: Context) -> Claim | None:
    """A verb of publication, what it published, and where."""
    label, channel = context.label, context.channel
    if context.quantity.unit not in PUBLISHED or context.quantity.chinese:
        return None
    found = _PUBLISH.match(_QUOTED.sub(lambda name: "“" * len(name[0]), label))
    if found is None or _PASSIVE.search(label[: found.start("verb")]):
        return None
    behind = _BEHIND.match(context.after)
    if behind is None and not _GOES_ON.match(context.after):
        return None
    if context.parent is not None and channel is None and found.start("verb") > 0 and _LABEL.fullmatch(label):
        return None  # 其他法定公开信息: a name in a list, not a verb
    item, used = _item(context, found, behind)
    if _NOT_OBJECT.search(item) or not _OBJECT.fullmatch(item):
        return None
    base = "主动公开信息数" if found["verb"] in {"公开", "主动公开"} else "发布信息数"
    metric = base if _GENERIC.fullmatch(item) else f"{base}:{item}"
    channel = channel or _quoted(context, label[: found.start("verb")]) or _named_before(context)
    channel = channel or (context.parent.channel if context.parent else None)
    return context.made(metric, channel, used=used, part=True)


def _item(context: Context, found: re.Match[str], behind: re.Match[str] | None) -> tuple[str, int]:
    """What was published: the words behind the verb, behind the number, or before the verb (政务动态信息更新量66条)."""
    label = context.label
    name = context.channel.name if context.channel is not None else ""
    item = label[found.start("object") :].replace(name, "") if name else label[found.start("object") :]
    if item:
        return _noun(item), 0
    if behind is not None:
        return _noun(behind["object"]), behind.end()
    head = label[: found.start("verb")].replace(name, "") if name else label[: found.start("verb")]
    head = _ADVERBS.sub("", head)
    return (head, 0) if head.endswith(("信息", "动态", "文件", "类")) and _OBJECT.fullmatch(head) else ("", 0)


def _noun(item: str) -> str:
    """The noun a verb publishes; of 机构职能、领导信息等信息 what stands behind 等, of two nouns none."""
    item = item.strip("“” ")
    if "等" in item:
        item = item.rpartition("等")[2]
    item = re.sub(r"^(?:的|了|各类|各项)+|(?:共|累计|总)$", "", item)
    return "" if "、" in item else item


def _quoted(context: Context, label: str) -> ChannelName | None:
    """“X”发布…: the column or account the paragraph has introduced by that name."""
    name = re.search(r"“[^“”]{1,24}”$", label)
    if name is None:
        return None
    said = name[0]
    named = read_channels(context.sentence.paragraph)
    return next((one for one in named if one.name.startswith(said) or one.account == said[1:-1]), None)


def _named_before(context: Context) -> ChannelName | None:
    """通过微信公众号等平台，发布…: the clause in front says where, if it names one channel."""
    found = _WHERE.search(context.sentence.text[: context.start])
    if found is None:
        return None
    named = [one for one in context.channels if found.start() <= one.start and one.end <= found.end()]
    return named[0] if len(named) == 1 else None


def _listed(context: Context) -> Claim | None:
    """An item of an open list counts what the list counts."""
    parent, unit = context.parent, context.quantity.unit
    if (
        parent is None
        or (parent.unit and parent.unit != unit)
        or context.quantity.chinese
        or not context.fits(parent)
    ):
        return None
    base = parent.metric.partition(":")[0]
    family = _family(parent)
    if (
        context.channel is not None
        and family in {"disclosure", "accounts"}
        and _is_channel(context.label, context.channel)
    ):
        listed = _base_in_list(context, base)
        return context.made(listed, context.channel, metrics()[listed].basis, part=True)
    label = re.sub(r"(?:发布|更新|公开)量$", "", context.label).strip("“”")
    if not _LABEL.fullmatch(label) or _NOT_LABEL.search(label):
        return None
    if family == "requests" and not _OF_REQUESTS.search(label):
        return None
    if family not in {"disclosure", "requests", "accounts"}:
        return None
    channel = (context.channel or parent.channel) if family != "requests" else None
    body = other_body(label, context.agency)
    if body and body == label:
        return context.made(parent.metric, parent.channel, part=True)._replace(subject=body)
    return context.made(f"{base}:{label}", channel, part=True)


def _base_in_list(context: Context, base: str) -> str:
    """Channels behind “X”公众号发布信息1205条 go on with what was published there."""
    counted = context.thread.counted
    return counted.metric.partition(":")[0] if context.thread.items and counted is not None else base


def _continued(context: Context) -> Claim | None:
    """发布政务类信息34条，概况类信息150条: the verb goes on when it has been publishing kinds of things."""
    last, unit = context.thread.last, context.quantity.unit
    if last is None or context.parent is not None or unit not in PUBLISHED or context.quantity.chinese:
        return None
    base, _, part = last.metric.partition(":")
    if base not in {"主动公开信息数", "发布信息数"} or not part or not _KIND.fullmatch(context.label):
        return None
    if _NOT_LABEL.search(context.label) or _NOT_OBJECT.search(context.label) or context.channel is not None:
        return None
    return context.made(f"{base}:{context.label}", last.channel)


def _by_channel(context: Context) -> Claim | None:
    """微信公众号883条 counts what the sentence has been counting."""
    last, channel = context.thread.counted, context.channel
    if (
        channel is None
        or last is None
        or context.quantity.unit != last.unit
        or not _is_channel(context.label, channel)
    ):
        return None
    accounts = last.metric == "政务新媒体账号数"
    metric = last.metric if accounts else channel.metric or "发布信息数"
    return context.made(metric, channel, last.basis)


def _is_channel(label: str, channel: ChannelName) -> bool:
    """Whether a label is nothing but a channel's name."""
    rest = label.replace(channel.name, "")
    if channel.account:
        rest = rest.replace(f"“{channel.account}”", "")
    return _CHANNEL_WORDS.fullmatch(rest) is not None


def _family(claim: Claim) -> str:
    metric = metrics().get(claim.metric.partition(":")[0])
    return metric.family if metric is not None else ""


def _without_generic_part(found: Match) -> Match:
    if found.metric.id == "培训次数" and (_GENERIC_TRAINING.fullmatch(found.part) or "、" in found.part):
        return found._replace(part="")
    return found


assert set(metrics()) >= BY_CHANNEL, "threads.BY_CHANNEL names a metric the vocabulary does not have"

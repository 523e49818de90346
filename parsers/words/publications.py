"""Published items: what was published, where, and as part of which list.

A number counts published items only with a verb of publication, an item of a list only in an open list of the same unit, and a
bare channel only after items were counted.
"""

from __future__ import annotations

import re

from parsers.words.bodies import other_body
from parsers.words.channels import ChannelName, read_channels
from parsers.words.claims import Claim
from parsers.words.contexts import Context
from parsers.words.metrics import family_of, metrics
from parsers.words.threads import BY_CHANNEL

PUBLISHED = metrics()["发布信息数"].units

_QUOTED = re.compile(r"“[^“”]*”")
_PUBLISH = re.compile(
    r"^.*(?P<verb>主动公开|公开发布|(?<!申请)(?<!不予)(?<!部分)(?<!予以)(?<!务)(?<!信息)公开(?!电话|热线|信箱|日活动)|公布|发布(?!会)|推送|推发|刊发|刊登|发表|更新"
    r"|转发|编发|上传|刊播|发文|发稿(?=[量数]|$)|推文|原创)(?P<amount>量|数(?![据字]))?(?:了|各类|各项|全[县市区省]|共)*(?P<object>[^,;]{0,28})$"
)
"""The last verb of publication before a number, and its object. 依申请公开 and 政务公开 are nouns."""
_SPEAKS = re.compile(r"公[开布]|发[布表文稿]|[推刊转编]|登|更新|上传|原创")
"""What every verb of publication holds: where it is not, the pattern above need not be tried."""
_NOT_OWN = re.compile(r"(?:被[^,;]{0,16}|接收|移交|报送|提供|收集|收到)$")
_BEHIND = re.compile(r"(?:余)?(?P<object>[一-鿿]{0,10}(?:信息|动态|文章|作品|视频|稿件|内容|推文|图文))")
_GOES_ON = re.compile(r"$|并|和|及|以及|进一步|有效|均|全部|共")
_GENERIC = re.compile(
    r"(?:政府|公开|各类|相关|有关|原创|图文|全部|条)*(?:信息公开|信息)?(?:信息|内容|文章|作品|稿件|推文|微信|动态)?数?"
)
_NOT_OBJECT = re.compile(
    r"^[我本]|采用|[同相][一同]信息|申请|答复|回复|废止|现行有效|继续有效|建议$|意见|投诉|举报|复议|诉讼|培训|会议(?!纪要)|次数|制度|率|指南|(?:审[查核定]|认定)$|目录$|栏目|专栏|专题|账号|公众号"
)
_OBJECT = re.compile(r"[一-鿿A-Za-z“”]{0,16}")
_ADVERBS = re.compile(
    r"^(?:[①-⑳]|通过|在|利用|依托|于|上|平台|共|累计|主动|及时|全年|先后|新|网|中|里|的|“[^”]*”)+|(?:累计|共|主动|及时|新|等)+$"
)
_LABEL = re.compile(r"[一-鿿A-Za-z“”·、和及与]{2,20}")
_NOT_LABEL = re.compile(
    r"^(?:通过|发布|转载|收到|受理|开展|组织(?!机构)|召开|举办|办理|答复|增加|减少|公开|配备|设置|建立|新增|关停|关闭|注销|清理|整合|归并)|[增减](?:加|少|长)|下降|上升|被|采用|报道|^(?:上报|报送|撰写|编写|收集)|[同相][一同]信息"
)
_CLASS = re.compile(r"类(?:信息)?$")
"""组织建设类信息 is the name of a class, whatever it begins with."""
_KIND = re.compile(r"[一-鿿]{1,12}(?:信息|文件|动态|公告|公示|类|稿件|文章|解读|预算|决算|规划|纪要)")
_OF_REQUESTS = re.compile(
    r"申请|网上|网络|信函|邮寄|书面|当面|现场|传真|邮件|自然人|法人|企业|组织|公民|个人|^涉|[类域]$"
)
_NOT_ITEMS = frozenset({"转发", "更新"})
_OF_BODIES = frozenset({"disclosure", "requests", "platforms"})
"""Families whose lists may go by bodies: 其中县公安局17件."""
_ITS_YEAR = re.compile(r"20\d\d\s*年度?")
EXPLANATIONS = metrics()["解读信息数"].units
_EXPLAINS = re.compile(r"(?:[一-鿿]{0,8}的)?(?:政策|文件)*解读(?:信息|材料|稿件|稿|文章|产品|件)?")
_AMOUNT = re.compile(
    r"(?<=[级局区县市镇关])(?:主动)?(?:公开|发布)(?:(?:政府|各类)*信息)?$|(?:发布|更新|公开)量$|(?<=[息录])发布$|(?<=信息)量$"
)
_BARE = re.compile(r"(?:全年|共|累计)*(?:发布|推送|更新|推出)(?:各类)?(?:信息|推文|文章|作品|稿件|图文)?")
_ITEMS = frozenset({"条", "篇", "则", "期"})
"""Units of which one may go on counting what another began with: 公开信息109条，公众号558篇."""
_CHANNEL_WORDS = re.compile(r"(?:通过|在|官方|政务|平台|账号|号|上)*")
_WHERE = re.compile(r"(?:通过|依托|利用|借助|(?<![存现所])在)[^,;:]{2,30},$")


def read_publication(context: Context) -> Claim | None:
    """The claim of a number that counts published items, or items of a list, or None."""
    return _published(context) or _listed(context) or _continued(context) or _by_channel(context)


def _published(context: Context) -> Claim | None:
    """A verb of publication, what it published, and where."""
    label, channel = context.label, context.channel
    if context.quantity.unit not in PUBLISHED or _few(context):
        return None
    if _SPEAKS.search(label) is None:
        return None
    found = _PUBLISH.match(_QUOTED.sub(lambda name: "“" * len(name[0]), label) if "“" in label else label)
    if (
        found is None
        or _NOT_OWN.search(label[: found.start("verb")])
        or _is_lost_part(context, found["verb"])
    ):
        return None
    behind = _BEHIND.match(context.after)
    if behind is None and not _GOES_ON.match(context.after):
        return None
    named = channel is None and found.start("verb") > 0 and not label.startswith(("通过", "利用", "依托"))
    if context.parent is not None and named and _LABEL.fullmatch(label):
        return None  # 其他法定公开信息: a name in a list, not a verb
    if found["verb"] in _NOT_ITEMS and context.quantity.unit == "次":
        return None  # 转发3600次 counts readers who passed it on, 更新2次 how often a guide was
    item, used = _item(context, found, behind)
    if _NOT_OBJECT.search(item) or not _OBJECT.fullmatch(item):
        return None
    if re.search(r"\d", _ITS_YEAR.sub("", found["object"])):
        return None  # 公开非正常户1286户、欠税公告4期: another number stands between
    last = context.thread.last
    if last is not None and last.metric == "政府公报期数" and found["verb"] == "刊登":
        return None  # what a gazette holds
    if not item and last is not None and family_of(last.metric) == "requests" and "主动公开" not in label:
        return None  # 已对外公开1件 among the outcomes of requests
    base = "主动公开信息数" if found["verb"] in {"公开", "主动公开"} else "发布信息数"
    metric = base if _GENERIC.fullmatch(item) else f"{base}:{item}"
    if channel is None and not context.shared:
        channel = _quoted(context, label[: found.start("verb")]) or _named_before(context)
        channel = (
            channel or (context.parent.channel if context.parent else None) or _going_on(context, found, base)
        )
    if _EXPLAINS.fullmatch(item) and context.quantity.unit in EXPLANATIONS:
        metric = "解读信息数"
    listed = context.parent is not None and family_of(context.parent.metric) == "disclosure"
    return context.made(metric, channel, used=used, part=listed)


def _is_lost_part(context: Context, verb: str) -> bool:
    """其中原创120条 is a part; where the number it is part of was not understood it would pass for all of them."""
    return verb == "原创" and "其中" in context.before and not context.thread.known


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
    return (
        (head, 0)
        if head.endswith(("信息", "动态", "文件", "稿件", "类")) and _OBJECT.fullmatch(head)
        else ("", 0)
    )


def _noun(item: str) -> str:
    """The noun a verb publishes; of 机构职能、领导信息等信息 what stands behind 等, of two nouns none."""
    item = _unquoted(_ITS_YEAR.sub("", item).strip())
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
    if parent is None or (parent.unit and parent.unit != unit) or _few(context) or not context.fits(parent):
        return None
    base = parent.metric.partition(":")[0]
    family = family_of(parent.metric)
    if (
        context.channel is not None
        and family in {"disclosure", "accounts"}
        and _is_channel(context.label, context.channel)
    ):
        listed = _base_in_list(context, base)
        return context.made(listed, context.channel, metrics()[listed].basis, part=True)
    label = _unquoted(_AMOUNT.sub("", context.label))
    body = other_body(label, context.agency)
    if body and body == label and family in _OF_BODIES:
        return context.made(parent.metric, parent.channel, parent.basis, part=True)._replace(subject=body)
    if not _LABEL.fullmatch(label) or (_NOT_LABEL.search(label) and not _CLASS.search(label)):
        return None
    if family == "requests" and not _OF_REQUESTS.search(label):
        return None
    if family not in {"disclosure", "requests", "accounts"}:
        return None
    channel = (context.channel or parent.channel) if family != "requests" else None
    return context.made(f"{base}:{label}", channel, part=True)


def _base_in_list(context: Context, base: str) -> str:
    """Channels behind “X”公众号发布信息1205条 go on with what was published there."""
    counted = context.thread.counted
    return counted.metric.partition(":")[0] if context.thread.items and counted is not None else base


def _continued(context: Context) -> Claim | None:
    """发布政务类信息34条，概况类信息150条: the verb goes on when it has been publishing kinds of things."""
    last, unit = context.thread.last, context.quantity.unit
    if last is None or context.parent is not None or unit not in PUBLISHED or _few(context):
        return None
    base, _, part = last.metric.partition(":")
    if (
        base not in {"主动公开信息数", "发布信息数", "公示信息数"}
        or not part
        or not _KIND.fullmatch(context.label)
    ):
        return None
    if _NOT_LABEL.search(context.label) or _NOT_OBJECT.search(context.label) or context.channel is not None:
        return None
    return context.made(f"{base}:{context.label}", last.channel)


def _few(context: Context) -> bool:
    """A Chinese numeral below ten counts nothing here: 一条龙, 两项制度."""
    return context.quantity.chinese and context.quantity.value < 10


def _unquoted(name: str) -> str:
    """A name without the quotes around all of it; “以案释法”视频 keeps its own."""
    inner = name[1:-1]
    return inner if name[:1] == "“" and name[-1:] == "”" and "“" not in inner else name


def _going_on(context: Context, found: re.Match[str], base: str) -> ChannelName | None:
    """X公众号累计发布信息8600条，2023年发布1120条: a bare verb goes on where it last published."""
    last = context.thread.last
    if last is None or last.channel is None:
        return None
    if last.metric == base:
        return last.channel if found["verb"] == context.label else None
    of_account = last.metric in {"粉丝数", "阅读总量"} and base == "发布信息数"
    return last.channel if of_account and _BARE.fullmatch(context.label) else None


def _by_channel(context: Context) -> Claim | None:
    """微信公众号883条 counts what the sentence has been counting."""
    last, channel = context.thread.counted, context.channel
    if (
        channel is None
        or last is None
        or (context.quantity.unit != last.unit and not {context.quantity.unit, last.unit} <= _ITEMS)
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


assert set(metrics()) >= BY_CHANNEL, "threads.BY_CHANNEL names a metric the vocabulary does not have"

"""Counts a sentence states, number by number, with the channel, list and body each belongs to.

What goes on from one number to the next is the thread: the last channel and account, the last claim, and the list that is
open. 其中 opens a list, a semicolon, a channel of its own or a closing bracket ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers import implied
from parsers.bodies import other_body
from parsers.channels import ChannelName, fuller, read_channels
from parsers.claims import Claim
from parsers.frequencies import read_frequencies
from parsers.metrics import Match, match, metrics, outcome, rates
from parsers.negations import scopes
from parsers.quantities import Quantity, read_quantities
from parsers.report import Number
from parsers.sentences import Sentence

_BOUNDARY = re.compile(r"[,;:。()]")
_OPENS = re.compile(r"其中|包括|包含|分别(?:是|为)?|含(?!量)")
_LEADING = re.compile(
    r"^(?:[、\s]|其中|包括|包含|含(?!量)|分别(?:是|为)?|以及|及|和|并|另|还有|截[至止][^,]{0,14}?[日底末]|(?:20\d\d\s*)?年度?(?!报|度)|本年度?|全年度?|今年以来|年内|我[局委办镇乡县市区厅]|本(?:机关|单位|部门|局))+"
)
_FILLER = re.compile(
    r"(?:共计?|合计|累计|总计|总数为?|数量为?|分别为|达到?了?|为|是|有|了|计|各|均|约|:|\s)+$"
)
_COMPARED = re.compile(
    r"同比|环比|(?:比|较|与)(?:上|去|前|20\d\d)|相比|[增减](?:加|长|少)了?|多[于出]|下降|上升|增幅"
)
_RULE = re.compile(r"(?:规定|要求)(?:各|每|应|不|必须)|必须|不得|应当")
_PUBLISH = re.compile(
    r"(?P<verb>主动公开|公开发布|公开|发布|推送|推发|刊发|刊登|发表|更新|转发|编发|上传|刊播|发文|推文|原创)(?:了|各类|各项|全[县市区省]|共)*(?P<object>[^,;]{0,28})$"
)
_OBJECT_AFTER = re.compile(
    r"(?:余)?(?P<object>[一-鿿]{0,10}(?:信息|动态|文章|作品|视频|稿件|内容|推文|图文))"
)
_GENERIC = frozenset(
    {
        "",
        "信息",
        "政府信息",
        "各类信息",
        "各类政府信息",
        "政府信息公开信息",
        "公开信息",
        "内容",
        "文章",
        "作品",
        "稿件",
        "推文",
        "图文",
        "图文信息",
        "原创信息",
        "相关信息",
        "有关信息",
        "信息内容",
        "微信",
        "条信息",
    }  # fmt: skip
)
_NOT_OBJECT = re.compile(
    r"申请|建议|提案|意见|投诉|举报|复议|诉讼|培训|会议|次数|制度|率|指南|目录$|栏目|专栏|账号|公众号"
)
_LABEL = re.compile(r"[一-鿿A-Za-z“”·、和及与]{2,20}")
_NOT_LABEL = re.compile(
    r"^(?:发布|收到|受理|开展|组织|召开|举办|办理|答复|增加|减少|公开|配备|设置|建立|新增)|[增减](?:加|少|长)|下降|上升"
)
_PUBLISHED_UNITS = metrics()["发布信息数"].units
_REQUEST_UNITS = metrics()["办理结果"].units
_BY_CHANNEL = frozenset({"主动公开信息数", "发布信息数", "公示信息数", "政务新媒体账号数"})
_BASE = {"主动公开": "主动公开信息数", "公开": "主动公开信息数"}
_ABOUT_REQUESTS = re.compile(r"申请|依申请公开")
_GENERIC_TRAINING = re.compile(r"(?:业务|专题|集中|专项|线上|线下|有关|相关|各类)*(?:知识)?培训")


@dataclass(frozen=True, slots=True)
class Thread:
    """What one number leaves to the next."""

    last: Claim | None = None
    parent: Claim | None = None
    bracket: bool = False
    """The open list was opened by a bracket, which closes it."""
    channel: ChannelName | None = None
    counted: Claim | None = None
    """The last claim of published items or accounts, for the channels listed behind it."""


def read_counts(sentence: Sentence, agency: str) -> Iterator[Claim]:
    """The claims of all numbers in a sentence."""
    text = sentence.text
    rates_of_time = list(read_frequencies(sentence))
    yield from rates_of_time
    quantities = [quantity for quantity in read_quantities(text)]
    if not quantities:
        return
    denied = scopes(text) + [(claim.start, claim.end) for claim in rates_of_time]
    channels = list(read_channels(text))
    thread = _start(text, channels)
    end = 0
    for number, quantity in enumerate(quantities):
        following = quantities[number + 1].lead if number + 1 < len(quantities) else len(text)
        if not any(first <= quantity.start < last for first, last in denied):
            reading = _Reading(sentence, agency, quantity, end, following, tuple(channels), thread)
            claims = tuple(reading.claims())
            thread = reading.after(claims)
            yield from claims
        end = quantity.end


def _start(text: str, channels: Sequence[ChannelName]) -> Thread:
    """A list without a sum (…公开内容，其中机构领导1条) takes its metric from the verb in front of it."""
    opens = _OPENS.search(text)
    if (
        opens is None
        or opens[0] != "其中"
        or re.search(r"\d", re.sub(r"20\d\d\s*年", "", text[: opens.start()]))
    ):
        return Thread()
    head = text[: opens.start()]
    verbs = re.findall(r"主动公开|公开|发布|推送|更新", head)
    if not verbs:
        return Thread()
    channel = next((one for one in reversed(channels) if one.end <= opens.start()), None)
    metric = "发布信息数" if not any("公开" in verb for verb in verbs) else "主动公开信息数"
    return Thread(parent=Claim(metric, 0, "", 0, 0, channel=channel), channel=channel)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One number with the words around it."""

    sentence: Sentence
    agency: str
    quantity: Quantity
    previous_end: int
    following: int
    channels: tuple[ChannelName, ...]
    thread: Thread

    def claims(self) -> Iterator[Claim]:
        """The claim of the number, and those it makes by a word behind it (均为自然人, 并按期办理)."""
        before = self._before()
        if _RULE.search(before) or _COMPARED.search(before):
            if self.quantity.unit == "%" and (claim := self._change(before)) is not None:
                yield claim
            return
        claim = self._claim(before)
        if claim is not None:
            yield claim
        yield from implied.read_implied(self.sentence.text, self.quantity, claim or self.thread.last)

    def after(self, claims: Sequence[Claim]) -> Thread:
        """The thread as it goes on behind this number."""
        thread = self._list()
        main = next((claim for claim in claims if claim.implied != "value"), None)
        if main is None:
            return thread
        channel = main.channel or thread.channel
        counted = main if main.metric.partition(":")[0] in _BY_CHANNEL else thread.counted
        return replace(thread, last=main, channel=channel, counted=counted)

    # The words around the number.

    def _segment_start(self) -> int:
        """Behind the last punctuation or number; one clause farther when nothing stands between."""
        text, lead = self.sentence.text, self.quantity.lead
        start = max(self.previous_end, _last_boundary(text, lead))
        if (
            not _FILLER.sub("", _LEADING.sub("", text[start:lead]))
            and start > self.previous_end
            and text[start - 1] == ","
        ):
            start = max(self.previous_end, _last_boundary(text, start - 1))
        return start

    def _before(self) -> str:
        start = self._segment_start()
        return self.sentence.text[start : self.quantity.lead].replace(",", "")

    def _after(self) -> str:
        text = self.sentence.text
        found = re.compile(r"[,;:。()、]").search(text, self.quantity.end)
        return text[self.quantity.end : min(found.start() if found else len(text), self.following)]

    def _channel(self) -> ChannelName | None:
        """The last channel named in the segment of this number."""
        start, lead = self._segment_start(), self.quantity.lead
        found = next((one for one in reversed(self.channels) if one.end > start and one.end <= lead), None)
        return found if found is None else fuller(found, self.channels)

    # What it counts.

    def _claim(self, before: str) -> Claim | None:
        label = _FILLER.sub("", _LEADING.sub("", before))
        channel = self._channel()
        unit = self.quantity.unit
        if unit == "%":
            return self._share(label)
        return (
            self._outcome(label)
            or self._matched(label, channel)
            or self._document(label)
            or self._published(label, channel, unit)
            or self._listed(label, channel, unit)
            or self._by_channel(label, channel, unit)
        )

    def _outcome(self, label: str) -> Claim | None:
        """予以公开 3 件, 结果维持 1 件: results of requests, or of the disputes last spoken of."""
        if self.quantity.unit not in _REQUEST_UNITS | {"次"}:
            return None
        name = re.sub(
            r"^(?:作出|做出|因|按照|答复|决定|申请)+|(?:决定|答复|告知书?|处理|的|申请)+$", "", label
        )
        last = self.thread.last.metric.partition(":")[0] if self.thread.last else ""
        disputes = {
            "行政复议数": "行政复议",
            "行政诉讼数": "行政诉讼",
            "行政复议": "行政复议",
            "行政诉讼": "行政诉讼",
        }
        if last in disputes and (found := outcome(name, disputes[last])) is not None:
            return self._made(f"{disputes[last]}:{found.id}")
        if not _ABOUT_REQUESTS.search(self.sentence.text) and not _ABOUT_REQUESTS.search(
            self.sentence.heading
        ):
            return None
        for of in ("办理结果", "收到政府信息公开申请数"):
            found = outcome(name, of) or outcome(label, of)
            if found is not None and self.quantity.unit in _REQUEST_UNITS:
                return self._made(f"{of}:{found.id}")
        return None

    def _matched(self, label: str, channel: ChannelName | None) -> Claim | None:
        context = f"{self.sentence.heading}\n{self.sentence.paragraph}"
        found = match(label, self._after(), self.quantity.unit, context)
        if found is None:
            return None
        found = _without_generic_part(found)
        rule = found.metric.channel
        if rule == "sentence" and channel is None:
            channel = self.thread.channel or self._channel_before()
        if rule == "own" and channel is None:
            channel = self._channel_behind(found.used)
        if not rule and found.metric.family != "disclosure":
            channel = None
        return self._made(found.name, channel, found.metric.basis, found.used)

    def _document(self, label: str) -> Claim | None:
        """规范性文件制发2件、废止1件、现行有效20件: the noun stands once for the list."""
        last = self.thread.last
        base = last.metric.partition(":")[0] if last else ""
        part = {
            "制发": "本年制发",
            "废止": "本年废止",
            "失效": "本年废止",
            "现行有效": "现行有效",
            "有效": "现行有效",
            "继续有效": "现行有效",
        }.get(label)
        if base not in {"行政规范性文件", "规章"} or part is None:
            return None
        return self._made(f"{base}:{part}")

    def _published(self, label: str, channel: ChannelName | None, unit: str) -> Claim | None:
        found = _PUBLISH.search(label)
        if found is None or unit not in _PUBLISHED_UNITS or self.quantity.chinese:
            return None
        used = 0
        item = found["object"]
        if channel is not None:
            item = item.replace(channel.name, "")
        if not item and (behind := _OBJECT_AFTER.match(self._after())) is not None:
            item, used = behind["object"], behind.end()
        item = _object(item)
        if _NOT_OBJECT.search(item) or not re.fullmatch(r"[一-鿿A-Za-z“”]{0,16}", item):
            return None
        parent = self._open_parent()
        if parent is not None and channel is None and found.start() > 0 and _LABEL.fullmatch(label):
            return None  # 其他法定公开信息: a name in a list, not a verb
        base = _BASE.get(found["verb"], "发布信息数")
        metric = base if item in _GENERIC else f"{base}:{item}"
        channel = channel or self._quoted(label[: found.start()]) or self._named_before()
        channel = channel or (parent.channel if parent else None)
        return self._made(metric, channel, used=used)

    def _listed(self, label: str, channel: ChannelName | None, unit: str) -> Claim | None:
        """An item of an open list counts what the list counts."""
        parent = self._open_parent()
        if parent is None or (parent.unit and parent.unit != unit) or self.quantity.chinese:
            return None
        base = parent.metric.partition(":")[0]
        if channel is not None and _is_channel(label, channel):
            return self._made(base, channel)
        if not _LABEL.fullmatch(label) or _NOT_LABEL.search(label):
            return None
        if metrics().get(base) is None or metrics()[base].family not in {
            "disclosure",
            "requests",
            "accounts",
        }:
            return None
        body = other_body(label, self.agency)
        if body and body == label:
            return replace(self._made(parent.metric, parent.channel), subject=body)
        part = "解读信息数" if label in {"解读信息", "政策解读", "解读材料"} else f"{base}:{label}"
        return self._made(part, channel or parent.channel)

    def _by_channel(self, label: str, channel: ChannelName | None, unit: str) -> Claim | None:
        """微信公众号883条 counts what the sentence has been counting."""
        last = self.thread.counted
        if channel is None or last is None or unit != last.unit or not _is_channel(label, channel):
            return None
        metric = "政务新媒体账号数" if last.metric == "政务新媒体账号数" else channel.metric or "发布信息数"
        return self._made(metric, channel, last.basis)

    def _share(self, label: str) -> Claim | None:
        for name, pattern in rates():
            if pattern.search(label):
                return self._made(name)
        last = self.thread.last
        if last is None or not re.search(r"占(?:比|总数|总量|[一-鿿]{0,10}的)?$", label) or last.unit == "%":
            return None
        return replace(self._made(f"占比:{last.metric}"), part_of=last.raw)

    def _change(self, before: str) -> Claim | None:
        """同比增长6.7%: of the count just named, negative when it fell."""
        last = self.thread.last
        if last is None or last.unit == "%" or not re.search(r"同比|(?:比|较)(?:上年|去年|上一年)", before):
            return None
        sign: int = -1 if re.search(r"下降|减少|降低|回落", before) else 1
        claim = self._made(f"同比变化率:{last.metric}", last.channel)
        value: Number = claim.value * sign
        return replace(claim, value=value, part_of=last.raw)

    # Lists and channels.

    def _list(self) -> Thread:
        """The thread with the list this number stands in opened or closed."""
        gap = self.sentence.text[self.previous_end : self.quantity.lead]
        thread = self.thread
        if ";" in gap or (thread.bracket and ")" in gap):
            thread = replace(thread, parent=None, bracket=False)
        if thread.last is None:
            return thread
        if _OPENS.search(gap) or gap.startswith((":", "(")):
            return replace(thread, parent=thread.last, bracket=gap.startswith("("))
        channel = self._channel()
        if (
            thread.parent is not None
            and thread.parent.unit
            and channel is not None
            and "," in gap
            and not _OPENS.search(gap)
        ):
            in_list = thread.last.channel is not None and thread.last.part_of != ""
            return (
                thread
                if in_list and thread.last.channel != thread.parent.channel
                else replace(thread, parent=None)
            )
        return thread

    def _open_parent(self) -> Claim | None:
        return self._list().parent

    def _channel_before(self) -> ChannelName | None:
        return next((one for one in reversed(self.channels) if one.end <= self.quantity.lead), None)

    def _quoted(self, label: str) -> ChannelName | None:
        """“X”发布…: the column or account the paragraph has introduced by that name."""
        name = re.search(r"“[^“”]{1,24}”$", label)
        if name is None:
            return None
        return next(
            (one for one in read_channels(self.sentence.paragraph) if _introduces(one, name[0])), None
        )

    def _named_before(self) -> ChannelName | None:
        """通过微信公众号等平台，发布…: a clause in front that says where."""
        text = self.sentence.text[: self._segment_start()]
        found = re.search(r"(?:通过|依托|利用|借助|在)[^,;]{2,30},$", text)
        if found is None:
            return None
        named = [one for one in self.channels if found.start() <= one.start and one.end <= found.end()]
        return named[0] if len(named) == 1 else None

    def _channel_behind(self, used: int) -> ChannelName | None:
        """两个新媒体平台: the channel is the noun counted."""
        first, last = self.quantity.end, self.quantity.end + max(used, 1)
        return next((one for one in self.channels if first <= one.start < last), None)

    def _made(
        self, metric: str, channel: ChannelName | None = None, basis: str = "year", used: int = 0
    ) -> Claim:
        quantity, text = self.quantity, self.sentence.text
        start = self._segment_start()
        while start < quantity.lead and text[start] in "、, ":
            start += 1
        end = quantity.end + used
        parent = self._open_parent()
        raw = text[start:end]
        if channel is not None and not channel.account:
            channel = replace(channel, account=self._account(channel, end))
        body = other_body(text[_last_stop(text, quantity.lead) : quantity.lead], self.agency)
        return Claim(
            metric,
            quantity.value,
            quantity.unit,
            start,
            end,
            quantity.qualifier,
            self._expanded(channel),
            raw,
            parent.raw if parent is not None and parent.unit else "",
            basis=basis,
            subject=body,
        )

    def _account(self, channel: ChannelName, end: int) -> str:
        """The name in brackets behind an account (微信公众号1个（…）), or the one the channel had before."""
        found = re.match(r"\((?P<name>[一-鿿A-Za-z]{2,20})\)", self.sentence.text[end : end + 24])
        if found is not None:
            return found["name"]
        before = self.thread.last.channel if self.thread.last else None
        return before.account if before is not None and before.name == channel.name else ""

    def _expanded(self, channel: ChannelName | None) -> ChannelName | None:
        """各平台 with the platforms the paragraph has named, “X” with the column it was introduced as."""
        if channel is None or channel.platform != "all":
            return channel
        found = re.search(
            r"(?:依托|通过|利用|借助)(?P<list>[^,;。]{4,60}?)等(?:平台|渠道|媒体)", self.sentence.paragraph
        )
        if found is None or not any(read_channels(found["list"])):
            return channel
        listed = re.sub(r"(?<=[一-鿿])\s+(?=[\dA-Za-z])", "", found["list"])
        return replace(channel, name=f"{channel.name}({listed}等)")


def _last_boundary(text: str, end: int) -> int:
    """Behind the last punctuation before `end`; commas within “” and the 、 of a list are none."""
    for index in range(end - 1, -1, -1):
        if text[index] in ",;:。()":
            return index + 1
    return 0


def _last_stop(text: str, end: int) -> int:
    return max(text.rfind(sign, 0, end) for sign in ",;(:") + 1


def _is_channel(label: str, channel: ChannelName) -> bool:
    """Whether a label is nothing but a channel's name."""
    rest = label.replace(channel.name, "")
    if channel.account:
        rest = re.sub(rf"[“\"]{re.escape(channel.account)}[”\"]", "", rest)
    return re.fullmatch(r"(?:通过|在|官方|政务|平台|账号|号|上)*", rest) is not None


def _introduces(channel: ChannelName, quoted: str) -> bool:
    return channel.name.startswith(quoted) or (channel.account != "" and channel.account == quoted[1:-1])


def _object(item: str) -> str:
    """The noun a verb publishes; of 机构职能、领导信息等信息 what stands behind 等."""
    item = item.strip("“” ")
    if "等" in item:
        item = item.rpartition("等")[2]
    item = re.sub(r"^(?:的|了|各类|各项)+|(?:共|累计|总)$", "", item)
    return "" if "、" in item else item


def _without_generic_part(found: Match) -> Match:
    if found.metric.id == "培训次数" and (_GENERIC_TRAINING.fullmatch(found.part) or "、" in found.part):
        return replace(found, part="")
    return found

"""One number of a sentence with the words around it, taken apart once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsers.words.bodies import other_body
from parsers.words.channels import ChannelName, fuller, read_channels
from parsers.words.claims import Claim
from parsers.words.metrics import is_outcome
from parsers.words.quantities import Quantity
from parsers.words.sentences import Sentence
from parsers.words.threads import Thread, reach

_LEADING = re.compile(
    r"(?:[、\s]|其中|(?:内容)?涵盖|包括|包含|含(?!量)|分别(?:是|为)?|以及|及(?!时)|和|并|另|还有|截[至止][^,]{0,14}?[日底末]|(?:20\d\d\s*)?年度?(?![报度])"
    r"|本年度?|全年度?|今年以来|年内|我[局委办镇乡县市区厅]|本(?:机关|单位|部门|局))+"
)
_FILLER = re.compile(
    r"(?:共计|共|合计|累计|总计|总数为?|数量为?|分别为|达到?了?|为|是|有|了|各|均|约|:|\s)+$"
)
_FILLER_ENDS = frozenset("计共累总数为别到达了是有各均约: \t")
_AFTER_END = re.compile(r"[,;:。()、]")
_TWO_CHANNELS = re.compile(r"[”》]?(?:[、和及与]|等)(?!.*(?:发布|推送|主动公开|通过))")
_PUBLISHES = re.compile(r"发布|推送|制作|上传|更新|刊发|转发")
_ACCOUNT_BEHIND = re.compile(r"\((?P<name>[一-鿿A-Za-z]{2,20})\)")
_LISTED = re.compile(r"(?:依托|通过|利用|借助)(?P<list>[^,;。]{4,60}?)等(?:平台|渠道|媒体)")
_BLANK = re.compile(r"(?<=[一-鿿])\s+(?=[\dA-Za-z])")
_CLAUSE = re.compile(r"(?s:.*)[,;(:]")
"""Up to the last sign that begins a clause: one greedy run there and back, where a search for each sign would be six."""
_SEGMENT = re.compile(r"(?s:.*)[,;:。()]")
LONGEST_ASIDE = 24
_OWN_AGAIN = re.compile(r"[;。]|[我本县市区省州旗镇乡][局委办镇乡县市区省厅院会所队中机单部站政]|其中")


class Context(NamedTuple):
    """`label` is what stands in front of the number without joining words and fillers, `after` what follows its unit.

    `start` is the offset of the number's own words, `channel` the channel among them, `thread` what came before.
    """

    sentence: Sentence
    agency: str
    quantity: Quantity
    channels: Sequence[ChannelName]
    thread: Thread
    start: int
    before: str
    label: str
    after: str
    channel: ChannelName | None
    shared: bool = False
    """Several channels share the number, so that it belongs to none of them, nor to one named before."""

    @property
    def clause(self) -> str:
        """What stands before the number, from the last comma on."""
        return self.sentence.text[_clause_start(self.sentence.text, self.quantity.lead) : self.quantity.lead]

    @property
    def parent(self) -> Claim | None:
        return self.thread.parent

    def fits(self, parent: Claim) -> bool:
        """Whether the number can be a part of what a list was opened with; a part is not larger than its whole."""
        return not parent.unit or self.quantity.value <= parent.value

    def made(
        self,
        metric: str,
        channel: ChannelName | None = None,
        basis: str = "year",
        used: int = 0,
        part: bool = False,
    ) -> Claim:
        """The claim of this number; `used` characters behind it belong to the quote, `part` says it is in the open list."""
        text, quantity = self.sentence.text, self.quantity
        end = quantity.end + used
        body = other_body(self.clause, self.agency)
        whole = self.parent if part and self.parent is not None and self.fits(self.parent) else None
        return Claim(
            metric,
            quantity.value,
            quantity.unit,
            self.start,
            end,
            quantity.qualifier,
            self._named(channel, end),
            text[self.start : end],
            whole.raw if whole is not None else "",
            basis=basis,
            subject=body or (whole.subject if whole is not None else self._going_on()),
        )

    def _going_on(self) -> str:
        """The body of the number before, where the sentence goes on without naming any: 全县举办培训4期，培训560人次."""
        last = self.thread.last
        if last is None or not last.subject:
            return ""
        between = self.sentence.text[last.end : self.quantity.lead]
        return "" if _OWN_AGAIN.search(between) else last.subject

    def _named(self, channel: ChannelName | None, end: int) -> ChannelName | None:
        """The channel with its account: the name in brackets behind the number, or the one it had before."""
        if channel is None:
            return None
        if channel.platform == "all":
            return self._expanded(channel)
        if channel.account:
            return channel
        found = _ACCOUNT_BEHIND.match(self.sentence.text, end)
        if found is not None and self.quantity.unit == "个":
            return channel._replace(account=found["name"])
        before = self.thread.last.channel if self.thread.last else None
        same = before is not None and before.name == channel.name
        return channel._replace(account=before.account) if before is not None and same else channel

    def _expanded(self, channel: ChannelName) -> ChannelName:
        """各平台 with the platforms the paragraph has named."""
        found = _LISTED.search(self.sentence.paragraph)
        if found is None or not any(True for _ in read_channels(found["list"])):
            return channel
        return channel._replace(name=f"{channel.name}({_BLANK.sub('', found['list'])}等)")


def read_context(
    sentence: Sentence,
    agency: str,
    quantity: Quantity,
    previous_end: int,
    following: int,
    channels: Sequence[ChannelName],
    thread: Thread,
) -> Context:
    """The context of a number that stands between two others (offsets `previous_end` and `following`)."""
    text = sentence.text
    start = _segment_start(text, quantity.lead, previous_end)
    before = text[start : quantity.lead].replace(",", "")
    found = _AFTER_END.search(text, quantity.end, following)
    named = [one for one in channels if one.end > start and one.end <= quantity.lead]
    channel = _own_channel(text, channels, named)
    while start < quantity.lead and text[start] in "、, ":
        start += 1
    return Context(
        sentence,
        agency,
        quantity,
        channels,
        reach(thread, text[previous_end : quantity.lead], channel),
        start,
        before,
        _bare(before),
        text[quantity.end : found.start() if found else following],
        channel,
        channel is None and len(named) > 1,
    )


def _bare(before: str) -> str:
    """Words in front of a number without those that join it to others (其中, 共计, 达)."""
    leading = _LEADING.match(before)
    label = before[leading.end() :] if leading is not None else before
    return _FILLER.sub("", label) if label[-1:] in _FILLER_ENDS else label


def _segment_start(text: str, lead: int, previous_end: int) -> int:
    """Behind the last punctuation or number; one clause farther when nothing stands between (发布信息，共65条)."""
    start = _clause_start(text, lead, _SEGMENT, previous_end)
    if start > previous_end and text[start - 1] == "," and not _bare(text[start:lead]):
        before = _clause_start(text, start - 1, _SEGMENT, previous_end)
        if not is_outcome(text[before : start - 1]):
            return before  # 3件予以公开，2件…: what became of the number before it
    return _over_asides(text, start, previous_end)


def _over_asides(text: str, start: int, previous_end: int) -> int:
    """Left of a bracket without a number: 微信公众号(大山镇人民政府)发布, 公开栏、村(社区)广播."""
    while start > previous_end and text[start - 1] == ")":
        opening = text.rfind("(", previous_end, start - 1)
        aside = text[opening:start]
        if (
            opening < 0
            or not text[previous_end:opening].strip("、 ")
            or len(aside) > LONGEST_ASIDE
            or any(sign.isdigit() for sign in aside)
        ):
            break
        start = _clause_start(text, opening, _SEGMENT, previous_end)
    return start


def _clause_start(text: str, end: int, upto: re.Pattern[str] = _CLAUSE, first: int = 0) -> int:
    found = upto.match(text, first, end)
    return found.end() if found is not None else first


def _own_channel(
    text: str, channels: Sequence[ChannelName], named: Sequence[ChannelName]
) -> ChannelName | None:
    """The last of the channels named among the number's own words, or the one in front of the verb (抖音号发布短视频45条);
    none when two of them share the number."""
    if not named:
        return None
    if len(named) > 1:
        between = text[named[-2].end : named[-1].start]
        if (
            between in {"", "的"}
            and named[-2].platform == "website"
            and named[-1].platform in {"column", "website"}
        ):
            return named[-2]._replace(name=text[named[-2].start : named[-1].end])  # a column of that website
        if (not between and named[-2].platform != "internet") or _TWO_CHANNELS.match(between):
            return None
        if _PUBLISHES.search(between) and not re.search(r"\d", between):
            return fuller(named[-2], channels)
    account = _ACCOUNT_BEHIND.match(text, named[-1].end)
    if account is not None and not named[-1].account:
        return named[-1]._replace(account=account["name"])
    return fuller(named[-1], channels)

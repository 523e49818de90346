"""What one number of a sentence leaves to the next: the last channel, the last claim, the list that is open.

其中, a colon or a bracket opens a list; a closing bracket, a channel that stands for itself or a semicolon ends it, unless the
items themselves are parted by semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsers.words.channels import ChannelName
from parsers.words.claims import Claim
from parsers.words.metrics import family_of

_BY_KIND = re.compile(r"按[^,;。]{2,8}(?:分|划分|统计)[,:]")
"""…其中现场申请2件；按答复类型分： the whole is parted once more."""
OPENS = re.compile(
    r"其中|涵盖|(?<!不)包括|(?<!不)包含|分别(?:是|为)?|(?<![包不])含(?!量)|" + _BY_KIND.pattern
)
BY_CHANNEL = frozenset({"主动公开信息数", "发布信息数", "公示信息数", "政务新媒体账号数"})
"""Metrics a bare channel may continue: 微信公众号883条."""
_VERB_FIRST = re.compile(
    r"\s*(?:通过[^,]{2,20}|共|累计|全年)*(?:发布|公开|主动公开|收到|受理|办理|制发|制定|开展|召开|举办|推送)"
)
_YEARS = re.compile(r"20\d\d\s*年")
_HEAD_VERBS = re.compile(r"主动公开|(?<!申请)公开|发布|推送|更新")


class Thread(NamedTuple):
    """`parent` is what the open list is part of. `counted` is the last claim of published items or accounts."""

    last: Claim | None = None
    parent: Claim | None = None
    channel: ChannelName | None = None
    counted: Claim | None = None
    bracket: bool = False
    """The open list was opened by a bracket, which closes it."""
    items: int = 0
    parallel: bool = False
    """The last two claims stand side by side, so that 其中 behind them is part of no single one."""
    channels: frozenset[str] = frozenset()
    """Names of the channels that had claims of their own."""
    outer: Claim | None = None
    """What the list around an open bracket is part of."""
    whole: Claim | None = None
    """The last claim that is no percentage: of what 其中 behind a percentage gives the parts."""
    known: bool = True
    """The number just before was understood; a list behind one that was not is part of nothing we know."""


def begin(text: str, channels: Sequence[ChannelName]) -> Thread:
    """A list without a sum (…公开内容，其中机构领导1条) takes its metric from the verb in front of it."""
    opens = text.find("其中")
    if opens < 0 or any(sign.isdigit() for sign in _YEARS.sub("", text[:opens])):
        return Thread()
    verbs = _HEAD_VERBS.findall(text[:opens])
    if not verbs:
        return Thread()
    channel = next((one for one in reversed(channels) if one.end <= opens), None)
    metric = "主动公开信息数" if any("公开" in verb for verb in verbs) else "发布信息数"
    return Thread(parent=Claim(metric, 0, "", 0, 0, channel=channel), channel=channel)


def reach(thread: Thread, gap: str, channel: ChannelName | None) -> Thread:
    """The thread as a number finds it, `gap` being the text since the number before, `channel` the number's own."""
    again = thread.parent if "按" in gap and _BY_KIND.search(gap) else None
    if thread.bracket and ")" in gap:
        thread = thread._replace(parent=thread.outer, outer=None, bracket=False, items=0)
    if ";" in gap and (channel is not None or thread.items > 1 or _VERB_FIRST.match(gap.rpartition(";")[2])):
        thread = thread._replace(parent=None, outer=None, bracket=False, items=0)
    if thread.last is None:
        return thread
    bracket = gap.startswith("(") and ")" not in gap
    if bracket or gap.startswith(":") or OPENS.search(gap):
        both = thread.parallel and "。" in gap
        last = thread.whole if thread.last.unit == "%" and thread.whole is not None else thread.last
        parent = last._replace(raw="", channel=None) if both else again or last
        outer = thread.parent if bracket else None
        return thread._replace(parent=parent if thread.known else None, bracket=bracket, items=0, outer=outer)
    if _stands_alone(thread, gap, channel):
        return thread._replace(parent=None)
    return thread


def _stands_alone(thread: Thread, gap: str, channel: ChannelName | None) -> bool:
    """Whether a channel of its own behind a comma has left the list: …公示公告16条，政务微博发布信息21条."""
    if (
        thread.parent is None
        or not thread.parent.unit
        or channel is None
        or "," not in gap
        or thread.last is None
        or family_of(thread.parent.metric) == "requests"  # 网络申请 is a way in which requests came
    ):
        return False
    by_channel = thread.last.channel is not None and thread.last.channel != thread.parent.channel
    return not (by_channel and thread.items > 0)


def leave(thread: Thread, claims: Sequence[Claim]) -> Thread:
    """The thread behind a number that made these claims."""
    main = next((claim for claim in claims if claim.implied != "value"), None)
    if main is None:
        return thread._replace(known=False)
    last = thread.last
    side_by_side = last is not None and not main.part_of and _base(last) == _base(main)
    return Thread(
        main,
        thread.parent,
        main.channel or thread.channel,
        main if _base(main) in BY_CHANNEL else thread.counted,
        thread.bracket,
        thread.items + (main.unit != "%"),
        side_by_side,
        thread.channels | {main.channel.name} if main.channel else thread.channels,
        thread.outer,
        main if main.unit != "%" else thread.whole,
    )


def _base(claim: Claim) -> str:
    return claim.metric.partition(":")[0]

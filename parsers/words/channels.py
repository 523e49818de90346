"""Where a body publishes, as the text names it (局门户网站, “互助司法”微信公众号), and which platform that is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from parsers.words import regions
from parsers.words.quantities import found_from

_OWNER = re.compile(r"(?:(?:[省市县区州旗]|自治[州县区])?(?:级)?(?:本)?[局委厅办部院校]?|[本各])$")
_ACCOUNT = re.compile(r"[“\"](?P<account>[^“”\"]{1,24})[”\"]\s*$")
_ACCOUNT_BEHIND = re.compile(r"(?:账号|号)?[“\"](?P<account>[^“”\"]{1,24})[”\"](?!栏目|专栏|专题)")
_COLUMN_NAME = re.compile(r"(?:[“\"](?P<quoted>[^“”\"]{1,24})[”\"])?(?P<name>[一-鿿]{0,12})$")
_NOT_NAME = re.compile(r"^.*(?:开设|设置|其中|通过|包括|以及|在|和|及|与|的|新增|优化|利用|打造|推出)")


class ChannelName(NamedTuple):
    """`name` as printed, `platform` an id of `vocabulary/channels.toml`, `metric` what it counts if not published items."""

    name: str
    platform: str
    start: int
    end: int
    account: str = ""
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    id: str
    label: str
    label_en: str
    metric: str = ""
    name: str = ""


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(
        files("parsers.words.vocabulary").joinpath("channels.toml").read_text(encoding="utf-8")
    )


def _entries() -> Sequence[Mapping[str, str]]:
    entries: Sequence[Mapping[str, str]] = _file()["channel"]
    return entries


@cache
def platforms() -> Mapping[str, Platform]:
    return {
        entry["id"]: Platform(
            entry["id"], entry["label"], entry["label_en"], entry.get("metric", ""), entry.get("name", "")
        )
        for entry in _entries()
    }


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(f"(?P<{entry['id']}>{entry['pattern']})" for entry in _entries())
    return re.compile(names)


@cache
def _first() -> re.Pattern[str]:
    return re.compile(_file()["first"])


def read_channels(text: str) -> Iterator[ChannelName]:
    """Every channel a piece of text names, from left to right."""
    last_end = 0
    for match in found_from(_first(), _pattern(), text):
        platform = match.lastgroup or ""
        start = _start_of_name(text, match.start(), platform)
        account = _ACCOUNT.search(text[max(0, start - 28) : start])
        name = text[start : match.end()]
        if platform == "column":
            name, start = _column(text, match, last_end)
        last_end = match.end()
        name = platforms()[platform].name or name
        if account is None and platform != "column":
            account = _ACCOUNT_BEHIND.match(text, match.end())
        yield ChannelName(
            name,
            platform,
            start - (len(account[0]) if account and platform != "column" and account.end() <= start else 0),
            match.end(),
            account["account"] if account and platform != "column" else "",
            platforms()[platform].metric,
        )


def fuller(channel: ChannelName, named: Sequence[ChannelName]) -> ChannelName:
    """The longer name of the same channel among those named before it: 公众号 after “彭阳司法”微信公众号."""
    same = [
        earlier
        for earlier in named
        if earlier.end <= channel.start
        and earlier.platform == channel.platform
        and earlier.name.endswith(channel.name)
    ]
    if not same:
        return channel
    longest = max(same, key=lambda earlier: (len(earlier.name), earlier.start))
    return channel._replace(name=longest.name, account=channel.account or longest.account)


def _start_of_name(text: str, start: int, platform: str) -> int:
    """The owner in front of a website belongs to its name: 息县人民政府网站, 局门户网站, 区政府门户网站."""
    if platform != "website":
        return start
    owner = _OWNER.search(text[max(0, start - 6) : start])
    begin = start - len(owner[0]) if owner else start
    at = begin if begin == start else begin + 1
    for length in range(9, 1, -1):
        if at - length >= 0 and text[at - length : at] in regions.by_name():
            return at - length
    return begin


def _column(text: str, match: re.Match[str], last_end: int) -> tuple[str, int]:
    """A column goes by the words in front of it, else by the name in quotes: “每日学法”栏目."""
    found = _COLUMN_NAME.search(text[max(last_end, match.start() - 40) : match.start()])
    assert found is not None, "the pattern matches the empty string"
    word = match[0]
    name = _NOT_NAME.sub("", found["name"])
    begin = match.start() - len(found[0])
    if name and len(name) >= 3:
        return name + word, begin
    return (
        (f"“{found['quoted']}”{word}", begin) if found["quoted"] else (name + word, match.start() - len(name))
    )

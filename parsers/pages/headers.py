"""The header words of the statutory tables among the tokens of a page, as columns to read numbers by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parsers.pages import anchors
from parsers.pages.anchors import Anchor, Token
from parsers.text import squash, value_like

Kind = Literal["rules", "requests", "disputes", "list"]

ANY = re.compile(r"自\s*然\s*人|结\s*果\s*维|未\s*经\s*复\s*议|信\s*息\s*内\s*容|统\s*计\s*数")
"""A page whose text has none of these shows no header."""
_SPANNING = re.compile(r"申请人情况|法人或其他组织|行政复议|行政诉讼|未经复议|复议后")
_APPLICANTS = ("自然", "商业", "科研", "社会", "法律", "其", "总合")
_RESULTS = ("结", "结", "其", "尚", "总") * 3
_TITLE = re.compile(r"第二十条")
"""The line over a block, close enough to be taken for the first of its header."""
_REMARKED = re.compile(r"\d+[（(]")
"""The first line of 22（其中修订16件） broken to fit."""
_COUNTED = re.compile(r"本年|上一?年|现行|对外|处理|采购|收费")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one table. Labels stand left of `edge`, rows below `bottom`; `label` heads the column of labels."""

    kind: Kind
    columns: tuple[Anchor, ...]
    top: float
    bottom: float
    label: str = ""
    spanning: tuple[Anchor, ...] = ()
    """Words over several columns each, the upper line first."""

    @property
    def edge(self) -> float:
        """Left edge of the first column."""
        return self.columns[0].middle - anchors.pitch(self.columns, 0) / 2 if self.kind != "disputes" else 0.0

    def edges(self, left: float) -> tuple[float, ...]:
        """Edges of all columns, that of the labels included."""
        end = self.columns[-1].middle + anchors.pitch(self.columns, len(self.columns) - 1) / 2
        inner = anchors.boundaries(self.columns)
        first = self.columns[0].middle - anchors.pitch(self.columns, 0) / 2
        return (first, *inner, end) if self.kind == "disputes" else (min(left, first - 1), first, *inner, end)


def find(tokens: Sequence[Token]) -> list[Header]:
    """The headers of a page from top to bottom."""
    readers: tuple[Callable[[Token, Sequence[Token]], Header | None], ...] = (
        _requests,
        _disputes,
        _rules,
        _list,
    )
    found = (header for each in tokens for reader in readers if (header := reader(each, tokens)))
    return sorted(found, key=lambda header: header.top)


def _requests(start: Token, tokens: Sequence[Token]) -> Header | None:
    """Table 三: seven columns from 自然人 to 总计, up to three lines of words above each other; in narrow columns a
    word stands on end, one character a line."""
    said = squash(start.text)
    if not (said.startswith("自然") or (said == "自" and _goes_on(start, tokens))):
        return None
    above, below = (
        4.5 * start.height,
        7 * start.height,
    )  # 法律服务机构 on end begins above 自然人 and ends far below
    near = [t for t in tokens if -above < t.middle - start.middle < below and t.box[0] > start.box[0] - 2]
    for words in _readings(_above_values(near, start)):
        columns = anchors.stacked(words)
        stems = [next((stem for stem in _APPLICANTS if _opens(column.text, stem)), "") for column in columns]
        if len(columns) == 7 and {"自然", "科研", "总合"} <= set(stems) and "" not in stems:
            top, bottom = min(t.box[1] for t in near), max(w.box[3] for w in words)
            return Header("requests", tuple(columns), top, bottom)
    return None


def _opens(text: str, stem: str) -> bool:
    return text.startswith(stem) or (stem == "总合" and text[:1] in "总合")


def _disputes(start: Token, tokens: Sequence[Token]) -> Header | None:
    """Table 四: fifteen columns, five under 行政复议 and ten under 行政诉讼."""
    if squash(start.text) != "行政复议":
        return None
    below = [t for t in tokens if start.box[1] - 2 < t.box[1] < start.box[3] + 9 * start.height]
    # 行政复议 stands in the middle of two lines of header where it is one cell: 行政诉讼 is above it then.
    beside = [
        t for t in tokens if 2 <= start.box[1] - t.box[1] < 4 * start.height and squash(t.text) == "行政诉讼"
    ]
    words = list(_above_values([*beside, *below], start))
    readings = map(anchors.stacked, _readings(words))
    columns = next((read for read in readings if [column.text[:1] for column in read] == [*_RESULTS]), None)
    if columns is None:
        return None
    spanning = [Anchor(squash(t.text), t.box[0], t.box[2]) for t in words if _SPANNING.match(squash(t.text))]
    over = ((0, 5, "行政复议"), (5, 15, "行政诉讼"), (5, 10, "未经复议"), (10, 15, "复议后"))
    if not all(any(_over(columns[first:end], each, stem) for each in spanning) for first, end, stem in over):
        return None
    top, bottom = min(t.box[1] for t in (start, *beside)), max(w.box[3] for w in words)
    return Header("disputes", tuple(columns), top, bottom, spanning=tuple(spanning))


def _over(columns: Sequence[Anchor], word: Anchor, stem: str) -> bool:
    return word.text.startswith(stem) and columns[0].left < word.middle < columns[-1].right


def _rules(start: Token, tokens: Sequence[Token]) -> Header | None:
    """A block of table 二: 信息内容 and what is counted."""
    if squash(start.text) != "信息内容":
        return None
    words = [
        t
        for t in tokens
        if abs(t.middle - start.middle) < 1.4 * start.height
        and t.box[0] > start.box[2]
        and not value_like(t.text)
        and not _TITLE.match(squash(t.text))
    ]
    columns = anchors.stacked(words)
    if not columns or not all(_COUNTED.search(column.text) for column in columns):
        return None
    return Header("rules", tuple(columns), start.box[1], max(w.box[3] for w in (start, *words)), "信息内容")


def _list(start: Token, tokens: Sequence[Token]) -> Header | None:
    """The list of 2014: 统计指标, 单位, 统计数."""
    if not squash(start.text).startswith("统计数"):
        return None
    words = [
        t for t in tokens if abs(t.middle - start.middle) < 0.5 * start.height and t.box[0] <= start.box[0]
    ]
    columns = anchors.stacked(next(_readings(words)))
    if len(columns) != 3 or squash(columns[1].text) != "单位":
        return None
    return Header("list", tuple(columns[1:]), start.box[1], max(w.box[3] for w in words), columns[0].text)


def _above_values(tokens: Sequence[Token], start: Token) -> list[Token]:
    """Tokens above the first line of numbers or the first row's label."""
    firsts = [
        t.box[1]
        for t in tokens
        if t.middle > start.box[3] and (_is_value(t.text) or "本年新收" in squash(t.text))
    ]
    above = min(firsts, default=1e9)
    return [t for t in tokens if t.middle < above and not any(char.isdigit() for char in t.text)]


def _is_value(text: str) -> bool:
    return value_like(text) or bool(_REMARKED.match(squash(text)))


def _readings(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Header words without those that span columns, read two ways: characters set apart on a line are one word (总 计),
    or each goes on with what stands above or below it in a narrow column."""
    words = [each for each in tokens if not _SPANNING.match(squash(each.text))]
    words.sort(key=lambda token: (round(token.middle / 3), token.box[0]))
    yield _joined(words, ())
    yield _joined(words, [each for each in words if _goes_on(each, words)])


def _joined(words: Sequence[Token], alone: Sequence[Token]) -> list[Token]:
    joined: list[Token] = []
    for each in words:
        last = joined[-1] if joined else None
        if last and _set_apart(last, each) and last not in alone and each not in alone:
            joined[-1] = anchors.token([*last.glyphs, *each.glyphs])
        else:
            joined.append(each)
    return joined


def _goes_on(each: Token, tokens: Sequence[Token]) -> bool:
    """Whether a single character stands right above or below another word, as one cell broken over lines."""
    return len(each.text) == 1 and any(
        0 < abs(other.middle - each.middle) < 1.8 * each.height
        and other.box[0] < (each.box[0] + each.box[2]) / 2 < other.box[2]
        for other in tokens
    )


def _set_apart(left: Token, right: Token) -> bool:
    gap = right.box[0] - left.box[2]
    level = abs(left.middle - right.middle) < 0.2 * left.height
    return level and 0 < gap < 1.3 * left.height and min(len(left.text), len(right.text)) == 1

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

ANY = re.compile(r"自\s*然\s*人|结\s*果\s*维|信\s*息\s*内\s*容|统\s*计\s*数")
"""A page whose text has none of these shows no header."""
_SPANNING = re.compile(r"申请人情况|法人或其他组织|行政复议|行政诉讼|未经复议|复议后")
_APPLICANTS = ("自然", "商业", "科研", "社会", "法律", "其", "总合")
_RESULTS = ("结", "结", "其", "尚", "总") * 3
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
    """Table 三: seven columns from 自然人 to 总计, up to three lines of words above each other."""
    if not squash(start.text).startswith("自然"):
        return None
    reach = 4.5 * start.height
    near = [t for t in tokens if abs(t.middle - start.middle) < reach and t.box[0] > start.box[0] - 2]
    words = list(_words(_above_values(near, start)))
    columns = anchors.stacked(words)
    stems = [next((stem for stem in _APPLICANTS if _opens(column.text, stem)), "") for column in columns]
    if len(columns) != 7 or not {"自然", "科研", "总合"} <= set(stems) or "" in stems:
        return None
    return Header("requests", tuple(columns), min(t.box[1] for t in near), max(w.box[3] for w in words))


def _opens(text: str, stem: str) -> bool:
    return text.startswith(stem) or (stem == "总合" and text[:1] in "总合")


def _disputes(start: Token, tokens: Sequence[Token]) -> Header | None:
    """Table 四: fifteen columns, five under 行政复议 and ten under 行政诉讼."""
    if squash(start.text) != "行政复议":
        return None
    below = [t for t in tokens if start.box[1] - 2 < t.box[1] < start.box[3] + 9 * start.height]
    words = list(_above_values(below, start))
    columns = anchors.stacked(_words(words))
    if len(columns) != 15 or any(
        column.text[:1] != first for column, first in zip(columns, _RESULTS, strict=True)
    ):
        return None
    spanning = [Anchor(squash(t.text), t.box[0], t.box[2]) for t in words if _SPANNING.match(squash(t.text))]
    over = ((0, 5, "行政复议"), (5, 15, "行政诉讼"), (5, 10, "未经复议"), (10, 15, "复议后"))
    if not all(any(_over(columns[first:end], each, stem) for each in spanning) for first, end, stem in over):
        return None
    return Header(
        "disputes", tuple(columns), start.box[1], max(w.box[3] for w in words), spanning=tuple(spanning)
    )


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
    columns = anchors.stacked(_words(words))
    if len(columns) != 3 or squash(columns[1].text) != "单位":
        return None
    return Header("list", tuple(columns[1:]), start.box[1], max(w.box[3] for w in words), columns[0].text)


def _above_values(tokens: Sequence[Token], start: Token) -> list[Token]:
    """Tokens above the first line of numbers or the first row's label."""
    firsts = [
        t.box[1]
        for t in tokens
        if t.middle > start.box[3] and (value_like(t.text) or "本年新收" in squash(t.text))
    ]
    above = min(firsts, default=1e9)
    return [t for t in tokens if t.middle < above and not any(char.isdigit() for char in t.text)]


def _words(tokens: Sequence[Token]) -> Iterator[Token]:
    """Header words without those that span columns; characters set apart (总 计) joined."""
    held: Token | None = None
    for each in sorted(tokens, key=lambda token: (round(token.middle / 3), token.box[0])):
        if _SPANNING.match(squash(each.text)):
            continue
        if held and _set_apart(held, each):
            held = anchors.token([*held.glyphs, *each.glyphs])
            continue
        if held:
            yield held
        held = each
    if held:
        yield held


def _set_apart(left: Token, right: Token) -> bool:
    gap = right.box[0] - left.box[2]
    level = abs(left.middle - right.middle) < 0.2 * left.height
    return level and 0 < gap < 1.3 * left.height and min(len(left.text), len(right.text)) == 1

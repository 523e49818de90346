"""A report before anybody laid it out: headings, text, and the official tables with their merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tests.generator.statutory import (
    APPLICANTS,
    DISCLOSURE,
    DISPUTE_GROUPS,
    DISPUTE_RESULTS,
    INDICATORS,
    OUTCOMES,
)
from tests.generator.truths import Key, Truth

Kind = Literal["header", "label", "figure"]


@dataclass(frozen=True)
class Slot:
    """One cell of the official form with its spans."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    kind: Kind = "label"
    key: Key | None = None
    below: tuple[Key | None, ...] = ()
    """Further numbers in the same cell, each on a line of its own."""


@dataclass(frozen=True)
class Sheet:
    """`heads` counts the header rows a writer may repeat after a page break; `labels` the label columns."""

    name: str
    slots: tuple[Slot, ...]
    heads: int
    labels: int

    @property
    def height(self) -> int:
        return max(slot.row + slot.row_span for slot in self.slots)

    @property
    def width(self) -> int:
        return max(slot.column + slot.column_span for slot in self.slots)

    def rows(self) -> list[list[Slot]]:
        """Slots by the row they start in."""
        rows: list[list[Slot]] = [[] for _ in range(self.height)]
        for slot in sorted(self.slots, key=lambda slot: (slot.row, slot.column)):
            rows[slot.row].append(slot)
        return rows

    def part(self, start: int, stop: int, *, heads: bool) -> Sheet:
        """The rows from `start` to `stop` as a table; a merged label is cut with its text above."""
        top = [slot for slot in self.slots if heads and slot.row < self.heads]
        shift = start - (self.heads if heads else 0)
        body = [_cut(slot, start, stop, shift) for slot in self.slots if _touches(slot, start, stop)]
        return replace(self, slots=(*top, *body), heads=self.heads if heads or not start else 0)


def _touches(slot: Slot, start: int, stop: int) -> bool:
    return slot.row < stop and slot.row + slot.row_span > start


def _cut(slot: Slot, start: int, stop: int, shift: int) -> Slot:
    row = max(slot.row, start)
    span = min(slot.row + slot.row_span, stop) - row
    return replace(slot, row=row - shift, row_span=span, text=slot.text if slot.row >= start else "")


@dataclass(frozen=True)
class Article:
    """Title and blocks in reading order; a block is text (a heading or a paragraph) or a table."""

    title: str
    blocks: tuple[str | Sheet, ...]

    def sheets(self) -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet)]

    def map(self, change: Callable[[Sheet], Sheet]) -> Article:
        return replace(self, blocks=tuple(change(b) if isinstance(b, Sheet) else b for b in self.blocks))


def article(truth: Truth) -> Article:
    title = f"{truth.agency}{truth.year}年政府信息公开工作年度报告"
    if truth.disclosure_form == "prose":
        return Article(title, PROSE)
    if truth.disclosure_form == "2014":
        return Article(title, (*PROSE, "附表", "政府信息公开情况统计表", statistics(truth)))
    return Article(
        title,
        (
            "一、总体情况",
            f"{truth.year}年，{truth.agency}推进公开工作，全年在门户网站发布信息{truth.seed + 37}条。",
            "二、主动公开政府信息情况",
            disclosure(truth),
            "三、收到和处理政府信息公开申请情况",
            requests(truth),
            "四、政府信息公开行政复议、行政诉讼情况",
            disputes(truth),
            "五、存在的主要问题及改进情况",
            "公开内容还不够细致，解读形式偏少。下一步将增加图表解读，按季度检查栏目更新。",
            "六、其他需要报告的事项",
            f"{truth.year}年未收取信息处理费。",
        ),
    )


PROSE = (
    "一、概述",
    "本年度继续完善公开制度，更新公开目录。制发规范性文件2件，行政许可 12 件，行政处罚 3 件。",
    "二、主动公开政府信息情况",
    "主动公开政府信息318条，其中规章 0 件、行政规范性文件 4 件。",
    "三、依申请公开情况",
    "本年新收政府信息公开申请 5 件，上年结转 0 件。予以公开 3 件，部分公开 1 件，总计 5 件。",
    "四、行政复议、行政诉讼情况",
    "未发生行政复议，行政诉讼 1 件，结果维持 1 件。",
)
"""Numbers in sentences are facts, never figures of a table."""


class _Paper:
    """Collects slots while a form is written down."""

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self.slots: list[Slot] = []

    def put(
        self, row: int, column: int, text: str, rows: int = 1, columns: int = 1, kind: Kind = "label"
    ) -> None:
        self.slots.append(Slot(row, column, text, rows, columns, kind))

    def figure(self, row: int, column: int, key: Key, columns: int = 1) -> None:
        self.slots.append(Slot(row, column, self.truth.printed[key].text, 1, columns, "figure", key))

    def sheet(self, name: str, heads: int, labels: int) -> Sheet:
        return Sheet(name, tuple(self.slots), heads, labels)


def disclosure(truth: Truth) -> Sheet:
    """Table 二: one block an article of the regulation, all as wide as the widest."""
    paper, row = _Paper(truth), 0
    width = 6 if truth.disclosure_form == "2019" else 3
    for article_heading, table, columns, rows in DISCLOSURE[truth.disclosure_form]:
        span = width // len(columns)
        paper.put(row, 0, article_heading, columns=1 + width, kind="header")
        paper.put(row + 1, 0, "信息内容", kind="header")
        for index, (_, label) in enumerate(columns):
            paper.put(row + 1, 1 + index * span, label, columns=span, kind="header")
        for offset, (row_id, label) in enumerate(rows, row + 2):
            paper.put(offset, 0, label)
            for index, (column, _) in enumerate(columns):
                paper.figure(offset, 1 + index * span, (table, row_id, column), span)
        row += 2 + len(rows)
    return paper.sheet("disclosure", heads=0, labels=1)


def requests(truth: Truth) -> Sheet:
    """Table 三: three columns of labels, seven of applicants."""
    paper = _Paper(truth)
    paper.put(0, 0, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3, "header")
    paper.put(0, 3, "申请人情况", 1, 7, "header")
    paper.put(1, 3, "自然人", 2, 1, "header")
    paper.put(1, 4, "法人或其他组织", 1, 5, "header")
    paper.put(1, 9, "总计", 2, 1, "header")
    for index, (_, label) in enumerate(APPLICANTS[1:-1]):
        paper.put(2, 4 + index, label, kind="header")
    count = sum(len(rows) for _, rows in OUTCOMES[truth.requests_form])
    paper.put(3, 0, "一、本年新收政府信息公开申请数量", columns=3)
    paper.put(4, 0, "二、上年结转政府信息公开申请数量", columns=3)
    paper.put(5, 0, "三、本年度办理结果", rows=count)
    keys, row = {3: "received", 4: "carried_in", 5 + count: "carried_out"}, 5
    for group, rows in OUTCOMES[truth.requests_form]:
        alone = not rows[0][1]
        paper.put(row, 1, group, len(rows), 2 if alone else 1)
        for row_id, label in rows:
            if not alone:
                paper.put(row, 2, label)
            keys[row], row = row_id, row + 1
    paper.put(row, 0, "四、结转下年度继续办理", columns=3)
    for at, row_id in keys.items():
        for index, (column, _) in enumerate(APPLICANTS):
            paper.figure(at, 3 + index, ("requests", row_id, column))
    return paper.sheet("requests", heads=3, labels=3)


def disputes(truth: Truth) -> Sheet:
    """Table 四: fifteen cells in one row."""
    paper = _Paper(truth)
    paper.put(0, 0, "行政复议", 1, 5, "header")
    paper.put(0, 5, "行政诉讼", 1, 10, "header")
    for group, (group_id, label) in enumerate(DISPUTE_GROUPS):
        if group:
            paper.put(1, 5 * group, label, 1, 5, "header")
        for index, (result, result_label) in enumerate(DISPUTE_RESULTS):
            top = 2 if group else 1
            paper.put(top, 5 * group + index, result_label, 3 - top, 1, "header")
            paper.figure(3, 5 * group + index, ("disputes", group_id, result))
    return paper.sheet("disputes", heads=3, labels=0)


def statistics(truth: Truth) -> Sheet:
    """The list of 2014: indicator, unit, value; headings inside it have neither unit nor value."""
    paper = _Paper(truth)
    for column, head in enumerate(("统计指标", "单位", "统计数")):
        paper.put(0, column, head, kind="header")
    for row, (row_id, label, unit) in enumerate(INDICATORS, 1):
        paper.put(row, 0, label)
        paper.put(row, 1, unit)
        if row_id:
            paper.figure(row, 2, ("statistics", row_id, "value"))
        else:
            paper.put(row, 2, "")
    return paper.sheet("statistics", heads=1, labels=2)

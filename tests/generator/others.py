"""The same figures beside those of another year or another body, which nobody asked for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generator.sheets import Article, Sheet, Slot


def two_years(article: Article, random: Random) -> Article:
    """The tables of the year before stand first, under a heading that says so."""
    older: list[str | Sheet] = ["附：2013年政府信息公开工作年度报告数据"]
    older += [_scrambled(sheet, random) for sheet in article.sheets()]
    return replace(article, blocks=(*article.blocks[:2], *older, *article.blocks[2:]))


def older_alone(article: Article, random: Random) -> Article:
    """The report's own tables are pictures; as text stand only those of another year, each under a short caption."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        blocks += ["2013年情况对比如下：", _scrambled(block, random)] if isinstance(block, Sheet) else [block]
    return replace(article, blocks=tuple(blocks))


CAPTIONS = (
    "上年同期数据：", "去年情况如下：", "附：历年累计情况", "第四季度", "上半年统计表", "更正前：", "（填表示例）",
    "附件：下属单位政府信息公开情况统计", "附：各乡镇受理申请情况",
)  # fmt: skip
"""What says that a table is not the report's own without naming a year."""


def others_alone(article: Article, random: Random) -> Article:
    """The report's own tables are pictures; as text stand those of another time or body."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        blocks += (
            [random.choice(CAPTIONS), _scrambled(block, random)] if isinstance(block, Sheet) else [block]
        )
    return replace(article, blocks=tuple(blocks))


def others_behind(article: Article, random: Random) -> Article:
    """The same behind each of the report's own tables."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        blocks.append(block)
        if isinstance(block, Sheet):
            blocks += [random.choice(CAPTIONS), _scrambled(block, random)]
    return replace(article, blocks=tuple(blocks))


def _scrambled(sheet: Sheet, random: Random) -> Sheet:
    """The same form with other numbers, which nobody asked for."""
    slots = [
        replace(s, text=str(random.randint(0, 9)), key=None) if s.kind == "figure" else s for s in sheet.slots
    ]
    return replace(sheet, slots=tuple(slots))


def beside_last_year(article: Article, random: Random) -> Article:
    """Every column twice: this year and the year before."""

    def doubled(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        wide = [_doubled(s, sheet.labels) for s in sheet.slots]
        heads = [
            Slot(sheet.heads, sheet.labels + 2 * n + half, year, kind="header")
            for n in range(sheet.width - sheet.labels)
            for half, year in enumerate(("本年", "上年"))
        ]
        below = [replace(s, row=s.row + 1) if s.row >= sheet.heads else s for s in wide]
        corner = [replace(s, row_span=s.row_span + 1) if s.row == 0 and s.column == 0 else s for s in below]
        figures = [s for s in corner if s.kind == "figure"]
        older = [replace(s, column=s.column + 1, text=str(random.randint(0, 9)), key=None) for s in figures]
        return replace(sheet, slots=(*corner, *heads, *older), heads=sheet.heads + 1)

    return article.map(doubled)


def below_last_year(article: Article, random: Random) -> Article:
    """Every row of table 三 twice, the year before above this one, under a label that spans both."""

    def doubled(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        slots = []
        for slot in sheet.slots:
            head = slot.row < sheet.heads
            at = slot.row if head else 2 * slot.row - sheet.heads
            column = slot.column + (slot.column >= sheet.labels)
            if head and slot.column == 0:
                slots.append(replace(slot, column_span=slot.column_span + 1))
            elif head:
                slots.append(replace(slot, column=column))
            elif slot.kind == "figure":
                older = replace(slot, text=str(random.randint(0, 9)), row=at, column=column, key=None)
                slots += [older, replace(slot, row=at + 1, column=column)]
            else:
                slots.append(replace(slot, row=at, row_span=2 * slot.row_span))
        years = [
            Slot(row, sheet.labels, year)
            for first in range(sheet.heads, 2 * sheet.height - sheet.heads, 2)
            for row, year in ((first, "2013年"), (first + 1, "本年"))
        ]
        return replace(sheet, slots=(*slots, *years), labels=sheet.labels + 1)

    return article.map(doubled)


def _doubled(slot: Slot, labels: int) -> Slot:
    if slot.column < labels:
        return slot
    span = slot.column_span if slot.kind == "figure" else 2 * slot.column_span
    return replace(slot, column=labels + 2 * (slot.column - labels), column_span=span)


def two_bodies(article: Article, random: Random) -> Article:
    """A page of all departments: another body's report follows with its own tables."""
    other = [_scrambled(b, random) if isinstance(b, Sheet) else b for b in article.blocks]
    return replace(article, blocks=(*article.blocks, "北岭县档案局2023年政府信息公开工作年度报告", *other))

"""The same figures in other columns: exchanged, numbered, torn apart, beside remarks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generator.sheets import Article, Sheet, Slot


def swapped_columns(article: Article, random: Random) -> Article:
    """科研机构 before 商业企业."""

    def swapped(sheet: Sheet) -> Sheet:
        heads = [slot for slot in sheet.slots if slot.text in {"商业企业", "科研机构"}]
        if len(heads) < 2:
            return sheet
        first, second = heads[0].column, heads[1].column
        to = {first: second, second: first}
        moved = (
            replace(s, column=to.get(s.column, s.column)) if s.column_span == 1 else s for s in sheet.slots
        )
        return replace(sheet, slots=tuple(moved))

    return article.map(swapped)


def numbered_columns(article: Article, random: Random) -> Article:
    """A row of column numbers below the header, as statistical tables have it; none of them is a figure."""

    def numbered(sheet: Sheet) -> Sheet:
        if sheet.name not in {"requests", "disputes"}:
            return sheet
        at = sheet.heads
        moved = [replace(s, row=s.row + 1) if s.row >= at else s for s in sheet.slots]
        columns = range(sheet.labels, sheet.width)
        row = [Slot(at, column, str(number), kind="header") for number, column in enumerate(columns, 1)]
        label = [Slot(at, 0, "栏次", 1, sheet.labels, "header")] if sheet.labels else []
        return replace(sheet, slots=(*moved, *label, *row), heads=at + 1)

    return article.map(numbered)


def remarks(article: Article, random: Random) -> Article:
    """A last column 备注, empty but for a year here and there."""

    def remarked(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        head = Slot(0, sheet.width, "备注", sheet.heads, 1, "header")
        rows = range(sheet.heads, sheet.height)
        notes = [Slot(row, sheet.width, random.choice(["", "", "2023", "含上年1件"])) for row in rows]
        return replace(sheet, slots=(*sheet.slots, head, *notes))

    return article.map(remarked)


def organisations_summed(article: Article, random: Random) -> Article:
    """A column 小计 before or behind the five kinds of organisations."""
    first = random.random() < 0.5

    def summed(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        at = sheet.labels + (1 if first else 6)
        moved = [replace(s, column=s.column + 1) if s.column >= at else s for s in sheet.slots]
        wide = [
            replace(s, column=at if first else s.column, column_span=s.column_span + 1)
            if _is_over(s, at)
            else s
            for s in moved
        ]
        sums = [
            Slot(row, at, str(random.randint(0, 99)), kind="figure")
            for row in range(sheet.heads, sheet.height)
        ]
        return replace(sheet, slots=(*wide, Slot(sheet.heads - 1, at, "小计", kind="header"), *sums))

    return article.map(summed)


def _is_over(slot: Slot, column: int) -> bool:
    """The names of groups of columns that reach over an inserted one."""
    return slot.kind == "header" and slot.text in {"申请人情况", "法人或其他组织"}


def torn_columns(article: Article, random: Random) -> Article:
    """Printed from a spreadsheet: the last columns of table 三 went to a page of their own, without labels."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        if isinstance(block, Sheet) and block.name == "requests":
            blocks += [_columns(block, 0, 7), "第 2 页", _columns(block, 7, 10)]
        else:
            blocks.append(block)
    return replace(article, blocks=tuple(blocks))


def _columns(sheet: Sheet, start: int, stop: int) -> Sheet:
    slots = []
    for slot in sheet.slots:
        left, right = max(slot.column, start), min(slot.column + slot.column_span, stop)
        if left < right:
            text = slot.text if slot.column >= start else ""
            slots.append(replace(slot, column=left - start, column_span=right - left, text=text))
    return replace(sheet, slots=tuple(slots), labels=max(0, sheet.labels - start))


def _columns_swapped(sheet: Sheet, first: str, second: str) -> Sheet:
    """The columns under two headers change places, block by block."""
    slots = list(sheet.slots)
    for head in [s for s in sheet.slots if s.text == first]:
        other = next(s for s in sheet.slots if s.text == second and s.row == head.row)
        below = [s.row for s in sheet.slots if s.kind == "header" and s.row > head.row and s.column == 0]
        rows = range(head.row, min(below, default=sheet.height))
        to = {head.column: other.column, other.column: head.column}
        slots = [replace(s, column=to.get(s.column, s.column)) if s.row in rows else s for s in slots]
    return replace(sheet, slots=tuple(slots))


def stock_first(article: Article, random: Random) -> Article:
    """Table 二 names the stock before the flow: 现行有效 before 制发. No sum tells."""

    def swapped(sheet: Sheet) -> Sheet:
        sheet = _columns_swapped(sheet, "本年制发件数", "现行有效件数")
        return _columns_swapped(sheet, "本年新制作数量", "对外公开总数量")

    return article.map(swapped)


def suits_crossed(article: Article, random: Random) -> Article:
    """Table 四 with 复议后起诉 before 未经复议直接起诉, and 结果纠正 before 结果维持 everywhere."""

    def crossed(sheet: Sheet) -> Sheet:
        if sheet.name != "disputes":
            return sheet
        groups = {column: column + 5 if column < 10 else column - 5 for column in range(5, 15)}
        results = {5 * group + n: 5 * group + 1 - n for group in range(3) for n in range(2)}
        slots = [replace(s, column=groups.get(s.column, s.column)) if _leaf(s) else s for s in sheet.slots]
        slots = [
            replace(s, column=results.get(s.column, s.column)) if s.column_span == 1 else s for s in slots
        ]
        return replace(sheet, slots=tuple(slots))

    return article.map(crossed)


def _leaf(slot: Slot) -> bool:
    return slot.column_span <= 5 and slot.row > 0


def total_first(article: Article, random: Random) -> Article:
    """总计 stands before 自然人."""

    def turned(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        left, last = sheet.labels, sheet.width - 1
        to = {column: column + 1 for column in range(left, last)} | {last: left}
        figures = (s if s.row == 0 else replace(s, column=to.get(s.column, s.column)) for s in sheet.slots)
        return replace(sheet, slots=tuple(figures))

    return article.map(turned)

"""The same figures with other rows: more or less of them, exchanged, typed into one, in another unit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.statutory import REFUSED


def added_row(article: Article, random: Random) -> Article:
    """A row nobody asked for, as offices add 其他主动公开文件."""

    def grown(sheet: Sheet) -> Sheet:
        if sheet.name != "disclosure":
            return sheet
        at = 4
        moved = tuple(replace(s, row=s.row + 1) if s.row >= at else s for s in sheet.slots)
        above = [s for s in sheet.slots if s.row == at - 1]
        extra = [
            replace(s, row=at, key=None, text="9" if s.kind == "figure" else "其他主动公开文件")
            for s in above
        ]
        return replace(sheet, slots=(*moved, *extra))

    return article.map(grown)


def missing_row(article: Article, random: Random) -> Article:
    """A row without merged neighbours is left out."""

    def shrunk(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        single = [row for row in range(sheet.heads, sheet.height) if _droppable(sheet, row)]
        gone = random.choice(single)
        kept = [_above(s, gone) for s in sheet.slots if s.row != gone]
        return replace(sheet, slots=tuple(kept))

    return article.map(shrunk)


def _droppable(sheet: Sheet, row: int) -> bool:
    return all(slot.row_span == 1 for slot in sheet.slots if slot.row == row)


def _above(slot: Slot, gone: int) -> Slot:
    if slot.row > gone:
        return replace(slot, row=slot.row - 1)
    return replace(slot, row_span=slot.row_span - 1) if slot.row + slot.row_span > gone else slot


def swapped_rows(article: Article, random: Random) -> Article:
    """Two reasons stand in the other order; only their labels say so, no sum does."""
    two = random.sample([label for _, label in REFUSED], 2)

    def swapped(sheet: Sheet) -> Sheet:
        labels = [slot for slot in sheet.slots if slot.text in two]
        if len(labels) < 2:
            return sheet
        first, second = labels[0].row, labels[1].row
        to, left = {first: second, second: first}, labels[0].column
        moved = (replace(s, row=to.get(s.row, s.row)) if s.column >= left else s for s in sheet.slots)
        return replace(sheet, slots=tuple(moved))

    return article.map(swapped)


def apart(article: Article, random: Random) -> Article:
    """Table 二 as one table an article of the regulation, the article named in the text above it."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        if isinstance(block, Sheet) and block.name == "disclosure":
            starts = [s.row for s in block.slots if s.text.startswith("第二十条")] + [block.height]
            for start, stop in pairwise(starts):
                blocks += [block.rows()[start][0].text, block.part(start + 1, stop, heads=False)]
        else:
            blocks.append(block)
    return replace(article, blocks=tuple(blocks))


def apart_untitled(article: Article, random: Random) -> Article:
    """The same without the titles: the tables say 行政许可, 行政处罚 and nothing else."""
    titled = apart(article, random)
    kept = tuple(b for b in titled.blocks if not (isinstance(b, str) and b.startswith("第二十条")))
    return replace(titled, blocks=kept)


def serial_numbers(article: Article, random: Random) -> Article:
    """A first column 序号 that counts the rows."""

    def counted(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        moved = [replace(s, column=s.column + 1) for s in sheet.slots]
        head = Slot(0, 0, "序号", sheet.heads, 1, "header")
        rows = range(sheet.heads, sheet.height)
        counts = [Slot(row, 0, str(number)) for number, row in enumerate(rows, 1)]
        return replace(sheet, slots=(head, *counts, *moved), labels=sheet.labels + 1)

    return article.map(counted)


def subtotals(article: Article, random: Random) -> Article:
    """A row 小计 or 合计 at the head of each group of outcomes, which no form has."""

    def summed(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        groups = [s for s in sheet.slots if s.column == 1 and s.row_span > 1 and s.row >= sheet.heads]
        for group in reversed(groups):
            sheet = _with_subtotal(sheet, group, random)
        return sheet

    return article.map(summed)


def _with_subtotal(sheet: Sheet, group: Slot, random: Random) -> Sheet:
    def moved(slot: Slot) -> Slot:
        if slot == group:
            return replace(slot, row_span=slot.row_span + 1)
        if slot.row >= group.row:
            return replace(slot, row=slot.row + 1)
        return replace(slot, row_span=slot.row_span + 1) if slot.row + slot.row_span > group.row else slot

    columns = range(sheet.labels, sheet.width)
    row = [Slot(group.row, column, str(random.randint(0, 99)), kind="figure") for column in columns]
    return replace(
        sheet, slots=(*map(moved, sheet.slots), Slot(group.row, 2, random.choice(["小计", "合计"])), *row)
    )


def lying(article: Article, random: Random) -> Article:
    """Tables 三 and 四 on their sides: applicants and kinds of dispute downwards, outcomes across."""

    def turned(sheet: Sheet) -> Sheet:
        if sheet.name not in {"requests", "disputes"}:
            return sheet
        slots = [
            replace(s, row=s.column, column=s.row, row_span=s.column_span, column_span=s.row_span)
            for s in sheet.slots
        ]
        return replace(sheet, slots=tuple(slots), heads=sheet.labels, labels=sheet.heads)

    return article.map(turned)


def folded(article: Article, random: Random) -> Article:
    """The list of 2014 in two halves side by side, read downwards or line by line."""
    downwards = random.random() < 0.5

    def halved(sheet: Sheet) -> Sheet:
        if sheet.name != "statistics":
            return sheet
        lines = range(sheet.heads, sheet.height)
        half = (len(lines) + 1) // 2

        def moved(slot: Slot) -> Slot:
            line = slot.row - sheet.heads
            right, row = divmod(line, half) if downwards else divmod(line, 2)[::-1]
            return replace(slot, row=row + sheet.heads, column=slot.column + right * sheet.width)

        heads = [slot for slot in sheet.slots if slot.row < sheet.heads]
        again = [replace(slot, column=slot.column + sheet.width) for slot in heads]
        body = [moved(slot) for slot in sheet.slots if slot.row >= sheet.heads]
        return replace(sheet, slots=(*heads, *again, *body))

    return article.map(halved)


def footnotes(article: Article, random: Random) -> Article:
    """A footnote mark behind a number: 12① is twelve, 12² is not 122."""

    def marked(slot: Slot) -> Slot:
        lucky = slot.kind == "figure" and slot.text.isdigit() and random.random() < 0.2
        return replace(slot, text=slot.text + random.choice("①②¹²③*")) if lucky else slot

    return article.map(lambda sheet: replace(sheet, slots=tuple(marked(s) for s in sheet.slots)))


def stacked(article: Article, random: Random) -> Article:
    """Two rows typed into one, a line each: 3 above 5 is not 35."""

    def packed(sheet: Sheet) -> Sheet:
        if sheet.name not in {"disclosure", "requests"}:
            return sheet
        pairs = [row for row in range(sheet.heads, sheet.height - 1) if _twins(sheet, row)]
        return _packed(sheet, random.choice(pairs))

    return article.map(packed)


def _twins(sheet: Sheet, row: int) -> bool:
    """Two rows of single cells that stand in the same columns."""
    shapes = [
        [(s.column, s.column_span, s.kind) for s in sheet.rows()[at] if s.row_span == 1]
        for at in (row, row + 1)
    ]
    return shapes[0] == shapes[1] and any(kind == "figure" for _, _, kind in shapes[0])


def _packed(sheet: Sheet, row: int) -> Sheet:
    below = {s.column: s for s in sheet.slots if s.row == row + 1}
    kept = []
    for slot in sheet.slots:
        if slot.row == row and slot.row_span == 1:
            under = below[slot.column]
            kept.append(replace(slot, text=f"{slot.text}\n{under.text}", below=(under.key,)))
        elif slot.row != row + 1:
            kept.append(_above(slot, row + 1))
    return replace(sheet, slots=tuple(kept))


def carried_first(article: Article, random: Random) -> Article:
    """上年结转 before 本年新收; the sum of both is the same."""

    def swapped(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        to = {sheet.heads: sheet.heads + 1, sheet.heads + 1: sheet.heads}
        return replace(sheet, slots=tuple(replace(s, row=to.get(s.row, s.row)) for s in sheet.slots))

    return article.map(swapped)


def added_outcome(article: Article, random: Random) -> Article:
    """A reason nobody asked for, 6.其他, under （五）不予处理."""

    def grown(sheet: Sheet) -> Sheet:
        group = next((s for s in sheet.slots if s.text == "（五）不予处理"), None)
        if group is None:
            return sheet
        at = group.row + group.row_span
        slots = []
        for slot in sheet.slots:
            if slot.row >= at:
                slots.append(replace(slot, row=slot.row + 1))
            elif slot is group or slot.row + slot.row_span > at:
                slots.append(replace(slot, row_span=slot.row_span + 1))
            else:
                slots.append(slot)
        columns = range(sheet.labels, sheet.width)
        row = [Slot(at, column, str(random.randint(1, 9)), kind="figure") for column in columns]
        return replace(sheet, slots=(*slots, Slot(at, group.column + 1, "6.其他"), *row))

    return article.map(grown)


def paid_in_yuan(article: Article, random: Random) -> Article:
    """The clerk changed the unit of the fees: 元 where the form says 万元, and the number is ten thousand times it."""

    def changed(sheet: Sheet) -> Sheet:
        slots = [
            replace(s, text=s.text.replace("万元", "元"))
            if s.kind == "header"
            else replace(s, key=None)
            if s.key and s.key[2] == "amount_10k_yuan"
            else s
            for s in sheet.slots
        ]
        return replace(sheet, slots=tuple(slots))

    return article.map(changed)


KINDS = ["规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购", "其他"]


def counted_items(article: Article, random: Random) -> Article:
    """A table in the narrative counts what was published, by kind: its 行政许可 are items, not decisions."""
    head = [Slot(0, 0, "信息类别", kind="header"), Slot(0, 1, "主动公开数量（条）", kind="header")]
    rows = [
        slot
        for row, kind in enumerate(KINDS, 1)
        for slot in (Slot(row, 0, kind), Slot(row, 1, str(random.randint(1, 99)), kind="figure"))
    ]
    items = Sheet("items", (*head, *rows), 1, 1)
    return replace(article, blocks=(*article.blocks[:2], items, *article.blocks[2:]))


def counted_only(article: Article, random: Random) -> Article:
    """The same, and table 二 itself is missing (见附件)."""
    counted = counted_items(article, random)
    kept = tuple(
        "（见附件）" if isinstance(b, Sheet) and b.name == "disclosure" else b for b in counted.blocks
    )
    return replace(counted, blocks=kept)

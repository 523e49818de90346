"""The same figures with tables in parts: without 总计 or with two, persons apart from organisations, a table for each kind of
dispute, a column in one tall cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from tests.generator.sheets import Article, Sheet, Slot

_KINDS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_FIVE = 5


def without_total(article: Article, random: Random) -> Article:
    """Table 三 without 总计: the sums of its rows are for the reader to make."""
    return article.map(lambda s: _of_columns(s, range(s.labels, s.width - 1)) if s.name == "requests" else s)


def total_twice(article: Article, random: Random) -> Article:
    """总计 before the kinds of applicants, and again behind them."""

    def doubled(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        at = sheet.labels
        moved = [replace(s, column=s.column + 1) if s.column >= at else s for s in sheet.slots]
        first = [replace(s, column=at) for s in sheet.slots if s.column == sheet.width - 1]
        return replace(sheet, slots=(*moved, *first))

    return article.map(doubled)


def persons_apart(article: Article, random: Random) -> Article:
    """Two tables with all rows: one for persons, one for organisations and all together."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        if isinstance(block, Sheet) and block.name == "requests":
            first = block.labels
            blocks += [_of_columns(block, part) for part in ([first], range(first + 1, block.width))]
        else:
            blocks.append(block)
    return replace(article, blocks=tuple(blocks))


def _of_columns(sheet: Sheet, kept: Iterable[int]) -> Sheet:
    """Table 三 with its labels and some of its columns; 申请人情况 reaches over those left, as 法人或其他组织 does."""
    columns = list(kept)
    slots = []
    for slot in sheet.slots:
        reach = [c for c in columns if slot.column <= c < slot.column + slot.column_span]
        if slot.column < sheet.labels:
            slots.append(slot)
        elif reach:
            at = sheet.labels + columns.index(reach[0])
            slots.append(replace(slot, column=at, column_span=len(reach)))
    return replace(sheet, slots=tuple(slots))


def disputes_apart(article: Article, random: Random) -> Article:
    """Table 四 as three tables, the kind of each in a line above it."""
    blocks: list[str | Sheet] = []
    for block in article.blocks:
        if not isinstance(block, Sheet) or block.name != "disputes":
            blocks.append(block)
            continue
        for number, kind in enumerate(_KINDS):
            leaves = [s for s in block.slots if s.column_span == 1 and s.column // _FIVE == number]
            own = [
                replace(s, row=int(s.kind == "figure"), column=s.column % _FIVE, row_span=1) for s in leaves
            ]
            blocks += [kind, replace(block, slots=tuple(own), heads=1)]
    return replace(article, blocks=tuple(blocks))


def tall(article: Article, random: Random) -> Article:
    """The reasons of one group typed into one line, a line of text for each."""

    def packed(sheet: Sheet) -> Sheet:
        groups = [s for s in sheet.slots if s.kind == "label" and s.column == 1 and s.row_span > 1]
        if sheet.name != "requests" or not groups:
            return sheet
        group = random.choice(groups)
        rows = range(group.row, group.row + group.row_span)
        stacks: dict[int, list[Slot]] = {}
        for slot in sheet.slots:
            if slot.row in rows and slot.column > 1:
                stacks.setdefault(slot.column, []).append(slot)
        typed = [_typed(stack) for stack in stacks.values()]
        gone = len(rows) - 1
        left = [s for s in sheet.slots if s.row < group.row or (s.row == group.row and s.column < 2)]
        above = [_shorter(s, group.row, gone) for s in left]
        below = [replace(s, row=s.row - gone) for s in sheet.slots if s.row > rows[-1]]
        return replace(sheet, slots=(*above, *typed, *below))

    return article.map(packed)


def _typed(stack: list[Slot]) -> Slot:
    """The first cell of a stack with the texts of all."""
    text = "\n".join(slot.text for slot in stack)
    return replace(stack[0], text=text, below=tuple(slot.key for slot in stack[1:]))


def _shorter(slot: Slot, at: int, gone: int) -> Slot:
    return (
        replace(slot, row_span=slot.row_span - gone)
        if slot.row <= at < slot.row + slot.row_span - 1
        else slot
    )

"""A report before it has a format: headings, paragraphs and the statutory tables with their spans.

The tables are drawn from the declared form, so that the replicas print exactly the labels the form knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from parsers.forms import Line, Table, load
from parsers.report import Key

Figures = Mapping[Key, str]
"""What is printed in a cell; a cell that is not named prints 0."""

RESULT = "三、本年度办理结果"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ITEMS = (
    ("第二十条第（一）项", "rules", ("regulation", "normative_document")),
    ("第二十条第（五）项", "decisions", ("licensing",)),
    ("第二十条第（六）项", "decisions", ("penalty", "coercion")),
    ("第二十条第（八）项", "fees", ("administrative_fee",)),
)


@dataclass(frozen=True, slots=True)
class Box:
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a grid of boxes."""

    kind: Literal["title", "heading", "paragraph", "grid"]
    text: str = ""
    grid: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    blocks: tuple[Block, ...]


def disclosure(figures: Figures) -> Block:
    """Table 二: four small tables in one, four columns wide."""
    form = load()["2021"]
    rows: list[tuple[Box, ...]] = []
    for item, table_id, row_ids in ITEMS:
        table = form.table(table_id)
        span = 4 - len(table.columns)  # the last column takes what is left
        rows.append((Box(item, columns=4),))
        rows.append((Box("信息内容"), *_stretched([column.label for column in table.columns], span)))
        for row_id in row_ids:
            values = [figures.get((table_id, row_id, column.id), "0") for column in table.columns]
            rows.append((Box(table.row(row_id).label), *_stretched(values, span)))
    return Block("grid", grid=tuple(rows))


def requests(figures: Figures) -> Block:
    """Table 三: 25 rows, 7 columns, three levels of labels in front."""
    table = load()["2021"].table("requests")
    organisations = table.columns[1:6]
    head = (
        (Box(CORNER, 3, 3), Box("申请人情况", columns=7)),
        (
            Box(table.columns[0].label, 2),
            Box("法人或其他组织", columns=5),
            Box(table.columns[6].label, 2),
        ),
        tuple(Box(column.label) for column in organisations),
    )
    return Block("grid", grid=(*head, *_request_rows(table, figures)))


def disputes(figures: Figures) -> Block:
    """Table 四: one line of 15 figures under three lines of heading."""
    table = load()["2021"].table("disputes")
    outcomes = [column.label for column in table.columns]
    review, direct, after = table.rows
    head = (
        (Box(review.label, columns=5), Box("行政诉讼", columns=10)),
        (
            *(Box(label, 2) for label in outcomes),
            Box(direct.label, columns=5),
            Box(after.label, columns=5),
        ),
        tuple(Box(label) for label in outcomes * 2),
    )
    values = tuple(Box(figures.get(key, "0")) for row in table.rows for key in _keys(table, row))
    return Block("grid", grid=(*head, values))


def _request_rows(table: Table, figures: Figures) -> Iterator[tuple[Box, ...]]:
    inside = [row for row in table.rows if row.group]
    for group, members in groupby(table.rows, key=lambda row: row.group):
        rows = list(members)
        for row in rows:
            front: list[Box] = []
            if row is inside[0]:
                front.append(Box(RESULT, len(inside)))
            if group and group != RESULT and row is rows[0]:
                front.append(Box(group, len(rows)))
            front.append(Box(row.label, columns=3 if not group else 2 if group == RESULT else 1))
            yield (*front, *(Box(figures.get(key, "0")) for key in _keys(table, row)))


def _keys(table: Table, row: Line) -> Iterator[Key]:
    return ((table.id, row.id, column.id) for column in table.columns)


def _stretched(texts: list[str], last: int) -> Iterator[Box]:
    yield from (Box(text) for text in texts[:-1])
    yield Box(texts[-1], columns=last)

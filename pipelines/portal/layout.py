"""A report's figures in the layout of the official form: the printed rows and columns with every cell's state."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from parsers import forms
from parsers.report import Key
from pipelines import schema
from pipelines.portal.labels import number


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell as the page shows it. `shown` is the number, or what is printed instead of one."""

    key: Key
    shown: str
    state: str
    failing: bool
    corrected: bool

    @property
    def path(self) -> str:
        return "/".join(self.key)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A printed row. `group_rows` is how many rows its group heading spans, 0 below the first of them."""

    line: forms.Line
    cells: tuple[ShownCell | None, ...]
    group: str = ""
    group_rows: int = 0


@dataclass(frozen=True, slots=True)
class ShownTable:
    table: forms.Table
    form: str
    rows: tuple[ShownRow, ...]

    @property
    def grouped(self) -> bool:
        return any(row.group for row in self.rows)


GROUPS = {
    "三、本年度办理结果": "III. Outcomes this year",
    "（三）不予公开": "(3) Denied",
    "（四）无法提供": "(4) Unavailable",
    "（五）不予处理": "(5) Not processed",
    "（六）其他处理": "(6) Otherwise handled",
    "行政诉讼": "Lawsuits",
    "四、行政复议数量": "4. Administrative reviews",
    "五、行政诉讼数量": "5. Lawsuits",
}
"""English of the headings that span rows, which the forms print in Chinese."""

STATES = {
    "blank": ("空白", "blank"),
    "mark": ("符号", "mark"),
    "lost": ("丢失", "lost"),
    "unreadable": ("无法辨认", "unreadable"),
}


def shown_tables(
    versions: str | None,
    figures: Iterable[Mapping[str, Any]],
    failing: Collection[Key],
    corrected: Collection[Key] = (),
) -> list[ShownTable]:
    """The statutory tables of a report. `versions` is its `forms` column: table id -> form id, as JSON."""
    cells = {
        key: ShownCell(key, _shown(figure), figure["state"], key in failing, key in corrected)
        for figure in figures
        for key in [(figure["table_id"], figure["row_id"], figure["column_id"])]
    }
    chosen: dict[str, str] = json.loads(versions or "{}")
    return [
        _table(forms.load()[chosen[table]].table(table), chosen[table], cells)
        for table in schema.statutory()
        if table in chosen
    ]


def _table(table: forms.Table, form: str, cells: Mapping[Key, ShownCell]) -> ShownTable:
    rows = [
        ShownRow(row, tuple(cells.get((table.id, row.id, column.id)) for column in table.columns), row.group)
        for row in table.rows
    ]
    counted: list[ShownRow] = []
    for group, members in groupby(rows, key=lambda row: row.group):
        together = list(members)
        for place, row in enumerate(together):
            counted.append(ShownRow(row.line, row.cells, group, 0 if place else len(together)))
    return ShownTable(table, form, tuple(counted))


def _shown(figure: Mapping[str, Any]) -> str:
    return str(figure["raw"] or "") if figure["value"] is None else number(figure["value"])


def cells_of(finding: Mapping[str, Any]) -> list[Key]:
    """The cells a finding binds, from its JSON column."""
    return [(table, row, column) for table, row, column in json.loads(finding["cells"] or "[]")]

"""What a body's charts show: which cells make a line or a part of a bar, from the statutory forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from parsers.report import Key
from pipelines import schema
from pipelines.portal.chart import Breaks, Say, Series, bar_chart, line_chart
from pipelines.portal.page import Rows

REVIEW_FIRST = {2024: ("2024 复议前置", "2024 review first")}
"""Since 2024-01-01 a refusal goes to review before suit (行政复议法 article 23): the series break there."""

BOOKKEEPING = ("received", "carried_in", "handled", "carried_out")
"""Rows of table 三 that count requests; the others are outcomes, each request under one of them."""

Row = Mapping[str, Any]
Parts = Mapping[tuple[str, str], tuple[Key, ...]]
"""(Chinese, English) name -> the cells that add up to it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a body's page: its names, the table it shows, its parts, and how it is drawn."""

    zh: str
    en: str
    table: str
    parts: Callable[[], Parts]
    draw: Callable[..., Markup | None]
    breaks: Breaks = field(default_factory=dict)


def counts() -> Parts:
    rows = ("received", "handled", "carried_out")
    return {_names(("requests", row, "total")): (("requests", row, "total"),) for row in rows}


def disputes() -> Parts:
    rows = ("review", "suit_direct", "suit_after_review")
    return {_names(("disputes", row, "total")): (("disputes", row, "total"),) for row in rows}


def outcomes() -> Parts:
    """Outcomes of handled requests by the groups of the form: （三）不予公开 is one part, not eight."""
    parts: dict[str, list[Key]] = {}
    english: dict[str, str] = {}
    for key, cell in schema.codebook().items():
        if key[0] != "requests" or key[2] != "total" or key[1] in BOOKKEEPING:
            continue
        name = cell.row.group if cell.row.group.startswith("（") else cell.row.label.split("（区分")[0]
        parts.setdefault(name, []).append(key)
        english.setdefault(
            name, re.sub(r"^III\(\d\)\d?\s*", "", cell.row.label_en).split(":")[0].split(" (")[0]
        )
    return {(name, english[name]): tuple(keys) for name, keys in parts.items()}


CHARTS = {
    "requests": Chart(
        "申请的收到、办结和结转", "Requests received, handled, carried over", "requests", counts, line_chart
    ),
    "outcomes": Chart("办理结果", "Outcomes of requests", "requests", outcomes, bar_chart),
    "disputes": Chart("复议和诉讼", "Reviews and suits", "disputes", disputes, line_chart, REVIEW_FIRST),
}


def drawn(chart: Chart, figures: Rows, years: Sequence[int], say: Say) -> Markup | None:
    """The chart over a body's figures; None when there is nothing to draw."""
    return chart.draw(series(chart, figures, years), years, breaks=chart.breaks, say=say)


def query(chart: Chart, agency: int) -> str:
    """The SQL that shows the cells the chart is drawn from."""
    wide = schema.tables()[chart.table].wide
    assert wide
    pairs = [wide.split(key) for keys in chart.parts().values() for key in keys]
    records = ", ".join(f"'{record}'" for record in dict.fromkeys(record for record, _ in pairs))
    fields = ", ".join(dict.fromkeys(f"{chart.table}.{name}" for _, name in pairs))
    return (
        f"select reports.year, reports.id as report_id, {chart.table}.{wide.record}, {fields}\n"
        f"from reports join {chart.table} on {chart.table}.report_id = reports.id\n"
        f"where reports.agency_id = {agency} and reports.preferred = 1 and {wide.record} in ({records})\n"
        "order by reports.year"
    )


def series(chart: Chart, figures: Rows, years: Sequence[int]) -> list[Series]:
    """The parts of a chart with a value per year."""
    found = {(row["table_id"], row["row_id"], row["column_id"], row["year"]): row for row in figures}
    return [
        Series(zh, en, [_value(found, keys, year) for year in years])
        for (zh, en), keys in chart.parts().items()
    ]


def _value(
    found: Mapping[tuple[str, str, str, int], Mapping[str, float | None]], keys: Sequence[Key], year: int
) -> float | None:
    """The sum of the cells the year's form has; None when one of them has no value, for then nobody knows it."""
    cells = [found[(*key, year)] for key in keys if (*key, year) in found]
    values = [cell["value"] for cell in cells]
    return None if not values or None in values else sum(value for value in values if value is not None)


def _names(key: Key) -> tuple[str, str]:
    line = schema.codebook()[key].row
    group = (
        line.group.split("、")[-1] if line.label.endswith("总计") else ""
    )  # a total says nothing without its group
    return f"{group}{line.label.split('、')[-1]}", re.sub(r"^[IV]+(\(\d\))?\.?\s*", "", line.label_en)

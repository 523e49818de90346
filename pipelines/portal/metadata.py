"""Datasette's metadata, generated from the schema: titles, descriptions, units, facets and labels in both languages."""

from __future__ import annotations

from typing import Any

from pipelines import schema

TITLE = "政府信息公开工作年度报告数据库"
TITLE_EN = "Annual disclosure reports of China's government bodies"
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
SOURCE = "各级行政机关网站公开的政府信息公开工作年度报告"
DATABASE = "gxcrawl"

HIDDEN = ("cell_places", "build")


def metadata(queries: dict[str, Any]) -> dict[str, Any]:
    """The metadata of the whole instance; `queries` are the canned queries by name."""
    return {
        "title": TITLE,
        "description": TITLE_EN,
        "license": LICENCE,
        "license_url": LICENCE_URL,
        "source": SOURCE,
        "databases": {
            DATABASE: {
                "title": TITLE,
                "description": TITLE_EN,
                "tables": {table.name: table_metadata(table) for table in schema.tables().values()}
                | {table.zh: view_metadata(table) for table in schema.statutory().values()}
                | {"figures": _FIGURES, "indicators": _INDICATORS},
                "queries": queries,
            }
        },
    }


def table_metadata(table: schema.Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": f"{table.zh} {table.en}",
        "description": f"{table.about_zh} {table.about_en}",
        "columns": {column.name: column_description(column) for column in table.columns},
        "hidden": table.name in HIDDEN,
    }
    if table.label:
        found["label_column"] = table.label
    if table.facets:
        found["facets"] = list(table.facets[:2])  # the others are one click away; each facet is a query
    return found


def view_metadata(table: schema.Table) -> dict[str, Any]:
    return {
        "title": table.zh,
        "description": f"{table.about_zh} 列名为中文，只含采用的报告。 "
        f"{table.en}: Chinese column names, preferred reports only.",
    }


def column_description(column: schema.Column) -> str:
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{column.zh}{unit} · {column.en}"


_FIGURES = {
    "title": "全部数值 All figures",
    "description": "每个单元格一行：数值、状态、原文、中英文名称。查一份报告很快；跨报告求和请用各统计表的宽表。"
    " One row per cell: value, state, text as printed, labels. Fast for one report; for sums over many use the wide"
    " tables.",
}

_INDICATORS = {
    "title": "派生指标 Indicators",
    "description": "每份采用的报告每个指标一行：分子、分母、比率。分母为 0 或有空格时为空；汇总请用分子之和除以分母之和。"
    "breaks 为序列中断的年份。"
    " One row per preferred report and indicator: numerator, denominator, rate. NULL when the denominator is 0 or a"
    " cell has no value; pool by sums, never by averaging rates."
    " `breaks` is the year from which a series is of another kind.",
}

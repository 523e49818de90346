"""The views of the published database: every figure in one tidy view, and each statutory table in Chinese.

The tidy view is for one report or one cell of many; for sums over all reports the wide tables answer six times
faster.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pipelines import schema

FIGURES = """
select printed.report_id, reports.agency_id, reports.agency_name, reports.region, reports.year, reports.preferred,
       printed.table_id, printed.row_id, printed.column_id, printed.value,
       coalesce(note.state, 'reported') as state, coalesce(note.raw, cast(printed.value as text)) as raw,
       cells.row_zh, cells.column_zh, cells.row_en, cells.column_en, cells.unit, cells.position
from ({union}) as printed
cross join reports on reports.id = printed.report_id -- cross: the first rows come at once, nothing is materialized
cross join cells using (table_id, row_id, column_id)
left join cell_notes as note using (report_id, table_id, row_id, column_id)
where printed.value is not null or note.state is not null
"""

CHINESE = """
select reports.agency_name as 机关, provinces.name as 省份, reports.region as 地区代码, reports.year as 年度,
       {record} as {record_zh}, {fields}, reports.url as 来源网址, reports.id as 报告编号
from {table} join reports on reports.id = {table}.report_id
left join provinces on provinces.code = substr(reports.region, 1, 2)
where reports.preferred = 1
"""


INDICATOR = """
select reports.id as report_id, reports.agency_id, reports.year, '{id}' as indicator, '{zh}' as zh, '{en}' as en,
       {breaks} as breaks, {over} as numerator, {under} as denominator, 1.0 * ({over}) / nullif({under}, 0) as rate
from reports
left join requests as t on t.report_id = reports.id and t.applicant = 'total'
left join requests as p on p.report_id = reports.id and p.applicant = 'natural_person'
left join disputes as v on v.report_id = reports.id and v.item = 'review'
left join disputes as d on d.report_id = reports.id and d.item = 'suit_direct'
left join disputes as a on a.report_id = reports.id and a.item = 'suit_after_review'
where reports.preferred = 1
"""


@cache
def indicators() -> Mapping[str, Mapping[str, Any]]:
    """The declared indicators by id: `zh`, `en`, `over`, `under`, and `breaks` where a series breaks."""
    return tomllib.loads(
        files("pipelines.publishing").joinpath("indicators.toml").read_text(encoding="utf-8")
    )


def views() -> Iterator[tuple[str, str]]:
    """(name, select statement) of every view."""
    yield "figures", FIGURES.format(union=" union all ".join(_cells()))
    yield (
        "indicators",
        " union all ".join(
            INDICATOR.format(**{"id": id_, "breaks": "null", **how}) for id_, how in indicators().items()
        ),
    )
    for table in schema.statutory().values():
        yield table.zh, _chinese(table)


def _cells() -> Iterator[str]:
    """One select per database column of the wide tables: the cells it holds, with the ids of the printed table."""
    for table in schema.statutory().values():
        assert table.wide
        for field in table.wide.fields:
            row, column = (table.wide.record, f"'{field.id}'")
            if table.wide.by == "column":
                row, column = column, row
            yield (
                f"select report_id, '{table.name}' as table_id, {row} as row_id, {column} as column_id,"  # noqa: S608
                f" [{field.id}] as value from [{table.name}]"
            )


def _chinese(table: schema.Table) -> str:
    assert table.wide
    whens = " ".join(f"when '{line.id}' then '{line.label}'" for line in table.wide.records)
    fields = ", ".join(
        f"[{table.name}].[{column.name}] as [{column.label}]" for column in table.columns if column.label
    )
    record_zh = next(column for column in table.columns if column.name == table.wide.record).zh.split("：")[0]
    return CHINESE.format(
        record=f"case [{table.name}].[{table.wide.record}] {whens} end",
        record_zh=record_zh,
        fields=fields,
        table=f"[{table.name}]",
    )

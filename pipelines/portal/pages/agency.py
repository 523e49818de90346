"""One body: all years side by side, indicators with numerator and denominator, coverage, neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines import schema
from pipelines.portal import language, spreadsheets
from pipelines.portal.page import NotHere, Rows, ask, ask_one, render
from pipelines.portal.series import CHARTS, drawn, query, series
from pipelines.publishing.views import indicators

AGENCY = """
select agencies.*, provinces.name as province_zh, provinces.name_en as province_en
from agencies left join provinces on provinces.code = agencies.province where agencies.id = :id"""

YEARS = """
select coverage.*, reports.title, reports.grade, reports.sha256 from coverage
left join reports on reports.id = coverage.report_id
where coverage.agency_id = :id order by coverage.year"""

FIGURES = """
select reports.year, figures.table_id, figures.row_id, figures.column_id, figures.value, figures.state, figures.raw,
       figures.row_zh, figures.column_zh, figures.row_en, figures.column_en, figures.unit, figures.position,
       figures.report_id
from figures join reports on reports.id = figures.report_id
where figures.report_id = :id order by figures.position"""
"""Of one report: the view answers that in a millisecond, and a set of reports in a second."""

INDICATORS = """
select year, indicator, zh, en, breaks, numerator, denominator, rate from indicators
where agency_id = :id and denominator > 0 order by indicator, year"""

OTHERS = """
select preferred.year, preferred.id as preferred, other.id, other.title, other.role, other.published
from reports as preferred join reports as other on other.agency_id = preferred.agency_id
  and other.year = preferred.year and other.id != preferred.id
where preferred.agency_id = :id and preferred.preferred = 1 order by preferred.year desc, other.id"""

GONE = """
select reports.id, reports.title, unlisted.url, unlisted_since from unlisted
join reports on reports.id = unlisted.report_id where reports.agency_id = :id order by unlisted_since desc, reports.id"""

SOURCES = """
select captures.site, captures.channel, count(distinct reports.id) as reports, max(captures.fetched_at) as latest,
       sources.status, sources.last_complete
from reports join captures on captures.document_id = reports.id
left join sources on sources.site = captures.site and sources.channel = captures.channel
where reports.agency_id = :id group by captures.site, captures.channel order by captures.site, captures.channel"""

SAME_REGION = """
select id, name, reports from agencies where region = (select region from agencies where id = :id)
and region != '' and id != :id order by name limit 12"""

SAME_TYPE = """
select id, name, reports from agencies
where type = (select type from agencies where id = :id) and type != ''
  and province = (select province from agencies where id = :id) and id != :id order by name limit 12"""


async def view(datasette: Any, request: Request) -> Response:
    here = {"id": int(request.url_vars["id"])}
    agency = await ask_one(
        datasette, AGENCY, here, ("数据库中没有这个机关。", "There is no such body in this database.")
    )
    years = await ask(datasette, YEARS, here)
    figures = await _figures(datasette, years)
    numbers = [row["year"] for row in years]
    say = language.plain_speaker(language.of(request))
    context = {
        "agency": agency,
        "years": years,
        "tables": side_by_side(figures, numbers),
        "indicators": by_year(await ask(datasette, INDICATORS, here), numbers),
        "charts": [
            {"id": id_, "zh": chart.zh, "en": chart.en, "svg": svg, "sql": query(chart, here["id"])}
            for id_, chart in CHARTS.items()
            if (svg := drawn(chart, figures, numbers, say))
        ],
        "others": await ask(datasette, OTHERS, here),
        "gone": await ask(datasette, GONE, here),
        "sources": await ask(datasette, SOURCES, here),
        "same_region": await ask(datasette, SAME_REGION, here),
        "same_type": await ask(datasette, SAME_TYPE, here),
    }
    return await render(datasette, request, "gx_agency.html", context)


def side_by_side(figures: Rows, years: Sequence[int]) -> list[dict[str, Any]]:
    """Statutory tables with a line per cell and a column per year; of 依申请公开 only the totals, else 175 lines."""
    tables: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for figure in figures:
        if figure["table_id"] == "requests" and figure["column_id"] != "total":
            continue
        lines = tables.setdefault(figure["table_id"], {})
        line = lines.setdefault((figure["row_id"], figure["column_id"]), {"first": figure, "years": {}})
        line["years"][figure["year"]] = figure
    return [
        {
            "schema": schema.tables()[name],
            "unit": _unit(next(iter(lines.values()))["first"]),
            "lines": [
                {"cell": line["first"], "values": [line["years"].get(year) for year in years]}
                for line in lines.values()
            ],
        }
        for name, lines in tables.items()
    ]


def _unit(figure: Mapping[str, Any]) -> tuple[str, str]:
    """The unit of a whole table in both languages; empty where its lines have units of their own."""
    table = schema.codebook()[figure["table_id"], figure["row_id"], figure["column_id"]].table
    return ("", "") if table.unit == "as printed" else (table.unit, table.unit_en)


def by_year(rates: Rows, years: Sequence[int]) -> list[dict[str, Any]]:
    """Indicators with a value per year, in the order they are declared."""
    lines: dict[str, dict[str, Any]] = {}
    for rate in rates:
        lines.setdefault(rate["indicator"], {"name": rate, "years": {}})["years"][rate["year"]] = rate
    return [
        {name: lines[id_]["name"][name] for name in ("zh", "en", "breaks")}
        | {"values": [lines[id_]["years"].get(year) for year in years]}
        for id_ in indicators()
        if id_ in lines
    ]


async def chart(datasette: Any, request: Request) -> Response:
    """One chart of the page as an SVG file, or its numbers as CSV."""
    id_, name, kind = (request.url_vars[part] for part in ("id", "chart", "kind"))
    years = await ask(datasette, YEARS, {"id": int(id_)})
    wanted, numbers = CHARTS.get(name), [row["year"] for row in years]
    say = language.plain_speaker(language.of(request))
    figures = await _figures(datasette, years)
    svg = drawn(wanted, figures, numbers, say) if wanted else None
    if wanted is None or svg is None:
        raise NotHere("没有这张图。", "There is no such chart.")
    if kind == "svg":
        return Response(str(svg), content_type="image/svg+xml")
    lines = series(wanted, figures, numbers)
    heading = [say("年度", "year"), *(say(line.zh, line.en) for line in lines)]
    return spreadsheets.response(
        f"{name}-{id_}.csv", heading, zip(numbers, *(line.values for line in lines), strict=True)
    )


async def _figures(datasette: Any, years: Rows) -> Rows:
    """All figures of the preferred reports, in printed order."""
    reports = [row["report_id"] for row in years if row["report_id"]]
    figures = [figure for id_ in reports for figure in await ask(datasette, FIGURES, {"id": id_})]
    return sorted(figures, key=lambda figure: figure["position"])

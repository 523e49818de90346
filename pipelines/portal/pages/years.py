"""All years with their trend, and one year by provinces."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from pipelines.portal import language, spreadsheets
from pipelines.portal.chart import Series, line_chart
from pipelines.portal.page import NotHere, Rows, ask, render

ALL_YEARS = """
select year, sum(reports) as reports, sum(on_time) as on_time, sum(late) as late, sum(undated) as undated,
       sum(missing) as missing, sum(failing) as failing, sum(counted) as counted, sum(received) as received,
       sum(handled) as handled, sum(granted) as granted
from province_years group by year order by year"""

ONE_YEAR = """
select province_years.*, provinces.code, provinces.name, provinces.name_en
from province_years join provinces on provinces.code = province where year = :year order by code"""


async def years(datasette: Any, request: Request) -> Response:
    """All years, a line each, with the trend."""
    lines = await ask(datasette, ALL_YEARS)
    context = {"lines": lines, "chart": _drawn(request, lines), "sql": ALL_YEARS.strip(), "year": None}
    return await render(datasette, request, "gx_years.html", context)


async def chart(datasette: Any, request: Request) -> Response:
    """The trend as an SVG file, or its numbers as CSV."""
    lines = await ask(datasette, ALL_YEARS)
    if request.url_vars["kind"] == "csv":
        return spreadsheets.response("years.csv", list(lines[0]), (list(line.values()) for line in lines))
    svg = _drawn(request, lines)
    if svg is None:
        raise NotHere("没有这张图。", "There is no such chart.")
    return Response(str(svg), content_type="image/svg+xml")


async def year(datasette: Any, request: Request) -> Response:
    """One year, a line for each province."""
    here = {"year": int(request.url_vars["year"])}
    lines = await ask(datasette, ONE_YEAR, here)
    if not lines:
        raise NotHere("数据库中没有这个年度的报告。", "There are no reports of this year in this database.")
    return await render(datasette, request, "gx_years.html", {"lines": lines, "chart": None, **here})


def _drawn(request: Request, lines: Rows) -> Markup | None:
    say = language.plain_speaker(language.of(request))
    known = {line["year"]: line for line in lines}
    years = range(
        min(known, default=0), max(known, default=-1) + 1
    )  # a year nobody reported takes its room, too

    def values(name: str) -> list[float | None]:
        return [known[year][name] if year in known else None for year in years]

    shown = [
        Series("新收申请（件）", "requests received", values("received")),
        Series("予以公开和部分公开（件）", "granted in full or in part", values("granted")),
    ]
    return line_chart(shown, years, breaks={}, say=say)

"""Regions and years: who reported, when, how much; governments are never added to their members."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils.asgi import Request, Response

from parsers.words.regions import by_code
from pipelines.portal.chart import Series, line_chart
from pipelines.portal.page import NotHere, ask, number, render

PROVINCES = """
select provinces.code, provinces.name, provinces.name_en, sum(reports) as reports, max(year) as latest,
       (select count(*) from agencies where province = provinces.code) as bodies
from province_years join provinces on provinces.code = province
group by provinces.code order by provinces.code"""

YEARS_OF = """
select distinct coverage.year from coverage join agencies on agencies.id = coverage.agency_id
where agencies.region like :prefix order by 1"""

BODIES = """
select coverage.*, agencies.name, reports.scope, reports.grade, requests.received, requests.handled,
       disputes.total as reviews
from coverage join agencies on agencies.id = coverage.agency_id
left join reports on reports.id = coverage.report_id
left join requests on requests.report_id = reports.id and requests.applicant = 'total'
left join disputes on disputes.report_id = reports.id and disputes.item = 'review'
where agencies.region like :prefix and coverage.year = :year
order by requests.received is null, requests.received desc, agencies.name"""

ALL_YEARS = """
select year, sum(reports) as reports, sum(on_time) as on_time, sum(late) as late, sum(undated) as undated,
       sum(missing) as missing, sum(failing) as failing, sum(received) as received, sum(handled) as handled,
       sum(granted) as granted
from province_years group by year order by year"""

ONE_YEAR = """
select province_years.*, provinces.code, provinces.name, provinces.name_en
from province_years join provinces on provinces.code = province where year = :year order by code"""

LISTED = 500


async def regions(datasette: Any, request: Request) -> Response:
    return await render(datasette, request, "gx_regions.html", {"provinces": await ask(datasette, PROVINCES)})


async def region(datasette: Any, request: Request) -> Response:
    code = stem(request.url_vars["code"])
    here = {"prefix": code + "%"}
    years = await ask(datasette, YEARS_OF, here)
    if not years:
        raise NotHere("数据库中没有这个地区的报告。", "There are no reports of this region in this database.")
    known = [row["year"] for row in years]
    asked = request.args.get("year")
    year = number(asked, 1990, 2100) if asked else known[-1]
    if year not in known:
        raise NotHere("这个地区没有该年度的报告。", "This region has no reports of that year.")
    bodies = await ask(datasette, BODIES, here | {"year": year})
    context = {
        "region": await _name(datasette, code),
        "years": years,
        "year": year,
        "bodies": bodies[:LISTED],
        "totals": totals(bodies),
    }
    return await render(datasette, request, "gx_region.html", context)


async def years(datasette: Any, request: Request) -> Response:
    """All years, a line each, with the trend."""
    lines = await ask(datasette, ALL_YEARS)
    received = Series("新收申请（件）", "received", [line["received"] for line in lines])
    chart = line_chart([received], [line["year"] for line in lines], breaks={})
    return await render(datasette, request, "gx_years.html", {"lines": lines, "chart": chart, "year": None})


async def year(datasette: Any, request: Request) -> Response:
    """One year, a line for each province."""
    here = {"year": int(request.url_vars["year"])}
    lines = await ask(datasette, ONE_YEAR, here)
    if not lines:
        raise NotHere("数据库中没有这个年度的报告。", "There are no reports of this year in this database.")
    return await render(datasette, request, "gx_years.html", {"lines": lines, "chart": None, **here})


def totals(bodies: list[dict[str, Any]]) -> dict[str, int]:
    """Sums over reports that are no sums themselves and have a value for each of them; `unread` counts the others."""
    reported = [body for body in bodies if body["report_id"] is not None]
    own = [body for body in reported if body["scope"] != "region"]
    counted = [body for body in own if body["received"] is not None and body["handled"] is not None]
    return {
        "bodies": len(reported),
        "unread": len(own) - len(counted),
        "received": sum(body["received"] for body in counted),
        "handled": sum(body["handled"] for body in counted),
        "late": sum(body["status"] == "late" for body in bodies),
        "missing": sum(body["status"] == "missing" for body in bodies),
        "summaries": len(reported) - len(own),
    }


async def _name(datasette: Any, code: str) -> dict[str, str]:
    """The region's names: of a province in both languages, below that the official Chinese name."""
    province = await ask(datasette, "select * from provinces where code = :code", {"code": code[:2]})
    zh, en = (province[0]["name"], province[0]["name_en"]) if province else (code, code)
    if len(code) > 2:
        known = by_code().get(code.ljust(6, "0"))
        zh, en = f"{zh} {known.name if known else code}", f"{en} {code}"
    return {"code": code, "zh": zh, "en": en}


def stem(code: str) -> str:
    """The digits every place within has: 41 for 410000, 4115 for 411500."""
    return code[:2] + re.sub(r"(00)+$", "", code[2:])

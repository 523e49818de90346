"""Regions: who reported, when, how much; governments are never added to their members."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from parsers.words.regions import by_code
from pipelines.portal import language, spreadsheets
from pipelines.portal.chart import Say, distribution
from pipelines.portal.measures import Measure, measures
from pipelines.portal.page import NotHere, Rows, ask, number, render

PROVINCES = """
select provinces.code, provinces.name, provinces.name_en, sum(reports) as reports, max(year) as latest,
       (select count(*) from agencies where province = provinces.code) as bodies
from province_years join provinces on provinces.code = province
group by provinces.code order by provinces.code"""

YEARS_OF = """
select distinct coverage.year from agencies join coverage on coverage.agency_id = agencies.id
where agencies.region between :low and :high order by 1"""

BODIES = """
select agencies.name, agencies.region, coverage.*, reports.scope, reports.grade, t.received, t.handled,
       v.total as reviews, {over} as numerator, {under} as denominator
from agencies join coverage on coverage.agency_id = agencies.id
left join reports on reports.id = coverage.report_id
left join requests as t on t.report_id = reports.id and t.applicant = 'total'
left join requests as p on p.report_id = reports.id and p.applicant = 'natural_person'
left join disputes as v on v.report_id = reports.id and v.item = 'review'
left join disputes as d on d.report_id = reports.id and d.item = 'suit_direct'
left join disputes as a on a.report_id = reports.id and a.item = 'suit_after_review'
where agencies.region between :low and :high and coverage.year = :year order by agencies.name"""

LISTED = 200
"""Bodies on one page of the ranking."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `least` is the smallest denominator that is ranked."""

    code: str
    year: int
    by: str
    least: int

    @property
    def measure(self) -> Measure:
        return measures()[self.by]

    @property
    def here(self) -> dict[str, Any]:
        return {"low": self.code, "high": f"{self.code}~", "year": self.year}

    @property
    def sql(self) -> str:
        return BODIES.format(over=self.measure.over, under=self.measure.under or "null").strip()

    @property
    def query(self) -> str:
        """The arguments of an address that asks the same."""
        return urlencode({"year": self.year, "by": self.by, "least": self.least})


async def regions(datasette: Any, request: Request) -> Response:
    return await render(datasette, request, "gx_regions.html", {"provinces": await ask(datasette, PROVINCES)})


async def region(datasette: Any, request: Request) -> Response:
    years, asked = await _asked(datasette, request)
    bodies = await ask(datasette, asked.sql, asked.here)
    ranked = ranking(bodies, asked.measure, asked.least)
    page, last = number(request.args.get("page"), 1, 10_000) or 1, max(1, -(-len(ranked) // LISTED))
    if page > last:
        raise NotHere("没有这一页。", "There is no such page.")
    context = {
        "region": await _name(datasette, asked.code),
        "within": _within(asked.code, bodies),
        "years": years,
        "asked": asked,
        "year": asked.year,
        "measures": measures(),
        "totals": totals(bodies),
        "pooled": pooled(ranked, asked.measure),
        "chart": _drawn(ranked, asked.measure, language.plain_speaker(language.of(request))),
        "ranked": ranked[(page - 1) * LISTED : page * LISTED],
        "count": len(ranked),
        "pages": range(1, last + 1),
        "page": page,
        "unranked": _unranked(bodies, ranked),
        "summaries": [body for body in bodies if body["scope"] == "region"],
        "missing": [body for body in bodies if body["report_id"] is None],
    }
    return await render(datasette, request, "gx_region.html", context)


async def file(datasette: Any, request: Request) -> Response:
    """The distribution as an SVG file, or the whole ranking as CSV."""
    _, asked = await _asked(datasette, request)
    ranked = ranking(await ask(datasette, asked.sql, asked.here), asked.measure, asked.least)
    if request.url_vars["file"] == "ranking.csv":
        names = (
            "rank",
            "name",
            "region",
            "year",
            "value",
            "numerator",
            "denominator",
            "agency_id",
            "report_id",
        )
        rows = ([body[name] for name in names] for body in ranked)
        return spreadsheets.response(f"{asked.code}-{asked.year}-{asked.by}.csv", names, rows)
    svg = _drawn(ranked, asked.measure, language.plain_speaker(language.of(request)))
    if svg is None:
        raise NotHere("没有这张图。", "There is no such chart.")
    return Response(str(svg), content_type="image/svg+xml")


async def _asked(datasette: Any, request: Request) -> tuple[list[int], Asked]:
    """The years the region has, and what the address asks for."""
    code = stem(request.url_vars["code"])
    found = await ask(datasette, YEARS_OF, {"low": code, "high": f"{code}~"})
    if not found:
        raise NotHere("数据库中没有这个地区的报告。", "There are no reports of this region in this database.")
    years = [row["year"] for row in found]
    year = request.args.get("year")
    chosen = number(year, 1990, 2100) if year else years[-1]
    if chosen is None or chosen not in years:
        raise NotHere("这个地区没有该年度的报告。", "This region has no reports of that year.")
    by = request.args.get("by") or next(iter(measures()))
    if by not in measures():
        raise NotHere("没有这个指标。", "There is no such indicator.")
    return years, Asked(code, chosen, by, number(request.args.get("least"), 0, 10**9) or 0)


def totals(bodies: Rows) -> dict[str, int]:
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


def ranking(bodies: Rows, measure: Measure, least: int) -> list[Body]:
    """The bodies' own reports with a value, the highest first; equal values share a rank. Governments' sums are no peers."""
    valued = [
        body | {"value": value}
        for body in bodies
        if body["report_id"] is not None
        and body["scope"] != "region"
        and (value := measure.value(body["numerator"], body["denominator"])) is not None
        and (not measure.is_share or body["denominator"] >= least)
    ]
    ordered = sorted(valued, key=lambda body: (-body["value"], -(body["denominator"] or 0), body["name"]))
    first: dict[float, int] = {}
    return [
        body | {"rank": first.setdefault(body["value"], place)} for place, body in enumerate(ordered, start=1)
    ]


def pooled(ranked: Sequence[Body], measure: Measure) -> dict[str, Any] | None:
    """The value of all ranked bodies together, by sums and never as a mean of shares, and the median body."""
    if not ranked:
        return None
    over = sum(body["numerator"] for body in ranked)
    under = sum(body["denominator"] for body in ranked) if measure.is_share else None
    return {
        "numerator": over,
        "denominator": under,
        "value": measure.value(over, under),
        "median": statistics.median(body["value"] for body in ranked),
    }


def _drawn(ranked: Sequence[Body], measure: Measure, say: Say) -> Markup | None:
    title = say(f"机关数，按{measure.zh}", f"bodies by {measure.en}")
    return distribution(measure.bins([body["value"] for body in ranked]), title)


def _unranked(bodies: Rows, ranked: Sequence[Body]) -> list[Body]:
    known = {body["agency_id"] for body in ranked}
    return [
        body
        for body in bodies
        if body["report_id"] is not None and body["scope"] != "region" and body["agency_id"] not in known
    ]


def _within(code: str, bodies: Iterable[Body]) -> list[dict[str, Any]]:
    """The regions one level below with how many of their bodies have a report."""
    longer = len(code) + 2
    counts = Counter(
        body["region"][:longer]
        for body in bodies
        if body["report_id"] and len(stem(body["region"])) >= longer
    )
    known = by_code()
    named = ((below, known.get(below.ljust(6, "0"))) for below in sorted(counts))
    return [
        {"code": below, "name": found.name if found else below, "reports": counts[below]}
        for below, found in named
    ]


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

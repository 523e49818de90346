"""The front page: what this is, how much, how fresh, where to look."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines.portal.page import ask, render

LATEST = """
select reports.id, reports.title, reports.agency_name, reports.year, captures.fetched_at, reports.published
from captures join reports on reports.id = captures.document_id and reports.capture_id = captures.id
order by captures.fetched_at desc, captures.id desc limit 8"""

FRESHNESS = """
select site, min(last_fetched) as oldest, max(last_fetched) as latest, sum(reports) as reports,
       max(status) as status
from sources group by site order by latest desc limit 12"""

TILES = """
select provinces.code, provinces.name, provinces.name_en, province_years.*
from province_years join provinces on provinces.code = province_years.province
order by provinces.code, year"""


async def view(datasette: Any, request: Request) -> Response:
    build = {row["name"]: row["value"] for row in await ask(datasette, "select name, value from build")}
    tiles = await ask(datasette, TILES)
    known = [tile["year"] for tile in tiles]
    most = max((tile["reports"] for tile in tiles), default=1) or 1
    provinces: dict[str, dict[str, Any]] = {}
    for tile in tiles:
        province = provinces.setdefault(
            tile["code"], {"code": tile["code"], "zh": tile["name"], "en": tile["name_en"], "years": {}}
        )
        province["years"][tile["year"]] = tile | {"shade": shade(tile["reports"], most)}
    context = {
        "build": build,
        "years": range(min(known), max(known) + 1) if known else (),
        "provinces": list(provinces.values()),
        "latest": await ask(datasette, LATEST),
        "sources": await ask(datasette, FRESHNESS),
        "audit": await datasette.gx_originals.audit(),
    }
    return await render(datasette, request, "gx_home.html", context)


def shade(count: int, most: int) -> int:
    """0 for nothing, then 1 to 5: each step about a fourfold count, so that small provinces stay visible."""
    if not count:
        return 0
    return next((step for step in range(1, 5) if count * 4 ** (5 - step) <= most), 5)

"""Which address is which page. Datasette's own routes come after these."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from pipelines.portal import language
from pipelines.portal.pages import (
    agency,
    cell,
    download,
    find,
    home,
    reference,
    region,
    report,
    versions,
    years,
)
from pipelines.portal.traffic import ROBOTS


async def robots() -> Response:
    """Crawlers are welcome on pages, not in queries: there are endlessly many of those."""
    return Response.text(ROBOTS)


ROUTES: list[tuple[str, Any]] = [
    (r"^/$", home.view),
    (r"^/robots\.txt$", robots),
    (r"^/agency/(?P<id>\d{1,16})$", agency.view),
    (r"^/agency/(?P<id>\d{1,16})/(?P<chart>[a-z]+)\.(?P<kind>svg|csv)$", agency.chart),
    (r"^/report/(?P<id>\d{1,16})$", report.view),
    (
        r"^/report/(?P<id>\d{1,16})/cell/(?P<table>[a-z_]{1,40})/(?P<row>\w{1,60})/(?P<column>\w{1,60})$",
        cell.view,
    ),
    (r"^/report/(?P<id>\d{1,16})/against/(?P<other>\d{1,16})$", versions.against),
    (r"^/changes\.atom$", versions.feed),
    (r"^/-/evidence/(?P<sha256>[0-9a-f]{64})/(?P<page>\d{1,4})\.(?P<kind>png|svg)$", cell.picture),
    (r"^/-/original/(?P<sha256>[0-9a-f]{64})$", cell.original),
    (r"^/regions$", region.regions),
    (r"^/region/(?P<code>\d{2,6})$", region.region),
    (r"^/region/(?P<code>\d{2,6})/(?P<file>distribution\.svg|ranking\.csv)$", region.file),
    (r"^/years$", years.years),
    (r"^/years\.(?P<kind>svg|csv)$", years.chart),
    (r"^/year/(?P<year>\d{4})$", years.year),
    (r"^/questions$", reference.questions),
    (r"^/download$", download.view),
    (r"^/dictionary$", reference.dictionary),
    (r"^/-/find$", find.view),
    (r"^/-/language/(?P<language>[a-z]+)$", language.choose),
]

NAVIGATION = (
    ("/-/find", "检索", "Search"),
    ("/years", "年度", "Years"),
    ("/regions", "地区", "Regions"),
    ("/questions", "常见问题", "Questions"),
    ("/gxcrawl", "数据", "Data"),
    ("/dictionary", "数据字典", "Dictionary"),
    ("/download", "下载", "Download"),
)

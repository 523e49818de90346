"""Which address is which page. Datasette's own routes come after these."""

from __future__ import annotations

from typing import Any

from pipelines.portal import language
from pipelines.portal.pages import home

ROUTES: list[tuple[str, Any]] = [
    (r"^/$", home.view),
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

"""TRS WCM / 海云 (拓尔思): static pages counted from 0, `index.html`, `index_1.html`, …

Articles are `…/YYYYMM/tYYYYMMDD_ID.html` (also .shtml, .htm); the pager is
`createPageHTML(COUNT, CURRENT, "NAME", "EXT")` or one of its relatives (`gxcrawl.markup.numbered`). The list's base
name is `index` mostly, `list` in Ningxia.
"""

from __future__ import annotations

import re

from gxcrawl.markup import static
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "name": "", "ext": ""}
BODY = (".TRS_Editor", ".TRS_UEDITOR", ".trs_editor_view", "div.zz-xl-sec", "#zoom", "#Zoom", ".scroll_main")

CALL = re.compile(
    r"createPage(?:HTML)?\(\s*\d+\s*,|m_nRecordCount|\bvar\s+(?:currentPage|countPage)\b|pager_options"
)
ARTICLE = re.compile(r"/\d{6}/t\d{8}_\d+\.s?html?")


def recognise(text: str, url: str) -> str:
    match = CALL.search(text) or ARTICLE.search(text) or ARTICLE.search(url)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    return static.read(page, channel)

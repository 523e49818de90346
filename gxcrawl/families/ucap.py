"""UCAP 开普: static pages counted from 1, `list.shtml`, `list_2.shtml`, …, in folders `/SITE/cNNNNNN/`.

The pager is `createPageHTML('page_div', PAGES, CURRENT, 'PREFIX', 'shtml', RECORDS)`; the same house also
serves lists as JSON (family `json_list`). A folder per report year is usual (`xxgknb2024n/`), and so is
政府信息公开网站年度报表 beside it, which is another form.
"""

from __future__ import annotations

import re

from gxcrawl.markup import static
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "name": "", "ext": "shtml"}
BODY = ("#UCAP-CONTENT", "#zoomcon", ".article_content", ".pages_content")
ROWS = (".com-pic-news-list > li", ".list_div .list-right_title")

CALL = re.compile(r"createPageHTML\(\s*['\"][\w-]+['\"]\s*,|UCAP-CONTENT|ucapcms")


def recognise(text: str, url: str) -> str:
    match = CALL.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    return static.read(page, channel, ROWS)

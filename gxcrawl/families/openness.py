"""openness (安徽商网): `/opennessTarget/?branch_id=…&column_code=…&page=N`, counted from 1; reports have a
route of their own, `/openness/detail/annual_report/ID.html`."""

from __future__ import annotations

import re

from gxcrawl.families import query
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": ""}
BODY = ("div.m-article", ".article", ".content")

MARK = re.compile(r"/openness/detail/\w+/[0-9a-f]{24}\.html|/opennessTarget/")


def recognise(text: str, url: str) -> str:
    match = MARK.search(text) or MARK.search(url)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    return query.read(page, channel)

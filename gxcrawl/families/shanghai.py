"""Shanghai: static pages counted from 1 with `.pagination("setPage", CURRENT, PAGES)`; `index.html`,
`index_2.html`."""

from __future__ import annotations

import re

from gxcrawl.markup import static
from pipelines.items import Channel, Listing, Page

OPTIONS = {"row": "", "name": "index", "ext": "html"}
BODY = ("#ivs_content", ".Article_content", ".article-content")

CALL = re.compile(r"""\.pagination\(\s*["']setPage["']""")


def recognise(text: str, url: str) -> str:
    match = CALL.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    return static.read(page, channel, ("ul.uli14 li",))

"""Lists paged by a query parameter: `?page=N`, `&pageNum=N`, `&current=N`, ASP.NET pagers in GET mode.

`param` names the parameter, `first` the number of page 1, `step` what one page adds. The total comes from 第
1 页 共 3 页 or from the regular expression `pages` / `records`; where nothing tells, the walk goes on until
a page brings nothing.
"""

from __future__ import annotations

import re

from gxcrawl.markup import rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {
    "param": "page",
    "first": 1,
    "step": 1,
    "pages": "",
    "records": "",
    "row": "",
}
BODY = ("#Zoom", "#zoom", ".article", ".content")

OF_PAGES = re.compile(r"第\s*(\d+)\s*页\s*[,，/]?\s*共\s*(\d+)\s*页")
PARAMETER = re.compile(r"[?&](?:page|pageNum|pageno|current|PAGENUM|cur_page|pagenum)=\d+", re.IGNORECASE)
POSTBACK = "__VIEWSTATE"


def recognise(text: str, url: str) -> str:
    match = PARAMETER.search(text)
    return match[0] if match and POSTBACK not in text else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    found = rows.read(text, page.url, channel)
    of_pages = OF_PAGES.search(text)
    pages = int(of_pages[2]) if of_pages else _told(channel.options.get("pages"), text)
    more = page.number < pages if pages is not None else bool(found.entries)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following(page, channel),) if more else (),
        probe=pages is None,
        declared_entries=_told(channel.options.get("records"), text),
        declared_pages=pages,
        shown=int(of_pages[1]) if of_pages else None,
    )


def following(page: Page, channel: Channel) -> str:
    """The address of the page after this one: the parameter set, everything else of it stays byte for
    byte."""
    param = channel.options.get("param") or OPTIONS["param"]
    first, step = (int(str(channel.options.get(name, OPTIONS[name]))) for name in ("first", "step"))
    value = first + page.number * step
    url, count = re.subn(rf"([?&]{re.escape(str(param))}=)\d*", rf"\g<1>{value}", page.url)
    return url if count else page.url + ("&" if "?" in page.url else "?") + f"{param}={value}"


def _told(pattern: str | None, text: str) -> int | None:
    match = re.search(pattern, text) if pattern else None
    return int(match[1]) if match else None

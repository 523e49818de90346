"""Lonsun 龙讯: a shell page, and the list as an HTML fragment from `/site/label/8888?…&pageIndex=N`, counted
from 1.

`Ls.pagination("#page", {currPage: (0+1), pageCount: 2, …})` in the fragment tells where it stands. News
columns carry the same call and go on at `/content/column/ID?pageIndex=N`. 暂无相关信息 is how an empty list
says so.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {
    "siteId": "",
    "organId": "",
    "catId": "",
    "type": "4",
    "pageSize": 15,
}
BODY = ("#zoom", ".wzcon", ".j-fontContent", ".content")
ROWS = ("ul.xxgk_nav_list li", ".xxgk_navli", "ul.doc_list li")
EMPTY = "暂无相关信息"

PAGER = re.compile(r"currPage\s*:\s*\(?\s*(\d+)\s*(?:\+\s*(\d+))?\s*\)?\s*,\s*pageCount\s*:\s*(\d+)")
COLUMN = re.compile(r"/public/column/(\d+)")
MARKS = re.compile(r"labelName=publicInfoList|/site/label/\d+|Ls\.pagination\(|/public/column/\d+")


def recognise(text: str, url: str) -> str:
    match = MARKS.search(text) or COLUMN.search(url)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    pager = PAGER.search(text)
    found = rows.read(text, page.url, channel, ROWS)
    empty = _says_empty(text)
    if not pager and not found.entries and not found.unread and not empty:
        return _door(text, page.url, channel)
    pages = int(pager[3]) if pager else 1
    following = ""
    if page.number < pages:
        following = re.sub(r"(?<=pageIndex=)\d+", str(page.number + 1), page.url)
        following = following if following != page.url else _news(text, page)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following,) if following else (),
        declared_pages=pages,
        shown=int(pager[1]) + int(pager[2] or 0) if pager else None,
        empty_marker=empty,
    )


def _says_empty(text: str) -> bool:
    """The shell of a list names the words for its script; only where people read them the list is empty."""
    tree = LexborHTMLParser(text)
    tree.strip_tags(["script"])
    return EMPTY in tree.root.text() if tree.root else False


def _door(text: str, url: str, channel: Channel) -> Listing:
    options, asked = channel.options, parse_qs(urlsplit(url).query)
    meta = LexborHTMLParser(text).css_first('meta[name="SiteId"]')
    organ = COLUMN.search(url)
    site_id = options.get("siteId") or (meta.attributes.get("content") if meta else "")
    if not site_id:
        return Listing(entries=(), notes=("no_site_id",))
    query = {
        "IsAjax": 1,
        "dataType": "html",
        "labelName": "publicInfoList",
        "siteId": site_id,
        "pageSize": options.get("pageSize") or OPTIONS["pageSize"],
        "pageIndex": 1,
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "length": 50,
        "organId": options.get("organId") or (organ[1] if organ else ""),
        "type": options.get("type") or asked.get("type", ["4"])[0],
        "catId": options.get("catId") or asked.get("catId", [""])[0],
        "cId": "",
        "result": EMPTY,
    }
    return Listing(entries=(), door=absolute(url, f"/site/label/8888?{urlencode(query)}"))


def _news(text: str, page: Page) -> str:
    """Page 2 of a news column stands elsewhere; its pager names the column."""
    column = re.search(r"#page_(\d+)", text)
    return absolute(page.url, f"/content/column/{column[1]}?pageIndex={page.number + 1}") if column else ""

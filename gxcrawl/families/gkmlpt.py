"""Guangdong gkmlpt: lists as JSON, `/gkmlpt/api/all/CATEGORY?page=N&sid=SID`, 100 entries a page, counted
from 1.

The page people see is only the door: it carries `SID` in `window._CONFIG`, and the category stands behind
the `#` of its address, which no server ever sees. `post_count` promises more than there is; `total` counts.
`create_time` is the date of publication, `date` the date of the document. An entry of type `url` points to
another site. The files of an article stand in its `attachment`, and often nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gxcrawl.families import NotAList
from gxcrawl.markup import rows
from parsers.charset import decode
from pipelines.items import Channel, Entry, Listing, Page

OPTIONS = {"cat": "", "sid": ""}
BODY = (".article-content", ".content")

PER_PAGE = 100
BEIJING = timedelta(hours=8)
SID = re.compile(r"""["']?SID["']?\s*:\s*["'](\w+)["']""")
HASH = re.compile(r"#(\d+)$")
BASE = re.compile(r"^(.*/gkmlpt)/")


def recognise(text: str, url: str) -> str:
    return "window._CONFIG with SID" if "window._CONFIG" in text and SID.search(text) else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    if not text.lstrip().startswith("{"):
        return _door(text, page.url, channel)
    data = json.loads(text)
    if not isinstance(data.get("articles"), list):
        raise NotAList("no articles in the JSON")
    articles = data["articles"]
    category = str((data.get("classify") or {}).get("id", ""))
    strays = [
        item for item in articles if category not in ("", "0") and str(item.get("classify_main")) != category
    ]
    total = _integer(data.get("total"))
    if total == 0 and _integer((data.get("classify") or {}).get("post_count")):
        total = None  # a wrong `sid` also gets an empty list; a category that counts posts is not empty
    offset = _integer(data.get("offset"))
    more = page.number * PER_PAGE < total if total is not None else len(articles) >= PER_PAGE
    own = [item for item in articles if item not in strays]
    found = rows.gather(_entry(item, page, channel) for item in own)
    return Listing(
        entries=found.entries,
        files=tuple(file for item in own for file in _files(item, page, channel)),
        unread=found.unread,
        next_pages=(_page(page.url, page.number + 1),) if more else (),
        probe=total is None,
        declared_entries=total,
        shown=None if offset is None or not articles else offset // PER_PAGE + 1,
        empty_marker=total == 0,
        notes=(f"strays:{len(strays)}",) if strays else (),
    )


def _door(text: str, url: str, channel: Channel) -> Listing:
    sid = str(channel.options.get("sid") or "") or next(iter(SID.findall(text)), "")
    hashed = HASH.search(channel.url)
    category = str(channel.options.get("cat") or (hashed[1] if hashed else ""))
    base = BASE.match(url)
    if not (sid and category and base):
        return Listing(entries=(), notes=("no_sid_or_category",))
    return Listing(entries=(), door=f"{base[1]}/api/all/{category}?page=1&sid={sid}")


def _entry(item: Mapping[str, Any], page: Page, channel: Channel) -> Entry | str:
    href = str(item.get("url") or item.get("post_url") or "")
    title = str(item.get("title", ""))
    return rows.make(channel, page.url, href, title, _day(item.get("create_time"))) or title or "?"


def _files(item: Mapping[str, Any], page: Page, channel: Channel) -> Iterator[Entry]:
    parent, given = _entry(item, page, channel), item.get("attachment")
    if not isinstance(parent, Entry) or not isinstance(given, list):
        return
    for file in given:
        told = file if isinstance(file, dict) else {}
        name = str(told.get("name") or parent.title)
        found = rows.make(channel, page.url, str(told.get("url") or ""), name, parent.published)
        if found:
            yield replace(found, role="attachment", parent=parent.url)


def _day(epoch: Any) -> str:
    """Seconds since 1970 as a day in China; empty for null and 0."""
    seconds = _integer(epoch)
    return (datetime.fromtimestamp(seconds, UTC) + BEIJING).date().isoformat() if seconds else ""


def _integer(value: Any) -> int | None:
    """Numbers also come as strings."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else None


def _page(url: str, number: int) -> str:
    sid = parse_qs(urlsplit(url).query).get("sid", [""])[0]
    return f"{url.partition('?')[0]}?page={number}&sid={sid}"

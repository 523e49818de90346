"""Lists as JSON: where total, items, title, address and date stand is declared, as dotted paths.

The defaults are those of UCAP's `/common/search/CHANNEL?_isJson=true&page=N`. Titles carry search marks such
as `<em>`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from gxcrawl.families import NotAList, query
from gxcrawl.markup import numbered, rows
from parsers.charset import decode
from pipelines.items import Channel, Entry, Listing, Page

OPTIONS = {
    "param": "page",
    "total": "data.total",
    "size": "data.rows",
    "shown": "data.page",
    "items": "data.results",
    "title": "title",
    "url": "url",
    "date": "publishedTimeStr",
}
BODY = ("#UCAP-CONTENT", ".article", ".content")

TAG = re.compile(r"<[^>]+>")


def recognise(text: str, url: str) -> str:
    return "JSON with data.results" if text.lstrip().startswith("{") and '"results"' in text else ""


def read(page: Page, channel: Channel) -> Listing:
    try:
        data = json.loads(decode(page.body)[0])
    except json.JSONDecodeError as error:
        raise NotAList("no JSON") from error
    total, size, shown = (_integer(_at(data, _path(channel, name))) for name in ("total", "size", "shown"))
    items = _at(data, _path(channel, "items"))
    if not isinstance(items, list):
        raise NotAList(f"no {_path(channel, 'items')} in the JSON")
    pages = numbered.pages(total, size) if total is not None and size else None
    more = page.number < pages if pages is not None else bool(items)
    found = rows.gather(_entry(item, page, channel) for item in items)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(query.following(page, channel),) if more else (),
        probe=pages is None,
        declared_entries=total,
        declared_pages=pages,
        shown=shown,
        empty_marker=total == 0,
    )


def _path(channel: Channel, name: str) -> str:
    return str(channel.options.get(name) or OPTIONS[name])


def _at(data: Any, path: str) -> Any:
    """`data.results` of an object; None where the path leads nowhere."""
    for name in path.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _integer(value: Any) -> int | None:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else None


def _entry(item: Any, page: Page, channel: Channel) -> Entry | str:
    title, url, date = (str(_at(item, _path(channel, name)) or "") for name in ("title", "url", "date"))
    title = TAG.sub("", title)
    return rows.make(channel, page.url, url, title, rows.iso_date(date)) or title or "?"

"""Lists whose rows, or whose pager, are values in the page's own script: `var dataList = [{infolist: [{url, title}]}]`,
`var data = {pages, current, href: […]}`, `var listCount = '41', pageUrl = '…%26i%3D'`.

The names of fields differ from house to house; the usual ones are known, `title`, `url` and `date` name others. Where
the page does not say what page 2 is called, a total that promises more leaves the list partial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from gxcrawl.families import query
from gxcrawl.markup import literals, numbered, rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Entry, Listing, Page

OPTIONS = {"row": "", "title": "", "url": "", "date": "", "param": ""}
BODY = ("#zoom", "#UCAP-CONTENT", ".article-content", ".article", ".content")

TITLE = ("title", "realtitle", "infotitle", "doctitle", "showtitle", "subject", "name")
URL = ("url", "href", "link", "linkurl", "infourl", "docurl", "docpuburl", "puburl", "pageurl", "contenturl")
DATE = (
    "daytime",
    "date",
    "pubdate",
    "publishdate",
    "pubtime",
    "publishtime",
    "publishedtime",
    "publishedtimestr",
    "infodate",
    "docreltime",
    "deploytime",
    "releasedate",
    "createtime",
    "time",
)
PAGES = ("pagetotal", "totalpage", "totalpages", "pagecount", "pages")
CURRENT = ("curpageno", "currentpage", "pageindex", "pageno", "current")
RECORDS = ("listcount", "totalrecord", "totalrecords", "recordcount", "totalcount", "total")
SIZE = ("pagesize", "perpage", "persize")
TAG = re.compile(r"<[^>]+>")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turning:
    """What the values say of the pages: how many, which this one is, how many rows in all, and where page 2 is."""

    pages: int | None = None
    shown: int | None = None
    records: int | None = None
    following: str = ""


def recognise(text: str, url: str) -> str:
    if text.lstrip().startswith("{"):
        return ""
    values = literals.assigned(text)
    if _turning(values, url).following:
        return "pager in a variable of a script"
    found = _records(values, Channel("", url, "in_script"))
    is_dated = bool(found) and all(_field(record, "", DATE) for record in found)
    if not is_dated or len(found) < len(rows.read(text, url, Channel("", url, "single")).entries):
        return ""
    return f"{len(found)} records in a variable of a script"


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    values = literals.assigned(text)
    found = rows.read(text, page.url, channel)
    records = _records(values, channel)
    if len(records) >= len(found.entries) + len(found.unread):
        found = rows.gather(_entry(record, page, channel) for record in records)
    turning = _turning(values, page.url, page.number)
    following = turning.following
    if not following and channel.options.get("param") and page.number < (turning.pages or 1):
        following = query.following(page, channel)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following,) if following else (),
        declared_entries=turning.records,
        declared_pages=turning.pages,
        shown=turning.shown,
        empty_marker=turning.records == 0,
    )


def _records(values: Mapping[str, Any], channel: Channel) -> list[Record]:
    """The records of the variable that holds most of them; groups of records in it are one list."""
    found = [[*_rows_in(value, channel)] for value in values.values() if isinstance(value, list | dict)]
    return max(found, key=len, default=[])


def _rows_in(value: Any, channel: Channel) -> Iterator[Record]:
    if isinstance(value, list):
        for item in value:
            yield from _rows_in(item, channel)
    elif isinstance(value, dict):
        if _named(value, channel, "title", TITLE) and _named(value, channel, "url", URL):
            yield value
            return
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _rows_in(item, channel)


def _entry(record: Record, page: Page, channel: Channel) -> Entry | str:
    title, url = (_named(record, channel, *of) for of in (("title", TITLE), ("url", URL)))
    title = " ".join(TAG.sub("", title).split())
    date = rows.iso_date(_named(record, channel, "date", DATE))
    return rows.make(channel, page.url, url, title, date) or title


def _named(record: Record, channel: Channel, option: str, usual: Sequence[str]) -> str:
    return _field(record, str(channel.options.get(option) or ""), usual)


def _field(record: Record, wanted: str, usual: Sequence[str]) -> str:
    """The text of a field, by its name or by the first usual name that is filled in."""
    plain = {_plain(name): value for name, value in record.items()}
    names = (_plain(wanted),) if wanted else usual
    return next((text for name in names if (text := _text(plain.get(name)))), "")


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _turning(values: Mapping[str, Any], url: str, number: int | None = None) -> Turning:
    """Pagers stand in one variable with fields, or in a variable for each. `number` is the page that was asked for,
    the one that is shown where nobody asked."""
    fields = next((each for each in values.values() if isinstance(each, dict) and _is_pager(each)), values)
    shown, size, records = (_number(fields, names) for names in (CURRENT, SIZE, RECORDS))
    pages = _number(fields, PAGES)
    if pages is None and records is not None and size:
        pages = numbered.pages(records, size)
    number = number or shown or 1
    more = pages is not None and number < pages
    return Turning(pages, shown, records, _following(fields, url, number, pages or 0) if more else "")


def _is_pager(value: Record) -> bool:
    return _number(value, PAGES) is not None and _number(value, CURRENT) is not None


def _following(fields: Record, url: str, number: int, pages: int) -> str:
    """The address of the next page: the last of a list of all, or a prefix that the number is written behind."""
    hrefs, prefix = (_first(fields, name) for name in ("href", "pageurl"))
    # Besides the numbered pages the list holds one control for the page before and one for the page after this.
    if isinstance(hrefs, list) and len(hrefs) == pages + (number > 1) + 1:
        return absolute(url, str(hrefs[-1]))
    if isinstance(prefix, str) and unquote(prefix).endswith("="):
        return absolute(url, f"{unquote(prefix)}{number + 1}")
    return ""


def _number(fields: Record, names: Sequence[str]) -> int | None:
    found = next((value for name in names if (value := _first(fields, name)) is not None), None)
    return int(found) if isinstance(found, int) or (isinstance(found, str) and found.isdigit()) else None


def _first(fields: Record, wanted: str) -> Any:
    return next((value for name, value in fields.items() if _plain(name) == wanted), None)

"""Hanweb jpage: a list page carries its first records as XML, the others come from `dataproxy.jsp` in groups.

Sites differ in how they want to be asked, so the page's own `nextgroup` link is followed where there is one.
Otherwise `mode` decides: `records` (startrecord, endrecord, perpage), or `uid` (static
`?uid=UNIT&pageNum=N`).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import numbered, rows
from gxcrawl.markup.addresses import absolute
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS = {"mode": "", "group": 60, "post": False}
MODES = ("", "records", "uid")
BODY = ("#zoom", ".main-txt", ".bt_content", "#article")

GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[(.*?)\]\]>\s*</nextgroup>", re.DOTALL)
RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
CONFIG = re.compile(r"\.jpage\(\s*\{(.*?)\}\s*\)", re.DOTALL)
MARKS = re.compile(r"/module/(?:web/)?jpage/|<datastore>|\.jpage\(")


def recognise(text: str, url: str) -> str:
    match = MARKS.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    records = RECORD.findall(text)
    config = CONFIG.search(text)
    total = _number(config[1], "totalRecord") if config else None
    is_feed = "<recordset" in text
    found = rows.gather(_entry(record, page.url, channel) for record in records)
    if not is_feed:
        found = rows.read(text, page.url, channel)
    following = _following(text, config[1] if config else "", page, channel, len(found.entries), total)
    return Listing(
        entries=found.entries,
        unread=found.unread,
        next_pages=(following,) if following else (),
        probe="startrecord=" in following,
        declared_entries=total,
        shown=_shown(page.url, channel),
        empty_marker=total == 0,
    )


def _entry(record: str, url: str, channel: Channel) -> rows.Found:
    """One record is one line of the list; dates may be broken over lines."""
    root = LexborHTMLParser(record)
    link = root.css_first("a")
    if link is None:
        return root.text(strip=True)
    title = link.attributes.get("title") or link.text()
    date = rows.iso_date(re.sub(r"\s*\n\s*", "", root.text(separator=" ")))
    return rows.make(channel, url, link.attributes.get("href") or "", title, date) or title


def _following(text: str, config: str, page: Page, channel: Channel, count: int, total: int | None) -> str:
    mode = channel.options.get("mode")
    if mode == "uid":
        more = total is not None and page.number * (_number(config, "perPage") or count) < total
        unit = _text(config, "unitid") or dict(parse_qsl(urlsplit(page.url).query)).get("uid", "")
        return f"{page.url.partition('?')[0]}?uid={unit}&pageNum={page.number + 1}" if more else ""
    group = GROUP.search(text)
    link = LexborHTMLParser(group[1]).css_first("a[href]") if group else None
    if link is not None and mode != "records":
        return absolute(page.url, link.attributes.get("href") or "")
    return _by_records(config, page, channel, count) if mode == "records" and count else ""


def _by_records(config: str, page: Page, channel: Channel, count: int) -> str:
    """Records in groups; behind the first page the parameters are those of the address itself."""
    size = int(str(channel.options.get("group") or OPTIONS["group"]))
    if count < size and page.number > 1:
        return ""
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    names = ("col", "appid", "webid", "path", "columnid", "unitid", "webname", "permissiontype")
    given = {name: asked.get(name) or _text(config, name) for name in names}
    proxy = page.url.partition("?")[0] if "dataproxy" in page.url else _text(config, "proxyUrl")
    span = {
        "startrecord": page.number * size + 1,
        "endrecord": (page.number + 1) * size,
        "perpage": size // 3,
    }
    return absolute(page.url, f"{proxy}?{urlencode({**span, **given})}")


def _shown(url: str, channel: Channel) -> int | None:
    """A feed does not say which page it is; only its address does, and that is what was asked."""
    return numbered.lenient(dict(parse_qsl(urlsplit(url).query)).get("pageNum", ""))


def _number(config: str, name: str) -> int | None:
    match = re.search(rf"\b{name}\s*:\s*['\"]?(\d+)", config)
    return int(match[1]) if match else None


def _text(config: str, name: str) -> str:
    match = re.search(rf"\b{name}\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))", config)
    return next((part for part in match.groups() if part is not None), "") if match else ""

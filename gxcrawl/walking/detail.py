"""An article page -> title, dates with their origin, source, index box, and the files that hang on it.

The archive keeps the page as it is; this reads only what the crawl needs to go on, and what a list did not
tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from gxcrawl import families
from gxcrawl.markup import links, rows
from gxcrawl.markup.addresses import identity
from parsers.charset import decode
from parsers.web.scripted import unfolded
from pipelines.items import Entry, Page

ANY_BODY = ("#UCAP-CONTENT", "#zoom", "#Zoom", ".article-content", ".article", ".view", ".content")
INDEX_LABELS = {
    "索引号": "index",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发文机构": "issuer",
    "成文日期": "written",
    "生成日期": "written",
    "发布日期": "published",
    "公开日期": "published",
    "文号": "number",
    "发文字号": "number",
    "名称": "title",
    "标题": "title",
}
PUBLISHED = re.compile(r"发布(?:日期|时间)\s*[::：]?\s*([\d年月./\-\s]{8,14})")
URL_DATE = re.compile(r"/t?(20\d\d)(\d\d)(\d\d)[_/]|/(20\d\d)/(\d\d?)[-/](\d\d?)/")


FILE_ENDING = re.compile(rb"\.(?:pdf|docx?|wps|xlsx?|et|od[ts]|ofd|rtf|zip|rar)\b")
FILE_SCRIPTS = (b"/download", b"virtual_attach_file")


@dataclass(frozen=True, slots=True)
class Detail:
    """`published` is the best date (ISO); `dates` keeps every one under its origin: meta, label, list,
    url."""

    title: str
    published: str = ""
    source: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    index: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    """The charset that was read and how many characters it lost."""


def read_detail(page: Page, entry: Entry, family: str = "") -> Detail:
    """What an article page says of itself. 成文日期 never replaces 发布日期; the list's date comes before
    the address's."""
    text, notes = decode(page.body)
    tree = LexborHTMLParser(unfolded(text))
    metas = _metas(tree)
    index = _index_box(tree)
    labelled = PUBLISHED.search(tree.body.text(separator=" ")) if tree.body else None
    dates = {
        "meta": rows.iso_date(metas.get("pubdate", "") or metas.get("firstpublishedtime", "")),
        "label": rows.iso_date(index.get("published", "") or (labelled[1] if labelled else "")),
        "list": entry.published,
        "url": _url_date(page.url),
    }
    heading = tree.css_first("h1, h2, h3#title")
    title = metas.get("articletitle") or (heading.text(strip=True) if heading else "") or entry.title
    return Detail(
        title=" ".join(title.split()),
        published=next((day for day in dates.values() if day), ""),
        source=metas.get("contentsource", "") or index.get("issuer", ""),
        dates={origin: day for origin, day in dates.items() if day},
        index=index,
        attachments=_attachments(tree, page.url, entry, family),
        notes=notes,
    )


def attachments(page: Page, entry: Entry, family: str = "") -> tuple[Entry, ...]:
    """The files an article points to: those in its body, and those beside it that are called 附件.

    Files in menus and sidebars are not this article's.
    """
    if not _points_to_file(
        page.body.lower()
    ):  # most reports stand in the page itself: spare them the reading
        return ()
    return _attachments(LexborHTMLParser(unfolded(decode(page.body)[0])), page.url, entry, family)


def _points_to_file(body: bytes) -> bool:
    return any(words in body for words in FILE_SCRIPTS) or FILE_ENDING.search(body) is not None


def _attachments(tree: LexborHTMLParser, url: str, entry: Entry, family: str) -> tuple[Entry, ...]:
    own = families.load(family).BODY if family else ()
    body = next((node for css in (*own, *ANY_BODY) if (node := tree.css_first(css))), tree.body)
    found = {link.url: link for link in links.documents(body, url)} if body is not None else {}
    for node in tree.css("p, div, li, td, span"):
        if "附件" in node.text(deep=False):
            found = {link.url: link for link in links.documents(node, url)} | found
    return tuple(
        Entry(
            site=entry.site,
            channel=entry.channel,
            url=link.url,
            title=link.title or entry.title,
            published=entry.published,
            role="attachment",
            parent=url,
        )
        for link in found.values()
        if identity(link.url) != identity(url)
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Meta tags by small-letter name; the first that is filled in counts, template text and `null` do not."""
    found: dict[str, str] = {}
    for node in tree.css("meta[name][content]"):
        content = (node.attributes.get("content") or "").strip()
        if content and content != "null" and not content.startswith("{"):
            found.setdefault((node.attributes.get("name") or "").lower(), content)
    return found


def _index_box(tree: LexborHTMLParser) -> dict[str, str]:
    """Label and value stand in neighbouring cells; labels carry spaces, as in 索 引 号."""
    found: dict[str, str] = {}
    for node in tree.css("td, th, dt"):
        label = re.sub(r"[\s:：]+", "", node.text())
        value = node.next
        while value is not None and value.tag == "-text":
            value = value.next
        if label in INDEX_LABELS and value is not None:
            found.setdefault(INDEX_LABELS[label], value.text(strip=True))
    return {label: value for label, value in found.items() if value}


def _url_date(url: str) -> str:
    match = URL_DATE.search(url)
    return rows.iso_date("-".join(part for part in match.groups() if part)) if match else ""

"""A column that is no list: its page is the report itself, or shows it in a frame.

Hanweb's `xxgkAnnualReport.jsp` and the `scroll_main` of the national template do so. The page is its own and only
entry. One that holds no report, such as the page of a year nobody wrote about, holds nothing: that is no empty list.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from gxcrawl.markup import links, rows
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

OPTIONS: dict[str, Any] = {}
BODY = (".scroll_main", ".scroll_wrap", ".overview_right", "#zoom", ".main-txt", ".article", ".content")

CHAPTER = re.compile(
    r"[一二三四五六]\s*、\s*(?:总体情况|主动公开政府信息|收到和处理|.{0,12}行政复议|存在的.{0,6}问题)"
)
TITLE = re.compile(r"年度?(?:工作)?(?:报告|年报)|年报")


def recognise(text: str, url: str) -> str:
    match = CHAPTER.search(text)
    return match[0] if match else ""


def read(page: Page, channel: Channel) -> Listing:
    text = decode(page.body)[0]
    tree = LexborHTMLParser(text)
    tree.strip_tags(["style"])
    container = next((node for css in BODY if (node := tree.css_first(css))), tree.body)
    if container is None or not (CHAPTER.search(container.text()) or links.documents(container, page.url)):
        return Listing(entries=())
    found = rows.make(channel, page.url, page.url, _title(tree) or channel.name)
    return Listing(entries=(found,) if found else (), declared_pages=1)


def _title(tree: LexborHTMLParser) -> str:
    """What the page calls the report: its heading, or else the name of the page."""
    meta = tree.css_first('meta[name="ArticleTitle" i]')
    named = [meta.attributes.get("content") or ""] if meta else []
    named += [node.text(strip=True) for css in ("h1, h2, h3, .title", "title") for node in tree.css(css)]
    return next((name for name in named if TITLE.search(name)), "")

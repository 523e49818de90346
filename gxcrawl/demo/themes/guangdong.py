"""Guangdong: an NFCMS channel with real anchors, and the same channel in gkmlpt as JSON behind a door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import NOT_FOUND, Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

FOLDER = "/zwgk/nb/"
SID, CATEGORY, API_PAGE = "990001", 11, 100
FIRST = 900001


def column(articles: Sequence[Article], site: str, *, per_page: int = 20) -> dict[str, Answer]:
    """NFCMS: `index.html`, `index_2.html`, …; `a.last` names the last page."""
    chunks = sliced(articles, per_page)
    names = ["index.html", *(f"index_{number}.html" for number in range(2, len(chunks) + 1))]
    tree: dict[str, Answer] = {}
    for at, chunk in enumerate(chunks):
        rows = "".join(
            f'<li><a href="{FOLDER}content/post_{FIRST + at * per_page + n}.html">{escape(entry.title)}</a>'
            f'<span class="time">{entry.published}</span></li>'
            for n, entry in enumerate(chunk)
        )
        following = names[min(at + 1, len(names) - 1)]
        pager = (
            f'<a class="current" href="{names[at]}">{at + 1}</a><a class="next" href="{following}">下一页</a>'
            f'<a class="last" href="{names[-1]}">尾页</a>'
        )
        tree[FOLDER + names[at]] = page("年报", f'<ul class="list">{rows}</ul><div>{pager}</div>', site)
    tree[FOLDER] = tree[f"{FOLDER}index.html"]
    return tree | behind(articles, site)


def catalogue(articles: Sequence[Article], site: str, *, post_count: int | None = None) -> dict[str, Answer]:
    """gkmlpt: the page carries SID, the list is JSON; `post_count` promises more than there is."""
    promised = len(articles) + 36 if post_count is None else post_count
    node = {"id": CATEGORY, "name": "年报", "jump_url": "", "post_count": promised, "children": []}
    config = f"window._CONFIG = {{\"X\":1, SID: '{SID}', TREE: [{json.dumps(node, ensure_ascii=False)}]}};"

    def answer(ask: Ask) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(ask.target).query).items()}
        offset = (max(1, int(asked.get("page", "1"))) - 1) * API_PAGE
        if asked.get("sid") != SID or (offset and offset >= len(articles)):
            return NOT_FOUND
        data = {
            "classify": {"id": CATEGORY, "post_count": promised},
            "total": len(articles),
            "offset": offset,
            "articles": [
                _item(entry, FIRST + offset + n, ask.headers["host"])
                for n, entry in enumerate(articles[offset : offset + API_PAGE])
            ],
        }
        return Reply(json.dumps(data, ensure_ascii=False).encode(), content_type="application/json")

    door = page("年报", f'<div id="app"></div><script>{config}</script>', site)
    return {"/gkmlpt/index": door, f"/gkmlpt/api/all/{CATEGORY}": answer, **behind(articles, site)}


def _item(entry: Article, at: int, host: str) -> dict[str, Any]:
    published = int(datetime.fromisoformat(f"{entry.published}T10:00:00+08:00").astimezone(UTC).timestamp())
    url = f"//{host}{FOLDER}content/post_{at}.html"
    return {
        "id": at,
        "type": "normal",
        "classify_main": CATEGORY,
        "title": entry.title,
        "url": url,
        "create_time": published,
    }


def behind(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    """The text of a file link is 点击下载; its name is in `alt`."""
    tree: dict[str, Answer] = {}
    for at, entry in enumerate(articles, FIRST):
        files = [(f"/attachment/0/{at}/{n}.{file.extension}", file) for n, file in enumerate(entry.files)]
        tree |= {path: file.reply() for path, file in files}
        links = "".join(
            f'<a class="nfw-cms-attachment" alt="{escape(file.name)}" href="{path}">点击下载</a>'
            for path, file in files
        )
        body = f'<div class="article-content">{entry.body}{links}</div>'
        tree[f"{FOLDER}content/post_{at}.html"] = article(entry, site, body)
    return tree

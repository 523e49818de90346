"""A UCAP channel: `list.shtml`, `list_2.shtml`, …; articles by month under 32 hexadecimal digits. Also as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

FOLDER = "/demo/c100001/"
SEARCH = "/common/search/0123456789abcdef0123456789abcdef"


def column(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    chunks = sliced(articles, per_page)
    tree: dict[str, Answer] = {}
    for number, chunk in enumerate(chunks, 1):
        rows = "".join(
            f'<li><a href="{address(entry)}" title="{escape(entry.title)}">{escape(entry.title[:12])}…</a>'
            f'<span class="time">{entry.published}</span></li>'
            for entry in chunk
        )
        call = f"createPageHTML('page_div', {len(chunks)}, {number}, 'list', 'shtml', {len(articles)});"
        main = f'<ul class="pageList newsList">{rows}</ul><div id="page_div"></div><script>{call}</script>'
        tree[f"{FOLDER}list.shtml" if number == 1 else f"{FOLDER}list_{number}.shtml"] = page(
            "年报", main, site
        )
    return tree | behind(articles, site)


def search(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """The same channel as JSON; beyond the end the results are empty, page 0 is page 1."""
    chunks = sliced(articles, per_page)

    def answer(ask: Ask) -> Reply:
        number = max(1, int(parse_qs(urlsplit(ask.target).query).get("page", ["1"])[0]))
        chunk = chunks[number - 1] if number <= len(chunks) else ()
        results = [
            {
                "title": f"<em>{entry.title[:2]}</em>{entry.title[2:]}",
                "url": f"//{ask.headers['host']}{address(entry)}",
                "publishedTimeStr": f"{entry.published} 09:00:00",
            }
            for entry in chunk
        ]
        data = {"total": len(articles), "rows": per_page, "page": number, "results": results}
        return Reply(json.dumps({"data": data}, ensure_ascii=False).encode(), content_type="application/json")

    return {SEARCH: answer} | behind(articles, site)


def address(entry: Article) -> str:
    digest = hashlib.md5(entry.title.encode(), usedforsecurity=False).hexdigest()
    return f"{FOLDER}{entry.compact[:6]}/{digest}.shtml"


def behind(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    """Files stand under the article's own name, percent-encoded in UTF-8."""
    tree: dict[str, Answer] = {}
    for entry in articles:
        files = [
            (address(entry).removesuffix(".shtml") + f"/files/{n}.{f.extension}", f)
            for n, f in enumerate(entry.files)
        ]
        tree |= {path: file.reply() for path, file in files}
        links = "".join(f'<p>附件：<a href="{path}">{escape(file.name)}</a></p>' for path, file in files)
        tree[address(entry)] = article(entry, site, f'<div id="UCAP-CONTENT">{entry.body}{links}</div>')
    return tree

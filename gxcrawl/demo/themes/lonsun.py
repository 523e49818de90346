"""A Lonsun channel: a shell page, and the list as fragments of HTML counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

ORGAN, CATEGORY, SITE_ID = 5001, 7001, 88
SHELL = f"/public/column/{ORGAN}"
LABEL = "/site/label/8888"


def column(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    chunks = sliced(articles, per_page)

    def answer(ask: Ask) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(ask.target).query).items()}
        if (asked.get("siteId"), asked.get("catId")) != (str(SITE_ID), str(CATEGORY)):
            return Reply(b"", 400)
        number = max(1, int(asked.get("pageIndex", "1")))  # 0 is the first page
        if number > len(chunks) or not chunks[number - 1]:
            return Reply(asked.get("result", "").encode())
        first = 9001 + (number - 1) * per_page
        rows = '<li class="lm_line"></li>'.join(
            f'<li><a class="title" title="{escape(entry.title)}" href="/public/{ORGAN}/{first + n}.html">'
            f'{escape(entry.title[:9])}…</a><span class="date">{entry.published}</span></li>'
            for n, entry in enumerate(chunks[number - 1])
        )
        pager = f'Ls.pagination("#page", {{currPage: ({number - 1}+1), pageCount: {len(chunks)}, link: "x"}})'
        return Reply(f'<ul class="clearfix xxgk_nav_list">{rows}</ul><script>{pager}</script>'.encode())

    shell = page(
        "年报",
        "<div id='list'></div><script>var url='/site/label/8888';</script>",
        site,
        metas=(("SiteId", "88"),),
    )
    tree: dict[str, Answer] = {SHELL: shell, LABEL: answer}
    for at, entry in enumerate(articles, 9001):
        names = [f"/group6/M00/0A/3F/{at}{n}.{file.extension}" for n, file in enumerate(entry.files)]
        tree |= {path: file.reply() for path, file in zip(names, entry.files, strict=True)}
        links = "".join(
            f'<p>附件：<a href="{path}">{escape(file.name)}</a></p>'
            for path, file in zip(names, entry.files, strict=True)
        )
        tree[f"/public/{ORGAN}/{at}.html"] = article(
            entry, site, f'<div class="wzcon">{entry.body}{links}</div>'
        )
    return tree

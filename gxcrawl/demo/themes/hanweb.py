"""Hanweb: a jpage channel with its feed, the xxgk search, and a jpaas channel behind its door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

COLUMN, UNIT = 990, 7777
PROXY = "/module/web/jpage/dataproxy.jsp"
BUILD = "/api-gateway/jpaas-publish-server/front/page/build/unit"
TAG = "当前栏目列表"


def jpage(
    articles: Sequence[Article], site: str, *, group: int = 60, mode: str = "nextgroup"
) -> dict[str, Answer]:
    """`mode` is how the site wants to be asked: `nextgroup` (only `page` counts) or `records` (start and end count)."""
    chunks = sliced(articles, group)

    def answer(ask: Ask) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(ask.target).query).items()}
        if mode == "records":
            start, end = int(asked.get("startrecord", 1)) - 1, int(asked.get("endrecord", group))
            return Reply(_feed(articles[start:end], start, "").encode(), content_type="text/xml")
        number = int(asked.get("page", 1))
        chunk = chunks[number - 1] if number <= len(chunks) else ()
        return Reply(
            _feed(chunk, (number - 1) * group, _group(number, len(chunks))).encode(), content_type="text/xml"
        )

    config = (
        f"$('#{UNIT}').jpage({{totalRecord:{len(articles)},perPage:{group // 3},proxyUrl:'{PROXY}',ajaxParam:"
        f"{{col:1,appid:1,webid:9,path:'/',columnid:{COLUMN},unitid:{UNIT},webname:'示例',permissiontype:0}}}});"
    )
    following = "" if mode == "records" else _group(1, len(chunks))
    feed = f'<script type="text/xml">{_feed(chunks[0], 0, following)}</script>'
    shown = page("年报", f'<div id="{UNIT}">{feed}</div><script>{config}</script>', site)
    return {f"/col/col{COLUMN}/index.html": shown, PROXY: answer, **behind(articles, site)}


def xxgk(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """The search of the disclosure module: only POST, and rows of other columns between the wanted ones."""
    chunks = sliced(articles, per_page)
    stray = '<tr class="tr_main_value_even"><td><a href="/art/2024/3/1/art_555_2.html" mc="别的栏目">别的</a></td></tr>'

    def answer(ask: Ask) -> Reply:
        if ask.method != "POST":
            return Reply(b"", 405)
        number = int(parse_qs(ask.body.decode()).get("currpage", ["1"])[0])
        rows = "".join(
            f'<tr class="tr_main_value_odd"><td><a href="{address(entry, (number - 1) * per_page + n)}"'
            f' mc="{escape(entry.title)}" rq="{entry.published}" syh="99/1">{escape(entry.title[:9])}…</a></td></tr>'
            for n, entry in enumerate(chunks[number - 1])
        )
        return Reply(f"<table>{rows}{stray}</table><div>共{len(chunks)}页</div>".encode())

    return {"/module/xxgk/search.jsp": answer} | behind(articles, site)


def jpaas(articles: Sequence[Article], site: str, *, per_page: int = 10) -> dict[str, Answer]:
    """A bare `pageNo` is ignored; only `paramJson` turns the page."""
    chunks = sliced(articles, per_page)
    given = (
        "{'parseType':'bulidstatic','webId':'9','tplSetId':'abc','pageType':'column',"
        f"'tagId':'{TAG}','pageId':'{COLUMN}'}}"
    )

    def answer(ask: Ask) -> Reply:
        asked = parse_qs(urlsplit(ask.target).query)
        number = json.loads(asked["paramJson"][0])["pageNo"] if "paramJson" in asked else 1
        rows = "".join(
            f'<li><a class="bt_link" href="{address(entry, (number - 1) * per_page + n)}" title="{escape(entry.title)}">'
            f'{escape(entry.title[:9])}…</a><span class="bt_time">{entry.published}</span></li>'
            for n, entry in enumerate(chunks[number - 1])
        )
        pager = (
            f'<table class="pagination" count="{len(articles)}" rows="{per_page}" pageno="{number}"></table>'
        )
        html = f'<div id="{TAG}"><div class="page-content">{rows}</div>{pager}</div>'
        data = {"code": "200", "success": True, "data": {"html": html}}
        return Reply(json.dumps(data, ensure_ascii=False).encode(), content_type="application/json")

    door = page("年报", f'<script url="{BUILD}" queryData="{given}"></script>', site)
    return {"/zfxxgk/zfxxgknb/index.html": door, BUILD: answer, **behind(articles, site)}


def address(entry: Article, at: int) -> str:
    year, month, day = (int(part) for part in entry.published.split("-"))
    return f"/art/{year}/{month}/{day}/art_{COLUMN}_{5000 + at}.html"


def _group(number: int, pages: int) -> str:
    if number >= pages:
        return ""
    query = f"page={number + 1}&appid=1&webid=9&path=/&columnid={COLUMN}&unitid={UNIT}&webname=示例&permissiontype=0"
    return f'<nextgroup><![CDATA[<a href="{PROXY}?{query}"></a>]]></nextgroup>'


def _feed(chunk: Sequence[Article], first: int, following: str) -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="{address(entry, first + n)}" title="{escape(entry.title)}">{escape(entry.title[:9])}…'
        f"</a><span>{entry.published[:5]}\n{entry.published[5:]}</span></li>]]></record>"
        for n, entry in enumerate(chunk)
    )
    return f"<datastore>{following}<recordset>{records}</recordset></datastore>"


def behind(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    tree: dict[str, Answer] = {}
    for at, entry in enumerate(articles):
        names = [
            f"/module/download/downfile.jsp?classid=0&filename={at:04x}{n}.{f.extension}"
            for n, f in enumerate(entry.files)
        ]
        tree |= {path: file.reply() for path, file in zip(names, entry.files, strict=True)}
        links = "".join(
            f'<p>附件：<a href="{escape(path)}">{escape(file.name)}</a></p>'
            for path, file in zip(names, entry.files, strict=True)
        )
        tree[address(entry, at)] = article(entry, site, f'<div id="zoom">{entry.body}{links}</div>')
    return tree

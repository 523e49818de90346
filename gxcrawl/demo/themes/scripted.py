"""Lists that a script of the page draws: rows as values, pagers as values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes import plain
from gxcrawl.demo.themes.shell import Article, page, sliced

FOLDER = "/zwgk/nb/"
COLUMN = "/web/column/col5"
NEWS = "/front/News/List/56"


def records(articles: Sequence[Article], site: str, *, pages: int = 1) -> dict[str, Answer]:
    """All rows in groups in one variable, as in `var dataList=[{infolist:[…]}]`; `pages` is what the pager says."""
    rows = [
        {
            "channelid": 7,
            "title": entry.title,
            "daytime": entry.published,
            "url": f"/c/{entry.published}/{at}.html",
        }
        for at, entry in enumerate(articles)
    ]
    groups = json.dumps([{"infolist": rows[:2]}, {"infolist": rows[2:]}])
    pager = json.dumps({"curPageNo": 1, "pageTotal": pages})
    main = f'<div id="list"></div><script>var dataList={groups};var pagesData={pager};</script>'
    return {FOLDER: page("年报", main, site)} | plain.behind(articles, site)


def addresses(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """Rows in the page, and the addresses of all pages in a variable, with those of the page before and after."""
    chunks = sliced(articles, per_page)
    numbers = range(1, len(chunks) + 1)
    answers: dict[str, Answer] = {}
    for number, chunk in zip(numbers, chunks, strict=True):
        hrefs = ["javascript:void(0)" if other == number else _column(other) for other in numbers]
        hrefs = ([_column(number - 1)] if number > 1 else []) + hrefs
        hrefs += [_column(number + 1)] if number < len(chunks) else []
        data = {"pages": len(chunks), "current": number, "total": len(articles), "href": hrefs}
        answers[_column(number)] = _page(
            chunk, (number - 1) * per_page, f"var data = {json.dumps(data)};", site
        )
    return answers | plain.behind(articles, site)


def prefixed(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """Rows in the page, and variables with the total and with what the number of a page is written behind."""
    chunks = sliced(articles, per_page)
    prefix = quote(f"{NEWS}?t=117&a=0&i=", safe="")

    def answer(ask: Ask) -> Reply:
        number = int(ask.target.rpartition("&i=")[2]) if "&i=" in ask.target else 1
        script = (
            f"var selId = parseInt('117'); var listCount = '{len(articles)}'; var pageIndex = '{number}';"
            f" var pageSize = '{per_page}'; var pageUrl = '{prefix}';"
        )
        chunk = chunks[number - 1] if number <= len(chunks) else ()
        return _page(chunk, (number - 1) * per_page, script, site)

    return {NEWS: answer} | plain.behind(articles, site)


def _column(number: int) -> str:
    return f"{COLUMN}_{number}.html" if number > 1 else f"{COLUMN}.html"


def _page(chunk: Sequence[Article], first: int, script: str, site: str) -> Reply:
    return page("年报", f'<ul class="list">{plain.lines(chunk, first)}</ul><script>{script}</script>', site)

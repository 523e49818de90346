"""A Boda channel: the newest page is `NAME.htm`, the others stand in a folder of that name and count down to
`1.htm`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

TREE_ID = 1005
REFUSED = Reply("<html><body>下载出错：请从页面下载文件</body></html>".encode())


def column(
    articles: Sequence[Article],
    site: str,
    *,
    folder: str = "/zfxxgk/",
    name: str = "nb",
    per_page: int = 15,
    first_id: int = 86001,
) -> dict[str, Answer]:
    tree: dict[str, Answer] = {}
    chunks = sliced(articles, per_page)
    for number, chunk in enumerate(chunks, 1):
        first = first_id + (number - 1) * per_page
        up = "../" if number == 1 else "../../"
        rows = "".join(_row(entry, first + at, at, up) for at, entry in enumerate(chunk))
        main = f"<ul>{rows}</ul>{_pager(number, len(chunks), len(articles), name)}"
        own = f"{folder}{name}.htm" if number == 1 else f"{folder}{name}/{len(chunks) - number + 1}.htm"
        tree[own] = page("政府信息公开年报", main, site)
    for at, entry in enumerate(articles, first_id):
        tree |= _behind(entry, at, site)
    return tree


def _pager(number: int, pages: int, total: int, name: str) -> str:
    if pages == 1:
        return f'<span class="p_t">共{total}条</span>'
    numbers = "".join(
        f'<span class="p_no_d">{other}</span>'
        if other == number
        else f'<span class="p_no"><a href="{_to(number, other, pages, name)}">{other}</a></span>'
        for other in range(1, pages + 1)
    )
    last = number == pages
    following = (
        '<span class="p_next_d p_fun_d">下页</span>'
        if last
        else f'<span class="p_next p_fun"><a href="{_to(number, number + 1, pages, name)}">下页</a></span>'
        f'<span class="p_last p_fun"><a href="{_to(number, pages, pages, name)}">尾页</a></span>'
    )
    return f'<span class="p_t">共{total}条</span><span class="p_pages">{numbers}{following}</span>'


def _to(here: int, there: int, pages: int, name: str) -> str:
    """Links are relative to the page they stand on."""
    if there == 1:
        return f"../{name}.htm"
    return f"{pages - there + 1}.htm" if here > 1 else f"{name}/{pages - there + 1}.htm"


def _row(entry: Article, at: int, line: int, up: str) -> str:
    href = f"{up}info/{TREE_ID}/{at}.htm"
    return (
        f'<li id="line_u9_{line}"><a href="{href}" title="{escape(entry.title)}">{escape(entry.title)}</a>'
        f"<span>{entry.published}</span></li>"
    )


def _download(at: int, number: int) -> str:
    return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=AB{at}{number}"


def _behind(entry: Article, at: int, site: str) -> dict[str, Answer]:
    """Downloads want a Referer; without one an error page comes with status 200."""
    tree: dict[str, Answer] = {}
    links = ""
    for number, file in enumerate(entry.files):
        address = _download(at, number)
        links += f'<p>附件【<a href="{escape(address)}">{escape(file.name)}</a>】已下载<span id="nattach1"></span>次</p>'
        tree[address] = _with_referer(file.reply())
    body = (
        f'<div id="vsb_content_4"><div class="v_news_content">{entry.body}</div></div>{links}'
        '<script src="/system/resource/js/dynclicks.js"></script>'
    )
    tree[f"/info/{TREE_ID}/{at}.htm"] = article(entry, site, body)
    return tree


def _with_referer(reply: Reply) -> Answer:
    def answer(ask: Ask) -> Reply:
        return reply if ask.headers.get("referer") else REFUSED

    return answer

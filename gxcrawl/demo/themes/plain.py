"""Lists of no particular house: real anchors, a query parameter, ZCMS, Shanghai, one page, and a tree of years.

All of them show the same rows; they differ in where page 2 is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, article, page, sliced

FOLDER = "/zfxxgk/nb/"
CATALOG = 77


def anchors(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """`1.html`, `2.html`, … joined by 下一页; on the last page it leads to itself."""

    def pager(number: int, pages: int) -> str:
        return f'<span class="current">{number}</span><a href="{min(number + 1, pages)}.html">下一页</a> 共 {len(articles)} 条'

    return _numbered(articles, site, per_page, lambda number: f"{FOLDER}{number}.html", pager)


def shanghai(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    def pager(number: int, pages: int) -> str:
        return f'<script>$("#page").pagination("setPage", {number}, {pages}); var o = {{totalPage: {pages}}};</script>'

    return _numbered(
        articles,
        site,
        per_page,
        lambda number: f"{FOLDER}index{_suffix(number)}.html",
        pager,
        "uli14 list-date",
    )


def zcms(articles: Sequence[Article], site: str, *, per_page: int = 15) -> dict[str, Answer]:
    """Static up to page 10, made on demand behind it."""

    def pager(number: int, pages: int) -> str:
        script = f"PageIndex=PageIndex>{pages}?{pages}:PageIndex; var u='/zcms/ui/catalog/{CATALOG}/pc/index.shtml';"
        return f'<input id="PageInp" value="{number}"><span class="pageCount">{pages}</span><script>{script}</script>'

    def name(number: int) -> str:
        folder = FOLDER if number <= 10 else f"/zcms/ui/catalog/{CATALOG}/pc/"
        return f"{folder}index{_suffix(number)}.shtml"

    return _numbered(articles, site, per_page, name, pager)


def query(
    articles: Sequence[Article], site: str, *, per_page: int = 15, told: bool = True
) -> dict[str, Answer]:
    """`NewsList.aspx?ClassID=602&page=N`; without `told` nothing says how many pages there are."""
    chunks = sliced(articles, per_page)

    def answer(ask: Ask) -> Reply:
        number = int(parse_qs(urlsplit(ask.target).query).get("page", ["1"])[0])
        chunk = chunks[number - 1] if number <= len(chunks) else ()
        says = f"第 {number} 页 共 {len(chunks)} 页" if told else ""
        return page("年报", f'<ul class="list">{lines(chunk, (number - 1) * per_page)}</ul>{says}', site)

    return {"/NewsList.aspx": answer} | behind(articles, site)


def single(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    tree: dict[str, Answer] = {FOLDER: page("年报", f'<ul class="list">{lines(articles, 0)}</ul>', site)}
    return tree | behind(articles, site)


def tree(articles: Sequence[Article], site: str, *, folder: str = FOLDER) -> dict[str, Answer]:
    """A page of years, each a list of its own."""
    years = sorted({entry.published[:4] for entry in articles}, reverse=True)
    branches = "".join(f'<li><a href="./{year}n/">{year}年</a></li>' for year in years)
    answers: dict[str, Answer] = {folder: page("年报", f'<ul class="menu">{branches}</ul>', site)}
    for year in years:
        rows = "".join(
            _row(entry, at) for at, entry in enumerate(articles) if entry.published.startswith(year)
        )
        answers[f"{folder}{year}n/"] = page(f"{year}年", f'<ul class="list">{rows}</ul>', site)
    return answers | behind(articles, site)


def departments(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    """A tree of two departments, each a tree of years."""
    parts = {"sfj": articles[::2], "sjj": articles[1::2]}
    branches = "".join(f'<li><a href="./{name}/">{name}</a></li>' for name in parts)
    answers: dict[str, Answer] = {FOLDER: page("年报", f'<ul class="menu">{branches}</ul>', site)}
    for name, part in parts.items():
        answers |= tree(part, site, folder=f"{FOLDER}{name}/")
    return answers


def _numbered(
    articles: Sequence[Article],
    site: str,
    per_page: int,
    name: Callable[[int], str],
    pager: Callable[[int, int], str],
    ul: str = "list",
) -> dict[str, Answer]:
    chunks = sliced(articles, per_page)
    answers: dict[str, Answer] = {}
    for number, chunk in enumerate(chunks, 1):
        turning = f'<div class="page">{pager(number, len(chunks))}</div>'
        rows = lines(chunk, (number - 1) * per_page)
        answers[name(number)] = page("年报", f'<ul class="{ul}">{rows}</ul>{turning}', site)
    return answers | behind(articles, site)


def _suffix(number: int) -> str:
    return f"_{number}" if number > 1 else ""


def lines(chunk: Sequence[Article], first: int) -> str:
    """Rows as every list here shows them; `first` is the place of the first one in the whole list."""
    return "".join(_row(entry, first + n) for n, entry in enumerate(chunk))


def _row(entry: Article, at: int) -> str:
    title = escape(entry.title)
    link = f'<a href="/c/{entry.published}/{at}.html" title="{title}">{title}</a>'
    return f'<li>{link}<span class="time">{entry.published}</span></li>'


def behind(articles: Sequence[Article], site: str) -> dict[str, Answer]:
    """Files open in a viewer, their address in a parameter of its own."""
    answers: dict[str, Answer] = {}
    for at, entry in enumerate(articles):
        names = [f"/files/{at}-{n}.{file.extension}" for n, file in enumerate(entry.files)]
        answers |= {path: file.reply() for path, file in zip(names, entry.files, strict=True)}
        frames = "".join(
            f'<iframe src="/pdfjs/web/viewer.html?file={path.replace("/", "%2F")}" title="{escape(file.name)}"></iframe>'
            for path, file in zip(names, entry.files, strict=True)
        )
        answers[f"/c/{entry.published}/{at}.html"] = article(
            entry, site, f'<div id="zoom">{entry.body}{frames}</div>'
        )
    return answers

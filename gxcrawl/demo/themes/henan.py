"""A Henan channel: `index.html`, `index_1.html`, …, `#pageDec` with the number of records; articles at the
root by day."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gxcrawl.demo.server import Answer
from gxcrawl.demo.themes.shell import Article, article, page, sliced


def column(
    articles: Sequence[Article],
    site: str,
    *,
    folder: str = "/zwgk/zfxxgknb/",
    per_page: int = 15,
    pagecount: int | None = None,
    first_id: int = 1001,
) -> dict[str, Answer]:
    """`pagecount` overrides the printed number of records, for sites where it means something else."""
    tree: dict[str, Answer] = {}
    for number, chunk in enumerate(sliced(articles, per_page)):
        rows = "".join(_row(entry, first_id + number * per_page + at) for at, entry in enumerate(chunk))
        count = len(articles) if pagecount is None else pagecount
        main = (
            f'<div class="mt15 list-box"><ul class="newsList">{rows}</ul></div>'
            f'<div id="pageDec" pagesize="{per_page}" pagecount="{count}"></div>'
        )
        name = f"index_{number}.html" if number else "index.html"
        tree[folder + name] = page("政府信息公开年报", main, site)
    tree[folder] = tree[f"{folder}index.html"]
    for at, entry in enumerate(articles, first_id):
        tree |= _behind(entry, at, site)
    return tree


def _address(entry: Article, at: int) -> str:
    if entry.direct:
        return _file(entry, at, 0)
    return f"/{entry.published[:4]}/{entry.published[5:]}/{at}.html"


def _file(entry: Article, at: int, number: int) -> str:
    """Sixteen digits without meaning under the day of the upload."""
    return f"/upload/content/file/{entry.compact}/{1700000000000000 + at * 10 + number}.{entry.files[number].extension}"


def _row(entry: Article, at: int) -> str:
    href, title = _address(entry, at), escape(entry.title)
    return f'<li><a href="{href}">{title}</a><span>{entry.published}</span></li>'


def _behind(entry: Article, at: int, site: str) -> dict[str, Answer]:
    tree: dict[str, Answer] = {
        _file(entry, at, number): file.reply() for number, file in enumerate(entry.files)
    }
    if not entry.direct:
        links = "".join(
            f'<p>附件：<a href="{_file(entry, at, number)}">{escape(file.name)}</a></p>'
            for number, file in enumerate(entry.files)
        )
        details = (
            f'<p><span id="pubDate">{entry.published} 09:10</span> <i id="source">{escape(entry.source)}</i></p>'
            f'<div class="content">{entry.body}{links}</div><div class="share-box">分享到：微信 微博</div>'
        )
        tree[_address(entry, at)] = article(entry, site, details, '<h3 id="title">{}</h3>')
    return tree

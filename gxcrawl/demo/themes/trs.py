"""A TRS channel: `NAME.html`, `NAME_1.html`, …; articles and files in folders by month."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gxcrawl.demo.server import Answer
from gxcrawl.demo.themes.shell import Article, article, page, sliced


def column(
    articles: Sequence[Article],
    site: str,
    *,
    folder: str = "/zwgk/xxgknb/",
    name: str = "index",
    ext: str = "html",
    per_page: int = 15,
    pager: str = 'createPageHTML({pages}, {current}, "{name}", "{ext}");',
) -> dict[str, Answer]:
    """`pager` is the script, with places for pages, current (from 0), name, ext, total and per_page."""
    tree: dict[str, Answer] = {}
    chunks = sliced(articles, per_page)
    for number, chunk in enumerate(chunks):
        rows = "".join(_row(entry, at) for at, entry in _numbered(chunk, number * per_page))
        script = pager.format(
            pages=len(chunks), current=number, name=name, ext=ext, total=len(articles), per_page=per_page
        )
        main = f'<h3>政府信息公开年报</h3><ul class="list">{rows}</ul><script>{script}</script>'
        suffix = f"_{number}" if number else ""
        tree[f"{folder}{name}{suffix}.{ext}"] = page("政府信息公开年报", main, site)
    tree[folder] = tree[f"{folder}{name}.{ext}"]
    for at, entry in enumerate(articles):
        tree |= _behind(entry, at, site, folder)
    return tree


def _numbered(chunk: Sequence[Article], first: int) -> list[tuple[int, Article]]:
    return list(enumerate(chunk, first))


def _address(entry: Article, at: int) -> str:
    month = entry.compact[:6]
    if entry.direct:
        return f"{month}/{_file_name(entry, at, 0)}"
    return f"{month}/t{entry.compact}_{800000 + at}.html"


def _file_name(entry: Article, at: int, number: int) -> str:
    return f"P0{entry.compact}{300000000000 + at * 100 + number}.{entry.files[number].extension}"


def _row(entry: Article, at: int) -> str:
    """The text of the link is cut short; the whole title is in its attribute."""
    return (
        f'<li><a href="./{_address(entry, at)}" title="{escape(entry.title)}">{escape(entry.title[:14])}…</a>'
        f"<span>{entry.published}</span></li>"
    )


def _behind(entry: Article, at: int, site: str, folder: str) -> dict[str, Answer]:
    month = f"{folder}{entry.compact[:6]}/"
    tree: dict[str, Answer] = {
        month + _file_name(entry, at, number): file.reply() for number, file in enumerate(entry.files)
    }
    if not entry.direct:
        links = "".join(
            f'<p>附件：<a href="./{_file_name(entry, at, number)}">{escape(file.name)}</a></p>'
            for number, file in enumerate(entry.files)
        )
        body = f'<div class="TRS_Editor">{entry.body}{links}</div>'
        tree[folder + _address(entry, at)] = article(entry, site, body)
    return tree

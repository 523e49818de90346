"""What all themes share: articles, the shell of a page, and the slicing of a list into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gxcrawl.demo.server import Reply

STYLE = (
    "body{font-family:sans-serif;margin:0;color:#222}header{background:#b02a2a;color:#fff;padding:18px 40px}"
    "nav{background:#8e1f1f;padding:8px 40px}nav a{color:#fff;margin-right:24px;text-decoration:none}"
    "main{max-width:960px;margin:24px auto;padding:0 20px}footer{color:#777;text-align:center;padding:24px}"
    "li{display:flex;justify-content:space-between;padding:8px 0;border-bottom:1px dotted #ccc}"
    "table{border-collapse:collapse;margin:12px auto}td{border:1px solid #888;padding:4px 6px;font-size:13px}"
)
REPLICA = "演示用复制站点，内容由 gxcrawl 自拟 · Replica for demonstration, invented content"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    body: bytes

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]

    def reply(self) -> Reply:
        return Reply(self.body, content_type=TYPES.get(self.extension, "application/octet-stream"))


@dataclass(frozen=True, slots=True)
class Article:
    """One line of a list and what is behind it. With `direct`, the list links straight to the first file."""

    title: str
    published: str
    body: str = ""
    source: str = ""
    files: tuple[File, ...] = ()
    direct: bool = False
    status: int = 200

    @property
    def compact(self) -> str:
        """The date without hyphens, as it stands in addresses."""
        return self.published.replace("-", "")


def page(
    title: str, main: str, site: str, *, metas: Sequence[tuple[str, str]] = (), status: int = 200
) -> Reply:
    """A whole page: header, navigation, the part that matters, footer."""
    tags = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in metas)
    text = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="SiteName" content="{escape(site)}">{tags}<style>{STYLE}</style></head><body>'
        f'<header><h2>{escape(site)}</h2></header><nav><a href="/">首页</a><a href="/zwgk/">政务公开</a>'
        f'<a href="/hdjl/">互动交流</a><a href="/bsfw/">办事服务</a></nav>\n<main>{main}</main>\n'
        f"<footer>{REPLICA}</footer></body></html>"
    )
    return Reply(text.encode(), status)


def article(entry: Article, site: str, body: str, heading: str = "<h1>{}</h1>") -> Reply:
    """The page behind an entry: meta tags, index box, heading, and the body as the family wraps it."""
    box = (
        f'<table class="index-box"><tr><td>索 引 号</td><td>99000/{entry.published[:4]}-{entry.compact[4:]}</td>'
        f"<td>发布日期</td><td>{entry.published}</td></tr><tr><td>发文机关</td><td>{escape(entry.source)}</td>"
        "<td>公开方式</td><td>主动公开</td></tr></table>"
    )
    metas = (
        ("ArticleTitle", entry.title),
        ("PubDate", f"{entry.published} 09:30"),
        ("ContentSource", entry.source),
        ("ColumnName", "政府信息公开年报"),
    )
    main = box + heading.format(escape(entry.title)) + body
    return page(entry.title, main, site, metas=metas, status=entry.status)


def sliced(articles: Sequence[Article], per_page: int) -> list[Sequence[Article]]:
    """The pages of a list; an empty list has one empty page."""
    return [articles[at : at + per_page] for at in range(0, len(articles), per_page)] or [()]

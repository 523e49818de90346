"""Every way a link to a file hides in an article: plain, in frames, in viewers, in handlers, in data, in
scripts.

Addresses are taken as written (a path may be percent-encoded in GBK); only a viewer's `file=` is decoded,
because there the address itself is the value of a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborNode

from gxcrawl.markup.addresses import absolute, is_document

HANDLER = re.compile(
    r"""(?:window\.open|download\w*|openFile|location(?:\.href)?\s*=)\s*\(?\s*['"]([^'"]+)['"]"""
)
FRAMED = re.compile(r"""showVsb\w*[Ii]frame\(\s*['"]([^'"]+)['"]""")
WRITTEN = re.compile(r"""<a[^>]+href=\\?["']([^"'\\]+)""")
HIDING = "a, iframe, embed, object, input, script, [onclick], [data-file], [data-href], [data-src]"
SAYS_NOTHING = frozenset({"", "点击下载", "下载", "附件", "附件下载", "点击查看", "查看", "download"})


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what the page calls it."""

    url: str
    title: str = ""


def documents(root: LexborNode, base: str) -> tuple[Link, ...]:
    """The files a piece of a page points to, in page order, each address once, with the best name that is
    given."""
    found: dict[str, str] = {}
    for href, title in _candidates(root):
        url = _unwrapped(absolute(base, href))
        if url and is_document(url):
            found[url] = found.get(url) or title
    return tuple(Link(url, title) for url, title in found.items())


def _candidates(root: LexborNode) -> Iterator[tuple[str, str]]:
    for node in root.css(
        "a, iframe, embed, object, input, script, [onclick], [data-file], [data-href], [data-src]"
    ):
        if node.tag == "script":
            source = node.text()
            yield from ((href, "") for pattern in (FRAMED, WRITTEN) for href in pattern.findall(source))
            continue
        title = _name(node)
        for attribute in ("href", "src", "data", "data-file", "data-href", "data-src", "value"):
            value = node.attributes.get(attribute) or ""
            if value.startswith("javascript:"):
                yield from ((href, title) for href in HANDLER.findall(value))
            elif value and (attribute != "value" or node.tag == "input"):
                yield value, title
        yield from ((href, title) for href in HANDLER.findall(node.attributes.get("onclick") or ""))


def _name(node: LexborNode) -> str:
    """What a reader would call the file: the text of the link, unless it only says that one may click
    there."""
    for name in (node.text(strip=True), node.attributes.get("alt"), node.attributes.get("title")):
        if name and name not in SAYS_NOTHING:
            return " ".join(name.split())
    return ""


def _unwrapped(url: str) -> str:
    """The file behind a viewer such as `…/pdfjs/web/viewer.html?file=%2Fa.pdf`."""
    if "viewer" not in url:
        return url
    inner = parse_qs(urlsplit(url).query).get("file", [""])[0]
    return absolute(url, inner) if inner else url

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
QUOTED = re.compile(r"""['"]([^'"\s]+)['"]""")
ADDRESS = re.compile(
    r"^(?:https?:)?//|^\.{0,2}/\w|\.(?:s?html?|jsp|aspx?|php|pdf|docx?|wps|xlsx?|et|od[ts]|ofd|rtf|zip|rar)(?:[?#]|$)",
    re.IGNORECASE,
)
"""What an argument of a handler nobody knows must look like to be taken for an address."""
FRAMED = re.compile(r"""showVsb\w*[Ii]frame\(\s*['"]([^'"]+)['"]""")
WRITTEN = re.compile(r"""<a[^>]+href=\\?["']([^"'\\]+)""")
HIDING = (
    "a, iframe, embed, object, input, script, [onclick], [data-file], [data-href], [data-src], [data-url]"
)
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


def hrefs(node: LexborNode) -> Iterator[str]:
    """Every address one element carries, the plain ones first; `#` and `javascript:;` are none."""
    for attribute in ("href", "src", "data", "data-file", "data-href", "data-src", "data-url", "value"):
        value = node.attributes.get(attribute) or ""
        if value.startswith("javascript:"):
            yield from _handled(value)
        elif value and (attribute != "value" or node.tag == "input"):
            yield value
    yield from _handled(node.attributes.get("onclick") or "")


def _handled(code: str) -> Iterator[str]:
    yield from HANDLER.findall(code)
    yield from (argument for argument in QUOTED.findall(code) if ADDRESS.search(argument))


def _candidates(root: LexborNode) -> Iterator[tuple[str, str]]:
    for node in root.css(HIDING):
        if node.tag == "script":
            source = node.text()
            yield from ((href, "") for pattern in (FRAMED, WRITTEN) for href in pattern.findall(source))
            continue
        title = _name(node)
        yield from ((href, title) for href in hrefs(node))


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

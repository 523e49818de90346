"""The lines of a list page -> entries. Shared by all families, because the national template crosses them.

A row is an element with one leading link and, somewhere in its text, a date. Known containers are asked in
order; where none is there, the container with the most dated links is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxcrawl.markup.addresses import absolute, is_document, with_scheme_of
from pipelines.items import Channel, Entry

# Order matters: the national template first, then the houses, then what any page may have.
CONTAINERS = (
    ".zfxxgk_zdgkc li",
    "ul.pageList li",
    "ul.newsList li",
    "ul.xxgk_nav_list li",
    ".xxgk_navli",
    ".gknr_list dd",
    "ul.doc_list li",
    "ul.xxgkList li",
    "ul.listul li",
    "ul.list li",
    ".list-box li",
    "ul.uli14 li",
    "li[id^=line_u]",
    "ul.default_news li",
)
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
WRITTEN = re.compile(r"""document\.write\(\s*'(.*?)'\s*\)""", re.DOTALL)
STRLINK = re.compile(r"""strLink\s*=\s*['"]([^'"]*)['"]""")


def entries(text: str, url: str, channel: Channel, containers: Sequence[str] = ()) -> tuple[Entry, ...]:
    """The entries of a list page in page order; `containers` of the family are asked before the known
    ones."""
    tree = LexborHTMLParser(text)
    wanted = channel.options.get("row")
    for selector in (wanted,) if wanted else (*containers, *CONTAINERS):
        found = _unique(_entry(node, url, channel) for node in tree.css(selector))
        if found:
            return found
    return () if wanted else _unique([*_written(tree, url, channel), *_densest(tree, url, channel)])


def iso_date(text: str) -> str:
    """The first date in a text as YYYY-MM-DD; empty when there is none, or none that exists."""
    for match in DATE.finditer(text):
        try:
            return date(*(int(part) for part in match.groups())).isoformat()
        except ValueError:
            continue
    return ""


def make(channel: Channel, base: str, href: str, title: str, published: str = "") -> Entry | None:
    """One entry, or None for a link that leads nowhere. A link straight to a file is an attachment of the
    list itself."""
    address = absolute(base, href)
    if not address:
        return None
    address = with_scheme_of(base, address)
    is_file = is_document(address)
    return Entry(
        site="",
        channel=channel.id,
        url=address,
        title=" ".join(title.split()),
        published=published,
        role="attachment" if is_file else "page",
        parent=base if is_file else "",
    )


def _entry(node: LexborNode, url: str, channel: Channel) -> Entry | None:
    for link in [node] if node.tag == "a" else node.css("a[href]"):
        title = link.attributes.get("title") or _title(link)
        entry = make(
            channel, url, link.attributes.get("href") or "", title, iso_date(node.text(separator=" "))
        )
        if entry and entry.title:
            return entry
    return None


def _title(link: LexborNode) -> str:
    """Some themes put title and date inside one link, each in an element of its own."""
    inner = link.css_first(".text, .title, h3, h4, p.title-li")
    return DATE.sub("", (inner or link).text())


def _densest(tree: LexborHTMLParser, url: str, channel: Channel) -> Iterable[Entry | None]:
    """The rows of the list, table or box that holds the most dated links."""
    groups: dict[int, list[LexborNode]] = {}
    for row in tree.css("li, tr, dd, p"):
        if row.parent is not None and len(row.css("a[href]")) == 1 and iso_date(row.text(separator=" ")):
            groups.setdefault(row.parent.mem_id, []).append(row)
    best = max(groups.values(), key=len, default=[])
    return (_entry(row, url, channel) for row in best)


def _written(tree: LexborHTMLParser, url: str, channel: Channel) -> Iterable[Entry | None]:
    """Entries that a script writes: `var strLink=''; if(!strLink){document.write('<a href=…>')}`; a
    non-empty strLink wins."""
    for script in tree.css("script"):
        source = script.text()
        written = WRITTEN.search(source)
        link = LexborHTMLParser(written[1]).css_first("a[href]") if written else None
        if link is None or script.parent is None:
            continue
        pointer = STRLINK.search(source)
        href = (pointer[1] if pointer else "") or link.attributes.get("href") or ""
        row = script.parent.text(separator=" ").replace(source, " ")
        yield make(channel, url, href, link.attributes.get("title") or link.text(), iso_date(row))


def _unique(found: Iterable[Entry | None]) -> tuple[Entry, ...]:
    kept: dict[str, Entry] = {}
    for entry in found:
        if entry:
            kept.setdefault(entry.url, entry)
    return tuple(kept.values())

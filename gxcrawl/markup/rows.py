"""The lines of a list page -> entries. Shared by all families, because the national template crosses them.

A row is an element with a leading link and, somewhere in its text, a date. Known containers are asked in
order; where none is there, the container with the most dated links is taken. A row whose address nobody can tell,
because only a script knows where it leads, is kept by its title: a list with such rows was not read whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxcrawl.markup.addresses import absolute, is_document, with_scheme_of
from gxcrawl.markup.links import hrefs
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
WRITTEN = re.compile(r"""document\.write(?:ln)?\(\s*(['"])(.*?)\1\s*\)""", re.DOTALL)
STRLINK = re.compile(r"""strLink\s*=\s*['"]([^'"]*)['"]""")


CLICKABLE = "a, [onclick], [data-href], [data-url]"
ROW = frozenset({"li", "tr", "dd", "p", "div"})
ROW_DEPTH = 8
"""A link stands no deeper in its row than this."""
LEAST_TITLE = 6
"""A link without a date beside it is a row when it is called something; 首页 and 下一页 are not."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page, each address once; `unread` are the titles of rows that lead nowhere we could tell."""

    entries: tuple[Entry, ...] = ()
    unread: tuple[str, ...] = ()


Found = Entry | str | None
"""What one element of a page is: an entry, the title of a row without an address, or no row."""


def read(text: str, url: str, channel: Channel, containers: Sequence[str] = ()) -> Rows:
    """The rows of a list page in page order; `containers` of the family are asked before the known ones."""
    tree = LexborHTMLParser(text)
    wanted = channel.options.get("row")
    unread: tuple[str, ...] = ()
    for selector in (wanted,) if wanted else (*containers, *CONTAINERS):
        found = gather(_row(node, url, channel) for node in tree.css(selector))
        unread = unread or found.unread
        if found.entries:
            return Rows(found.entries, unread)
    if wanted:
        return Rows((), unread)
    found = gather([*_written(tree, url, channel), *_densest(tree, url, channel)])
    return Rows(found.entries, unread or found.unread)


def gather(found: Iterable[Found]) -> Rows:
    """Rows from what was found, one after another."""
    kept: dict[str, Entry] = {}
    unread: dict[str, None] = {}
    for each in found:
        if isinstance(each, Entry):
            kept.setdefault(each.url, each)
        elif each:
            unread.setdefault(each)
    titles = {entry.title for entry in kept.values()}
    return Rows(tuple(kept.values()), tuple(title for title in unread if title not in titles))


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


def _row(node: LexborNode, url: str, channel: Channel) -> Found:
    """The link of a row is the one that says the most; only a file beside it can stand in for it."""
    scripts = [script.text() for script in ([node] if node.tag == "script" else node.css("script"))]
    text = node.text(separator=" ")
    for source in scripts:
        text = text.replace(source, " ")
    published = iso_date(text)
    words = " ".join(DATE.sub(" ", text).split()).strip("[]()（）·•-— ")
    if "{{" in (node.html or "") or "${" in words:  # a template that the browser would fill in
        return None
    links = [node] if node.tag == "a" else node.css(CLICKABLE)
    links = sorted(links, key=lambda link: -len(_title(link)))
    for link in links:
        for href in hrefs(link):
            entry = make(channel, url, href, _title(link) or words, published)
            if entry and entry.title and (link is links[0] or entry.role == "attachment"):
                return entry
    for source in scripts:
        if entry := next(_of_script(source, url, channel, published), None):
            return entry
    is_row = bool(words) if published else bool(links) and len(_title(links[0])) >= LEAST_TITLE
    return words[:80] if is_row else None


def _title(link: LexborNode) -> str:
    """The whole title is in the attribute when the text is cut short. Some themes put title and date inside one
    link, each in an element of its own."""
    inner = link.css_first(".text, .title, h3, h4, p.title-li")
    return " ".join((link.attributes.get("title") or DATE.sub("", (inner or link).text())).split())


def _densest(tree: LexborHTMLParser, url: str, channel: Channel) -> Iterator[Found]:
    """The rows of the lists, tables or boxes that hold the most dated links. A list is often cut into several of
    the same kind side by side, every five rows a new one."""
    groups: dict[tuple[int, str, str], dict[int, list[LexborNode]]] = {}
    for row in _dated_links(tree):
        parent = row.parent
        if parent is None:
            continue
        above = parent.parent.mem_id if parent.parent is not None else 0
        kind = (above, parent.tag or "", parent.attributes.get("class") or "")
        groups.setdefault(kind, {}).setdefault(parent.mem_id, []).append(row)
    best = max(groups.values(), key=lambda parts: sum(map(len, parts.values())), default={})
    for rows in best.values():
        parent = rows[0].parent
        assert parent is not None, "a row that was grouped by its parent"
        for child in parent.iter():
            if child.tag == rows[0].tag:
                found = _row(child, url, channel)
                is_short = isinstance(found, Entry) and not found.published and len(found.title) < LEAST_TITLE
                yield None if is_short else found


def _dated_links(tree: LexborHTMLParser) -> list[LexborNode]:
    """For each link the nearest element around it that is a row: it holds a date, and no other link. A link that
    stands right beside others and holds its date itself is a row."""
    kinds: dict[int, str] = {}
    found: dict[int, LexborNode] = {}
    for link in tree.css(CLICKABLE):
        around: LexborNode | None = link
        for _ in range(ROW_DEPTH):
            if around is None:
                break
            kind = kinds[around.mem_id] = kinds.get(around.mem_id) or _kind(around)
            if kind == "row":
                found.setdefault(around.mem_id, around)
            if kind == "box" and _is_parent(around, link) and iso_date(link.text(separator=" ")):
                found.setdefault(link.mem_id, link)
            if kind != "part":
                break
            around = around.parent
    return list(found.values())


def _is_parent(node: LexborNode, of: LexborNode) -> bool:
    return of.parent is not None and of.parent.mem_id == node.mem_id


def _kind(node: LexborNode) -> str:
    """`row`, or `part` of one, or the `box` around several."""
    if len(node.css(CLICKABLE)) > 1:
        return "box"
    return "row" if node.tag in ROW and iso_date(node.text(separator=" ")) else "part"


def _written(tree: LexborHTMLParser, url: str, channel: Channel) -> Iterator[Found]:
    """Entries that a script writes, wherever it stands; the date is beside it."""
    for script in tree.css("script"):
        source = script.text()
        beside = script.parent.text(separator=" ").replace(source, " ") if script.parent is not None else ""
        yield from _of_script(source, url, channel, iso_date(beside))


def _of_script(source: str, url: str, channel: Channel, published: str) -> Iterator[Entry]:
    """`var strLink=''; if(!strLink){document.write('<a href=…>')}`; a non-empty strLink wins."""
    pointer = STRLINK.search(source)
    for written in WRITTEN.finditer(source):
        link = LexborHTMLParser(written[2]).css_first("a[href]")
        if link is None:
            continue
        href = (pointer[1] if pointer else "") or link.attributes.get("href") or ""
        entry = make(channel, url, href, link.attributes.get("title") or link.text(), published)
        if entry:
            yield entry
        if pointer:  # the other branch writes the same row once more
            return

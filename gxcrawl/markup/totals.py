"""What any list page says about its own length, whoever made it: 共 41 条, 第 1 页 共 3 页, numbered links, a 下一页
that only a script can follow, variables of a script.

A family knows how its own pager is written. When it finds none, these words decide whether the one page that was
read may be called the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

RECORDS = re.compile(
    r"共\s*(?:有|计|找到|为您找到)?\s*(?:相关)?(?:信息|记录|数据|结果)?\s*[::：]?\s*(\d+)\s*(?:条|篇|个?记录)"
)
PAGES = re.compile(r"共\s*(\d+)\s*页|\b\d+\s*/\s*(\d+)\s*页|页[次码]\s*[::：]?\s*\d+\s*/\s*(\d+)")
RECORD_VARIABLE = re.compile(
    r"\b(?:totalRecords?|recordCount|totalCount|listCount|dataTotal)['\"]?\s*[:=]\s*(?:parseInt\(\s*)?['\"]?(\d+)"
)
PAGE_VARIABLE = re.compile(
    r"\b(?:pageTotal|totalPages?|pageCount|countPage)['\"]?\s*[:=]\s*(?:parseInt\(\s*)?['\"]?(\d+)"
)
ONWARD = re.compile(
    r"^\s*(?:下一?页|后一?页|next|加载更多|查看更多|点击加载更多)\s*[›»>]*\s*$", re.IGNORECASE
)
DISABLED = re.compile(r"disable|_d\b|\bno|\boff|\bgray|\bgrey", re.IGNORECASE)
VOID = re.compile(r"void\s*\(?\s*0\s*\)?")
CLICKABLE = "a, button, [onclick]"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many entries the page says there are, and how many pages, with the words that say so."""

    entries: int | None = None
    pages: int | None = None
    evidence: str = ""


def find(text: str, number: int) -> Totals:
    """`number` is the page that is read: links to it and to pages before it say nothing."""
    tree = LexborHTMLParser(text)
    records = [int(told) for told in RECORD_VARIABLE.findall(text)]
    pages = [(int(match[1]), match[0]) for match in PAGE_VARIABLE.finditer(text)]
    tree.strip_tags(["script", "style"])
    said = words(tree.root.text(separator=" ") if tree.root else "")
    records += [said.entries] if said.entries is not None else []
    pages += [(said.pages, said.evidence)] if said.pages is not None else []
    pages += [*_numbered(tree), *_options(tree)]
    if said.pages != 1:
        pages += _onward(tree, number)
    most = max(pages, default=(None, ""))
    return Totals(max(records, default=None), *most)


def words(text: str) -> Totals:
    """What is said in words: the largest of each."""
    pages = max(((_first(match), match[0]) for match in PAGES.finditer(text)), default=(None, ""))
    records = max((int(told) for told in RECORDS.findall(text)), default=None)
    return Totals(records, pages[0], " ".join(pages[1].split()))


def _first(match: re.Match[str]) -> int:
    return int(next(part for part in match.groups() if part))


def _numbered(tree: LexborHTMLParser) -> Iterator[tuple[int, str]]:
    """Links called 2, 3, … that stand behind a 1, as pagers do."""
    before = 0
    for node in tree.css("a, span, b, strong, em, li, button, font"):
        label = node.text(strip=True)
        if not label.isdigit() or len(label) > 3:
            continue
        value = int(label)
        if value == before + 1 and value > 1 and _is_clickable(node):
            yield value, f"page {value}"
        if value in (1, before + 1):
            before = value


def _is_clickable(node: LexborNode) -> bool:
    return (
        node.tag in ("a", "button") or "onclick" in node.attributes or node.css_first(CLICKABLE) is not None
    )


def _options(tree: LexborHTMLParser) -> Iterator[tuple[int, str]]:
    """A box to choose the page from: its options count from 1."""
    for box in tree.css("select"):
        labels = [option.text(strip=True).strip("第页 ") for option in box.css("option")]
        if len(labels) > 1 and labels == [str(n) for n in range(1, len(labels) + 1)]:
            yield len(labels), f"page {len(labels)}"


def _onward(tree: LexborHTMLParser, number: int) -> Iterator[tuple[int, str]]:
    """A 下一页 that only a script follows and that is switched on; the numbers in its handler say where it leads."""
    for node in tree.css(CLICKABLE):
        words, href = node.text(strip=True), node.attributes.get("href") or ""
        if not ONWARD.match(words) or _is_off(node) or not _is_scripted(href):
            continue
        code = VOID.sub("", f"{node.attributes.get('onclick') or ''} {href}")
        leads = [int(told) for told in re.findall(r"(?<![\w.])\d{1,4}(?!\w)", code)]
        if not leads or max(leads) > number:
            yield number + 1, words


def _is_off(node: LexborNode) -> bool:
    parent = node.parent
    classes = [each.attributes.get("class") or "" for each in (node, parent) if each is not None]
    return "disabled" in node.attributes or any(DISABLED.search(name) for name in classes)


def _is_scripted(href: str) -> bool:
    """An address that leads nowhere by itself."""
    return not href.strip() or href.strip().lower().startswith(("#", "javascript:"))

"""Digits that a page shows in a cell and that do not stand in its text: in a style sheet, an attribute, a script, a picture.

What stands in the text beside them is a piece of the number, or where a script begins to count. It becomes no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.text import HIDDEN, squash
from parsers.web.sheets import generating

_GENERATED = re.compile(
    r"content\s*:\s*(?:counters?\(|\"(?:\\[0-9a-f]{1,6}(?![0-9a-f])|[^\\\d\"])*\d|'(?:\\[0-9a-f]{1,6}(?![0-9a-f])|[^\\\d'])*\d)",
    re.IGNORECASE,
)
"""Digits, but not those that number a character (`\\f101`)."""
_SHOWN = re.compile(r"content\s*:[^;{}]*attr\(\s*([\w-]+)\s*\)", re.IGNORECASE)
"""An attribute that a style sheet shows beside the text."""
_BY_ID = re.compile(r"getElementById\(\s*[\"']([\w-]+)[\"']")
_BY_HASH = re.compile(r"\([\"']#([\w-]+)[\"']")
"""An element that a script takes in its hands, and perhaps writes into."""
_STATED = re.compile(
    r"\s(?:title|data-(?:to|end|target|count|value|val|num|number))\s*=\s*[\"']?[-+−]?\d", re.IGNORECASE
)
_STATING = (
    "title",
    "data-to",
    "data-end",
    "data-target",
    "data-count",
    "data-value",
    "data-val",
    "data-num",
    "data-number",
)
_DRAWN = ("<img", "<i ", "<meter", "<progress", "<canvas")
_DRAWING = ", ".join(
    f"{cell} {tag}" for cell in ("td", "th") for tag in ("img", "i[class]", "meter", "progress", "canvas")
)
_NUMBER = re.compile(r"[-+−]?\d")
_ONLY_NUMBER = re.compile(r"[-+−]?\d[\d,.]*")
_MORE = re.compile(r"[,.]?\d")
_LONGEST = 40
"""Characters of a cell with a number in it; what is longer is text, or arranges the page."""


def mark_elsewhere(tree: LexborHTMLParser, text: str) -> None:
    """Puts `HIDDEN` where digits are shown that the text of a cell does not hold. `text` is the page as it came, with its
    style sheets and scripts, which `tree` must still have."""
    if "document.write" in text:
        _mark(node for node in tree.css("td script, th script") if "document.write" in node.text())
    for selector in generating(text, _GENERATED):
        _mark(tree.css(selector))
    for name in {*_SHOWN.findall(text)} if "attr(" in text else ():
        _mark(node for node in tree.css(f"td[{name}], td [{name}]") if _is_number(node.attributes.get(name)))
    filled = {*_BY_ID.findall(text), *_BY_HASH.findall(text)} if "<script" in text.lower() else set()
    if filled:
        _mark(node for node in tree.css("td[id], td [id]") if node.attributes.get("id") in filled)
    if _STATED.search(text):
        _mark(_stating(tree))
    if any(tag in text for tag in _DRAWN):
        _mark(node for node in tree.css(_DRAWING) if not _fills_space(node) and not squash(node.text()))


def _stating(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Elements that state a number and show nothing of it, 0 or its beginning: scripts count up to it, a cut shortens it."""
    for node in tree.css(", ".join(f"td[{name}], td [{name}]" for name in _STATING)):
        shown = squash(node.text())
        for name in _STATING:
            stated = squash(node.attributes.get(name) or "")
            goes_on = stated.startswith(shown) and _MORE.match(stated, len(shown)) is not None
            if goes_on if shown not in ("", "0") else stated != shown and _NUMBER.match(stated):
                yield node
                break


def _is_number(attribute: str | None) -> bool:
    return _ONLY_NUMBER.fullmatch(squash(attribute or "")) is not None


def _fills_space(node: LexborNode) -> bool:
    """A picture of a pixel or two, which holds the cell open."""
    sides = [node.attributes.get(name) or "" for name in ("width", "height")]
    return node.tag == "img" and any(side in {"0", "1", "2"} for side in sides)


def _mark(nodes: Iterable[LexborNode]) -> None:
    looked: dict[int, bool] = {}
    for node in list(nodes):
        cell: LexborNode | None = node
        while cell is not None and cell.tag not in {"td", "th"}:
            cell = cell.parent
        if cell is not None and cell.mem_id not in looked:
            looked[cell.mem_id] = _holds_number(cell)
            if looked[cell.mem_id]:
                cell.insert_child(HIDDEN)


def _holds_number(cell: LexborNode) -> bool:
    """Whether a cell is as short as one with a number, and does not arrange the page."""
    return len(squash(cell.text(deep=True))) <= _LONGEST and cell.css_first("table") is None

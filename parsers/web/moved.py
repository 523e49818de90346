"""Numbers outside of tables that a style puts elsewhere than they are written: at the right end of a line, in reversed
order. Whose they are is told by where they are seen, and no program here lays pages out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.text import value_like
from parsers.web.sheets import selectors
from parsers.web.unseen import mask_digits

_PLACED = re.compile(r"(?<![-\w])(?:float\s*:\s*right|order\s*:\s*-?[1-9])", re.IGNORECASE)
_REVERSED = re.compile(r"(?<![-\w])flex-(?:direction|flow)\s*:[^;]*(?:row|column)-reverse", re.IGNORECASE)
_STYLED = '[style*="float" i], [style*="order" i], [style*="-reverse" i]'
_FEW = 50
"""Elements within one that is nothing but a value."""
_SHORT = 40
"""Characters of a cell with a number in it; what is longer arranges the page."""


def mask_moved(tree: LexborHTMLParser, text: str) -> None:
    """Withholds the digits of elements that are nothing but a value and are moved. `text` is the page as it came, with its
    style sheets."""
    if not _moves(text.lower()):
        return
    for node in tree.css(_STYLED):
        style = node.attributes.get("style") or ""
        if _PLACED.search(style):
            _mask(node)
        if _REVERSED.search(style):
            _mask_children(node)
    for selector in selectors(text, _PLACED):
        for node in tree.css(selector):
            _mask(node)
    for selector in selectors(text, _REVERSED):
        for node in tree.css(selector):
            _mask_children(node)


def _moves(lowered: str) -> bool:
    """Whether a page says a word that moves anything: of the order of an element, and not of its border."""
    ordered = lowered.count("order") - lowered.count("border")
    return "float" in lowered or "-reverse" in lowered or ordered > 0


def _mask_children(node: LexborNode) -> None:
    for child in list(node.iter()):
        _mask(child)


def _mask(node: LexborNode) -> None:
    if next(islice(node.traverse(), _FEW, None), None) is not None:
        return
    if value_like(node.text()) and not any(len(cell.text()) <= _SHORT for cell in _cell_around(node)):
        mask_digits(node)


def _cell_around(node: LexborNode) -> Iterator[LexborNode]:
    """The cell of a table an element is or stands in, if it does."""
    around: LexborNode | None = node
    while around is not None and around.tag not in {"td", "th"}:
        around = around.parent
    if around is not None:
        yield around

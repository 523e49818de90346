"""A table that a page hides while it shows another of its kind: the one a reader sees is meant.

Tabs that a script opens hide tables too, but those of other kinds; a copy for small screens has the same numbers as the table
shown. An older draft has others, and would take the values of the shown one away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.text import label_key, value_like
from parsers.web.sheets import selectors
from parsers.web.unseen import DISPLAY, is_inside

_LEAST = 3
"""Labels by which a table is known to be of a kind."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a table names, and how many values stand in it."""

    labels: frozenset[str]
    values: int

    def covers(self, other: _Content) -> bool:
        """Whether it names all that the other names, and is filled in about as much."""
        return other.labels <= self.labels and 2 * self.values >= other.values


def drop_twins(tree: LexborHTMLParser, text: str, hidden: Sequence[LexborNode]) -> list[LexborNode]:
    """Takes out hidden blocks of which every table is shown as well, and gives those of `hidden`, the blocks known so far, that
    are still there. `text` is the page as it came, with its style sheets."""
    tables = tree.css("table")
    blocks = {node.mem_id: node for node in (*hidden, *_by_style(tree, text))} if len(tables) > 1 else {}
    if not blocks:
        return list(hidden)
    shown = [_content(table) for table in tables if not is_inside(table, blocks)]
    outermost = [node for node in blocks.values() if not is_inside(node.parent, blocks)]
    twins = {node.mem_id: node for node in outermost if _is_twin(node, shown)}
    left = [node for node in hidden if not is_inside(node, twins)]
    for node in twins.values():
        node.decompose()
    return left


def _is_twin(node: LexborNode, shown: Sequence[_Content]) -> bool:
    inside = (_content(table) for table in node.css("table"))
    known = [content for content in inside if len(content.labels) >= _LEAST]
    return bool(known) and all(any(table.covers(content) for table in shown) for content in known)


def _by_style(tree: LexborHTMLParser, text: str) -> Iterator[LexborNode]:
    """Blocks with tables that a style sheet of the page hides."""
    for selector in selectors(text, DISPLAY):
        yield from (node for node in tree.css(selector) if node.css_first("table") is not None)


def _content(table: LexborNode) -> _Content:
    texts = [cell.text() for cell in table.css("td, th")]
    values = sum(map(value_like, texts))
    return _Content(frozenset(label_key(text) for text in texts if not value_like(text)) - {""}, values)

"""A number whose digits stand in several elements of a cell. Editors tear numbers into runs of the same look; where the
elements differ, or a style moves them about, one may be an old number, one for readers of screens, or they stand in another
order than they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from selectolax.lexbor import LexborNode

from parsers.text import squash

_MOVED = re.compile(
    r"(?<![-\w])(?:float\s*:\s*(?:left|right)|order\s*:\s*-?\d|flex-direction\s*:\s*[\w-]+-reverse|direction\s*:\s*rtl"
    r"|transform\s*:|position\s*:\s*(?:absolute|fixed)|display\s*:\s*(?:inline-)?(?:block|flex|grid|table)"
    r"|(?:margin|padding)(?:-(?:left|right))?\s*:\s*[1-9])",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"(?<![-\w])(?:mso-hide\s*:\s*all|clip(?:-path)?\s*:|(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)|color\s*:\s*(?:transparent"
    r"|rgba\([^)]*,\s*0?\.?0+\s*\)|#(?:[ef][0-9a-f]){3}\b|#[ef]{3}\b|rgb\(\s*2[2-5]\d\s*,\s*2[2-5]\d\s*,\s*2[2-5]\d\s*\)))",
    re.IGNORECASE,
)

_RUNS = frozenset("span font b strong i em u ins mark big p div section center nobr a".split())
"""Elements an editor makes of one run of text; of any other, two stand apart."""

Piece = tuple[int, LexborNode]


def in_doubt(cell: LexborNode, parts: Sequence[str], pieces: Sequence[Piece]) -> bool:
    """Whether the digits of one number stand in elements that differ. `pieces` are the text nodes of the cell, each with its
    index in `parts`, what the cell prints."""
    for left, right in _joints(parts, pieces):
        dress = _dress(left, cell)
        if dress != _dress(right, cell) or any(_MOVED.match(worn) for worn in dress):
            return True
    return False


def _joints(parts: Sequence[str], pieces: Sequence[Piece]) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Neighbours between which a number goes on."""
    printing = [(at, node) for at, node in pieces if squash(parts[at])]
    for (left, before), (right, after) in pairwise(printing):
        between = "".join(parts[left + 1 : right])
        if (
            parts[left][-1:].isdigit()
            and parts[right][:1].isdigit()
            and not between.strip("\u200b\u200c\u200d\u2060\ufeff")
        ):
            yield before, after


def _dress(piece: LexborNode, cell: LexborNode) -> frozenset[str]:
    """What may set an element apart from its neighbour: its kind, its classes, and styles that move or hide it."""
    worn: set[str] = set()
    node = piece.parent
    while node is not None and node.mem_id != cell.mem_id:
        attributes = node.attributes
        if node.tag not in _RUNS or attributes.get("href"):
            worn.add(f"{node.tag} {node.mem_id}")
        worn |= {f".{name}" for name in (attributes.get("class") or "").split()}
        style = attributes.get("style") or ""
        worn |= {found[0].lower() for rule in (_MOVED, _LOST) if (found := rule.search(style))}
        node = node.parent
    return frozenset(worn)

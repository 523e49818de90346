"""Digits of a cell of a web page that stand beside its number and are none of it: above or below the line, a link to a note,
or smaller than the number.

Editors write them in many ways, and joined to the number they make another one that no sum of table 二 proves wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.text import HIDDEN, raised
from parsers.web.sheets import selectors

_OFF_THE_LINE = re.compile(r"(?<![-\w])vertical-align\s*:\s*su(?:per|b)\b", re.IGNORECASE)
_LIFTED = re.compile(
    r"(?<![-\w])(?:vertical-align|mso-text-raise|top|bottom)\s*:\s*[+-]?[0.]*[1-9]", re.IGNORECASE
)
_SIZE = re.compile(
    r"(?<![-\w])font-size\s*:\s*(?:(?P<number>\d*\.?\d+)\s*(?P<unit>px|pt|%|r?em)|(?P<word>[a-z-]+))",
    re.IGNORECASE,
)
_PIXELS = {"px": 1.0, "pt": 4 / 3}
_SMALL_WORDS = frozenset({"smaller", "x-small", "xx-small"})
_SMALL = 0.8
"""Of the size of the number beside: digits as small as that are no part of it."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Look:
    """How a piece of text stands in its cell. `size` is in pixels, 0 where nothing states it."""

    is_off: bool = False
    is_lifted: bool = False
    is_small: bool = False
    size: float = 0


def lift(tree: LexborHTMLParser, text: str) -> None:
    """Raise the digits in cells that a style sheet of the page sets off the line. `text` is the page as it came."""
    for selector in selectors(text, _OFF_THE_LINE):
        for node in tree.css(f"td {selector}, th {selector}"):
            for piece in list(node.traverse(include_text=True)):
                if piece.tag == "-text" and _DIGIT.search(piece.text_content or ""):
                    piece.replace_with(raised(piece.text_content or ""))


def told_apart(cell: LexborNode, pieces: Sequence[tuple[LexborNode, str]]) -> Iterator[str]:
    """The pieces of text of a cell; digits that are no part of its number as footnote marks.

    What is off the line is one wherever it stands. What is lifted, or a link to a place on the page, is one only beside
    digits that are not, and smaller digits beside larger ones make the number doubtful: they become `HIDDEN`.
    """
    looks = [_look(node, cell) if _DIGIT.search(text) else None for node, text in pieces]
    others = [look for look in looks if look is not None and not look.is_off]
    on_line = any(not look.is_lifted for look in others)
    large = any(not look.is_small for look in others)
    largest = max((look.size for look in others), default=0)
    for look, (_, text) in zip(looks, pieces, strict=True):
        if look is None:
            yield text
        elif look.is_off or (look.is_lifted and on_line):
            yield raised(text)
        elif (look.is_small and large) or 0 < look.size <= _SMALL * largest:
            yield _DIGIT.sub(HIDDEN, text)
        else:
            yield text


def _look(piece: LexborNode, cell: LexborNode) -> _Look:
    is_off = is_lifted = is_small = False
    size = 0.0
    node = piece.parent
    while node is not None and node.mem_id != cell.mem_id:
        attributes = node.attributes
        style = attributes.get("style") or ""
        is_off |= node.tag in {"sup", "sub", "rt"} or _OFF_THE_LINE.search(style) is not None
        is_lifted |= _LIFTED.search(style) is not None
        is_lifted |= node.tag == "a" and (attributes.get("href") or "").startswith("#")
        is_small |= node.tag == "small" or (
            node.tag == "font" and attributes.get("size") in {"1", "-1", "-2"}
        )
        if not size and (stated := _SIZE.search(style)):
            size = _pixels(stated)
            is_small |= _is_smaller(stated)
        node = node.parent
    return _Look(is_off, is_lifted, is_small, size)


def _pixels(stated: re.Match[str]) -> float:
    return float(stated["number"]) * _PIXELS.get(stated["unit"].lower(), 0) if stated["number"] else 0


def _is_smaller(stated: re.Match[str]) -> bool:
    """Whether a size is stated as a small part of the one around it."""
    if not stated["number"]:
        return stated["word"].lower() in _SMALL_WORDS
    parts = {"%": 100, "em": 1}.get(stated["unit"].lower())
    return parts is not None and float(stated["number"]) <= _SMALL * parts

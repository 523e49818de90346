"""Tables that a page keeps as text and shows by a script: in a text field, a string, the page of a frame, or for readers
without scripts. A reader of the page's elements would find no table at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

_STATUTORY = re.compile(r"自然人|信息内容|结果维持|主动公开政府信息数")
_FILLED_LATER = re.compile(r"\{\{|\$\{|<%|<t[dh]\b[^>]*\sid\s*=", re.IGNORECASE)
"""A form into which a script writes the numbers: what stands in it is none of them."""
_FRAME = re.compile(r"\ssrcdoc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
_QUOTE = re.compile(r"(?<!\\)\"")


def with_kept_tables(text: str) -> str:
    """The page with the markup of its statutory tables where it is kept, if it keeps them in one of these places."""
    lowered = text.lower()
    fields = (
        _Kept(each.start, each.end, unescape(each.markup)) for each in _elements(text, lowered, "textarea")
    )
    frames = (_frame(text, match) for match in _FRAME.finditer(text))
    without = _elements(text, lowered, "noscript")
    scripts = (
        _Kept(each.start, each.end, _strings(each.markup)) for each in _elements(text, lowered, "script")
    )
    for place in (fields, frames, without, scripts):
        if tables := [kept for kept in place if _has_tables(kept.markup)]:
            return _replaced(text, tables)
    return text


@dataclass(frozen=True, slots=True)
class _Kept:
    """Markup, and the element of the page it is kept in."""

    start: int
    end: int
    markup: str


def _replaced(text: str, tables: Sequence[_Kept]) -> str:
    parts = []
    at = 0
    for kept in tables:
        parts += [text[at : kept.start], f"<div>{kept.markup}</div>"]
        at = kept.end
    return "".join([*parts, text[at:]])


def _elements(text: str, lowered: str, tag: str) -> Iterator[_Kept]:
    """The elements of a kind within which no others are told apart."""
    start = lowered.find(f"<{tag}")
    while start >= 0:
        begin, close = lowered.find(">", start) + 1, lowered.find(f"</{tag}", start)
        end = lowered.find(">", close) + 1
        if not begin or close < 0 or not end:
            return
        yield _Kept(start, end, text[begin:close])
        start = lowered.find(f"<{tag}", end)


def _frame(text: str, source: re.Match[str]) -> _Kept:
    """The page of a frame, in the place of its tag."""
    markup = unescape(source[1] or source[2] or "")
    return _Kept(text.rfind("<", 0, source.start()), text.find(">", source.end()) + 1, markup)


def _strings(script: str) -> str:
    return "".join(found for literal in _LITERAL.findall(script) if _has_tables(found := _string(literal)))


def _string(literal: str) -> str:
    """The value of a string of a script, if it may be markup and is written as JSON could be."""
    if "table" not in literal:
        return ""
    inside = _QUOTE.sub(r'\\"', literal[1:-1]) if literal[0] == "'" else literal[1:-1]
    try:
        return str(json.loads('"' + inside.replace("\\'", "'") + '"', strict=False))
    except ValueError:
        return ""


def _has_tables(markup: str) -> bool:
    lowered = markup.lower()
    is_whole = 0 < lowered.count("<table") == lowered.count("</table>")
    return is_whole and _STATUTORY.search(markup) is not None and _FILLED_LATER.search(markup) is None

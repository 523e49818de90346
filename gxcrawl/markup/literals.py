"""Values that a page's script assigns, read as text and never executed: `var dataList = [{url: '…'}]`, `var total = '41'`.

Only literals are read, as JSON and JavaScript write them. Whatever would have to be computed ends the reading of its
value, which then is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

FOREIGN = re.compile(r"xml|template|html", re.IGNORECASE)
"""Types of scripts that are none."""
ASSIGNED = re.compile(
    r"(?<![\w$])([A-Za-z_$][\w$]*)\s*=(?![=>])\s*(?:(?:parseInt|Number|String)\(\s*)?(?=[\[{\"'\d-])"
)

SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.{0,2000}?\*/)*", re.DOTALL)
STRING = re.compile(
    r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.|\$(?!\{))*)`", re.DOTALL
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
WORD = re.compile(r"[A-Za-z_$][\w$]*")
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|\n|.)", re.DOTALL)
WORDS = {"true": True, "false": False, "null": None, "undefined": None}
CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
DEEPEST = 32
MOST = 2000
"""Assignments of one script that are tried; what is beyond them was written to keep readers busy."""


class NotALiteral(ValueError):
    """What stands there would have to be computed, or is broken."""


def assigned(text: str) -> dict[str, Any]:
    """Every variable a script of the page gives a literal to; of several values the last counts."""
    found: dict[str, Any] = {}
    for script in LexborHTMLParser(text).css("script"):
        if not FOREIGN.search(script.attributes.get("type") or ""):
            found.update(_assigned(script.text()))
    return found


def _assigned(source: str) -> Iterator[tuple[str, Any]]:
    end = 0
    for match in islice(ASSIGNED.finditer(source), MOST):
        if match.end() < end:  # within a value that was read
            continue
        try:
            value, end = _value(source, match.end(), 0)
        except NotALiteral:
            continue
        yield match[1], value


def _value(source: str, at: int, depth: int) -> tuple[Any, int]:
    """The literal that stands at `at`, and where it ends."""
    if depth > DEEPEST:
        raise NotALiteral("too deep")
    at = _past_space(source, at)
    start = source[at : at + 1]
    if start == "[":
        return _list(source, at + 1, depth)
    if start == "{":
        return _object(source, at + 1, depth)
    if found := STRING.match(source, at):
        return _unescaped(next(part for part in found.groups() if part is not None)), found.end()
    if found := NUMBER.match(source, at):
        text = found[0]
        return (int(text) if text.lstrip("-").isdigit() else float(text)), found.end()
    found = WORD.match(source, at)
    if found and found[0] in WORDS:
        return WORDS[found[0]], found.end()
    raise NotALiteral(source[at : at + 20])


def _list(source: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    while True:
        at = _past_space(source, at)
        if source[at : at + 1] == "]":
            return items, at + 1
        item, at = _value(source, at, depth + 1)
        items.append(item)
        at = _past_comma(source, at, "]")


def _object(source: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {}
    while True:
        at = _past_space(source, at)
        if source[at : at + 1] == "}":
            return values, at + 1
        name = WORD.match(source, at)
        if name:
            key, at = name[0], name.end()
        else:
            key, at = _value(source, at, depth + 1)
        at = _past_space(source, at)
        if source[at : at + 1] != ":":
            raise NotALiteral(source[at : at + 20])
        values[str(key)], at = _value(source, at + 1, depth + 1)
        at = _past_comma(source, at, "}")


def _past_comma(source: str, at: int, closing: str) -> int:
    """Behind the comma that separates two values; a closing bracket is left for the caller."""
    at = _past_space(source, at)
    following = source[at : at + 1]
    if following == ",":
        return at + 1
    if following == closing:
        return at
    raise NotALiteral(source[at : at + 20])


def _past_space(source: str, at: int) -> int:
    found = SPACE.match(source, at)
    return found.end() if found else at


def _unescaped(text: str) -> str:
    return ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else CONTROLS.get(code, code)

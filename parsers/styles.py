"""Styles and lists of a DOCX: which paragraphs are headings, and which number is printed in front of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.document import Unreadable
from parsers.listnumbers import LEVELS, Counter, Level
from parsers.office import related
from parsers.packages import Package, XmlElement, attribute, local

HEADING = re.compile(r"(heading|标题)\s*[1-9]$", re.I)
TITLE = re.compile(r"(title|标题)$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says about role and numbering; None where it leaves that to the style it is
    based on."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None


class Styles:
    """Reads styles.xml and numbering.xml; a file without them, or with damaged ones, has plain paragraphs."""

    def __init__(self, package: Package, part: str) -> None:
        self._styles = {attribute(e, "styleId"): _style(e) for e in _parts(package, part, "styles", "style")}
        abstract = {}
        self._counters: dict[str, Counter] = {}
        for element in _parts(package, part, "numbering", "abstractNum"):
            abstract[attribute(element, "abstractNumId")] = Counter(_levels(element))
        for element in _parts(package, part, "numbering", "num"):
            shared = abstract.get(_value(element, "abstractNumId") or "")
            if shared is not None:
                self._counters[attribute(element, "numId")] = _overridden(element, shared)

    def role(self, properties: XmlElement | None) -> str:
        """`title`, `heading` or `text`."""
        outline = _digit(_value(properties, "outlineLvl"))
        for style in self._chain(_value(properties, "pStyle")):
            if TITLE.match(style.name):
                return "title"
            if HEADING.match(style.name):
                return "heading"
            outline = style.outline if outline is None else outline
        return "heading" if outline is not None and outline < LEVELS else "text"

    def label(self, properties: XmlElement | None) -> str:
        """The number printed in front of a paragraph, counting it; "" when it belongs to no list."""
        if properties is None:
            return ""
        own = next((child for child in properties if local(child) == "numPr"), None)
        list_id, depth = _value(own, "numId"), _digit(_value(own, "ilvl"))
        for style in self._chain(_value(properties, "pStyle")):
            list_id = style.list_id if list_id is None else list_id
            depth = style.depth if depth is None else depth
        counter = self._counters.get(list_id or "0")
        return counter.label(depth or 0) if counter is not None else ""

    def _chain(self, name: str | None) -> list[Style]:
        """A style and those it is based on, nearest first; a circle ends after ten."""
        chain: list[Style] = []
        while name in self._styles and len(chain) < 10:
            chain.append(self._styles[name])
            name = chain[-1].parent
        return chain


def _parts(package: Package, part: str, kind: str, tag: str) -> list[XmlElement]:
    member = related(package, part, kind)
    if member is None:
        return []
    try:
        return [element for element in package.xml(member) if local(element) == tag]
    except Unreadable as error:
        if error.reason == "bomb":
            raise
        return []


def _style(element: XmlElement) -> Style:
    properties = next((child for child in element if local(child) == "pPr"), None)
    numbers = None if properties is None else next((c for c in properties if local(c) == "numPr"), None)
    return Style(
        _value(element, "name") or "",
        _value(element, "basedOn") or "",
        _digit(_value(properties, "outlineLvl")),
        _value(numbers, "numId"),
        _digit(_value(numbers, "ilvl")),
    )


def _levels(element: XmlElement) -> dict[int, Level]:
    levels = {}
    for child in element:
        depth = _digit(attribute(child, "ilvl"))
        if local(child) == "lvl" and depth is not None:
            levels[depth] = _level(child)
    return levels


def _level(element: XmlElement) -> Level:
    start = _value(element, "start")
    number = int(start) if start and start.isdecimal() and len(start) < 7 else 1
    return Level(number, _value(element, "numFmt") or "decimal", _value(element, "lvlText") or "")


def _overridden(element: XmlElement, shared: Counter) -> Counter:
    """The counter of a list: its abstract list's own (lists of one kind count on), or a new one if it
    starts anew."""
    levels = dict(shared.levels)
    for child in element:
        depth = _digit(attribute(child, "ilvl"))
        if local(child) != "lvlOverride" or depth is None:
            continue
        start = _value(child, "startOverride")
        base = next((_level(inner) for inner in child if local(inner) == "lvl"), levels.get(depth, Level()))
        number = int(start) if start and start.isdecimal() and len(start) < 7 else base.start
        levels[depth] = Level(number, base.style, base.text)
    return (
        Counter(levels) if levels != shared.levels or _value(element, "lvlOverride") is not None else shared
    )


def _value(parent: XmlElement | None, name: str) -> str | None:
    """The `val` of a child element; None when there is no such child."""
    if parent is None:
        return None
    child = next((child for child in parent if local(child) == name), None)
    return None if child is None else attribute(child, "val")


def _digit(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) == 1 else None

"""Styles and lists of a DOCX: which paragraphs are headings, which number is printed in front of them, what text is seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.document import Unreadable
from parsers.office.listnumbers import LEVELS, Counter, Level
from parsers.office.ooxml import related
from parsers.office.packages import Package, Properties, XmlElement, attribute, local, parts
from parsers.office.runlooks import stated_looks

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
    looks: Properties = field(default_factory=dict)


class Styles:
    """Reads styles.xml and numbering.xml; a file without them, or with damaged ones, has plain paragraphs."""

    def __init__(self, package: Package, part: str) -> None:
        self._styles = {attribute(e, "styleId"): _style(e) for e in _parts(package, part, "styles", "style")}
        self._looks: dict[str | None, Properties] = {None: {}}
        abstract = {}
        self._counters: dict[str, Counter] = {}
        for element in _parts(package, part, "numbering", "abstractNum"):
            abstract[attribute(element, "abstractNumId")] = Counter(_levels(element))
        for element in _parts(package, part, "numbering", "num"):
            shared = abstract.get(_stated(parts(element), "abstractNumId") or "")
            if shared is not None:
                self._counters[attribute(element, "numId")] = _overridden(element, shared)

    def role(self, properties: Properties) -> str:
        """`title`, `heading` or `text`, from the properties of a paragraph."""
        outline = _digit(_stated(properties, "outlineLvl"))
        for style in self._chain(_stated(properties, "pStyle")):
            if TITLE.match(style.name):
                return "title"
            if HEADING.match(style.name):
                return "heading"
            outline = style.outline if outline is None else outline
        return "heading" if outline is not None and outline < LEVELS else "text"

    def label(self, properties: Properties) -> str:
        """The number printed in front of a paragraph, counting it; "" when it belongs to no list."""
        own = parts(properties.get("numPr"))
        list_id, depth = _stated(own, "numId"), _digit(_stated(own, "ilvl"))
        for style in self._chain(_stated(properties, "pStyle")):
            list_id = style.list_id if list_id is None else list_id
            depth = style.depth if depth is None else depth
        counter = self._counters.get(list_id or "0")
        return counter.label(depth or 0) if counter is not None else ""

    def look(self, properties: Properties, kind: str) -> Properties:
        """How text of the style that is named there (as `pStyle` or `rStyle`) is seen, its ancestors' ways included."""
        name = _stated(properties, kind)
        if name not in self._looks:
            chain = reversed(self._chain(name))
            self._looks[name] = {key: element for style in chain for key, element in style.looks.items()}
        return self._looks[name]

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
    own = parts(element)
    properties = parts(own.get("pPr"))
    numbers = parts(properties.get("numPr"))
    return Style(
        _stated(own, "name") or "",
        _stated(own, "basedOn") or "",
        _digit(_stated(properties, "outlineLvl")),
        _stated(numbers, "numId"),
        _digit(_stated(numbers, "ilvl")),
        stated_looks(parts(own.get("rPr"))),
    )


def _levels(element: XmlElement) -> dict[int, Level]:
    levels = {}
    for child in element:
        depth = _digit(attribute(child, "ilvl"))
        if local(child) == "lvl" and depth is not None:
            levels[depth] = _level(child)
    return levels


def _level(element: XmlElement) -> Level:
    own = parts(element)
    return Level(_start(own, "start", 1), _stated(own, "numFmt") or "decimal", _stated(own, "lvlText") or "")


def _start(properties: Properties, name: str, default: int) -> int:
    text = _stated(properties, name)
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def _overridden(element: XmlElement, shared: Counter) -> Counter:
    """The counter of a list: its abstract list's own (lists of one kind count on), or a new one if it starts anew."""
    levels = dict(shared.levels)
    overrides = [child for child in element if local(child) == "lvlOverride"]
    for child in overrides:
        depth = _digit(attribute(child, "ilvl"))
        if depth is not None:
            own = parts(child)
            base = _level(own["lvl"]) if "lvl" in own else levels.get(depth, Level())
            levels[depth] = replace(base, start=_start(own, "startOverride", base.start))
    return Counter(levels) if overrides else shared


def _stated(properties: Properties, name: str) -> str | None:
    """The `val` of a property; None when it is not stated."""
    return attribute(properties[name], "val") if name in properties else None


def _digit(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) == 1 else None

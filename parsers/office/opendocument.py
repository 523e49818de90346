"""OpenDocument (ODT, ODS and their flat XML): the parts of a file, and how its styles have text seen (ISO/IEC 26300).

A package holds content and styles apart, a flat file both under one root; named styles are based on each other, automatic
ones on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parsers.document import Unreadable
from parsers.office.packages import Package, XmlElement, attribute, local, parse_xml, parts
from parsers.office.runlooks import PAPER, SMALLEST, is_lost

_CONTENT, _STYLES, _META, _SETTINGS = "content.xml", "styles.xml", "meta.xml", "settings.xml"
_MANIFEST = "META-INF/manifest.xml"
_GROUPS = ("styles", "automatic-styles")
_SIZE = re.compile(r"([0-9.]+)pt")
_LIFT = 10
"""Percent of the height of a line from which on text is set apart; less only centres it in its cell."""
_DEPTH = 10
_COLLAPSED = ("collapse", "filter")
_THROUGH = ("text-line-through-style", "text-line-through-type")
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Parts:
    """The body of an OpenDocument file (`text` or `spreadsheet`), its styles, and what it says of itself."""

    body: XmlElement
    styles: Styles
    metadata: Mapping[str, str] = field(default_factory=dict)
    has_macros: bool = False
    hides_zeros: bool = False
    """Whether its sheets show nothing where a value is zero."""


def opened(body: bytes, kind: str) -> Parts:
    """The parts of a file whose body should be of that kind.

    Raises `Unreadable`: see `Package` and `parse_xml`, `encrypted`, and `not_a_document` when the body is another one.
    """
    if not body.startswith(b"PK"):
        root = parse_xml(body)
        return Parts(_body(root, kind), Styles(root), _properties(root), hides_zeros=_hides_zeros(root))
    package = Package(body)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Unreadable("encrypted", "the content wants a password")
    content = package.xml(_CONTENT)
    named, meta, settings = (_member(package, name) for name in (_STYLES, _META, _SETTINGS))
    styles = [content] if named is None else [named, content]
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in package.infos)
    said = {} if meta is None else _properties(meta)
    return Parts(_body(content, kind), Styles(*styles), said, macros, _hides_zeros(settings))


def _member(package: Package, name: str) -> XmlElement | None:
    """A part that a file can do without."""
    try:
        return package.xml(name)
    except Unreadable as error:
        if error.reason in ("bomb", "too_deep"):
            raise
        return None


def _hides_zeros(root: XmlElement | None) -> bool:
    items = () if root is None else root.iter("{*}config-item")
    return any(attribute(each, "name") == "ShowZeroValues" and each.text == "false" for each in items)


def _body(root: XmlElement, kind: str) -> XmlElement:
    found = parts(parts(root).get("body")).get(kind)
    if found is None:
        raise Unreadable("not_a_document", f"no {kind} in the body of the file")
    return found


def _properties(root: XmlElement) -> dict[str, str]:
    """Author, dates, title … as the file states them."""
    meta = parts(root).get("meta")
    stated = {} if meta is None else {local(each): (each.text or "").strip() for each in meta}
    return {name: value for name, value in stated.items() if value}


@dataclass(frozen=True, slots=True)
class Look:
    """How text is seen: hidden, crossed out, in superscript, lifted off its line, too small, in which colour on which.

    None where nothing is said of it.
    """

    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_raised: bool | None = None
    is_lifted: bool | None = None
    is_tiny: bool | None = None
    ink: str | None = None
    ground: str | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, else the other."""
        return Look(*(
            own if own is not None else theirs
            for own, theirs in zip(_values(self), _values(other), strict=True)
        ))  # fmt: skip

    @property
    def is_faint(self) -> bool:
        """Whether nobody can read it."""
        return bool(self.is_tiny) or is_lost(self.ink or "", self.ground or PAPER)


PLAIN = Look()
"""Of which nothing is said."""


def _values(look: Look) -> tuple[Any, ...]:
    return (
        look.is_hidden, look.is_struck, look.is_raised, look.is_lifted, look.is_tiny, look.ink, look.ground,
    )  # fmt: skip


class Styles:
    """The styles below some roots, later ones over earlier ones, by family and name."""

    def __init__(self, *roots: XmlElement) -> None:
        self._elements: dict[tuple[str, str], XmlElement] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self.lists: dict[str, XmlElement] = {}
        self.outline: XmlElement | None = None
        for element in (
            each for root in roots for group in root if local(group) in _GROUPS for each in group
        ):
            name, kind = attribute(element, "name"), local(element)
            if kind == "style":
                self._elements[attribute(element, "family"), name] = element
            elif kind == "list-style":
                self.lists[name] = element
            elif kind == "outline-style":
                self.outline = element

    def look(self, family: str, name: str) -> Look:
        """How text of that style is seen, what it is based on included."""
        if (family, name) not in self._looks:
            look = Look()
            for element in reversed(list(self._chain(family, name))):
                look = _stated_look(parts(element)).over(look)
            self._looks[family, name] = look
        return self._looks[family, name]

    def heading(self, name: str) -> str:
        """`title`, `heading` or `text`: the role of paragraphs of that style."""
        for element in self._chain("paragraph", name):
            named = (attribute(element, "display-name") or attribute(element, "name")).replace("_20_", " ")
            if named.lower() in ("title", "标题"):
                return "title"
            if attribute(element, "default-outline-level") or re.match(
                r"(?:heading|标题) ?[1-9]$", named, re.I
            ):
                return "heading"
        return "text"

    def property(self, family: str, name: str, *wanted: str) -> str:
        """The first of some formatting properties that the style, or one it is based on, states."""
        for element in self._chain(family, name):
            stated = [
                (local_key(key), str(value)) for group in element for key, value in group.attrib.items()
            ]
            if found := next((value for key, value in stated if key in wanted), ""):
                return found
        return ""

    def is_empty(self, family: str, name: str, size: str) -> bool:
        """Whether rows or columns of that style have a height or width of nothing."""
        stated = self.property(family, name, size)
        return bool(stated) and not re.sub(r"[a-z]+$", "", stated).strip("0.")

    def has_border(self, name: str) -> bool:
        """Whether cells of that style are framed."""
        stated = self.property("table-cell", name, *(f"border{side}" for side in ("", "-top", "-bottom")))
        return stated not in ("", "none")

    def _chain(self, family: str, name: str) -> Iterator[XmlElement]:
        """A style and those it is based on, nearest first; a circle ends after ten."""
        for _ in range(_DEPTH):
            element = self._elements.get((family, name))
            if element is None:
                return
            yield element
            name = attribute(element, "parent-style-name")


def repeated(element: XmlElement, name: str) -> int:
    """How often something is repeated or how far it reaches: 1 where nothing is stated."""
    text = attribute(element, name)
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def is_collapsed(row: XmlElement) -> bool:
    """Whether a row or column is folded away or filtered out."""
    return attribute(row, "visibility") in _COLLAPSED


def local_key(key: object) -> str:
    return str(key).rpartition("}")[2]


def _stated_look(groups: Mapping[str, XmlElement]) -> Look:
    text = _attributes(groups.get("text-properties"))
    grounds = [
        _attributes(groups.get(name)).get("background-color")
        for name in ("text-properties", "paragraph-properties", "table-cell-properties")
    ]
    ground = next((colour for colour in grounds if colour is not None), None)
    position = text.get("text-position", "").split()
    lines = [text[name] for name in _THROUGH if name in text]
    return Look(
        text["display"] != "true" if "display" in text else None,
        any(line != "none" for line in lines) if lines else None,
        position[0] in ("super", "sub") or position[1:] not in ([], ["100%"]) if position else None,
        _is_lifted(position[0]) if position else None,
        _is_tiny(text),
        _ink(text),
        None if ground in (None, "transparent") else ground.lstrip("#").upper(),
    )


def _is_lifted(position: str) -> bool:
    height = position.rstrip("%").lstrip("-")
    return height.replace(".", "", 1).isdecimal() and float(height) >= _LIFT


def _is_tiny(text: Mapping[str, str]) -> bool | None:
    """Too small to be read; None where no size is stated."""
    size = _SIZE.fullmatch(text.get("font-size", ""))
    if size is None or not size[1].replace(".", "", 1).isdecimal():
        return None
    return 2 * float(size[1]) <= SMALLEST


def _ink(text: Mapping[str, str]) -> str | None:
    """The colour of text (RRGGBB); "" is one that is seen on any ground."""
    if text.get("use-window-font-color") == "true":
        return ""
    return text["color"].lstrip("#").upper() if "color" in text else None


def _attributes(element: XmlElement | None) -> Mapping[str, str]:
    if element is None:
        return _NOTHING
    return {local_key(key): str(value) for key, value in element.attrib.items()}

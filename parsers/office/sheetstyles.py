"""Styles of the XML of Excel 2003: the number format of a cell, and text in it that is not seen or stands above the line."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.office.cellfonts import faint
from parsers.office.packages import XmlElement, attribute, local
from parsers.office.runlooks import PAPER, is_lost, is_pale
from parsers.text import raised

_DEFAULT = "Default"
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class CellLook:
    """Number format of a cell; whether its font is crossed out, or of the colour of the ground it stands on."""

    code: str = "General"
    is_struck: bool = False
    is_faint: bool = False


class SheetStyles:
    """Styles by their id. A style says only how it differs from the one it is based on."""

    def __init__(self) -> None:
        self._own: dict[str, tuple[str, dict[str, str]]] = {}
        self._looks: dict[str, CellLook] = {}

    def add(self, element: XmlElement) -> None:
        """Remember a `Style` element."""
        stated = {
            f"{local(child)}.{str(name).rpartition('}')[2]}": str(value)
            for child in element
            for name, value in child.attrib.items()
        }
        self._own[attribute(element, "ID")] = attribute(element, "Parent", _DEFAULT), stated

    def look(self, name: str) -> CellLook:
        """What cells of that style look like."""
        if name not in self._looks:
            self._looks[name] = _look(self._stated(name or _DEFAULT))
        return self._looks[name]

    def _stated(self, name: str) -> dict[str, str]:
        chain: list[dict[str, str]] = []
        while name in self._own and len(chain) < _DEPTH:
            parent, stated = self._own[name]
            chain.append(stated)
            name = parent if parent != name else ""
        return {key: value for stated in reversed(chain) for key, value in stated.items()}


def _look(stated: dict[str, str]) -> CellLook:
    is_solid = stated.get("Interior.Pattern", "None") == "Solid"
    is_plain = stated.get("Interior.Pattern", "None") == "None"
    ground = PAPER if is_plain else stated.get("Interior.Color", "").lstrip("#") if is_solid else "?"
    return CellLook(
        stated.get("NumberFormat.Format", "General") or "General",
        stated.get("Font.StrikeThrough") == "1",
        is_lost(stated.get("Font.Color", "").lstrip("#"), ground),
    )


def printed_data(data: XmlElement, notes: set[str]) -> str:
    """Text of a cell as it is seen; rich text is written in a few elements of HTML (S, Sup, Sub, Font)."""
    return "".join(_pieces(data, notes))


def _pieces(element: XmlElement, notes: set[str]) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append(_seen(child, "".join(_pieces(child, notes)), notes))
        pieces.append(child.tail or "")
    return pieces


def _seen(element: XmlElement, text: str, notes: set[str]) -> str:
    name = local(element)
    if name == "S":
        notes.add("struck_text")
        return ""
    if name in ("Sup", "Sub"):
        return raised(text)
    if name == "Font" and is_pale(attribute(element, "Color").lstrip("#")):
        return faint(text, notes)
    return text

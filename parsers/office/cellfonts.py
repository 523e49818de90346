"""Fonts and rich text of an XLSX: which text of a cell nobody sees, and which stands above the line (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.office.ooxml import is_on
from parsers.office.packages import Properties, XmlElement, attribute, local, parts
from parsers.office.runlooks import RAISED, is_pale
from parsers.text import HIDDEN, raised

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = re.compile(r"\d")
WHITE_INDEX, WHITE_THEME = frozenset(("1", "9")), "0"
"""White among the indexed colours, and the ground of the page among those of a theme."""


@dataclass(frozen=True, slots=True)
class CellFormat:
    """Number format of a cell; whether its font is crossed out, or as white as the ground the cell stands on."""

    code: str = "General"
    is_struck: bool = False
    is_faint: bool = False


def cell_formats(sheet: XmlElement, built_in: Mapping[int, str]) -> list[CellFormat]:
    """The formats of cells by their number in styles.xml."""
    groups = parts(sheet)
    own = {_number(e, "numFmtId"): attribute(e, "formatCode") for e in groups.get("numFmts", ())}
    fonts = [parts(font) for font in groups.get("fonts", ())]
    struck = {number for number, font in enumerate(fonts) if is_on(font.get("strike"))}
    white = {number for number, font in enumerate(fonts) if _is_white(font)}
    painted = {number for number, fill in enumerate(groups.get("fills", ())) if _is_painted(fill)}
    return [
        CellFormat(
            own.get(_number(e, "numFmtId")) or built_in.get(_number(e, "numFmtId"), "General"),
            _number(e, "fontId") in struck,
            _number(e, "fontId") in white and _number(e, "fillId") not in painted,
        )
        for e in groups.get("cellXfs", ())
    ]


def rich_text(element: XmlElement, notes: set[str]) -> str:
    """Text of a shared or inline string as it is seen: its runs, without readings (`rPh`) printed above them."""
    pieces: list[str] = []
    for child in element:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces.append(_run(child, notes))
    return unescaped("".join(pieces))


def faint(text: str, notes: set[str]) -> str:
    """Text whose digits are as white as their ground: neither printed nor nothing."""
    if not DIGITS.search(text):
        return text
    notes.add("hidden_text")
    return DIGITS.sub(HIDDEN, text)


def unescaped(text: str) -> str:
    """Control characters are written as `_x000D_`."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _run(element: XmlElement, notes: set[str]) -> str:
    own = parts(element)
    font = parts(own.get("rPr"))
    text = own["t"].text or "" if "t" in own else ""
    if is_on(font.get("strike")):
        notes.add("struck_text")
        return ""
    if "vertAlign" in font and attribute(font["vertAlign"], "val") in RAISED:
        text = raised(text)
    return faint(text, notes) if _is_white(font) else text


def _is_white(font: Properties) -> bool:
    if "color" not in font:
        return False
    colour = font["color"]
    if attribute(colour, "theme") == WHITE_THEME:
        return not attribute(colour, "tint").startswith("-")
    return attribute(colour, "indexed") in WHITE_INDEX or is_pale(attribute(colour, "rgb")[-6:])


def _is_painted(fill: XmlElement) -> bool:
    """Whether a fill gives the cell a ground of its own, on which white letters can be read."""
    pattern = parts(fill).get("patternFill")
    return pattern is None or attribute(pattern, "patternType", "none") != "none"


def _number(element: XmlElement, name: str) -> int:
    text = attribute(element, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0

"""Fonts and rich text of an XLSX: which text of a cell nobody sees, and which stands above the line (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.office.ooxml import is_on
from parsers.office.packages import XmlElement, attribute, local, parts
from parsers.office.runlooks import PAPER, RAISED, is_lost, is_pale
from parsers.text import HIDDEN, raised

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = re.compile(r"\d")
WHITE_INDEX, BLACK_INDEX = frozenset(("1", "9", "65")), frozenset(("0", "8", "64"))
WHITE_THEME, BLACK_THEME = "0", "1"
"""White and black among the indexed colours; the ground of the page, and the ink on it, among those of a theme."""
BLACK = "000000"


@dataclass(frozen=True, slots=True)
class CellFormat:
    """Number format of a cell; whether its font is crossed out, or of the colour of the ground it stands on."""

    code: str = "General"
    is_struck: bool = False
    is_faint: bool = False


def cell_formats(sheet: XmlElement, built_in: Mapping[int, str]) -> list[CellFormat]:
    """The formats of cells by their number in styles.xml."""
    groups = parts(sheet)
    own = {_number(e, "numFmtId"): attribute(e, "formatCode") for e in groups.get("numFmts", ())}
    fonts = [parts(font) for font in groups.get("fonts", ())]
    struck = {number for number, font in enumerate(fonts) if is_on(font.get("strike"))}
    inks = {number: _colour(font.get("color"), BLACK) for number, font in enumerate(fonts)}
    grounds = {number: _ground(fill) for number, fill in enumerate(groups.get("fills", ()))}
    return [
        CellFormat(
            own.get(_number(e, "numFmtId")) or built_in.get(_number(e, "numFmtId"), "General"),
            _number(e, "fontId") in struck,
            _is_same(inks.get(_number(e, "fontId"), BLACK), grounds.get(_number(e, "fillId"), PAPER)),
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
    return faint(text, notes) if is_pale(_colour(font.get("color"), BLACK)) else text


def _colour(element: XmlElement | None, default: str) -> str:
    """RRGGBB where a font or fill says so; of an index or a theme the number and tint, unless it is black or white."""
    if element is None:
        return default
    theme, index, tint = (attribute(element, name) for name in ("theme", "indexed", "tint"))
    if index in WHITE_INDEX or (theme == WHITE_THEME and not tint.startswith("-")):
        return PAPER
    if index in BLACK_INDEX or (theme == BLACK_THEME and not tint):
        return BLACK
    return attribute(element, "rgb")[-6:] or f"{theme} {index} {tint}"


def _ground(fill: XmlElement) -> str:
    """The colour of a cell: of paper where nothing fills it, `?` where a pattern or gradient does."""
    pattern = parts(fill).get("patternFill")
    if pattern is None:
        return "?" if len(fill) else PAPER
    kind = attribute(pattern, "patternType", "none")
    return (
        PAPER if kind == "none" else _colour(parts(pattern).get("fgColor"), "?") if kind == "solid" else "?"
    )


def _is_same(ink: str, ground: str) -> bool:
    return ink == ground != "?" or is_lost(ink, ground)


def _number(element: XmlElement, name: str) -> int:
    text = attribute(element, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0

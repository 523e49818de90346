"""How the text of a run in a DOCX is seen: not at all, crossed out, above the line, or too pale and too small to read.

A property is taken from the run itself, else from its character style, else from the style of its paragraph (ECMA-376
part 1, 17.7.2). A toggle that both styles switch on is off (17.7.3).
"""

from __future__ import annotations

from functools import lru_cache

from parsers.office.ooxml import is_on
from parsers.office.packages import Properties, XmlElement, attribute, local, parts

UNSEEN = {"vanish": "hidden_text", "strike": "struck_text", "dstrike": "struck_text"}
"""Properties of text nobody reads, and the note about it."""
TOGGLES = ("vanish", "strike")
RAISED = frozenset(("superscript", "subscript"))
GROUND = frozenset(("shd", "highlight"))
LOOKS = frozenset((*UNSEEN, *GROUND, "vertAlign", "position", "color", "sz"))
LIFT = 4
"""Half points above or below the line from which on text is set apart; less only centres it in its cell."""
SMALLEST = 4
"""Half points: nobody reads letters as small as that."""
PALE = 0xF0
"""Of red, green and blue: a colour as light as that is not seen on white paper."""
PAPER = "FFFFFF"
_ALIKE = 0x10
"""Of red, green and blue: inks that differ by less than that from their ground are not seen on it."""
MARKERS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": PAPER, "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The colours of a text marker (17.18.40), in the order in which a binary file counts them."""


def stated_looks(properties: Properties) -> Properties:
    """What a style says of how its text is seen."""
    return {name: element for name, element in properties.items() if name in LOOKS}


def together(paragraph: Properties, character: Properties, own: Properties) -> Properties:
    """What a run looks like: its own properties over those of its styles."""
    if not paragraph and not character:
        return own
    off = {name for name in TOGGLES if is_on(paragraph.get(name)) and is_on(character.get(name))}
    styled = {name: element for name, element in (paragraph | character).items() if name not in off}
    return styled | own


def why_unseen(properties: Properties) -> str:
    """The note on text that is hidden or crossed out; "" when it is not."""
    return next((note for name, note in UNSEEN.items() if is_on(properties.get(name))), "")


def is_raised(run: XmlElement, properties: Properties) -> bool:
    """Whether a run stands above or below the line of others: a footnote's number."""
    if "vertAlign" in properties and attribute(properties["vertAlign"], "val") in RAISED:
        return True
    own = _position(properties)
    if abs(own) < LIFT:
        return False
    beside = (other for other in run.itersiblings(tag=run.tag))
    before = (other for other in run.itersiblings(tag=run.tag, preceding=True))
    return any(_position(_properties(other)) != own for group in (beside, before) for other in group)


def is_faint(properties: Properties, ground: str) -> bool:
    """Whether nobody can read it: in the colour of what it stands on, or smaller than print can be.

    Ink of no stated colour takes one that is seen.
    """
    if "sz" in properties and attribute(properties["sz"], "val") in _TINY:
        return True
    if "color" not in properties:
        return False
    return is_lost(
        attribute(properties["color"], "val"), _marker(properties) or shading(properties) or ground
    )


def shading(properties: Properties) -> str:
    """The colour (RRGGBB) a run or cell is shaded with; "" where it states none, `?` where a pattern makes it."""
    if "shd" not in properties:
        return ""
    kind, fill = (attribute(properties["shd"], name) for name in ("val", "fill"))
    if kind == "solid":
        fill = attribute(properties["shd"], "color")
    elif kind.startswith(("pct", "diag", "horz", "vert", "thin", "reverse")):
        return "?"
    return "" if fill == "auto" or kind == "nil" else fill


def _marker(properties: Properties) -> str:
    return MARKERS.get(attribute(properties["highlight"], "val"), "") if "highlight" in properties else ""


@lru_cache(maxsize=256)
def is_lost(ink: str, ground: str) -> bool:
    """Whether ink is not seen on its ground (both RRGGBB): it is of the same colour, or both are nearly that of paper.

    >>> is_lost("F8F8F8", PAPER), is_lost("0A0A0A", "000000"), is_lost(PAPER, "1F3864"), is_lost("auto", "000000")
    (True, True, False, False)
    """
    if is_pale(ink) and is_pale(ground):
        return True
    try:
        pairs = zip(bytes.fromhex(ink), bytes.fromhex(ground), strict=True)
        return len(ink) == 6 and all(abs(one - other) < _ALIKE for one, other in pairs)
    except ValueError:
        return False


_TINY = frozenset(str(size) for size in range(1, SMALLEST + 1))


def is_pale(colour: str) -> bool:
    """Whether a colour (RRGGBB) is that of the paper, or nearly.

    >>> is_pale("FFFFFF"), is_pale("F8F8F8"), is_pale("auto"), is_pale("FFFF00")
    (True, True, False, False)
    """
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= PALE
    except ValueError:
        return False


def _properties(run: XmlElement) -> Properties:
    return parts(run[0]) if len(run) and local(run[0]) == "rPr" else {}


def _position(properties: Properties) -> int:
    stated = attribute(properties["position"], "val") if "position" in properties else ""
    return int(stated) if stated.removeprefix("-").isdecimal() else 0

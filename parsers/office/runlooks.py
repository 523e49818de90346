"""How the text of a run in a DOCX is seen: not at all, crossed out, above the line, or too pale and too small to read.

A property is taken from the run itself, else from its character style, else from the style of its paragraph (ECMA-376
part 1, 17.7.2). A toggle that both styles switch on is off (17.7.3).
"""

from __future__ import annotations

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


def is_faint(properties: Properties, is_shaded: bool) -> bool:
    """Whether nobody can read it: as white as the paper with no ground of its own, or smaller than print can be."""
    if "sz" in properties and attribute(properties["sz"], "val") in _TINY:
        return True
    if is_shaded or "color" not in properties or properties.keys() & GROUND:
        return False
    return is_pale(attribute(properties["color"], "val"))


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

"""What a reader of RTF keeps in mind: the state a group restores, the row being defined, the text being built."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from parsers.office.flow import Builder, Passage, Table
from parsers.office.runlooks import SMALLEST
from parsers.text import HIDDEN, raised

DIGITS = re.compile(r"\d")
HEADING = re.compile(r"(heading|标题)\s*[1-9]$", re.I)
TITLE = re.compile(r"(title|标题)$", re.I)


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits and its end restores."""

    target: str = "body"
    """`body`, `skip`, `fonts`, `styles`, `info`, `label` (a list's number), `shape` (what a shape is like), `property` (the
    name of such a thing), or the name of the property of the file the text belongs to."""
    around: str = "body"  # the target outside of a `\\upr` group, whose Unicode half goes there
    page: str = ""  # code page of the font; "" is the document's
    skips: int = 1  # how many characters follow `\\u` for readers that know no Unicode
    raised: bool = False  # set above or below the line
    colour: int = 0  # by its number in the table of colours
    size: int = 24  # in half points
    unseen: frozenset[str] = frozenset()  # why nobody sees the text: hidden, deleted, struck out
    nested: bool = False  # within the definition of a nested table's row
    depth: int = 0  # how many tables the paragraph stands in
    style: int = 0
    outline: int = 9

    def shown(self, text: str, pale: Collection[int]) -> str:
        """Text as people see it: digits above the line are none of the number before them, faint ones are open (`HIDDEN`)."""
        if self.raised:
            text = raised(text)
        is_faint = self.colour in pale or self.size <= SMALLEST
        return DIGITS.sub(HIDDEN, text) if is_faint and self.target == "body" else text


@dataclass(slots=True)
class RowFormat:
    """Definition of the row at hand: edges in twips, and per cell whether it continues the one to its left,
    above."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    marks: list[tuple[bool, bool]] = field(default_factory=list)
    across: bool = False
    down: bool = False


@dataclass(slots=True)
class Page:
    """A body of text: the file's own, or that of a text box within it."""

    builder: Builder = field(default_factory=Builder)
    text: list[str] = field(default_factory=list)
    boxes: list[Passage | Table] = field(default_factory=list)
    group: int = 0  # the depth of groups at which a text box ends


def role_of(style: str, outline: int) -> str:
    """The role of a paragraph, from the name of its style and its level in the outline (9: none)."""
    if TITLE.match(style):
        return "title"
    return "heading" if HEADING.match(style) or outline < 9 else "text"

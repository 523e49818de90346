"""Numbers that lists and headings of OpenDocument print in front of paragraphs (ISO/IEC 26300-1, 5.3 and 16.30)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parsers.office.listnumbers import LEVELS, Counter, Level
from parsers.office.opendocument import Styles
from parsers.office.packages import XmlElement, attribute, local

_STYLES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
    "一": "chineseCounting", "１": "decimalFullWidth", "①": "decimalEnclosedCircle", "⑴": "decimalEnclosedParen",
}  # fmt: skip
"""Number formats by the first of what they write (`一, 二, 三, ...`)."""


class Numbers:
    """The lists a paragraph stands in, from outer to inner, and the counters they share."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counters: dict[str, Counter] = {}
        self._open: list[tuple[str, Counter]] = []
        self._waiting: int | None = None
        self._outline = Counter(_levels(styles.outline)) if styles.outline is not None else Counter({})

    def begin(self, element: XmlElement) -> None:
        """A list begins: it counts anew, unless it goes on from one before, or lies within another."""
        if self._open:
            self._open.append(self._open[-1])
            return
        style = attribute(element, "style-name")
        goes_on = attribute(element, "continue-numbering") == "true" or bool(
            attribute(element, "continue-list")
        )
        counter = self._counters.get(style) if goes_on else None
        self._counters[style] = counter or Counter(_levels(self._styles.lists.get(style)))
        self._open.append((style, self._counters[style]))

    def end(self) -> None:
        """The innermost list ends."""
        self._open.pop()
        self._waiting = None

    def item(self, element: XmlElement) -> None:
        """An item begins; its first paragraph will show its number."""
        self._waiting = len(self._open) - 1
        start = attribute(element, "start-value")
        if start.isdecimal() and len(start) < 7:
            self._open[-1][1].counts[self._waiting] = int(start) - 1

    def label(self, heading: XmlElement | None) -> str:
        """The number printed in front of the next paragraph, counting it; "" when it has none."""
        depth, self._waiting = self._waiting, None
        if depth is not None:
            return self._open[-1][1].label(min(depth, LEVELS)) if self._open else ""
        if heading is None or self._open or attribute(heading, "is-list-header") == "true":
            return ""
        level = attribute(heading, "outline-level", "1")
        return self._outline.label(int(level) - 1) if level.isdecimal() and len(level) == 1 else ""


def _levels(style: XmlElement | None) -> Mapping[int, Level]:
    levels = {}
    for element in () if style is None else style:
        depth = attribute(element, "level")
        if depth.isdecimal() and 0 < len(depth) < 3:
            levels[int(depth) - 1] = _level(element, int(depth))
    return levels


def _level(element: XmlElement, depth: int) -> Level:
    if local(element).startswith("list-level-style-") and not local(element).endswith("-number"):
        return Level(1, "bullet")
    start = attribute(element, "start-value", "1")
    style = attribute(element, "num-format")
    shown = attribute(element, "display-levels", "1")
    first = max(1, depth + 1 - (int(shown) if shown.isdecimal() and len(shown) < 3 else 1))
    own = ".".join(f"%{number}" for number in range(first, depth + 1))
    stated = re.sub(r"%(\d)%", r"%\1", attribute(element, "num-list-format"))
    text = stated or attribute(element, "num-prefix") + own + attribute(element, "num-suffix")
    return Level(
        int(start) if start.isdecimal() and len(start) < 7 else 1,
        _STYLES.get(style.partition(",")[0].strip(), "decimal"),
        text,
    )

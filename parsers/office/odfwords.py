"""Text of paragraphs in OpenDocument: what is printed, and the boxes anchored in it (ISO/IEC 26300-1, chapters 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers import limits
from parsers.document import Link
from parsers.office.opendocument import PLAIN, Look, Styles
from parsers.office.packages import XmlElement, attribute, local
from parsers.text import HIDDEN, raised

_UNSEEN = frozenset((
    "note", "annotation", "annotation-end", "ruby-text", "tracked-changes", "forms", "title", "desc", "toc-mark",
    "alphabetical-index-mark", "bookmark", "event-listeners", "index-title-template",
))  # fmt: skip
"""Elements within a paragraph whose text is none of it."""
_CONDITIONAL = frozenset(("hidden-text", "hidden-paragraph"))
_CHANGES = frozenset(("change", "change-start", "change-end"))
"""Where a change begins and ends. Deleted text stands apart in the list of changes, or in its place between the two."""
_BREAKS = {"tab": "\t", "line-break": "\n"}
_SPACE = re.compile(r"[ \t\r\n]+")
_DIGITS = re.compile(r"\d")
_SHAPES = frozenset(("text-box", "custom-shape", "rect", "ellipse", "caption", "line", "polygon", "path"))
BLOCKS = frozenset(("p", "h", "list", "table", "section"))


@dataclass(slots=True)
class Words:
    """Reads paragraphs; notes, links and text boxes collect on the way."""

    styles: Styles
    notes: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    boxes: list[XmlElement] = field(default_factory=list)
    _deletions: set[str] = field(default_factory=set)
    _open: set[str] = field(default_factory=set)

    def changes(self, tracked: XmlElement) -> None:
        """Remember which changes are deletions."""
        for region in tracked:
            if any(local(kind) == "deletion" for kind in region):
                self._deletions.add(attribute(region, "id"))
        self.notes.add("tracked_changes")

    def text(self, paragraph: XmlElement, around: Look = PLAIN) -> str:
        """Text of a paragraph as it is printed; `around` is how its cell has text seen."""
        look = self.styles.look("paragraph", attribute(paragraph, "style-name")).over(around)
        pieces = list(self._pieces(paragraph, look))
        if any(not is_lifted and text.strip() for text, is_lifted in pieces):
            pieces = [(raised(text) if is_lifted else text, False) for text, is_lifted in pieces]
        return "".join(text for text, _ in pieces)

    def _pieces(self, element: XmlElement, look: Look) -> Iterator[tuple[str, bool]]:
        """Text in order, and whether it is lifted off its line."""
        if element.text:
            yield self._seen(element.text, look)
        for child in element:
            name = local(child)
            if name == "s":
                yield " " * _spaces(child), False
            elif name in _BREAKS:
                yield _BREAKS[name], False
            elif name == "span":
                yield from self._pieces(
                    child, self.styles.look("text", attribute(child, "style-name")).over(look)
                )
            elif name in _CHANGES:
                self._change(name, attribute(child, "change-id"))
            elif name in _CONDITIONAL and attribute(child, "is-hidden") == "true":
                self.notes.add("hidden_text")
            elif name == "image":
                if target := attribute(child, "href"):
                    self.links.append(Link(target, "", "image"))
            elif name in _SHAPES:
                self.boxes.append(child)
            elif name and name not in _UNSEEN:
                yield from self._pieces(child, look)
            if child.tail:
                yield self._seen(child.tail, look)

    def _change(self, name: str, change: str) -> None:
        self.notes.add("tracked_changes")
        if name == "change-end":
            self._open.discard(change)
        elif name == "change-start" and change in self._deletions:
            self._open.add(change)

    def _seen(self, text: str, look: Look) -> tuple[str, bool]:
        if self._open:
            return "", False
        text = _SPACE.sub(" ", text)
        if look.is_hidden or look.is_struck:
            if text.strip():
                self.notes.add("hidden_text" if look.is_hidden else "struck_text")
            return "", False
        if look.is_raised:
            return raised(text), False
        if look.is_faint and _DIGITS.search(text):
            self.notes.add("hidden_text")
            return _DIGITS.sub(HIDDEN, text), False
        return text, bool(look.is_lifted)


def _spaces(element: XmlElement) -> int:
    count = attribute(element, "c", "1")
    return min(int(count), limits.SPAN) if count.isdecimal() and len(count) < 9 else 1

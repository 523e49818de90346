"""What a repost prints, for text that was read in its simplified form: the text that is stored is the text as found.

Matching is done on simplified characters and the mainland's words. Conversion may change lengths (部落格 is 博客, a phonetic
note is dropped), so every character of the converted text remembers where its own begins in the original.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.document import Document, Paragraph
from parsers.report import Fact, Report, Section
from parsers.words.scripts import turned

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """The converted text of a document without white space, and for each of its characters what the original prints."""

    text: str
    prints: tuple[str, ...]

    def printed(self, text: str, after: int = 0) -> tuple[list[str], int]:
        """What stands in the original for each character of a text, and where it ends; as it is where it is not found."""
        squashed = _SPACE.sub("", text)
        at = self.text.find(squashed, after)
        if at < 0:
            at = self.text.find(squashed)
        if at < 0 or not squashed:
            return list(text), after
        prints = iter(self.prints[at : at + len(squashed)])
        return [sign if sign.isspace() else next(prints) for sign in text], at + len(squashed)

    def whole(self, text: str) -> str:
        return "".join(self.printed(text)[0])


def source_of(document: Document) -> Source:
    """The source of a document as found."""
    text: list[str] = []
    prints: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        converted, places = turned(block.text)
        bounds = pairwise((*places, len(block.text)))
        for sign, (start, end) in zip(converted, bounds, strict=True):
            if not sign.isspace():
                text.append(sign)
                prints.append(_SPACE.sub("", block.text[start:end]))
    return Source("".join(text), tuple(prints))


def as_printed(report: Report, source: Source) -> Report:
    """A report read from converted text with its title, headings, sections, quotes and problems as the original prints them."""
    sections, quoted = [], []
    for section in report.sections:
        stored, offsets = _section(section, source)
        sections.append(stored)
        quoted += _facts(
            [fact for fact in report.facts if fact.section == section.id], section, stored, offsets, source
        )
    outline = tuple(replace(heading, text=source.whole(heading.text)) for heading in report.outline)
    return replace(
        report,
        title=source.whole(report.title),
        outline=outline,
        sections=tuple(sections),
        facts=tuple(quoted),
        problems=tuple(map(source.whole, report.problems)),
        improvements=tuple(map(source.whole, report.improvements)),
    )


def _section(section: Section, source: Source) -> tuple[Section, Sequence[int]]:
    """The section as printed, and the new offset of each old one."""
    pieces: list[str] = []
    after = 0
    for line in section.text.splitlines(keepends=True):
        prints, after = source.printed(line, after)
        pieces += prints
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    lines = tuple((offsets[at], place) for at, place in section.lines)
    heading = source.whole(section.heading)
    return replace(section, heading=heading, text="".join(pieces), lines=lines), offsets


def _facts(
    facts: Sequence[Fact], section: Section, stored: Section, offsets: Sequence[int], source: Source
) -> list[Fact]:
    """The facts of a section with the words the original has for their quotes."""
    printed: list[Fact] = []
    after = 0
    for fact in facts:
        at = section.text.find(fact.quote, after)
        at = at if at >= 0 else section.text.find(fact.quote)
        after = max(at, 0)
        quote = stored.text[offsets[at] : offsets[at + len(fact.quote)]]
        heading = "/".join(source.whole(part) for part in fact.heading.split("/"))
        printed.append(replace(fact, quote=quote, part_of=source.whole(fact.part_of), heading=heading))
    return printed

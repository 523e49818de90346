"""The outline of a report as it stands, and the six statutory sections found in it.

Headings lie: numbering restarts inside section 一, statutory titles stand over prose, levels lack members, and rows of the
tables look like headings. So the sections are the chain of headings that agrees best with wording, number, order and the
tables below them; everything else is a heading inside one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Document, Place
from parsers.report import Heading, Section
from parsers.words.endings import without_end
from parsers.words.narrative import KINDS, MARKER, Joined, read_narrative
from parsers.words.sectiontitles import classify, in_words_of_the_form, section_titles
from parsers.words.tablelines import section_of_table

TITLE_LENGTH = 42
"""A heading on a line of its own is not longer than this."""

_SENTENCE = re.compile(r"[。；！？]")
_RUN_IN = re.compile(r"(?P<title>[^。；：:！？]{2,42}?)(?:[。：:；！？]|\s{2,}|\t)")
_SPACE = re.compile(r"\s+")
_CHINESE_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading before it is known where it belongs: paragraph index, kind of number, title, and the text run in after it."""

    index: int
    kind: str
    number: str
    title: str
    body: str
    place: Place
    body_at: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings, sections, what stands before the first section, and the lines under the last one that sign the report."""

    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    preamble: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


def read_outline(document: Document) -> tuple[Heading, ...]:
    """All headings in order, each with the statutory section it falls in (empty before the first)."""
    return outline_of(read_narrative(document)).headings


def read_sections(document: Document) -> tuple[Section, ...]:
    """One entry per statutory section found, in the order of the report; tables are left out of the text."""
    return outline_of(read_narrative(document)).sections


def outline_of(paragraphs: Sequence[Joined]) -> Outline:
    """The outline of paragraphs that were already read; see `parsers.words.narrative`."""
    paragraphs, signature = without_end(paragraphs)
    marks = [mark for index, line in enumerate(paragraphs) if (mark := _mark(index, line)) is not None]
    chosen = _choose(marks, paragraphs)
    sections = _sections(paragraphs, marks, chosen)
    first = min(chosen, default=len(paragraphs))
    preamble = tuple(line.text for line in paragraphs[:first] if line.text)
    return Outline(_headings(marks, chosen), sections, preamble, signature)


def _mark(index: int, line: Joined) -> Mark | None:
    """The heading a paragraph is or begins with."""
    if not line.text or line.table:
        return None
    match = MARKER.match(line.text)
    if match is None or not match["rest"]:
        return _unnumbered(index, line)
    rest = match["rest"].strip()
    kind = next(kind for kind in KINDS if match[kind])
    number = _SPACE.sub("", match["number"])
    title, body = _cut(rest)
    at = line.text.rfind(body) if body else 0
    return Mark(index, kind, number, title, body, line.place, at)


def _cut(rest: str) -> tuple[str, str]:
    """Title and the text run in after it."""
    if len(rest) <= TITLE_LENGTH and not _SENTENCE.search(rest[:-1]) and "：" not in rest[:-1]:
        title = rest.rstrip("。：:；")
        head, _, tail = title.partition(" ")
        if tail and classify(head) and len(tail) > 8:
            return head, tail
        return title, ""
    match = _RUN_IN.match(rest)
    if match is not None:
        return match["title"].strip(), rest[match.end() :].strip()
    head = re.split(r"[，,\s]", rest, maxsplit=1)[0]
    return head[:TITLE_LENGTH], rest


def _unnumbered(index: int, line: Joined) -> Mark | None:
    """A heading without a number: marked up as one, or the statutory title word for word."""
    text = line.text.lstrip("、.．").rstrip("。：: ")
    if len(text) > TITLE_LENGTH:
        return None
    if line.role == "heading" or in_words_of_the_form("".join(text.split())):
        return Mark(index, "", "", text, "", line.place)
    return None


def _choose(marks: Sequence[Mark], paragraphs: Sequence[Joined]) -> dict[int, int]:
    """Paragraph index -> section position, for the headings that open the statutory sections."""
    kind = _section_kind(marks)
    candidates: list[tuple[int, int, int]] = []  # paragraph index, section, score
    outer = [mark for mark in marks if mark.kind in {kind, ""}]
    for number, mark in enumerate(outer):
        known = classify(mark.title)
        if known is None:
            continue
        section, score = known
        end = outer[number + 1].index if number + 1 < len(outer) else len(paragraphs)
        tables = {section_of_table(line.table) for line in paragraphs[mark.index : end] if line.table}
        score += 4 * (section_titles()[section].id in tables)
        score += _ordinal(mark.number) == section
        candidates.append((mark.index, section, score))
    chosen = _best_chain(candidates)
    missing = set(range(len(section_titles()))) - set(chosen.values())
    for index, section, _ in candidates:  # sections in another order than the form's
        if section in missing:
            chosen[index] = section
            missing.discard(section)
    return dict(sorted(chosen.items()))


def _section_kind(marks: Sequence[Mark]) -> str:
    """The kind of number the sections carry: the one with most statutory titles, the outer one of two."""
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for mark in marks:
        if mark.kind and (known := classify(mark.title)) is not None:
            found[mark.kind].add(known[0])
    preferred = sorted(KINDS, key=lambda kind: (-len(found[kind]), KINDS.index(kind)))
    if len(found["chinese"]) >= 3:  # the form numbers its sections 一、 二、 三、
        return "chinese"
    return preferred[0]


def _ordinal(number: str) -> int:
    digits = next((sign for sign in number if sign in _CHINESE_ORDER or sign.isdigit()), "")
    return int(digits) - 1 if digits.isdigit() else _CHINESE_ORDER.find(digits) if digits else -1


def _best_chain(candidates: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """The chain of headings in statutory order with the highest score.

    Of equal ones the first 总体情况 and the last of any other: what restarts, restarts inside section 一.
    """
    best: list[tuple[int, dict[int, int]]] = [(0, {})] * (
        len(section_titles()) + 1
    )  # by sections allowed so far
    for index, section, score in candidates:
        total = best[section][0] + score
        needed = total - (section == 0)
        chain = best[section][1] | {index: section}
        for later in range(section + 1, len(best)):
            if needed >= best[later][0]:
                best[later] = (total, chain)
    return best[-1][1]


def _headings(marks: Sequence[Mark], chosen: dict[int, int]) -> tuple[Heading, ...]:
    """Levels as the numbers nest: a section is 1, whatever opens below it one more."""
    headings = []
    section, stack = "", [""]
    for mark in marks:
        if mark.index in chosen:
            section, stack = section_titles()[chosen[mark.index]].id, [mark.kind]
        elif mark.kind in stack:
            del stack[stack.index(mark.kind) + 1 :]
        else:
            stack = [kind for kind in stack if not _inside(kind, mark.kind)] + [mark.kind]
        headings.append(Heading(mark.number, mark.title, len(stack), section, mark.place))
    return tuple(headings)


def _inside(kind: str, outer: str) -> bool:
    """Whether one kind of number stands below another."""
    return bool(kind) and bool(outer) and KINDS.index(kind) > KINDS.index(outer)


def _sections(
    paragraphs: Sequence[Joined], marks: Sequence[Mark], chosen: dict[int, int]
) -> tuple[Section, ...]:
    heads = {mark.index: mark for mark in marks if mark.index in chosen}
    bounds = [*chosen, len(paragraphs)]
    sections = []
    for start, end in pairwise(bounds):
        mark = heads[start]
        own = [_run_in(paragraphs[start], mark)] if mark.body else []
        body = own + [line for line in paragraphs[start + 1 : end] if line.text]
        text, lines = _merge(body)
        section = section_titles()[chosen[start]].id
        sections.append(Section(section, f"{mark.number}{mark.title}", text, mark.place, lines))
    return tuple(sections)


def _run_in(line: Joined, mark: Mark) -> Joined:
    starts = tuple((max(0, at - mark.body_at), place) for at, place in line.starts)
    inside = [start for start in starts if start[0] > 0]
    first = [start for start in starts if start[0] == 0][-1:]
    return line._replace(text=mark.body, starts=tuple(first + inside))


def _merge(paragraphs: Sequence[Joined]) -> tuple[str, tuple[tuple[int, Place], ...]]:
    """Paragraphs as one text, a line each, with the offsets where the source's own lines begin."""
    lines: list[tuple[int, Place]] = []
    length = 0
    for paragraph in paragraphs:
        lines += [(length + at, place) for at, place in paragraph.starts]
        length += len(paragraph.text) + 1
    return "\n".join(paragraph.text for paragraph in paragraphs), tuple(lines)

"""Running heads and feet: lines that stand at the same place of every page, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.pages import glyphs
from parsers.pages.glyphs import Line

MARGIN = 0.12
"""Running lines stand in the top or bottom eighth of a page."""
EXTREMES = 2
"""How many lines from the top, and from the bottom, may be running ones."""
PLACE = 6.0
"""Points by which the place of a running line differs from page to page."""

_PAGE_NUMBER = re.compile(
    r"(?:第\s*)?[0-9０-９]{1,3}(?:\s*页)?(?:\s*[/,，／]\s*(?:共\s*)?\d{1,3}(?:\s*页)?|\s*共\s*\d{1,3}\s*页)?"
)
_DECORATED = re.compile(r"[-—–~·•]+\s*[0-9０-９]{1,3}\s*[-—–~·•]+")
ALONE = 1.0
"""Times its height of white space to the next line that a page number without dashes keeps; a wrapped number does not."""
_DIGITS = re.compile(r"[0-9０-９]+")
_FIGURES = re.compile(r"[0-9０-９件条宗起个份项次人元万,，.．/／+＋%\-—–－\s]+")

Key = tuple[str, bool, int]
"""What a running line says, its numbers masked, whether it is a head, and where (points from its edge, in steps of `PLACE`)."""


def without_running(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """The lines of each page (its height, its lines from top to bottom) without running heads, feet and page numbers."""
    candidates = [list(_candidates(page, height, lines)) for page, (height, lines) in enumerate(pages)]
    seen = Counter(key for page in candidates for key in {key for _, keys in page for key in keys})
    enough = max(2, len(pages) - 1 if len(pages) > 2 else len(pages))  # the first page often has none
    kept = []
    for number, ((_, lines), page) in enumerate(zip(pages, candidates, strict=True), 1):
        dropped = {
            index
            for index, keys in page
            if any(seen[key] >= enough for key in keys) or _page_number(lines, index, number)
        }
        kept.append([line for index, line in enumerate(lines) if index not in dropped])
    return kept


def _candidates(page: int, height: float, lines: Sequence[Line]) -> Iterator[tuple[int, tuple[Key, Key]]]:
    """Lines near the edges, with two keys each, as a place may fall on either side of a step."""
    for index in sorted({*range(len(lines))[:EXTREMES], *range(len(lines))[-EXTREMES:]}):
        line = lines[index]
        middle = (line[0][1] + line[0][3]) / 2
        edge = min(middle, height - middle)
        if edge < height * MARGIN:
            said, step, head = _masked(page, line), int(edge // PLACE), edge == middle
            yield index, ((said, head, step), (said, head, step + 1))


def _masked(page: int, line: Line) -> str:
    """What a line says on every page. Numbers alone may be figures of a table: they run only where they count the pages
    from one place, so that count and place are what they say."""
    said = glyphs.text(line)
    if not _FIGURES.fullmatch(said):
        return _DIGITS.sub("#", said)
    first = _DIGITS.search(said)
    counted = f"#{int(first[0]) - page}{said[first.end() :]}" if first is not None else f"page {page}"
    return f"{counted}@{int((line[0][0] + line[-1][2]) // (4 * PLACE))}"


def _page_number(lines: Sequence[Line], index: int, number: int) -> bool:
    """Whether a line is a page number: between dashes, or the first or last of the page and well apart from the others. Digits
    at the head that say another page may be the rest of a number in the table before."""
    said = glyphs.text(lines[index])
    if _DECORATED.fullmatch(said):
        return True
    if not _PAGE_NUMBER.fullmatch(said) or index not in {0, len(lines) - 1}:
        return False
    if len(lines) == 1:
        return True
    if index == 0 and said.isdecimal() and int(said) not in {number, number - 1}:
        return False
    line, other = lines[index][0], lines[1 if index == 0 else index - 1][0]
    gap = max(line[1] - other[3], other[1] - line[3])
    return gap > ALONE * (line[3] - line[1])

"""Tables that a report shows of another year than its own, for comparison, under a caption that says so.

“2022年情况对比如下：” over the tables in a report of 2023 makes them tables of 2022. Where the report's own tables are
pictures nothing else in the document contradicts them, so the caption has to be believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.document import Block, Document, Grid
from parsers.report import Finding
from parsers.words.numerals import half_width
from parsers.words.sectiontitles import classify

CAPTION = 40
"""Characters of a caption at most."""
_YEAR = re.compile(r"(?<![\d(\[])20\d\d(?=\s*年)")
_CAPTION_ENDS = re.compile(r"(?:如下|下表|表|情况|数据|对比|对照|报告|年|年度|见下|附后)\s*[:)]?$")
_OWN_COUNT = re.compile(r"结转|转结|[较比](?:上|去|20)|\d\s*[件条项次个万份篇]")
"""What names another year in a line about the report's own."""
_NUMBER = re.compile(r"\s*(?:第?[一二三四五六七八九十]+[、.章]|\([一二三四五六]\))\s*")


@dataclass(frozen=True, slots=True)
class _At:
    """How far the reading has come: the last statutory section, and the year of the caption that holds, if one does."""

    section: int = -1
    other: int | None = None

    def behind(self, line: str, year: int) -> _At:
        """The same behind one more line that is short enough for a caption."""
        years = {int(named) for named in _YEAR.findall(line)}
        number = _NUMBER.match(line)
        known = classify(line[number.end() :]) if number is not None else None
        section = max(self.section, known[0]) if known is not None else self.section
        if year in years or section > self.section:
            return _At(section)
        if years and _CAPTION_ENDS.search(line) and not _OWN_COUNT.search(line):
            return _At(section, max(years))
        return _At(section, self.other)


def parted(document: Document, year: int | None) -> tuple[Document, Document]:
    """The document as far as its tables are of `year`, and the rest; all of it is its own when the year is not known.

    A caption of another year holds up to a line that names the report's own, or to the heading of a statutory section behind
    those before the caption. The headings of a second, older report begin again and do not end it.
    """
    at = _At()
    own: list[Block] = []
    rest: list[Block] = []
    for block in document.blocks if year is not None else ():
        if year is not None and not isinstance(block, Grid):
            for line in block.text.splitlines():
                last = (line.rpartition("。")[2] or line).strip()
                at = at.behind(half_width(last), year) if len(last) <= CAPTION else at
        (own if at.other is None else rest).append(block)
    if not rest:
        return document, replace(document, blocks=())
    return replace(document, blocks=tuple(own)), replace(document, blocks=tuple(rest))


def left_out(count: int) -> Finding:
    """What is to be said when tables were left out as those of another year."""
    return Finding(
        "tables_of_other_year", "source", "warning", "not_evaluable",
        f"标题注明为其他年份的 {count} 个表格未作为本年数据读取 / "
        f"{count} tables under a caption of another year were not read as those of this one",
    )  # fmt: skip

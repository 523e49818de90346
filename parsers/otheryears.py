"""Tables that a report shows of another year than its own, for comparison, under a caption that says so.

“2022年情况对比如下：” over the tables in a report of 2023 makes them tables of 2022. Where the report's own tables are
pictures nothing else in the document contradicts them, so the caption has to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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


@dataclass(slots=True)
class _Reader:
    """Reads on from block to block: `other` is the year of the caption that holds, `section` the last statutory one."""

    year: int
    other: int | None = None
    section: int = -1

    def holds(self, block: Block) -> bool:
        """Whether a block belongs to the report's own year."""
        if not isinstance(block, Grid):
            for line in block.text.splitlines():
                self._line(half_width(line.rpartition("。")[2] or line).strip())
        return self.other is None

    def _line(self, line: str) -> None:
        if len(line) > CAPTION:
            return
        years = {int(year) for year in _YEAR.findall(line)}
        number = _NUMBER.match(line)
        known = classify(line[number.end() :]) if number is not None else None
        if self.year in years or (known is not None and known[0] > self.section):
            self.other = None
        elif years and _CAPTION_ENDS.search(line) and not _OWN_COUNT.search(line):
            self.other = max(years)
        if known is not None:
            self.section = max(self.section, known[0])


def without_other_years(document: Document, year: int | None) -> Document:
    """The document as far as its tables are of `year`; all of it when the year is not known.

    A caption of another year holds up to a line that names the report's own, or to the heading of a statutory section behind
    those before the caption. The headings of a second, older report begin again and do not end it.
    """
    if year is None:
        return document
    reader = _Reader(year)
    own = tuple(block for block in document.blocks if reader.holds(block))
    return document if len(own) == len(document.blocks) else replace(document, blocks=own)


def other_years(document: Document, own: Document) -> Iterator[Finding]:
    """What is to be said when tables were left out as those of another year."""
    count = len(list(document.grids())) - len(list(own.grids()))
    if count:
        yield Finding(
            "tables_of_other_year", "source", "warning", "not_evaluable",
            f"标题注明为其他年份的 {count} 个表格未作为本年数据读取 / "
            f"{count} tables under a caption of another year were not read as those of this one",
        )  # fmt: skip

"""Tables that a report shows of another year or body than its own, for comparison, under a caption that says so.

“2022年情况对比如下：” over the tables in a report of 2023 makes them tables of 2022. Where the report's own tables are
pictures nothing else in the document contradicts them, so the caption has to be believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.document import Block, Document, Grid
from parsers.numerals import half_width
from parsers.report import Finding
from parsers.tables.captions import (
    CAPTION,
    TITLE,
    begins_table,
    is_caption,
    is_headed_by_another,
    is_of_others,
    is_of_part,
    is_own,
    own_lines,
    single_lines,
    without_other_columns,
    without_other_years,
    years_of,
)
from parsers.tables.gridrows import read_rows
from parsers.tables.labels import match_rows
from parsers.words.sectiontitles import classify

_NEAR = 2
"""Short lines between a caption without a year and its table at most."""
_VALUES = re.compile(r"[\s\d|/—-]+$")
"""What stands behind the label of a row that is written in a line of text."""
_FIRST = re.compile(r"\s*第?一[、.章部]")
_NO_MORE = 99
"""Headings that begin with 一 again are those of the other report, or of its list; none of them ends the caption."""
_REPORT = re.compile("报告|年报")
_PAGE = re.compile(r"\s*(?:第\s*\d+\s*页.*|-?\s*\d+\s*-?)?$")
_NUMBER = re.compile(r"\s*(?:第?[一二三四五六七八九十]+[、.章]|\([一二三四五六]\))\s*")


@dataclass(frozen=True, slots=True)
class _At:
    """How far the reading has come: the last statutory section, and whether a caption of others holds.

    One that names no year waits for its table: `lines` counts those behind it, and is None once it has one. A table that is
    no statutory one (各部门执法情况) is all that it captions.
    """

    section: int = -1
    is_other: bool = False
    lines: int | None = None
    is_tab: bool = False
    """Whether the sheet is one of others by its tab, which its headings do not end."""
    is_numbered: bool = False
    """Whether a section was numbered 一、: then (二)依申请公开 is a heading within one, and no section."""

    def behind(self, line: str, year: int | None) -> _At:
        """The same behind one more line; only one that is short enough can be a caption."""
        if self.lines is not None and begins_table(line):
            return self.at_table()
        if len(line) > CAPTION:
            return self if self.lines is None else self.at(self.section)
        number = _NUMBER.match(line)
        is_within = number is not None and self.is_numbered and "(" in number[0]
        known = classify(line[number.end() :]) if number is not None and not is_within else None
        is_heading = known is not None and not match_rows(_VALUES.sub("", line))
        section = max(self.section, known[0]) if known is not None and is_heading else self.section
        is_numbered = self.is_numbered or (is_heading and number is not None and "(" not in number[0])
        years = years_of(line) if year is not None else set()
        if is_of_part(line):
            return replace(self, is_other=True, lines=0)
        if year in years or is_own(line):
            section = section if section < _NO_MORE else -1
            return _At(section, is_numbered=is_numbered)
        if self.is_other and self.section >= 0 and is_heading and _FIRST.match(line):
            return replace(self.at_table(), section=_NO_MORE)
        if section > self.section:
            return replace(self.at(section), is_numbered=is_numbered)
        if years and is_caption(line):
            return replace(self, is_other=True, lines=None)
        if is_of_others(line):
            return replace(self, is_other=True, lines=0)
        if self.lines is None or not line:
            return self
        return replace(self, lines=self.lines + 1) if self.lines < _NEAR else self.at(section)

    def at_table(self) -> _At:
        """The same with a table that the caption is of."""
        return self if self.lines is None else replace(self, lines=None)

    def at(self, section: int) -> _At:
        """The same where no caption holds any more."""
        return replace(self, section=section, is_other=self.is_tab, lines=None)


def parted(document: Document, year: int | None) -> tuple[Document, Document]:
    """The document as far as its tables are of `year`, and the rest; where that is not known, captions with years say nothing.

    A caption of another year holds up to a line that names the report's own, or to the heading of a statutory section behind
    those before the caption. The headings of a second, older report begin again and do not end it.
    """
    at = _At()
    own: list[Block] = []
    rest: list[Block] = []
    titles: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Grid):
            kept, left = _rows_parted(block, at, year)
            own += kept
            rest += left
            waited = not kept and at.lines is not None
            at = at.at(at.section) if waited and not read_rows(_only(block)).found else at.at_table()
            continue
        if block.role == "tab":
            begun = _At().behind(half_width(block.text), year)
            at = _At(-1, begun.is_other, None, begun.is_other)
        else:
            for line in own_lines(block.text):
                at = at if _is_running(line, titles) else at.behind(line, year)
        (rest if at.is_other and at.lines is None else own).append(block)
    if not rest and all(one is other for one, other in zip(own, document.blocks, strict=True)):
        return document, replace(document, blocks=())
    return replace(document, blocks=tuple(own)), replace(document, blocks=tuple(rest))


def _is_running(line: str, titles: set[str]) -> bool:
    """Whether a line is the title of the report again, at the head of one more page."""
    if len(line) > TITLE or not _REPORT.search(line):
        return False
    title = _PAGE.sub("", line)
    is_again = title in titles
    titles.add(title)
    return is_again


def _rows_parted(grid: Grid, at: _At, year: int | None) -> tuple[tuple[Grid, ...], tuple[Grid, ...]]:
    """The rows of a table that are the report's own, and the others: captions may be typed into a table of everything."""
    if is_headed_by_another(grid, year):
        return (), (grid,)
    singles = single_lines(grid)
    others = set()
    for row in range(grid.height if singles else 0):
        at = at.behind(singles[row], year) if row in singles else at.at_table()
        if at.is_other:
            others.add(row)
    if not (others if singles else at.is_other):
        return (without_other_columns(without_other_years(grid, year), year),), ()
    parts = [
        replace(grid, cells=cells)
        for is_other in (False, True)
        if (cells := tuple(cell for cell in grid.cells if (cell.row in others) == is_other))
    ]
    return (tuple(parts[:1]), tuple(parts[1:])) if singles and len(parts) > 1 else ((), (grid,))


def _only(grid: Grid) -> Document:
    return Document("", (grid,))


def left_out(count: int) -> Finding:
    """What is to be said when tables were left out as those of another year."""
    return Finding(
        "tables_of_other_year", "source", "warning", "not_evaluable",
        f"标题注明为其他年份（或时段、单位、样例）的 {count} 个表格未作为本年数据读取 / "
        f"{count} tables under a caption of another year (period, body, example) were not read as those of this one",
    )  # fmt: skip

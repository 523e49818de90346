"""What a caption says of the tables below it: the year they are of, or that they are not the report's own figures.

“上年同期数据：”, “第四季度”, “历年累计”, “更正前：”, “填表示例”, “下属单位统计表” name no year and are of another time, another
body, or of nobody. Such a line is short, says nothing else, and stands right above its table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.document import Cell, Document, Grid
from parsers.numerals import half_width
from parsers.tables.rows import Row
from parsers.text import value_like

CAPTION = 40
"""Characters of a caption at most."""
TITLE = 60
"""Characters of the title of a report at most."""
_AMOUNT = ("fees", "amount_10k_yuan")
LEADING = 3
"""Rows of a table that may hold its header."""
YEAR = re.compile(r"(?<![\d(\[])20\d\d(?=\s*年)")
_ENDS = r"(?:如下|下表|表|情况|数据|对比|对照|报告|年|年度|见下|附后|同期|累计|统计|汇总)"
_CAPTION_ENDS = re.compile(rf"{_ENDS}\s*[:)]?$")
_OWN_COUNT = re.compile(r"结转|转结|[较比](?:上|去|20)|\d\s*[件条项次个万份篇]")
"""What names another year in a line about the report's own."""
_FRONT = (
    r"[(\[【]?(?:附[表件录]?[一二三四\d]*[:、.]?|表[一二三四\d]+[:、.]?|[(]?[一二三四五六\d]{1,2}[)、.])?[(]?"
)
_PAST = r"(?:[上去前往]一?年度?(?:的?同期)?|历年来?|历史|建[局国]以来)"
_PERIOD = r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月?(?:份)?(?:[-—~至到]\d{1,2})?月份?|上[月期])"
_PART = (
    r"(?:第?[一二三四1-4]季度|[上下]半年|(?<![-—~至到\d])(?!0?1月?份?[-—~至到]12)\d{1,2}月?份?[-—~至到]\d{1,2}月(?!\d*日)份?"
    r"|(?<![-—~至到\d])\d{1,2}月(?:份|(?=[^-—~至到\d日底末初)\]】])))"
)
_OF_PART = re.compile(_PART)
_PART_LAST = re.compile(rf"[(\[【]?(?:20\d\d年?度?)?{_PART}[)\]】]?:?$")
_SAMPLE = r"(?:(?:填[表写报])?(?:示例|样例|范例|样表|示范|举例)|(?:更正|修改|修正|勘误|调整)之?前|原(?:表|数据|统计))"
_OTHERS = (
    r"(?:所属|下属|直属|其[他它])各?(?:事业|二级|基层)*(?:单位|机构|部门)"
    r"|各(?:乡镇|镇街?|街道|部门|县市?区|区县|市县|科室)"
)
_NOT_OWN = re.compile(
    rf"{_FRONT}(?:{_PAST}|{_PERIOD}|{_SAMPLE}|{_OTHERS})(?:[^,。;、及和与含]{{0,24}}?{_ENDS})?[:)\]】]*"
)
_OWN = re.compile(
    rf"{_FRONT}(?:[本今当全]年度?|1月?份?\D{{1,2}}12月份?|(?:更正|修改|修正|勘误|调整)之?后|本(?:级|机关|单位|局))"
    rf"(?:[^,。;]{{0,24}}?{_ENDS})?[:)\]】]*"
)
_OF_ITSELF = re.compile(r"问题|整改|改进|以来工作|[较比]|\d\s*[件条项次个份篇]|结转")
_YEAR_ALONE = re.compile(r"\(?(20\d\d)年?度?\)?|[上去]一?年度?")
_HEAD_OF_PAST = re.compile(r"\(?(?:[上去]一?年|历年)(?!.*(?:结转|项目数))")
_HEAD_YEAR = re.compile(r"\(?(20\d\d)(?:年|度)")
_OF_NUMBERS = r"(?:累计|合计|实际|统计)?(?:数据?|数量|数值|情况)?\)?"
_COLUMN_OF_OWN = re.compile(rf"\(?(?:[本今当]年度?|全年){_OF_NUMBERS}")
_COLUMN_OF_OTHERS = re.compile(
    rf"\(?(?:[上去前往]一?年度?(?:同期)?|历年|本期|第?[一二三四1-4]季度|[上下]半年){_OF_NUMBERS}"
)
_COLUMN_OF_YEAR = re.compile(rf"\(?(20\d\d)年?度?{_OF_NUMBERS}")
_BEGINS = re.compile(
    "第二十条|信息内容|勾稽关系|申请人情况|自然人|法人或其[他它]组织|行政复议|结果维持|统计?指标|本年新收|主动公开政府信息数"
)
_YUAN = re.compile(r"单位:\s*(?:人民币)?元(?!\w)")
_OF_LABELS = re.compile(r"信息内容|统计?指标|项目|内容|名称|类别|(?:计量)?单位|序号")
_HEAD_OF_OWN = re.compile(r"[本今当]年|统计数|合计")


def years_of(line: str) -> set[int]:
    """The years a line names."""
    return {int(named) for named in YEAR.findall(line)}


def is_caption(line: str) -> bool:
    """Whether a line that names a year is a caption, and no sentence about the report's own numbers."""
    return _CAPTION_ENDS.search(line) is not None and _OWN_COUNT.search(line) is None


def is_of_others(line: str) -> bool:
    """Whether a line says, without naming a year, that what follows is not the report's own.

    >>> is_of_others("上年同期数据:"), is_of_others("第四季度"), is_of_others("上年度问题整改情况")
    (True, True, False)
    """
    return _NOT_OWN.fullmatch(line) is not None and _OF_ITSELF.search(line) is None and not is_own(line)


def is_of_part(line: str) -> bool:
    """Whether a caption names a part of a year, be it of the report's own.

    >>> is_of_part("政府信息公开情况统计表(2016年第三季度)"), is_of_part("2016年1-6月统计表"), is_of_part("2016年1-12月统计表")
    (True, True, False)
    >>> is_of_part("2016年第四季度召开会议2次"), is_of_part("截至2016年12月31日统计表")
    (False, False)
    """
    if _OF_PART.search(line) is None or _OWN_COUNT.search(line):
        return False
    return _CAPTION_ENDS.search(_PART_LAST.sub("", line)) is not None


def is_own(line: str) -> bool:
    """Whether a line says that what follows is the report's own: 本年数据, 更正后."""
    return _OWN.fullmatch(line) is not None


def begins_table(line: str) -> bool:
    """Whether a line is the first of a statutory table that is written in lines of text."""
    return _BEGINS.search(line) is not None


def single_lines(grid: Grid) -> dict[int, str]:
    """Rows of a table that hold one short text: captions and headings typed into it."""
    filled = Counter(cell.row for cell in grid.cells if cell.text.strip())
    return {
        cell.row: half_width(cell.text).strip()
        for cell in grid.cells
        if filled[cell.row] == 1 and len(cell.text) <= CAPTION and cell.text.strip()
    }


def is_headed_by_another(grid: Grid, year: int | None) -> bool:
    """Whether the columns of a table are named for another year (2013年, 上年制发件数) and none for the report's own."""
    rows = [[half_width(text).strip() for text in texts] for texts in _first_rows(grid).values()]
    if not any(_is_headed_by_another(heads, year) for heads in rows):
        return False
    own = any(_HEAD_OF_OWN.search(head) for heads in rows for head in heads)
    return not own and not (year and any(str(year) in cell.text for cell in grid.cells))


def _is_headed_by_another(heads: Sequence[str], year: int | None) -> bool:
    """Whether half of the names in a line, those of labels aside, are of another year."""
    if not any("年" in head for head in heads):
        return False
    named = [found[1] for head in heads if (found := _HEAD_YEAR.match(head))]
    others = sum(_HEAD_OF_PAST.match(head) is not None for head in heads)
    others += sum(year is not None and int(each) != year for each in named)
    return 0 < len([head for head in heads if not _OF_LABELS.fullmatch(head)]) <= 2 * others


def without_other_years(grid: Grid, year: int | None) -> Grid:
    """The table without the lines that begin with nothing but another year (2022年 before last year's numbers)."""
    marked = [cell for cell in grid.cells if len(cell.text) < 9 and "年" in cell.text and cell.row]
    others = [cell for cell in marked if _is_another(cell.text, year)]
    if not others:
        return grid
    before = {(cell.row, cell.column) for cell in grid.cells if cell.text.strip()}
    rows = {
        row
        for cell in others
        if not any((cell.row, column) in before for column in range(cell.column))
        for row in range(cell.row, cell.row + cell.row_span)
    }
    return (
        Grid(tuple(cell for cell in grid.cells if cell.row not in rows), grid.place, grid.sound)
        if rows
        else grid
    )


def without_other_columns(grid: Grid, year: int | None) -> Grid:
    """The table without columns of another time, where a line of its header names that time beside the report's own."""
    heads: dict[int, dict[bool, set[int]]] = {}
    for cell in grid.cells:
        if cell.row < LEADING and 1 < len(cell.text) < 12 and cell.column_span == 1:
            text = "".join(half_width(cell.text).split())
            named = _COLUMN_OF_YEAR.fullmatch(text)
            is_own = int(named[1]) == year if named else _COLUMN_OF_OWN.fullmatch(text) is not None
            if is_own or named or _COLUMN_OF_OTHERS.fullmatch(text):
                heads.setdefault(cell.row, {True: set(), False: set()})[is_own].add(cell.column)
    for row, columns in heads.items():
        if columns[True] and columns[False]:
            kept = (cell for cell in grid.cells if cell.row < row or not _stands_in(cell, columns[False]))
            return replace(grid, cells=tuple(kept))
    return grid


def _stands_in(cell: Cell, columns: set[int]) -> bool:
    return all(at in columns for at in range(cell.column, cell.column + cell.column_span))


def _is_another(text: str, year: int | None) -> bool:
    found = _YEAR_ALONE.fullmatch("".join(half_width(text).split()))
    return found is not None and (found[1] is None or (year is not None and int(found[1]) != year))


def _first_rows(grid: Grid) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.row < LEADING and cell.text.strip() and not value_like(cell.text):
            rows.setdefault(cell.row, []).append(cell.text)
    return rows


def captioned_units(document: Document, rows: Sequence[Row]) -> dict[str, str]:
    """The unit of money that stands above its table: 元, where the header of the form goes on saying 万元."""
    money = [row for row in rows if row.table == "fees" and row.header and _AMOUNT in row.header.named]
    return {"fees": "元"} if any(_is_in_yuan(document, row.grid) for row in money) else {}


def _is_in_yuan(document: Document, number: int) -> bool:
    """Whether a caption of the n-th table says that its money is in yuan (单位：元), whatever its header says."""
    above: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Grid):
            above = [*above[-1:], block.text] if len(block.text) <= CAPTION else []
        elif number:
            number, above = number - 1, []
        else:
            return any(_YUAN.search(half_width(line)) for line in (*above, *single_lines(block).values()))
    return False


def own_lines(text: str) -> Iterable[str]:
    """The lines of a paragraph, of each what stands behind its last sentence; in half width those that may be a caption."""
    for line in text.splitlines():
        last = (line.rpartition("。")[2] or line).strip()
        yield half_width(last) if len(last) <= TITLE else last

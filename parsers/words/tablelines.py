"""Statutory tables written as lines of text, and what a grid holds: which lines are table and no narrative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsers.document import Grid, Place

_VALUES = re.compile(r"[\d\s/.,\-—－]+")
_ROW = re.compile(
    r"第二十条第|信息内容|本年制发|本年新|本年废止|现行有效|对外公开总|上一年项目|本年增|处理决定数|本年处理|本年收费|采购项目|采购总"
    r"|规章[\d/—-]*$|(?:行政)?规范性文件[\d/—-]*$|行政许可[\d/—-]*$|其他对外管理|行政处罚[\d/—-]*$|行政强制[\d/—-]*$|行政事业性收费[\d./—-]*$|政府集中采购"
    r"|[（(]?本列数据|申请人情况|自然人|法人或其他|商业|科研|社会公益|法律服务机构|总计|本年新收|上年结转|本年度办理|予以公开|部分公开[（(]|不予公开"
    r"|属于国家秘密|其他法律行政|危及|保护第三方|属于三类|属于四类|属于行政|无法提供|本机关不掌握|没有现成|补正后|不予处理|信访举报|重复申请"
    r"|要求提供公开|无正当理由|要求行政机关|其他处理|申请人无正当|申请人逾期|其他[\d/—-]*$|结转下年度|行政复议行政诉讼|结果维持|未经复议|复议后起诉"
)
_NUMBERING = re.compile(r"(?:[一二三四五六七]、|[（(][一二三四五六七][)）]|\d[.、．])")
_STARTS = (
    ("rules", re.compile(r"第二十条第.{1,5}项")),
    ("requests", re.compile(r"[（(]?本列数据的?勾稽|申请人情况|一、本年新收政府信息")),
    ("disputes", re.compile(r"行政复议(?:行政诉讼)?$")),
    ("indicators", re.compile(r"统计指标|(?:附[件表][:：]?)?(?:\d{4}年度?)?政府信息公开情况统计表")),
)
_LAST_ROW = {"rules": "行政事业性收费", "requests": "结转下年度"}
_SECTION_OF = {"rules": "disclosure", "requests": "requests", "disputes": "disputes"}
_HEADING_NOT_ROW = re.compile(
    r"[二三四五六七]、(?:政府信息公开|收到|行政机关|因|存在|其他需|主动公开|工作|信息公开|下一步)"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:[件条次万]?元?)?")
_NUMBER_ENDS = frozenset("0123456789０１２３４５６７８９件条次万元 \t\n\r\u3000\xa0")


class Line(NamedTuple):
    """A paragraph or visual line. `table` names the statutory table it belongs to (`rules`, `requests`, `disputes`,
    `indicators`, `grid` for another table), empty for running text; `numbers` how many numbers it prints."""

    text: str
    place: Place = Place()
    role: str = "text"
    table: str = ""
    numbers: int = 0


def section_of_table(table: str) -> str:
    """The statutory section a table stands in, or nothing."""
    return _SECTION_OF.get(table, "")


def grid_line(grid: Grid) -> Line:
    """A grid as one line without text: the name of its table and how many numbers its cells print."""
    texts = [cell.text for cell in grid.cells]
    numbers = sum([text.isdecimal() or (text[-1:] in _NUMBER_ENDS and _is_number(text)) for text in texts])
    return Line("", grid.place, "text", _grid_table("".join("".join(texts[:80]).split())), numbers)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch("".join(text.split())) is not None


def _grid_table(text: str) -> str:
    if "本年新收" in text or "勾稽关系" in text:
        return "requests"
    if "结果维持" in text:
        return "disputes"
    if "第二十条" in text:
        return "rules"
    return "indicators" if "统计指标" in text or "主动公开政府信息数" in text else "grid"


def mark_tables(lines: Sequence[Line]) -> list[Line]:
    """Name the lines that are a statutory table written as text, from its first header to its last row."""
    marked: list[Line] = []
    table, done = "", False
    for index, line in enumerate(lines):
        if line.table:
            table = ""
        else:
            squashed = "".join(line.text.split())
            began = _begins(squashed, lines, index)
            if began:
                table, done = began, False
            elif table and not _continues(table, done, squashed, line.text):
                table = ""
            done = done or (table != "" and _ends(table, squashed))
        marked.append(_table_line(line, table) if table else line)
    return marked


def _begins(squashed: str, lines: Sequence[Line], index: int) -> str:
    if len(squashed) > 60:
        return ""
    for table, start in _STARTS:
        if start.match(squashed):
            if table != "disputes":
                return table
            nearby = "".join("".join(line.text.split()) for line in lines[index + 1 : index + 5])
            return table if nearby.removeprefix("行政诉讼").startswith(("结果", "维持")) else ""
    return ""


def _continues(table: str, done: bool, squashed: str, text: str) -> bool:
    if _VALUES.fullmatch(text):
        return True
    if done or _HEADING_NOT_ROW.match(squashed):
        return False
    if "\t" in text or _ROW.match(_NUMBERING.sub("", squashed, count=1)):
        return True
    return "。" not in squashed and len(squashed) <= (40 if table == "indicators" else 16)


def _ends(table: str, squashed: str) -> bool:
    if table == "disputes":
        return squashed.isdigit() and len(squashed) >= 5
    return _LAST_ROW.get(table, "\n") in squashed


def _table_line(line: Line, table: str) -> Line:
    numbers = sum(_NUMBER.fullmatch(field) is not None for field in line.text.split())
    return line._replace(table=table, numbers=numbers)

"""The running text of a document: its lines with their places, statutory tables set aside, hard-wrapped lines joined.

Reports reach us as paragraphs (HTML, DOCX) or as the visual lines of a page (PDF, plain text), where a table is a handful of
lines too. Everything that reads words starts from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.document import Document, Grid, Paragraph, Place

OPEN_LINE = 20
"""A line of at least this many characters that ends without a stop goes on in the next one."""

MARKER = re.compile(
    r"\s*(?P<number>"
    r"(?P<part>第[一二三四五六七八九十]{1,2}(?:部分|章)[、:：\s]?)"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3}\s*[、.．])"
    r"|(?P<bracket>[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]、?|[㈠-㈩])"
    r"|(?P<arabic>\d{1,2}\s*[.、．](?!\d))"
    r"|(?P<inner>[（(]\s*\d{1,2}\s*[)）]|[①-⑳])"
    r")\s*(?P<rest>\S.*)?"
)
"""The number in front of a heading or list item, by kind; the kinds from outer to inner are KINDS."""

KINDS = ("part", "chinese", "bracket", "arabic", "inner")

_STOP = tuple("。！？；：!?;:”")
_GOES_ON = tuple("，、,（(《“")
_TITLE_TAIL = re.compile(r"(?:情况|建设|保障|管理|公开|工作|事项|问题|措施|方面|概况|概述|报告)$")
_TITLE = re.compile(r"公开.{0,12}(?:报告|年报)(?:[（(].{1,12}[)）])?$")
_FOOTER = re.compile(
    r"(?:扫一扫|分享到|打印本页|关闭窗口|【?打印|上一[篇条]|下一[篇条]|版权所有|主办单位|承办单位|技术支持|网站标识码|责任编辑|返回顶部|返回首页|浏览次数)"
    r"|.{0,12}(?:ICP备|公网安备)"
)

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


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or visual line. `table` names the statutory table it belongs to (`rules`, `requests`, `disputes`,
    `indicators`, `grid` for another table); empty for running text."""

    text: str
    place: Place = Place()
    role: str = "text"
    table: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph made whole: `starts` are the offsets in `text` where the source's lines begin, with their places."""

    text: str
    starts: tuple[tuple[int, Place], ...] = ()
    role: str = "text"
    table: str = ""

    @property
    def place(self) -> Place:
        return self.starts[0][1] if self.starts else Place()


def read_narrative(document: Document) -> tuple[Joined, ...]:
    """The document's paragraphs in reading order; a table is one entry without text that carries its name."""
    return tuple(_join(_mark_tables(list(_lines(document)))))


def section_of_table(table: str) -> str:
    """The statutory section a table stands in, or nothing."""
    return _SECTION_OF.get(table, "")


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _grid_lines(block)
        else:
            yield from _paragraph_lines(block)


def _paragraph_lines(paragraph: Paragraph) -> Iterator[Line]:
    for text in paragraph.text.splitlines():
        if stripped := text.strip():
            yield Line(stripped, paragraph.place, paragraph.role)


def _grid_lines(grid: Grid) -> Iterator[Line]:
    """A statutory table is one marker; a table used for layout gives back its prose."""
    if any(len(cell.text) > 200 for cell in grid.cells):
        for cell in grid.cells:
            yield from _paragraph_lines(Paragraph(cell.text, cell.place))
        return
    text = "".join("".join(cell.text.split()) for cell in grid.cells[:80])
    yield Line("", grid.place, "text", _grid_table(text))


def _grid_table(text: str) -> str:
    if "本年新收" in text or "勾稽关系" in text:
        return "requests"
    if "结果维持" in text:
        return "disputes"
    if "第二十条" in text:
        return "rules"
    return "indicators" if "统计指标" in text or "主动公开政府信息数" in text else "grid"


def _mark_tables(lines: list[Line]) -> list[Line]:
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
        marked.append(replace(line, table=table) if table else line)
    return marked


def _begins(squashed: str, lines: list[Line], index: int) -> str:
    if len(squashed) > 60:
        return ""
    for table, start in _STARTS:
        if start.match(squashed):
            if table != "disputes":
                return table
            nearby = "".join("".join(line.text.split()) for line in lines[index + 1 : index + 5])
            return table if nearby.startswith(("结果", "维持")) else ""
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


def _join(lines: list[Line]) -> Iterator[Joined]:
    parts: list[str] = []
    starts: list[tuple[int, Place]] = []
    length, role, is_open, table = 0, "text", False, ""
    for line in lines:
        if line.table:
            if parts:
                yield Joined("".join(parts), tuple(starts), role)
                parts, starts, length = [], [], 0
            if line.table != table or not line.text:
                yield Joined("", ((0, line.place),), "text", line.table)
            table, is_open = line.table, False
            continue
        table = ""
        marker = MARKER.match(line.text)
        if is_open and line.role not in {"heading", "title"} and (marker is None or not marker["rest"]):
            glue = _glue(parts[-1], line.text)
            parts.append(glue + line.text)
            starts.append((length + len(glue), line.place))
        else:
            if parts:
                yield Joined("".join(parts), tuple(starts), role)
            parts, starts, length, role = [line.text], [(0, line.place)], 0, line.role
        length += len(parts[-1])
        is_open = line.role not in {"heading", "title"} and _is_open(line.text, marker is not None)
    if parts:
        yield Joined("".join(parts), tuple(starts), role)


def _is_open(text: str, marked: bool) -> bool:
    """Whether the sentence goes on in the next line, whatever the line breaks say."""
    if text.endswith(_GOES_ON):
        return True
    if text.endswith(_STOP) or len(text) < OPEN_LINE or _TITLE.search(text):
        return False
    return not (marked and len(text) < 2 * OPEN_LINE and _TITLE_TAIL.search(text))


def _glue(left: str, right: str) -> str:
    """A blank between two numbers or Latin words, which a line break must not melt into one; nothing between characters."""
    return (
        " " if left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum() else ""
    )


def is_footer(text: str) -> bool:
    """Whether a line is the furniture of a web page after its text."""
    return len(text) < 120 and _FOOTER.match(text) is not None

"""The running text of a document: its lines with their places, statutory tables set aside, hard-wrapped lines joined.

Reports reach us as paragraphs (HTML, DOCX) or as the visual lines of a page (PDF, plain text), where a table is a handful of
lines too. Everything that reads words starts from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from parsers.document import Cell, Document, Grid, Paragraph, Place
from parsers.words.tablelines import Line, grid_line, mark_tables

OPEN_LINE = 20
"""A visual line of at least this many characters that ends without a stop goes on in the next one."""

LONG_CELL = 200
"""A cell with more characters than this holds prose, and its table is layout."""

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

_MEASURE = re.compile(r"[余多万]{0,2}(?:人次|[条件次篇期个份])(?=[，。、；,;（()）]|$)")
_STOP = tuple("。！？；：!?;:”")
_GOES_ON = tuple("，、,（(《“")
_TITLE_TAIL = re.compile(r"(?:情况|建设|保障|管理|公开|工作|事项|问题|措施|方面|概况|概述|报告)$")
_TITLE = re.compile(
    r"公开.{0,12}(?:报告|年报)(?:[（(].{1,12}[)）])?$|^[^《。，,]*关于.{4,80}的(?:通知|通报|公告|函)$"
)
_SECTION = re.compile(r"[一二三四五六]、.{2,24}(?:情况|事项)$")
_WITHIN = re.compile(
    r"(?<=[。；;:：)）况況项項题題施述])\s+(?=[一二三四五六七八九]\s?、\s?[^\s\d，。,；;:：]{2,28}(?:\s|$))"
)
"""Before a heading in the middle of a line: a page lost the ends of its paragraphs."""
_PATH = re.compile(r"首页|您?(?:当前|现在)的?位置|[^>＞»\n]{0,20}+[>＞»]")
_FIELD = re.compile(
    r"(?:标\s?题|名\s?称|信息名称|索\s?引\s?号|文\s?号|发文字号|(?:信息)?来\s?源|作\s?者|关键词|主题分类|发[布文](?:机构|单位|日期|时间)|(?:生成|公开|成文)日期)\s*[:：]"
)
_MENU = re.compile(r"(?:[一-鿿]+\s+){3,}[一-鿿]+")
"""The lines of a page's metadata, and of its menu: nothing of them goes on in the next line."""
_FOOTER = re.compile(
    r"(?:扫一扫|分享到|打印本页|关闭窗口|【?打印|上一[篇条]|下一[篇条]|版权所有|主办单位|承办单位|技术支持|网站标识码|责任编辑|返回顶部|返回首页|浏览次数)"
    r"|.{0,12}(?:ICP备|公网安备)"
)


class Joined(NamedTuple):
    """A paragraph made whole: `starts` are the offsets in `text` where the source's lines begin, with their places.

    A table has no text; `table` is its name, `numbers` how many numbers it prints.
    """

    text: str
    starts: tuple[tuple[int, Place], ...] = ()
    role: str = "text"
    table: str = ""
    numbers: int = 0

    @property
    def place(self) -> Place:
        return self.starts[0][1] if self.starts else Place()


def read_narrative(document: Document) -> tuple[Joined, ...]:
    """The document's paragraphs in reading order; a table is one entry without text that carries its name."""
    return tuple(_join(mark_tables(list(_lines(document)))))


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _grid_lines(block)
        else:
            yield from _paragraph_lines(block)


def _paragraph_lines(paragraph: Paragraph) -> Iterator[Line]:
    for text in paragraph.text.splitlines():
        for part in _WITHIN.split(text) if len(text) > OPEN_LINE and "、" in text else (text,):
            if stripped := part.strip():
                yield Line(stripped, paragraph.place, paragraph.role)


def _grid_lines(grid: Grid) -> Iterator[Line]:
    """A statutory table is one marker; a table used for layout gives back its prose.

    What is typed into a line of its own above a table or between its parts is told beside the marker: a page may be one
    table.
    """
    if max(map(len, [cell.text for cell in grid.cells]), default=0) > LONG_CELL:
        for cell in grid.cells:
            yield from _paragraph_lines(Paragraph(cell.text, cell.place))
        return
    marker = grid_line(grid)
    told = [_told(row) for row in grid.rows()]
    above = next((at for at, cell in enumerate(told) if cell is None), len(told))
    below = [] if marker.table == "indicators" else told[above:]
    yield from (
        line for cell in told[:above] if cell for line in _paragraph_lines(Paragraph(cell.text, cell.place))
    )
    yield marker
    yield from (line for cell in below if cell for line in _paragraph_lines(Paragraph(cell.text, cell.place)))


def _told(row: Sequence[Cell]) -> Cell | None:
    """The one cell of a row with text in it, when it is a title, a heading or a sentence and no label."""
    filled = [cell for cell in row if cell.text.strip()]
    text = filled[0].text.strip() if len(filled) == 1 else ""
    return filled[0] if _TITLE.search(text) or text.endswith("。") or _SECTION.match(text) else None


def _join(lines: list[Line]) -> Iterator[Joined]:
    for table, run in groupby(lines, key=lambda line: line.table):
        if table:
            yield from _tables(list(run), table)
        else:
            yield from _paragraphs(run)


def _tables(run: list[Line], table: str) -> Iterator[Joined]:
    """Grids one by one, the lines of a table written as text as one."""
    written = [line for line in run if line.text]
    for line in run:
        if not line.text:
            yield Joined("", ((0, line.place),), table=table, numbers=line.numbers)
    if written:
        yield Joined("", ((0, written[0].place),), table=table, numbers=sum(line.numbers for line in written))


def _paragraphs(run: Iterator[Line]) -> Iterator[Joined]:
    parts: list[str] = []
    starts: list[tuple[int, Place]] = []
    length, role, is_open = 0, "text", False
    for line in run:
        marker = MARKER.match(line.text)
        closed = line.role in {"heading", "title"}
        if (
            (is_open or (parts and _torn(parts[-1], line.text)))
            and not closed
            and (marker is None or not marker["rest"])
        ):
            glue = _glue(parts[-1], line.text)
            parts.append(glue + line.text)
            starts.append((length + len(glue), line.place))
        else:
            if parts:
                yield Joined("".join(parts), tuple(starts), role)
            parts, starts, length, role = [line.text], [(0, line.place)], 0, line.role
        length += len(parts[-1])
        is_open = not closed and _is_open(line, marker is not None)
    if parts:
        yield Joined("".join(parts), tuple(starts), role)


def _torn(left: str, right: str) -> bool:
    """Whether a line break parted a number from its measure word (全年发布信息86 / 条，其中…)."""
    return left[-1:].isdecimal() and _MEASURE.match(right) is not None


def _is_open(line: Line, marked: bool) -> bool:
    """Whether the sentence goes on in the next line: a comma says so, and the length of a visual line without a stop."""
    text = line.text
    if text.endswith(_GOES_ON):
        return True
    if (
        line.role != "line"
        or text.endswith(_STOP)
        or len(text) < OPEN_LINE
        or _PATH.match(text)
        or _TITLE.search(text)
        or _FIELD.match(text)
        or _MENU.fullmatch(text)
    ):
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

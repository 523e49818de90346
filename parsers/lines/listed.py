"""The list of 2014 in running text: indicator, unit and one value, in the order of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Cell
from parsers.forms import load
from parsers.lines.standing import Standing, line_of_values, numbered, standing
from parsers.lines.streamlabels import Anchor, Stream, anchors_of, followed_by_value, led_by_values, says_only
from parsers.lines.streamvalues import RUN, SPLIT, UNITS
from parsers.tables.align import Alignment

_PARENTHESES = re.compile(r"[（(](?!其中|含|包)[^（）()]{0,80}[）)]")
_UNIT_BEFORE = re.compile(rf"{UNITS}[\s|]*$")
_MONEY_BEFORE = re.compile(r"[百千万亿]*元[\s|]*$")
_HEADING = re.compile(r"\n\s*(?:[一二三四五六七八九]、|[（(][一二三四五六][）)])")
"""A heading inside the list; a dash behind it is no value of the row before."""
_CROWDED = 3
_COLUMN = re.compile(r"统计数|上年|去年|上一年|同期|20\d\d年")
"""What a column of numbers is called; the list has one."""
_HEAD = 200
"""Characters from the header to the first indicator."""


def read_list(source: Stream, table_id: str, alignment: Alignment) -> None:
    """Puts the indicators whose one value is told."""
    table = load()["2014"].table(table_id)
    anchors = anchors_of(source.text, table.rows, 0, len(source.text))
    if len(anchors) < len(table.rows) // 2:
        return
    crowded = 0
    stands: list[Standing | None] = []
    for anchor, until in zip(anchors, _ends(source.text, anchors), strict=True):
        piece = _PARENTHESES.sub(lambda match: " " * len(match[0]), source.text[anchor.end : until])
        if heading := _HEADING.search(piece):
            piece = piece[: heading.start()]
        runs = list(RUN.finditer(piece))
        crowded += len(runs) == 1 and SPLIT.search(runs[0][0]) is not None
        stands.append(None)
        if _tells(anchor, piece, runs):
            value = (runs[0][0], anchor.end + runs[0].start())
            stands[-1] = standing(source.text, anchor, [value], until)
            cell = Cell(0, 0, runs[0][0], place=source.place(value[1]))
            alignment.put((table_id, anchor.line.id, "value"), cell)
    on_lines = [
        line_of_values(source.text, anchor, until)
        for anchor, until in zip(anchors, _ends(source.text, anchors), strict=True)
    ]
    nobodys = (
        crowded >= _CROWDED  # two columns of values, and a line with one has left out one of them
        or len(_COLUMN.findall(_head(source.text, anchors[0].start))) > 2
        or led_by_values(source.text, anchors)
        or numbered(on_lines, [1] * len(anchors))
    )
    # Values on lines of their own may be those of the labels above them, or numbers of pages.
    alone = "beside" not in stands and followed_by_value(source.text, anchors[-1])
    for anchor, stand in zip(anchors, stands, strict=True):
        if nobodys or not (stand == "beside" or (stand == "below" and alone)):
            alignment.lose(table_id, anchor.line.id, ())


def _ends(text: str, anchors: Sequence[Anchor]) -> list[int]:
    """Where what belongs to a label ends at the latest."""
    return [*(anchor.start for anchor in anchors[1:]), min(anchors[-1].end + 200, len(text))]


def _tells(anchor: Anchor, piece: str, runs: Sequence[re.Match[str]]) -> bool:
    """Whether one value, and besides it nothing but its unit, stands in the piece of text behind a label."""
    if len(runs) != 1:
        return False
    run, before = runs[0], piece[: runs[0].start()]
    if SPLIT.search(run[0]) or re.search(r"\d", before + piece[run.end() :]):
        return False
    money = _MONEY_BEFORE.search(before) if anchor.line.unit == "万元" else None
    fits = money is None or money[0].startswith("万")
    return fits and says_only(_UNIT_BEFORE.sub("", before), anchor.line.label)


def _head(text: str, first: int) -> str:
    """The names of the columns above the first indicator."""
    _, found, head = text[max(0, first - _HEAD) : first].rpartition("指标")
    return head if found else ""

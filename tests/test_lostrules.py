"""Rows next to a page break that lost their rules: what still shows where one ends and the next begins."""

from __future__ import annotations

from parsers.pages.cells import contents, filled
from parsers.pages.frames import Frame, Span
from parsers.pages.glyphs import Glyph
from parsers.pages.lostrules import restored
from parsers.pages.strokes import ruling


def glyph(text: str, left: float, top: float) -> Glyph:
    return Glyph(left, top, left + 8 * len(text), top + 8, text)


def test_rows_next_to_a_page_break_are_parted_by_the_numbers_of_their_labels() -> None:
    frame = Frame(
        (0, 100, 140), (0, 14, 50), (Span(0, 0, 2, 1), Span(0, 1, 1, 1), Span(1, 1, 1, 1)), open_bottom=1
    )
    printed = [glyph("信息内容", 4, 3), glyph("1.国家秘密", 4, 17), glyph("2.第三方权益", 4, 36)]
    whole = restored(frame, filled(frame, printed))
    assert whole.edges_down == (0, 14, 33.6, 50)
    closed = Frame(frame.edges_across, frame.edges_down, frame.spans)
    assert len(restored(closed, filled(closed, printed)).edges_down) == 3


def said(strokes: list[tuple[float, float, float, float]], printed: list[Glyph]) -> list[str]:
    (frame,) = ruling(strokes).frames
    whole = restored(frame, filled(frame, printed))
    return [text for text, _ in contents(whole, filled(whole, printed))]


SIDES = [(0.0, 0.0, 0.0, 60.0), (200.0, 0.0, 200.0, 60.0), (0.0, 0.0, 200.0, 0.0), (0.0, 16.0, 200.0, 16.0)]
"""The outer rules of a table that goes on on the next page, and one below its first row."""


def test_an_upright_rule_that_ends_shows_that_its_row_ends() -> None:
    """行政强制 and its number above a title over all columns: the rule between the first two ends with them."""
    posts = [(120.0, 0.0, 120.0, 36.0)]
    printed = [glyph("信息内容", 4, 4), glyph("数量", 130, 4), glyph("行政强制", 4, 22), glyph("9", 130, 22)]
    assert said([*SIDES, *posts], [*printed, glyph("第八项", 60, 42)]) == [
        "信息内容",
        "数量",
        "行政强制",
        "9",
        "第八项",
    ]


def test_an_upright_rule_below_the_last_level_one_belongs_to_the_table() -> None:
    posts = [(120.0, 0.0, 120.0, 16.0), (120.0, 38.0, 120.0, 60.0)]
    printed = [glyph("信息内容", 4, 4), glyph("数量", 130, 4), glyph("第八项", 60, 22)]
    assert said([*SIDES, *posts], [*printed, glyph("收费", 4, 44), glyph("5", 130, 44)]) == [
        "信息内容",
        "数量",
        "第八项",
        "收费",
        "5",
    ]


THREE = [*SIDES, (80.0, 0.0, 80.0, 60.0), (140.0, 0.0, 140.0, 60.0)]


def test_lines_of_one_row_are_rows_where_two_cells_hold_all_of_them() -> None:
    first = [glyph("信息内容", 4, 4), glyph("甲", 90, 4), glyph("乙", 150, 4)]
    rows = [glyph("行政处罚", 4, 22), glyph("12", 90, 22), glyph("行政强制", 4, 42), glyph("7", 90, 42)]
    assert said(THREE, [*first, *rows, glyph("3", 150, 22)])[3:] == [
        "行政处罚",
        "12",
        "3",
        "行政强制",
        "7",
        "",
    ]


def test_lines_of_a_label_broken_to_fit_are_no_rows() -> None:
    first = [glyph("信息内容", 4, 4), glyph("甲", 90, 4), glyph("乙", 150, 4)]
    label = [Glyph(2, 22, 78, 30, "4.保护第三方合法"), glyph("权益", 4, 33)]
    number = [glyph("158"[i], 90 + 8 * i, 22) for i in range(3)] + [glyph("2", 90, 33)]
    assert len(said(THREE, [*first, *label, *number])) == 6

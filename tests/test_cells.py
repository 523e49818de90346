"""What stands in one cell of a ruled table: one number broken to fit, or two."""

from __future__ import annotations

import pytest

from parsers.pages.cells import contents
from parsers.pages.celltext import content_of
from parsers.pages.frames import Frame, Span
from parsers.pages.glyphs import Glyph, Line, evened, lines, text

ROOM = 43.0


def cell(*rows: str) -> Line:
    """Digits 7 points wide, Chinese characters 11, in lines of 12; characters that are no digits are one glyph."""
    found: Line = []
    for number, row in enumerate(rows):
        left, run = 0.0, ""
        for character in row + "\0":
            if run and not (run[-1] > "\u2e80" and character > "\u2e80"):
                width = 7.0 if run.isdecimal() else 11.0 * len(run)
                found.append(Glyph(left, 12.0 * number, left + width, 12.0 * number + 10, run))
                left, run = left + width, ""
            run += character
    return found


@pytest.mark.parametrize(
    "rows",
    [
        ("3", "1（其", "中修", "订27", "件）"),
        ("68", "0（其", "中修", "订", "217", "件）"),
        ("168", "3", "（其", "中修", "订", "855", "件）"),
    ],
)
def test_a_number_whose_remark_is_larger_than_its_last_digit_was_broken_before_it(
    rows: tuple[str, ...],
) -> None:
    said, doubt = content_of(cell(*rows), ROOM)
    assert (said.replace("\n", ""), doubt) == ("".join(rows), "")
    assert "\n" not in said[:3]


@pytest.mark.parametrize(
    ("rows", "room"),
    [
        (("3", "8（其", "中修", "订7", "件）"), ROOM),  # seven of eight: two numbers
        (("3", "1（其", "中修", "订99", "件）"), ROOM),  # no part of 31 either
        (("3", "1（其", "中修", "订27", "件）"), 80.0),  # 31（其 would have fitted
        (("3", "11（其", "中修", "订27", "件）"), ROOM),  # digits part only where they must
    ],
)
def test_otherwise_it_may_be_two_numbers(rows: tuple[str, ...], room: float) -> None:
    assert content_of(cell(*rows), room)[1] == "torn"


def digit(text: str, left: float, height: float) -> Glyph:
    return Glyph(left, 0.0, left + height / 2, height, text)


@pytest.mark.parametrize(("height", "doubt"), [(10.0, ""), (7.5, "torn"), (5.0, "torn")])
def test_a_smaller_digit_behind_a_number_is_the_mark_of_a_footnote(height: float, doubt: str) -> None:
    assert content_of([digit("2", 0, 10), digit("6", 5, 10), digit("1", 10, height)], ROOM) == ("261", doubt)


def test_a_digit_a_little_above_the_others_was_not_set_with_them() -> None:
    raised = digit("9", 5, 10)._replace(top=-0.6, bottom=9.4)
    assert content_of([digit("9", 0, 10), raised], ROOM) == ("99", "torn")


def test_a_small_digit_alone_among_large_ones_is_one_too() -> None:
    frame = Frame(
        (0, 50, 100, 150), (0, 20), tuple(Span(0, column, 1, 1) for column in range(3)), False, False
    )
    marked = [[digit("8", 0, 10)], [digit("2", 50, 6)], [digit("7", 100, 10)]]
    assert contents(frame, marked) == [("8", ""), ("2", "torn"), ("7", "")]
    shrunk = [
        [digit("8", 0, 10), digit("0", 5, 10)],
        [digit(c, 50 + 3 * i, 6) for i, c in enumerate("15802")],
        [],
    ]
    assert contents(frame, shrunk) == [("80", ""), ("15802", ""), ("", "")]


def test_characters_of_a_font_without_a_height_stand_on_one_line() -> None:
    """Each has the box of its ink: that of the point is a tenth as high as those of the others."""
    run = [
        Glyph(0, 2, 6, 10, "3"),
        Glyph(6, 9, 9, 10, "."),
        Glyph(9, 0, 20, 11, "危"),
        Glyph(20, 5, 31, 6, "一"),
    ]
    assert len(lines(run)) > 1
    assert [text(line) for line in lines(evened(run))] == ["3.危一"]

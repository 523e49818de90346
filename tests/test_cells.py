"""What stands in one cell of a ruled table: one number broken to fit, or two."""

from __future__ import annotations

import pytest

from parsers.pages.cells import content_of
from parsers.pages.glyphs import Glyph, Line

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
    "rows", [("3", "1（其", "中修", "订27", "件）"), ("68", "0（其", "中修", "订", "217", "件）")]
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

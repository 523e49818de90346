"""The mark of a footnote behind a number is none of its digits, in a cell and in running text."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Paragraph
from parsers.formats.pdf import read
from parsers.pages.glyphs import Glyph
from parsers.pages.raised import marked_raised
from tests.drawnpdf import drawn


def number(said: str, size: float, left: float, foot: float) -> list[Glyph]:
    """Digits of one string, half as wide as they are high."""
    return [
        Glyph(left + at * size / 2, foot - size, left + (at + 1) * size / 2, foot, digit)
        for at, digit in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("small", "size", "left", "foot", "said"),
    [
        ("2", 6, 20, 95, "502\u0336"),
        ("12", 6, 20, 95, "501\u03362\u0336"),
        ("2", 6, 20, 101, "502\u0336"),
        ("2", 9, 20, 99, "502"),
        ("2", 6, 25, 95, "502"),
        ("2", 6, 20, 112, "502"),
    ],
    ids=["above", "of two digits", "below", "as high", "apart", "on the next line"],
)
def test_a_small_digit_behind_a_larger_one_is_the_mark_of_a_footnote(
    small: str, size: float, left: float, foot: float, said: str
) -> None:
    glyphs = [*number("50", 10, 10, 100), *number(small, size, left, foot)]
    assert "".join(glyph.text for glyph in marked_raised(glyphs)) == said


def test_running_text_does_not_join_a_number_and_its_footnote() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(20, 168, "issued 50 and 69")
        end = 20 + canvas.stringWidth("issued 50 and 69")
        canvas.setFontSize(7)
        canvas.drawString(end, 172, "2")

    [line] = read(drawn(draw)).blocks
    assert isinstance(line, Paragraph)
    assert line.text == "issued50and692\u0336"

"""Running heads, feet and page numbers leave the text of a page; the figures of a table never do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.pages import glyphs
from parsers.pages.glyphs import Glyph, Line
from parsers.pages.running import without_running

HEIGHT = 800.0

Printed = tuple[str, float, float]
"""What is printed, how far from the left, and how far from the top."""


def line(text: str, left: float, top: float) -> Line:
    return [Glyph(left + 10 * at, top, left + 10 * at + 10, top + 10, sign) for at, sign in enumerate(text)]


def left(*pages: Sequence[Printed]) -> list[list[str]]:
    kept = without_running([(HEIGHT, [line(*printed) for printed in page]) for page in pages])
    return [[glyphs.text(each) for each in page] for page in kept]


BODY = ("全年公开信息", 50.0, 400.0)


def test_a_head_that_stands_on_every_page_is_no_text_of_it() -> None:
    pages = [[("青川县水利局年度报告", 200.0, 30.0), BODY], [("青川县水利局年度报告", 200.0, 30.0), BODY]]
    assert left(*pages) == [["全年公开信息"], ["全年公开信息"]]


ROWS = ("予以公开", "不予公开")
"""What stands right above the last line of each page."""


@pytest.mark.parametrize("form", ["{}", "第{}页", "{}/2", "- {} -"])
def test_numbers_that_count_the_pages_from_one_place_are_no_figures(form: str) -> None:
    pages = [
        [BODY, (row, 50.0, 748.0), (form.format(page), 250.0, 760.0)]
        for page, row in enumerate(ROWS, start=1)
    ]
    assert left(*pages) == [["全年公开信息", row] for row in ROWS]


@pytest.mark.parametrize(
    "figures",
    [("04", "84"), ("0件0件", "8件8件"), ("17", "11"), ("3/5", "8/5"), ("——", "——"), ("12.50", "18.58")],
)
def test_figures_at_one_place_of_two_pages_are_kept(figures: tuple[str, str]) -> None:
    pages = [
        [BODY, (row, 50.0, 748.0), (said, 250.0, 760.0)] for row, said in zip(ROWS, figures, strict=True)
    ]
    assert left(*pages) == [["全年公开信息", row, said] for row, said in zip(ROWS, figures, strict=True)]


def test_the_foot_of_a_page_is_not_the_head_of_the_next() -> None:
    pages = [
        [BODY, ("予以公开", 50.0, 748.0), ("共34件", 250.0, 760.0)],
        [("共18件", 250.0, 30.0), ("不予公开", 50.0, 42.0), BODY],
    ]
    assert left(*pages) == [[text for text, *_ in page] for page in pages]


def test_last_digits_of_numbers_on_end_are_no_page_numbers() -> None:
    """Bottom of one page and top of the next, as far from either edge: the end of 174 and the beginning of 2341."""
    pages = [[BODY, ("7", 300.0, 748.0), ("4", 300.0, 760.0)], [("2", 300.0, 30.0), ("3", 300.0, 42.0), BODY]]
    assert left(*pages) == [[text for text, *_ in page] for page in pages]

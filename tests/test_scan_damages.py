"""What scanners, copiers and cameras do to a page that a person reads all the same."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from parsers.document import Grid
from parsers.formats import scan

pytest.importorskip("cv2")
pytest.importorskip("rapidocr_onnxruntime")

import cv2
import numpy as np

from parsers.pages import curled, digits, pale, raster, specks
from parsers.pages.raster import Grey

FACE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
ROWS = [["12", "0", "835"], ["0", "4119", "7"], ["26", "3", "508"], ["91", "64", "17"]]
LEFT, TOP, WIDE, HIGH = 250, 200, 260, 90
"""Dots; the page is as wide as A4 at 200 dots an inch."""
EDGES_ACROSS = [LEFT + WIDE * column for column in range(4)]
EDGES_DOWN = [TOP + HIGH * row for row in range(5)]


def page(dash: tuple[int, int] = (1, 0)) -> Grey:
    """A ruled table with numbers; rules go on for some dots and break off for some."""
    picture = Image.new("L", (1654, 1000), 255)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACE), 30)
    on, off = dash
    for y in EDGES_DOWN:
        for x in range(EDGES_ACROSS[0], EDGES_ACROSS[-1], on + off):
            pen.rectangle((x, y - 1, min(x + on, EDGES_ACROSS[-1]), y + 1), fill=0)
    for x in EDGES_ACROSS:
        for y in range(EDGES_DOWN[0], EDGES_DOWN[-1], on + off):
            pen.rectangle((x - 1, y, x + 1, min(y + on, EDGES_DOWN[-1])), fill=0)
    for y, row in zip(EDGES_DOWN, ROWS, strict=False):
        for x, text in zip(EDGES_ACROSS, row, strict=False):
            pen.text((x + 60, y + 28), text, fill=0, font=face)
    return np.array(picture, dtype=np.uint8)


def read(dots: Grey) -> list[list[str]]:
    """The numbers of the only table of a picture; a doubtful one as a question mark."""
    (grid,) = grids(dots)
    return [["?" if cell.doubt else cell.text for cell in row] for row in grid.rows()]


def grids(dots: Grey) -> list[Grid]:
    out = BytesIO()
    Image.fromarray(dots).save(out, "PNG")
    return list(scan.read(out.getvalue()).grids())


@pytest.mark.parametrize("dash", [(9, 8), (4, 5), (12, 6)])
def test_rules_of_dashes_or_dots_part_cells(dash: tuple[int, int]) -> None:
    assert read(page(dash)) == ROWS


def test_a_line_of_ones_is_no_rule_of_dashes() -> None:
    picture = Image.new("L", (1654, 400), 255)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACE), 26)
    for row in range(8):
        pen.text((100, 20 + 40 * row), "1" * 60, fill=0, font=face)
    ink = raster.inked(np.array(picture, dtype=np.uint8))
    strokes, left = raster.rules(ink, 200)
    assert not strokes and (left == ink).all()


def peppered(dots: Grey) -> Grey:
    chance = np.random.default_rng(1).random(dots.shape)
    return np.where(chance < 0.005, 0, np.where(chance > 0.995, 255, dots)).astype(np.uint8)


def watermarked(dots: Grey) -> Grey:
    """Thick pale strokes across the table, behind the print."""
    picture = Image.new("L", dots.shape[::-1], 255)
    pen = ImageDraw.Draw(picture)
    for x in range(200, 1200, 170):
        pen.line((x, 620, x + 260, 150), fill=190, width=18)
    return np.minimum(dots, np.array(picture, dtype=np.uint8))


def from_the_side(dots: Grey) -> Grey:
    height, width = dots.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[30, 8], [-12, 26], [-40, -10], [8, -24]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(dots, matrix, (width, height), borderValue=255), np.uint8)


def curling(dots: Grey) -> Grey:
    """Printed lines rise by 20 dots towards the middle of the page."""
    y, x = np.mgrid[0 : dots.shape[0], 0 : dots.shape[1]].astype(np.float32)
    lower = y + 20 * np.sin(np.pi * x / dots.shape[1]).astype(np.float32)
    return np.asarray(cv2.remap(dots, x, lower, cv2.INTER_LINEAR, borderValue=255), np.uint8)


def negative(dots: Grey) -> Grey:
    return np.asarray(255 - dots, np.uint8)


def in_the_shade(dots: Grey) -> Grey:
    return np.asarray(dots * 0.5, np.uint8)


@pytest.mark.parametrize("damage", [peppered, watermarked, from_the_side, curling, negative, in_the_shade])
def test_numbers_of_a_damaged_page_are_read(damage: Callable[[Grey], Grey]) -> None:
    told = [text for row in read(damage(page())) for text in row]
    printed = [text for row in ROWS for text in row]
    assert [text for text, wanted in zip(told, printed, strict=True) if text not in (wanted, "?")] == []
    assert told.count("?") <= 1


def cut(at: int) -> Grey:
    """The page without what is farther right than so many dots within the last column."""
    dots = page()[:, : EDGES_ACROSS[-2] + at]
    return np.pad(dots, ((0, 0), (1654 - dots.shape[1], 0)), constant_values=255)


@pytest.mark.parametrize("at", [81, 98])
def test_numbers_at_the_side_of_a_picture_may_go_on_beyond_it(at: int) -> None:
    for row, printed in zip(read(cut(at)), ROWS, strict=True):
        assert row[:2] == printed[:2] and row[2] in ("?", "", printed[2])


def test_a_rule_at_the_side_of_a_picture_ends_its_numbers() -> None:
    dots = cut(127)
    dots[TOP : EDGES_DOWN[-1], -4:-1] = 0
    assert read(dots) == ROWS


def test_places_on_a_page_that_curls_are_those_of_the_page_as_it_was() -> None:
    (flat,), (curls,) = grids(page()), grids(curling(page()))
    rises = [20 * np.sin(np.pi * (x + WIDE / 2) / 1654) * 0.36 for x in EDGES_ACROSS]  # in points
    for before, after in zip(flat.cells, curls.cells, strict=True):
        assert before.place.box and after.place.box
        _, top, _, bottom = before.place.box
        rise = rises[before.column]
        assert after.place.box[1::2] == pytest.approx((top - rise, bottom - rise), abs=1.5)


@pytest.mark.parametrize("change", [specks.swept, lambda dots: pale.lifted(dots, 200)])
def test_a_clean_page_stays_as_it_is(change: Callable[[Grey], Grey]) -> None:
    dots = page()
    assert change(dots) is dots and curled.bend(raster.inked(dots), 200) is None


def test_pale_print_is_no_watermark() -> None:
    """Grey numbers under black rules."""
    dots = page()
    for y in EDGES_DOWN[:-1]:
        for x in EDGES_ACROSS[:-1]:
            cell = np.s_[y + 5 : y + HIGH - 5, x + 5 : x + WIDE - 5]
            dots[cell] = 150 + dots[cell] * (105 / 255)
    assert pale.lifted(dots, 200) is dots


def test_a_digit_far_paler_than_the_others_makes_no_number() -> None:
    picture = Image.new("L", (200, 60), 255)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACE), 30)
    pen.text((16, 10), "1", fill=190, font=face)
    pen.text((36, 10), "87", fill=0, font=face)
    grey = np.array(picture, dtype=np.uint8)
    assert digits.read(grey, np.where(grey < 220, np.uint8(255), np.uint8(0))) is None

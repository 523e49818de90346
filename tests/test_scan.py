"""Scans: numbers by two readers that must agree, tables from the ink, and nothing at all without the `ocr` extra."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from parsers.document import Document, Grid, Unreadable
from parsers.formats import pdf, scan
from parsers.pages import pdfpages, pictures
from parsers.pages.glyphs import Glyph
from parsers.pages.layout import blocks
from parsers.pages.sheets import Sheet
from parsers.parse import parse
from tests.generator import layouts
from tests.generator.judge import judge, wanted
from tests.generator.layouts import Sample
from tests.generator.truths import truth

pytest.importorskip("cv2")
pytest.importorskip("rapidocr_onnxruntime")

import cv2
import numpy as np  # numpy comes with the extra
from rapidocr_onnxruntime.utils.infer_engine import ONNXRuntimeError

from parsers.pages import digits, raster, recognition

FACE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def sample(name: str, seed: int) -> Sample:
    layouts.load()
    return next(each for each in layouts.layouts() if each.name == name).render(truth(seed))


@cache
def read(name: str) -> tuple[Sample, Document]:
    """A report of the generator as a picture, and what we read; once, as it takes seconds."""
    printed = sample(name, 3)
    return printed, pdf.read(printed.body)


@pytest.mark.parametrize(
    "name",
    ["scan_200_skewed", "scan_strips", "scan_searchable", "scan_lying", "scan_oversize", "pdf_no_unicode"],
)
def test_a_scan_gives_almost_every_number_and_no_wrong_one(name: str) -> None:
    printed, document = read(name)
    verdicts = Counter(judge(parse(document), wanted(printed)).values())
    assert verdicts["silent"] == verdicts["flagged"] == 0, verdicts
    assert verdicts["exact"] >= 0.96 * sum(verdicts.values()), verdicts


def test_places_on_a_skewed_scan_are_those_of_the_page_before_it_was_turned() -> None:
    straight = list(pdf.read(sample("pdf", 3).body).grids())
    askew = list(read("scan_200_skewed")[1].grids())
    for before, after in zip(straight, askew, strict=True):
        for one, other in zip(before.cells, after.cells, strict=True):
            assert one.place.box and other.place.box
            assert all(abs(a - b) < 12 for a, b in zip(one.place.box, other.place.box, strict=True)), (
                one,
                other,
            )


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_places_on_a_page_that_lies_are_those_of_the_page_as_it_is(turn: int) -> None:
    with pdfpages.opened(sample("scan_200", 3).body) as scanned, pdfpages.loaded(scanned, 0) as page:
        assert page
        coloured, dpi = pdfpages.rendered(page, 200)
        upright = cv2.cvtColor(coloured, cv2.COLOR_BGR2GRAY)
    height, width = (dots * 72 / dpi for dots in upright.shape)
    before = pictures.sheet(upright, 1, dpi)
    after = pictures.sheet(np.ascontiguousarray(np.rot90(upright, -turn)), 1, dpi)
    assert after.turn == turn
    (left, top, right, bottom), there = before.tables[0][0].box, after.shown(after.tables[0][0].box)
    wanted_box = {
        1: (height - bottom, left, height - top, right),
        2: (width - right, height - bottom, width - left, height - top),
        3: (top, width - right, bottom, width - left),
    }[turn]
    assert there == pytest.approx(wanted_box, abs=2)


@pytest.mark.parametrize("scale", [0.5, 2.8])
def test_places_on_a_page_stored_as_large_as_a_poster_are_those_of_that_page(scale: float) -> None:
    rules = [(20.0, y, 120.0, y + 0.5) for y in (20.0, 40.0, 60.0)]
    posts = [(x, 20.0, x + 0.5, 60.0) for x in (20.0, 70.0, 120.0)]
    printed = [Glyph(x, y, x + 5, y + 10, "7") for x in (30.0, 80.0) for y in (25.0, 45.0)]
    sheet = Sheet(1, 200, 200, printed, [*rules, *posts])
    [plain], [larger] = blocks([sheet]), blocks([replace(sheet, scale=scale)])
    assert isinstance(plain, Grid) and isinstance(larger, Grid) and len(plain.cells) == 4
    for one, other in zip((plain, *plain.cells), (larger, *larger.cells), strict=True):
        assert one.place.box and other.place.box
        assert other.place.box == pytest.approx([edge * scale for edge in one.place.box], abs=0.02)


def drawn(text: str, size: int = 30) -> tuple[raster.Grey, raster.Grey]:
    """A line of text as grey dots, and where its ink is."""
    picture = Image.new("L", (40 + size * len(text), size * 2), 255)
    ImageDraw.Draw(picture).text((16, size // 3), text, fill=0, font=ImageFont.truetype(str(FACE), size))
    grey = np.array(picture, dtype=np.uint8)
    return grey, np.where(grey < 128, np.uint8(255), np.uint8(0))


@pytest.mark.parametrize("number", ["0", "1", "23", "4567", "890", "7730.28", "1,153", "-75"])
@pytest.mark.parametrize("size", [18, 30, 44])
def test_digits_are_read(number: str, size: int) -> None:
    assert digits.read(*drawn(number, size)) == number


def test_digits_that_gape_may_have_lost_a_point() -> None:
    grey, ink = drawn("8636.18")
    left, top, right, bottom = min(raster.components(ink), key=lambda box: box[3] - box[1])
    grey[top:bottom, left:right], ink[top:bottom, left:right] = 255, 0
    assert digits.read(grey, ink) is None


@pytest.mark.parametrize(("right", "up"), [(0, 9), (75, 0)])
def test_digits_off_the_level_or_far_apart_make_no_number(right: int, up: int) -> None:
    """A digit written above another by hand; numbers of two columns whose rule is lost."""
    first, second = drawn("4")[0], drawn("7")[0]
    grey = np.full((first.shape[0] + 20, 250), 255, np.uint8)
    grey[20:, : first.shape[1]] = first
    step = 24 + right
    there = np.s_[20 - up : 20 - up + first.shape[0], step : step + second.shape[1]]
    grey[there] = np.minimum(grey[there], second)
    assert digits.read(grey, np.where(grey < 128, np.uint8(255), np.uint8(0))) is None


@pytest.mark.parametrize("text", ["/", "—"])
def test_marks_are_known_by_their_shape(text: str) -> None:
    assert digits.read(*drawn(text)) == text


@pytest.mark.parametrize("text", ["", "ab", "W", "#", "(3)", "|", "l"])
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert digits.read(*drawn(text)) is None


@pytest.mark.parametrize("number", ["461", "80", "3868", "8008", "948"])
def test_digits_whose_ink_runs_together_are_read_one_by_one(number: str) -> None:
    grey, _ = drawn(number, 20)
    coarse = np.asarray(
        Image.fromarray(grey).resize((grey.shape[1] * 4 // 5, grey.shape[0] * 4 // 5)), np.uint8
    )
    ink = np.asarray(
        cv2.dilate(np.where(coarse < 245, np.uint8(255), np.uint8(0)), np.ones((1, 3))), np.uint8
    )
    assert len(raster.components(ink)) < len(number)
    assert digits.read(coarse, ink) == number


@pytest.mark.parametrize("text", ["4(", "7M", "12(3M)"])
def test_a_number_ends_where_something_else_begins(text: str) -> None:
    number = text[: next(at for at, character in enumerate(text) if not character.isdigit())]
    assert digits.read(*drawn(text)) == number + digits.REST


@pytest.mark.parametrize(
    ("said", "own", "content"),
    [
        (["0件"], ["0…"], ("0件", "")),
        (["10件"], ["1…"], ("10件", "ocr")),
        (["10件"], [None], ("10件", "ocr")),
        (["28"], ["2…"], ("28", "ocr")),
        (["0"], [None], ("", "ocr")),
        (["四"], [None], ("四", "ocr")),
        (["-5"], ["-5"], ("-5", "sign")),
        ([""], ["0"], ("", "ocr")),
        ([""], ["28"], ("28", "ocr")),
        (["22（其中修订", "16件）"], ["22…", "16…"], ("22(其中修订16件)", "")),
        (["22", "（其中修订16件）"], ["22", None], ("22(其中修订16件)", "")),
        (["22（其中修订", "16件）"], [None, None], ("22（其中修订16件）", "ocr")),
        (["22", "16"], ["22", "16"], ("22\n16", "ocr")),
        (["结果", "维持"], [None, None], ("结果维持", "")),
        (["１２"], ["12"], ("12", "")),
        (["二"], [None], ("二", "ocr")),
        (["二次"], [None], ("二次", "ocr")),
    ],
)
def test_a_number_with_a_unit_or_remark_is_given_when_both_readers_see_it(
    said: list[str], own: list[str | None], content: tuple[str, str]
) -> None:
    assert pictures._content(said, own) == content


def test_the_page_is_straightened() -> None:
    picture = Image.new("L", (900, 700), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(12):
        pen.line((80, 60 + 50 * row, 820, 60 + 50 * row), fill=0, width=2)
    turned = np.asarray(picture.rotate(-1.3, fillcolor=255), dtype=np.uint8)
    assert abs(raster.askew(turned) + 1.3) < 0.1


def table(rows: list[list[str]], *strokes: tuple[int, int, int, int]) -> bytes:
    """A ruled table as a PNG, 200 dots an inch on a page as wide as A4, and what somebody drew over it."""
    picture = Image.new("L", (1654, 1000), 255)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACE), 30)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, y = 200 + column * 260, 200 + row * 90
            pen.rectangle((x, y, x + 260, y + 90), outline=0, width=2)
            pen.text((x + 60, y + 28), text, fill=0, font=face)
    for stroke in strokes:
        pen.line(stroke, fill=0, width=3)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_picture_file_is_a_page_with_its_table() -> None:
    rows = [["12", "3"], ["0", "4119"], ["/", ""]]
    document = scan.read(table(rows))
    (grid,) = document.grids()
    assert [[(cell.text, cell.doubt) for cell in row] for row in grid.rows()] == [
        [(t, "") for t in row] for row in rows
    ]
    assert (document.media_type, document.notes, document.pages) == ("image/png", ("scan:1",), 1)


@pytest.mark.parametrize(
    "stroke",
    [
        pytest.param((318, 0, 318, 999), id="a streak of the scanner through all rows"),
        pytest.param((240, 245, 420, 245), id="a number struck out"),
    ],
)
def test_a_number_a_stroke_goes_through_is_never_given_in_parts(stroke: tuple[int, int, int, int]) -> None:
    (grid,) = scan.read(table([["4344848", "3"], ["12", "7"]], stroke)).grids()
    given = {cell.text for cell in grid.cells if cell.text and not cell.doubt}
    assert given <= {"3", "12", "7"}


@pytest.mark.parametrize(
    ("right", "cut"), [((46, 0, 80, 16), True), ((70, 0, 99, 16), False), ((46, 30, 80, 46), False)]
)
def test_lines_of_two_cells_that_nearly_touch_may_be_one(right: tuple[int, int, int, int], cut: bool) -> None:
    assert pictures._cut_up([(0, 0, 40, 16), right]) == ({0, 1} if cut else set())


def test_what_is_read_outside_ruled_tables_is_the_word_of_one_reader() -> None:
    assert pictures.sheet(np.full((400, 300), 255, np.uint8), 1, 200).doubt == "ocr"


def test_without_the_extra_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "available", lambda: False)
    for reader, body, reason in (
        (scan.read, table([["1", "2"]]), "no_text"),
        (pdf.read, sample("scan_200", 3).body, "no_text"),
        (pdf.read, sample("pdf_no_unicode", 3).body, "garbled"),
    ):
        with pytest.raises(Unreadable) as refused:
            reader(body)
        assert refused.value.reason == reason
        assert "gxcrawl[ocr]" in refused.value.detail


def huge() -> bytes:
    """A PNG of a few bytes that claims 40,000 by 40,000 dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("body", "reason"), [(huge(), "too_large"), (b"\x89PNG\r\n\x1a\n", "not_a_document"), (b"", "empty")]
)
def test_hostile_pictures_are_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        scan.read(body)
    assert refused.value.reason == reason


def test_a_blank_picture_has_no_text() -> None:
    out = BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PNG")
    with pytest.raises(Unreadable) as refused:
        scan.read(out.getvalue())
    assert refused.value.reason == "no_text"


def test_an_engine_without_memory_is_told_apart_from_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def engine(*_: object, **__: object) -> None:
        raise ONNXRuntimeError("Failed to allocate memory for requested buffer of size 99")

    monkeypatch.setattr(recognition, "_engine", lambda: engine)
    with pytest.raises(MemoryError):
        recognition.page(np.zeros((40, 40), dtype=np.uint8))


def test_a_picture_that_wants_another_program_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = Image.new("L", (40, 40), 255)
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", lambda *_, **__: blank.im)
    postscript = BytesIO()
    blank.save(postscript, "EPS")
    with pytest.raises(Unreadable) as refused:
        scan.read(postscript.getvalue())
    assert refused.value.reason == "not_a_document"


def test_a_point_before_three_digits_may_be_a_comma() -> None:
    assert pictures._content(["5.341"], ["5.341"]) == ("5.341", "ocr")
    assert pictures._content(["5.34"], ["5.34"]) == ("5.34", "")

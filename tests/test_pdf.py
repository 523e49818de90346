"""PDF files: the grid of every ruled layout is the printed form, slot by slot; what cannot be read says why."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Grid, Unreadable
from parsers.formats.pdf import read
from parsers.formats.pdf_carefully import read_carefully
from parsers.pages import pictures
from parsers.text import squash
from tests.drawnpdf import chinese, drawn
from tests.generator import layouts
from tests.generator.sheets import Sheet
from tests.generator.truths import Truth, truths

REAL = Path(__file__).parents[2] / "shared" / "real"
RULED = [
    "pdf", "pdf_spaced", "pdf_missing_row", "pdf_dotted", "pdf_rects", "pdf_boxes", "pdf_form", "pdf_double", "pdf_shaded",
    "pdf_diagonal", "pdf_chars", "pdf_bold", "pdf_low", "pdf_hidden", "pdf_shuffled", "pdf_watermark", "pdf_split",
    "pdf_split_headed", "pdf_split_torn", "pdf_landscape", "pdf_rotated", "pdf_sideways", "pdf_columns", "pdf_vertical",
    "pdf_narrow", "pdf_furniture", "pdf_cid_font", "pdf_encrypted",
]  # fmt: skip
FORMS = [truth for truth in truths(40) if (truth.disclosure_form, truth.requests_form) == ("2021", "2021")]


@pytest.fixture(scope="module", autouse=True)
def registered() -> None:
    layouts.load()


def layout(name: str) -> layouts.Layout:
    return next(each for each in layouts.layouts() if each.name == name)


def slots(sheet: Sheet) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(s.row, s.column): (squash(s.text), s.row_span, s.column_span) for s in sheet.slots}


def cells(grid: Grid) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(c.row, c.column): (squash(c.text), c.row_span, c.column_span) for c in grid.cells}


@pytest.mark.parametrize("name", RULED)
@pytest.mark.parametrize("truth", FORMS[:2], ids=lambda truth: f"seed{truth.seed}")
def test_a_ruled_table_is_read_as_the_form_it_prints(name: str, truth: Truth) -> None:
    sample = layout(name).render(truth)
    grids = list(read(sample.body).grids())
    assert [cells(grid) for grid in grids] == [slots(sheet) for sheet in sample.article.sheets()]
    assert not [cell for grid in grids for cell in grid.cells if cell.doubt]


def test_the_rules_of_a_page_with_nothing_but_counted_numbers_are_looked_for() -> None:
    """The list of 2014 over several pages, none of whose labels is known beforehand: 0件 is a number that stands alone."""
    truth = next(truths(1, 41703))
    [grid] = read(layout("pdf_split").render(truth).body).grids()
    assert sum(1 for cell in grid.cells if cell.text.endswith("件")) > 40


@pytest.mark.parametrize(
    "name", ["pdf", "pdf_rotated", "pdf_sideways", "pdf_split", "pdf_columns", "pdf_borderless"]
)
def test_the_place_of_a_number_shows_that_number(name: str) -> None:
    document = read(layout(name).render(FORMS[0]).body)
    body = layout(name).render(FORMS[0]).body
    pages = pypdfium2.PdfDocument(body)
    texts = [page.get_textpage() for page in pages]
    shown = 0
    for cell in (
        cell for grid in document.grids() for cell in grid.cells if cell.text.isdigit() and cell.text != "0"
    ):
        assert cell.place.page and cell.place.box
        page, text = pages[cell.place.page - 1], texts[cell.place.page - 1]
        printed = text.get_text_bounded(*unturned(page, cell.place.box)).strip()
        assert printed == cell.text, (cell, printed)
        shown += 1
    assert shown > 10


def unturned(
    page: pypdfium2.PdfPage, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A box of the displayed page in the coordinates of the file: left, bottom, right, top."""
    height = page.get_size()[1]
    left, top, right, bottom = box
    if page.get_rotation() == 90:
        return top, left, bottom, right
    assert page.get_rotation() == 0
    return left, height - bottom, right, height - top


def test_lines_become_paragraphs_and_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(chinese(), 9)
        for index in range(6):
            canvas.drawString(20, 180 - 14 * index, f"左栏第{index}行写满了字左栏")
            canvas.drawString(170, 180 - 14 * index, f"右栏第{index}行写满了字右栏")

    said = " ".join(paragraph.text for paragraph in read(drawn(draw)).paragraphs())
    assert said.index("左栏第5行") < said.index("右栏第0行")


def test_rows_of_numbers_are_lines_of_their_own() -> None:
    """The total of one row and the serial number of the next are not one number, on one page or over a page break."""

    def draw(canvas: Canvas) -> None:
        for page in range(2):
            canvas.setFont(chinese(), 10)
            for row in range(12 if page else 2):
                for column, text in enumerate([f"{10 * page + row + 1}", "属于国家秘密", "/", "7", "10"]):
                    canvas.drawString((20, 50, 150, 190, 230)[column], 60 - 14 * row + 100 * page, text)
            canvas.showPage()

    said = [block.text for block in read(drawn(draw)).blocks]  # type: ignore[union-attr]
    assert len(said) == 14
    assert all(text.endswith("/ 7 10") for text in said)


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        for number in (1, 2, 3):
            canvas.setFont(chinese(), 10)
            canvas.drawString(20, 188, "政府信息公开工作年度报告")
            canvas.drawString(20, 120, f"第{number}部分的内容在此处")
            canvas.drawString(140, 8, f"- {number} -")
            canvas.showPage()

    said = [paragraph.text for paragraph in read(drawn(draw)).paragraphs()]
    assert said == [f"第{number}部分的内容在此处" for number in (1, 2, 3)]


def test_text_without_a_unicode_map_is_not_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "available", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read(layout("pdf_no_unicode").render(FORMS[0]).body)
    assert refused.value.reason == "garbled"


def locked(user: str) -> bytes:
    return drawn(
        lambda canvas: canvas.drawString(20, 20, "12 " * 9),
        encrypt=StandardEncryption(user, ownerPassword="o"),
    )


def test_an_empty_password_opens_and_another_one_does_not() -> None:
    assert read(locked("")).pages == 1
    with pytest.raises(Unreadable) as refused:
        read(locked("secret"))
    assert refused.value.reason == "encrypted"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "corrupt"),
        (b"<html>404</html>", "corrupt"),
        (bytes(Random(1).randrange(256) for _ in range(4000)), "corrupt"),
    ],
)
def test_what_is_no_pdf_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason


def test_a_page_of_too_many_rules_is_refused() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(chinese(), 10)
        canvas.drawString(20, 20, "信息内容" + "1 " * 30)
        canvas._code.append("0 0 m 9 9 l S\n" * 61_000)

    with pytest.raises(Unreadable) as refused:
        read(drawn(draw))
    assert refused.value.reason == "bomb"


def test_too_many_pages_are_refused() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(501):
            canvas.showPage()

    with pytest.raises(Unreadable) as refused:
        read(drawn(draw))
    assert refused.value.reason == "too_many_pages"


def test_both_readers_agree_on_ruled_tables() -> None:
    for name in ("pdf", "pdf_rects", "pdf_bold", "pdf_hidden", "pdf_split_torn"):
        body = layout(name).render(FORMS[0]).body
        first, second = list(read(body).grids()), list(read_carefully(body).grids())
        assert [cells(grid) for grid in first] == [cells(grid) for grid in second], name


def test_the_careful_reader_names_what_it_cannot_open() -> None:
    for body, reason in ((locked("secret"), "encrypted"), (b"%PDF-1.7\n", "corrupt")):
        with pytest.raises(Unreadable) as refused:
            read_carefully(body)
        assert refused.value.reason == reason


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
def test_a_real_report_with_a_page_break_through_its_tables() -> None:
    truth = json.loads((REAL / "hongze-2023.json").read_text(encoding="utf-8"))
    document = read((REAL / "hongze-2023.pdf").read_bytes())
    disclosure, requests, disputes = document.grids()
    numbers = [[cell.text for cell in row][-7:] for row in requests.rows()[3:]]
    assert numbers == [list(map(str, row)) for row in truth["t3"].values()]
    assert [cell.text for cell in disputes.rows()[-1]] == list(map(str, truth["t4"]))
    printed = {row[0].text: [cell.text for cell in row[1:]] for row in disclosure.rows()}
    assert printed["行政处罚"] == ["4119"]
    assert printed["行政事业性收费"] == ["7730.28"]
    group = next(cell for cell in requests.cells if cell.text.startswith("三、"))
    assert (group.text, group.row_span) == ("三、本年度办理结果", 20)

"""What is put over a page of a PDF, and what only the file holds: fields, notes, layers, digits in modes nobody sees."""

from __future__ import annotations

from zlib import compress

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read
from parsers.pages import layers
from parsers.pages.layers import layered
from parsers.text import HIDDEN
from tests.drawnpdf import drawn, table, texts

ROWS = [["a", "12", "1"], ["b", "2", ""]]


def test_what_stands_in_the_fields_of_a_form_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas.acroForm.textfield(value="345", x=101, y=149, width=38, height=14, fontSize=8)

    assert texts(read(drawn(draw))) == [["a", "12", "1"], ["b", "2", "345"]]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("/Subtype /Redact", HIDDEN * 2),
        ("/Subtype /StrikeOut", HIDDEN * 2),
        ("/Subtype /Line /L [61 171 99 171]", HIDDEN * 2),
        ("/Subtype /Line /L [61 166 99 166]", "12"),
        ("/Subtype /Line /L [61 165 99 179]", HIDDEN * 2),
        ("/Subtype /Line /L [61 165 199 279]", "12"),
        ("/Subtype /Ink /InkList [[61 165 80 179 99 165]]", HIDDEN * 2),
        ("/Subtype /PolyLine /Vertices [61 165 80 179 99 165]", HIDDEN * 2),
        ("/Subtype /Stamp", HIDDEN * 2),
        ("/Subtype /Square /IC [1 1 1]", HIDDEN * 2),
        ("/Subtype /Square /C [1 0 0]", "12"),
        ("/Subtype /Highlight /C [1 1 0]", "12"),
    ],
)
def test_a_number_that_a_note_covers_is_neither_value_nor_blank(note: str, said: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas.textAnnotation("", Rect=(61, 165, 99, 179), relative=1)

    body = drawn(draw, pageCompression=0).replace(b"/Subtype /Text", note.encode())
    assert texts(read(body))[0] == ["a", said, "1"]


@pytest.mark.parametrize("mode", [3, 7])
def test_digits_that_are_not_painted_are_none_of_the_number_beside_them(mode: int) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        text = canvas.beginText(80, 169)
        text.setTextRenderMode(mode)
        text.textOut("99")
        canvas.saveState()
        canvas.drawText(text)
        canvas.restoreState()

    assert texts(read(drawn(draw))) == ROWS


def test_a_number_of_hidden_and_seen_digits_is_doubtful() -> None:
    """Where a hidden 1 lies under the 1 of 12, pdfium keeps one of the two: 2 is not what is printed."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        text = canvas.beginText(63, 168)
        text.setTextRenderMode(3)
        canvas.setFont("Helvetica", 10)
        text.textOut("1")
        canvas.drawText(text)
        canvas.restoreState()
        table(canvas, [["a", "", "1"], ["b", "2", ""]])
        canvas.setFont("Helvetica", 10)
        canvas.drawString(63, 168, "12")

    (grid,) = read(drawn(draw)).grids()
    assert [cell.doubt for cell in grid.cells if (cell.row, cell.column) == (0, 1)] == ["torn"]


def test_white_outlines_are_not_seen_and_dark_ones_are() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "", ""], ["b", "2", "3"]])
        for x, shade in ((63, 1), (103, 0)):
            canvas.saveState()
            canvas.setStrokeGray(shade)
            canvas.setFillGray(1 - shade)
            text = canvas.beginText(x, 168)
            text.setTextRenderMode(1)
            text.textOut("7")
            canvas.drawText(text)
            canvas.restoreState()

    assert texts(read(drawn(draw)))[0] == ["a", HIDDEN, "7"]


@pytest.mark.parametrize(("state", "said"), [("OFF", HIDDEN), ("ON", "8")])
def test_a_digit_of_a_layer_counts_when_the_layer_is_shown(state: str, said: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas._code.append("/OC /MC0 BDC")
        canvas.drawString(113, 152, "8")
        canvas._code.append("EMC")

    layer = f"<< /OCGs [99 0 R] /D << /{state} [99 0 R] >> >>".encode()
    body = drawn(draw, pageCompression=0)
    body = body.replace(b"/Type /Catalog", b"/Type /Catalog /OCProperties " + layer)
    body = body.replace(b"/ProcSet", b"/Properties << /MC0 99 0 R >> /ProcSet")
    body = body.replace(b"xref\n", b"99 0 obj << /Type /OCG /Name (last year) >> endobj\nxref\n", 1)
    assert texts(read(body)) == [["a", "12", "1"], ["b", "2", said]]


def test_layers_are_found_among_packed_objects() -> None:
    packed = b"1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + compress(
        b"<< /OCProperties 7 0 R >>"
    )
    assert layered(packed)
    assert not layered(packed.replace(b"/ObjStm", b"/XRef"))


def test_packed_objects_that_cannot_be_looked_into_may_name_layers() -> None:
    head = b"1 0 obj << /Type /ObjStm >> stream\n"
    plain = head + compress(b"<< /Pages 7 0 R >>")
    assert not layered(plain)
    assert layered(head + b"locked by a password")
    assert layered(plain * (layers.STREAMS + 1))


@pytest.mark.parametrize(("shade", "alpha", "said"), [(1, 1, HIDDEN * 2), (0.9, 0.3, "12")])
def test_a_number_under_a_patch_is_hidden_and_one_seen_through_it_is_not(
    shade: float, alpha: float, said: str
) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas.setFillGray(shade, alpha)
        canvas.rect(61, 165, 20, 13, stroke=0, fill=1)

    assert texts(read(drawn(draw)))[0] == ["a", said, "1"]


def test_a_patch_over_the_last_digit_of_a_number_hides_it() -> None:
    """It reaches from the middle of the number on, and not over it."""

    def draw(canvas: Canvas) -> None:
        table(canvas, [["a", "12", "1"], ["b", "2", ""]])
        canvas.setFillGray(1)
        canvas.rect(67.4, 165, 20, 13, stroke=0, fill=1)

    (grid,) = read(drawn(draw)).grids()
    assert [cell.doubt for cell in grid.cells if (cell.row, cell.column) == (0, 1)] == ["torn"]


def test_a_number_printed_on_its_shading_is_no_reason_to_draw_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, ROWS)
        canvas.setFillGray(0.9)
        canvas.rect(101, 149, 38, 14, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(103, 152, "6")

    monkeypatch.setattr(layers, "shown", None)
    assert texts(read(drawn(draw)))[1] == ["b", "2", "6"]

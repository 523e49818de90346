"""Small PDF files drawn line by line, for tests of one thing each."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Document


def drawn(draw: object, **options: object) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=True, **options)
    draw(canvas)  # type: ignore[operator]
    canvas.save()
    return out.getvalue()


def chinese() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def table(
    canvas: Canvas, rows: list[list[str]], width: float = 40, height: float = 16, words: str = "信息内容"
) -> None:
    """A ruled table with its top left corner at 20, 180, below words that make a reader look for tables."""
    canvas.setFont(chinese(), 10)
    canvas.drawString(20, 186, words)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, y = 20 + column * width, 180 - (row + 1) * height
            canvas.rect(x, y, width, height)
            canvas.drawString(x + 3, y + 4, text)


def texts(document: Document) -> list[list[str]]:
    (grid,) = document.grids()
    return [[cell.text for cell in row] for row in grid.rows()]

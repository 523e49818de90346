"""Reports as PDF: every way a table's lines and letters have been seen drawn."""

from __future__ import annotations

from random import Random

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.generator import wordings
from tests.generator.layouts import layout
from tests.generator.pages import LABELS, Paper, Pen, draw
from tests.generator.sheets import Article, Slot


@layout("pdf_numbered_columns", "pdf", wording=wordings.numbered_columns)
@layout("pdf_serial_numbers", "pdf", wording=wordings.serial_numbers)
@layout("pdf_remarks", "pdf", wording=wordings.remarks)
@layout("pdf_subtotals", "pdf", wording=wordings.subtotals)
@layout("pdf_two_years", "pdf", wording=wordings.two_years, exact=0.0)
@layout("pdf_beside_last_year", "pdf", wording=wordings.beside_last_year, exact=0.0)
@layout("pdf_footnotes", "pdf", wording=wordings.footnotes, exact=0.0)
@layout("pdf_stacked", "pdf", wording=wordings.stacked, exact=0.9)
@layout("pdf_two_bodies", "pdf", wording=wordings.two_bodies, exact=0.0)
@layout("pdf_torn_columns", "pdf", wording=wordings.torn_columns, exact=0.0)
@layout("pdf_apart", "pdf", wording=wordings.apart)
@layout("pdf_swapped_columns", "pdf", wording=wordings.swapped_columns)
@layout("pdf_swapped_rows", "pdf", wording=wordings.swapped_rows)
@layout("pdf_missing_row", "pdf", wording=wordings.missing_row)
@layout("pdf_added_row", "pdf", wording=wordings.added_row)
@layout("pdf_halfwidth", "pdf", wording=wordings.halfwidth)
@layout("pdf_spaced", "pdf", wording=wordings.spaced)
@layout("pdf_cut", "pdf", wording=wordings.cut)
@layout("pdf_shortened", "pdf", wording=wordings.shortened)
@layout("pdf", "pdf")
def ruled(article: Article, random: Random) -> bytes:
    return draw(article, random)


@layout("pdf_dotted", "pdf")
def dotted(article: Article, random: Random) -> bytes:
    class Dotted(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            self.canvas.setDash(1, 2)
            super().rule(x0, y0, x1, y1)

    return draw(article, random, Dotted)


@layout("pdf_dots", "pdf")
def dots(article: Article, random: Random) -> bytes:
    """A dotted rule written out dot by dot, as LibreOffice does."""

    class Dots(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            length = max(abs(x1 - x0), abs(y1 - y0))
            for step in range(int(length / 2) + 1):
                share = min(1.0, 2 * step / length)
                x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
                self.canvas.rect(x - 0.25, y - 0.25, 0.5, 0.5, stroke=0, fill=1)

    return draw(article, random, Dots)


@layout("pdf_rects", "pdf")
def rects(article: Article, random: Random) -> bytes:
    """Each edge of each cell a thin filled rectangle, as Word does."""

    class Rects(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            self.canvas.rect(x0, y0, (x1 - x0) or 0.48, (y1 - y0) or 0.48, stroke=0, fill=1)

    return draw(article, random, Rects)


@layout("pdf_boxes", "pdf")
def boxes(article: Article, random: Random) -> bytes:
    """Each cell one stroked rectangle."""

    class Boxes(Pen):
        def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
            self.canvas.rect(x, y, width, height)

    return draw(article, random, Boxes)


@layout("pdf_borderless", "pdf", exact=0.995)
def borderless(article: Article, random: Random) -> bytes:
    class Borderless(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            pass

    return draw(article, random, Borderless)


@layout("pdf_horizontal", "pdf", exact=0.995)
def horizontal(article: Article, random: Random) -> bytes:
    """Rules between rows only."""

    class Horizontal(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            if y0 == y1:
                super().rule(x0, y0, x1, y1)

    return draw(article, random, Horizontal)


@layout("pdf_open_sides", "pdf")
def open_sides(article: Article, random: Random) -> bytes:
    """All rules but the outermost left and right ones."""

    class OpenSides(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            if y0 == y1 or 51 < x0 < A4[0] - 51:
                super().rule(x0, y0, x1, y1)

    return draw(article, random, OpenSides)


@layout("pdf_split", "pdf")
def split(article: Article, random: Random) -> bytes:
    """Low pages, so that tables break; no header after the break."""
    return draw(article, random, paper=Paper(size=(A4[0], random.randint(340, 460))))


@layout("pdf_split_headed", "pdf")
def split_headed(article: Article, random: Random) -> bytes:
    return draw(article, random, paper=Paper(size=(A4[0], random.randint(340, 460)), heads=True))


@layout("pdf_split_torn", "pdf")
def split_torn(article: Article, random: Random) -> bytes:
    """（四）无 on one page, 法提供 on the next."""
    return draw(
        article, random, paper=Paper(size=(A4[0], random.randint(340, 460)), tear=True, furniture=True)
    )


@layout("pdf_split_open", "pdf")
def split_open(article: Article, random: Random) -> bytes:
    """Broken by pages, and the row above the break has no lower rule."""

    class Open(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            if y0 != y1 or y0 > 80:
                super().rule(x0, y0, x1, y1)

    return draw(article, random, Open, Paper(size=(A4[0], random.randint(340, 460))))


@layout("pdf_landscape", "pdf")
def wide(article: Article, random: Random) -> bytes:
    return draw(article, random, paper=Paper(size=landscape(A4)))


@layout("pdf_rotated", "pdf")
def rotated(article: Article, random: Random) -> bytes:
    """Turned by content and turned back by /Rotate: the reader sees it upright."""
    return draw(article, random, paper=Paper(size=landscape(A4), turn="flag"))


@layout("pdf_sideways", "pdf")
def sideways(article: Article, random: Random) -> bytes:
    """A wide table laid on an upright page; the reader turns his head."""
    return draw(article, random, paper=Paper(size=landscape(A4), turn="sideways"))


@layout("pdf_columns", "pdf")
def columns(article: Article, random: Random) -> bytes:
    """Two columns a page, a table in each."""
    return draw(article, random, paper=Paper(size=(1100, 780), columns=2))


@layout("pdf_chars", "pdf")
def chars(article: Article, random: Random) -> bytes:
    """One text object a character, each placed on its own."""

    class Chars(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            for char in text:
                super().text(x, y, char)
                x += self.width(char)

    return draw(article, random, Chars)


@layout("pdf_shuffled", "pdf")
def shuffled(article: Article, random: Random) -> bytes:
    """Right order on paper, any order in the file: a page writes its last lines first."""

    class Shuffled(Pen):
        def __init__(self, canvas: object, random: Random) -> None:
            super().__init__(canvas, random)
            self.held: list[tuple[float, float, str]] = []
            show = self.canvas.showPage

            def turn() -> None:
                for x, y, text in reversed(self.held):
                    self.canvas.drawString(x, y, text)
                self.held.clear()
                show()

            self.canvas.showPage = turn

        def text(self, x: float, y: float, text: str) -> None:
            self.held.append((x, y, text))

    return draw(article, random, Shuffled)


@layout("pdf_bold", "pdf")
def bold(article: Article, random: Random) -> bytes:
    """Bold by drawing everything twice, a third of a point apart: a zero printed twice is not 00."""

    class Bold(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            super().text(x, y, text)
            super().text(x + 0.3, y, text)

    return draw(article, random, Bold)


@layout("pdf_vertical", "pdf")
def vertical(article: Article, random: Random) -> bytes:
    """三、本年度办理结果 one character a line, in a column one character wide."""
    return draw(article, random, paper=Paper(widths=LABELS | {"requests": (14.0, 62.0, 130.0)}))


@layout("pdf_narrow", "pdf")
def narrow(article: Article, random: Random) -> bytes:
    """Number columns so narrow that six digits take three lines: 15802 over 2 is one number."""
    return draw(article, random, paper=Paper(widths=LABELS | {"requests": (60.0, 110.0, 200.0)}))


@layout("pdf_form", "pdf")
def form(article: Article, random: Random) -> bytes:
    """The rules inside form XObjects."""

    class Form(Pen):
        count = 0

        def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
            Form.count += 1
            name = f"cell{Form.count}"
            self.canvas.beginForm(name)
            self.canvas.rect(0, 0, width, height)
            self.canvas.endForm()
            self.canvas.saveState()
            self.canvas.translate(x, y)
            self.canvas.doForm(name)
            self.canvas.restoreState()

    return draw(article, random, Form)


@layout("pdf_furniture", "pdf")
def furniture(article: Article, random: Random) -> bytes:
    """Header, footer and page numbers; a page ends in the middle of a table."""
    return draw(article, random, paper=Paper(size=(A4[0], random.randint(400, 600)), furniture=True))


@layout("pdf_shaded", "pdf")
def shaded(article: Article, random: Random) -> bytes:
    """Header cells on grey, every other row striped; the stripes end short of the cell edges."""

    class Shaded(Pen):
        def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
            if slot.kind == "header" or slot.row % 2:
                self.canvas.setFillColor(Color(0.85, 0.88, 0.95))
                self.canvas.rect(x + 1.5, y + 1.5, width - 3, height - 3, stroke=0, fill=1)
                self.canvas.setFillColor(Color(0, 0, 0))
            super().frame(x, y, width, height, slot)

    return draw(article, random, Shaded)


@layout("pdf_watermark", "pdf")
def watermark(article: Article, random: Random) -> bytes:
    """A grey word across the page, over the numbers."""

    class Marked(Pen):
        def __init__(self, canvas: object, random: Random) -> None:
            super().__init__(canvas, random)
            show = self.canvas.showPage

            def turn() -> None:
                self.canvas.saveState()
                self.canvas.setFillColor(Color(0.8, 0.8, 0.8, alpha=0.3))
                self.canvas.translate(200, 300)
                self.canvas.rotate(45)
                self.canvas.setFont(self.canvas._fontname, 60)
                self.canvas.drawString(0, 0, "信息公开2024")
                self.canvas.restoreState()
                show()

            self.canvas.showPage = turn

    return draw(article, random, Marked)


@layout("pdf_hidden", "pdf")
def hidden(article: Article, random: Random) -> bytes:
    """White digits of last year's report left under this year's."""

    class Hidden(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            if text.strip().isdigit():
                self.canvas.setFillColor(Color(1, 1, 1))
                super().text(x + 7, y + 1, str(self.random.randint(1, 99)))
                self.canvas.setFillColor(Color(0, 0, 0))
            super().text(x, y, text)

    return draw(article, random, Hidden)


@layout("pdf_no_unicode", "pdf", exact=0.0)
def no_unicode(article: Article, random: Random) -> bytes:
    """Fonts without a Unicode map: letters on paper, noise in the text."""
    return draw(article, random).replace(b"/ToUnicode ", b"/ToUnicodx ")


@layout("pdf_cid_font", "pdf")
def cid_font(article: Article, random: Random) -> bytes:
    """A font every reader is supposed to have, so nobody embedded it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return draw(article, random, face="STSong-Light")


@layout("pdf_encrypted", "pdf")
def encrypted(article: Article, random: Random) -> bytes:
    """Locked against changes; the password to read it is empty."""
    lock = StandardEncryption("", ownerPassword="owner", canModify=0, canCopy=0, strength=128)
    return draw(article, random, paper=Paper(encrypt=lock))


@layout("pdf_gaps", "pdf", exact=0.0)
def gaps(article: Article, random: Random) -> bytes:
    """Here and there a rule between two cells was not drawn: 3 above 5 is not 35, 3 beside 5 neither."""
    gone: set[tuple[float, float]] = set()
    kept: set[tuple[float, float]] = set()

    class Gaps(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            middle = round((x0 + x1) / 2, 1), round((y0 + y1) / 2, 1)
            if middle not in gone | kept:
                (gone if self.random.random() < 0.03 else kept).add(middle)
            if middle in kept:
                super().rule(x0, y0, x1, y1)

    return draw(article, random, Gaps)


@layout("pdf_pasted", "pdf", exact=0.0)
def pasted(article: Article, random: Random) -> bytes:
    """A number corrected by a white patch with the new one on it; the old one is still in the file."""

    class Pasted(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            if text.isdigit() and self.random.random() < 0.3:
                super().text(x - 1, y, str(self.random.randint(1, 99)))
                self.canvas.setFillColor(Color(1, 1, 1))
                self.canvas.rect(x - 2, y - 2, 14, 10, stroke=0, fill=1)
                self.canvas.setFillColor(Color(0, 0, 0))
            super().text(x, y, text)

    return draw(article, random, Pasted)


@layout("pdf_loose", "pdf", exact=0.0)
def loose(article: Article, random: Random) -> bytes:
    """Digits of a number set wide apart, as justified cells do."""

    class Loose(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            if not text.isdigit() or len(text) > 4:
                super().text(x, y, text)
                return
            for char in text:
                super().text(x - 2 * len(text), y, char)
                x += self.width(char) + 4

    return draw(article, random, Loose)


@layout("pdf_low", "pdf")
def low(article: Article, random: Random) -> bytes:
    """Numbers set so low that they sit on the rule below."""

    class Low(Pen):
        def text(self, x: float, y: float, text: str) -> None:
            super().text(x, y - 3.2, text)

    return draw(article, random, Low)


@layout("pdf_double", "pdf")
def double(article: Article, random: Random) -> bytes:
    """Every rule a pair of rules."""

    class Double(Pen):
        def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
            super().rule(x0, y0, x1, y1)
            super().rule(x0 + 1.2, y0 + 1.2, x1 + 1.2, y1 + 1.2)

    return draw(article, random, Double)


@layout("pdf_diagonal", "pdf")
def diagonal(article: Article, random: Random) -> bytes:
    """A diagonal line through the corner cell, and one through every blank cell."""

    class Diagonal(Pen):
        def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
            super().frame(x, y, width, height, slot)
            if (slot.row, slot.column) == (0, 0) or not slot.text.strip():
                self.canvas.line(x, y + height, x + width, y)

    return draw(article, random, Diagonal)


@layout("pdf_seal", "pdf", exact=0.9)
def seal(article: Article, random: Random) -> bytes:
    """A red seal of vector lines and letters over the last table."""

    class Sealed(Pen):
        def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
            super().frame(x, y, width, height, slot)
            if slot.row == 3 and slot.column == 2:
                self.canvas.setStrokeColor(Color(0.9, 0, 0))
                self.canvas.circle(x + 40, y, 45)
                self.canvas.line(x, y - 20, x + 80, y + 6)
                self.canvas.setStrokeColor(Color(0, 0, 0))

    return draw(article, random, Sealed)

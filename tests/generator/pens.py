"""Every way the lines and letters of a table have been seen drawn. Pens mix: a class of two is a page with both habits."""

from __future__ import annotations

from random import Random

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from tests.generator.pages import Pen
from tests.generator.sheets import Slot

BLACK, WHITE, RED = Color(0, 0, 0), Color(1, 1, 1), Color(0.9, 0, 0)


class Dotted(Pen):
    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setDash(1, 2)
        super().rule(x0, y0, x1, y1)


class Dots(Pen):
    """A dotted rule written out dot by dot, as LibreOffice does."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(abs(x1 - x0), abs(y1 - y0))
        for step in range(int(length / 2) + 1):
            share = min(1.0, 2 * step / length)
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            self.canvas.rect(x - 0.25, y - 0.25, 0.5, 0.5, stroke=0, fill=1)


class Rects(Pen):
    """Each edge of each cell a thin filled rectangle, as Word does."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, y0, (x1 - x0) or 0.48, (y1 - y0) or 0.48, stroke=0, fill=1)


class Boxes(Pen):
    """Each cell one stroked rectangle."""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        self.canvas.rect(x, y, width, height)


class Borderless(Pen):
    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        pass


class Apart(Borderless):
    """Header words at the left edge of their columns, numbers at the right one: nearest to the header of the next."""

    left, right, kind = 0.0, 0.0, ""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        self.left, self.right, self.kind = x, x + width, slot.kind

    def text(self, x: float, y: float, text: str) -> None:
        if self.kind == "header":
            x = self.left + 2
        elif self.kind == "figure":
            x = self.right - 3 - self.width(text)
        super().text(x, y, text)


class Horizontal(Pen):
    """Rules between rows only."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 == y1:
            super().rule(x0, y0, x1, y1)


class OpenSides(Pen):
    """All rules but the outermost left and right ones of a page of usual width."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 == y1 or 51 < x0 < 544:
            super().rule(x0, y0, x1, y1)


class OpenFoot(Pen):
    """The row above a page break has no lower rule."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 != y1 or y0 > 80:
            super().rule(x0, y0, x1, y1)


class Double(Pen):
    """Every rule a pair of rules."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        super().rule(x0, y0, x1, y1)
        super().rule(x0 + 1.2, y0 + 1.2, x1 + 1.2, y1 + 1.2)


class Gaps(Pen):
    """Here and there a rule between two cells was not drawn: 3 above 5 is not 35, 3 beside 5 neither."""

    def __init__(self, canvas: Canvas, random: Random) -> None:
        super().__init__(canvas, random)
        self.drawn: dict[tuple[float, float], bool] = {}

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        middle = round((x0 + x1) / 2, 1), round((y0 + y1) / 2, 1)
        if self.drawn.setdefault(middle, self.random.random() > 0.03):
            super().rule(x0, y0, x1, y1)


class Forms(Pen):
    """The rules inside form XObjects."""

    def __init__(self, canvas: Canvas, random: Random) -> None:
        super().__init__(canvas, random)
        self.count = 0

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        self.count += 1
        self.canvas.beginForm(f"cell{self.count}")
        self.canvas.rect(0, 0, width, height)
        self.canvas.endForm()
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(f"cell{self.count}")
        self.canvas.restoreState()


class Shaded(Pen):
    """Header cells on grey, every other row striped; the stripes end short of the cell edges."""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        if slot.kind == "header" or slot.row % 2:
            self.canvas.setFillColor(Color(0.85, 0.88, 0.95))
            self.canvas.rect(x + 1.5, y + 1.5, width - 3, height - 3, stroke=0, fill=1)
            self.canvas.setFillColor(BLACK)
        super().frame(x, y, width, height, slot)


class Diagonal(Pen):
    """A diagonal line through the corner cell, and one through every blank cell."""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        super().frame(x, y, width, height, slot)
        if (slot.row, slot.column) == (0, 0) or not slot.text.strip():
            self.canvas.line(x, y + height, x + width, y)


class Sealed(Pen):
    """A red seal, a circle and a line, over the tables."""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        super().frame(x, y, width, height, slot)
        if slot.row == 3 and slot.column == 2:
            self.canvas.setStrokeColor(RED)
            self.canvas.circle(x + 40, y, 45)
            self.canvas.line(x, y - 20, x + 80, y + 6)
            self.canvas.setStrokeColor(BLACK)


class Chars(Pen):
    """One text object a character, each placed on its own."""

    def text(self, x: float, y: float, text: str) -> None:
        for char in text:
            super().text(x, y, char)
            x += self.width(char)


class Bold(Pen):
    """Bold by drawing everything twice, a third of a point apart: a zero printed twice is not 00."""

    def text(self, x: float, y: float, text: str) -> None:
        super().text(x, y, text)
        super().text(x + 0.3, y, text)


class Low(Pen):
    """Letters set so low that they sit on the rule below."""

    def text(self, x: float, y: float, text: str) -> None:
        super().text(x, y - 3.2, text)

    def strike(self, x0: float, x1: float, y: float) -> None:
        super().strike(x0, x1, y - 3.2)


class Loose(Pen):
    """Digits of a number set wide apart, as justified cells do."""

    def text(self, x: float, y: float, text: str) -> None:
        if not text.isdigit() or len(text) > 4:
            super().text(x, y, text)
            return
        x -= 2 * len(text)
        for char in text:
            super().text(x, y, char)
            x += self.width(char) + 4


class Wide(Pen):
    """Numbers against the right edge of their cell, the long ones a little over it."""

    def text(self, x: float, y: float, text: str) -> None:
        super().text(x + 9 if text.isdigit() else x, y, text)

    def strike(self, x0: float, x1: float, y: float) -> None:
        super().strike(x0 + 9, x1 + 9, y)


class Raised(Pen):
    """A small footnote number behind some figures: twelve, see note 2."""

    def text(self, x: float, y: float, text: str) -> None:
        super().text(x, y, text)
        if text.isdigit() and self.random.random() < 0.1:
            self.canvas.setFontSize(self.size * 0.6)
            super().text(x + self.width(text), y + self.size * 0.4, "2")
            self.canvas.setFontSize(self.size)


class Struck(Pen):
    """The old number struck through by a line, the new one behind it."""

    def text(self, x: float, y: float, text: str) -> None:
        if text.isdigit() and len(text) < 3 and self.random.random() < 0.1:
            old = str(self.random.randint(1, 9))
            super().text(x - 5, y, old)
            self.strike(x - 5.5, x - 0.2, y + 3)
        super().text(x, y, text)


class Underlined(Pen):
    """A line under each number, which strikes nothing out and parts no row."""

    def text(self, x: float, y: float, text: str) -> None:
        super().text(x, y, text)
        if text.isdigit():
            self.canvas.line(x, y - 1, x + self.width(text), y - 1)


class Squeezed(Pen):
    """Digits set so close that each reaches into the next."""

    def text(self, x: float, y: float, text: str) -> None:
        if not text.isdigit():
            super().text(x, y, text)
            return
        for char in text:
            super().text(x, y, char)
            x += self.width(char) * 0.86


class Hidden(Pen):
    """White digits of last year's report left under this year's."""

    def text(self, x: float, y: float, text: str) -> None:
        if text.isdigit():
            self.canvas.setFillColor(WHITE)
            super().text(x + 7, y + 1, str(self.random.randint(1, 99)))
            self.canvas.setFillColor(BLACK)
        super().text(x, y, text)


class Pasted(Pen):
    """A number corrected by a white patch with the new one on it; the old one is still in the file."""

    def text(self, x: float, y: float, text: str) -> None:
        if text.isdigit() and self.random.random() < 0.3:
            super().text(x - 1, y, str(self.random.randint(1, 99)))
            self.canvas.setFillColor(WHITE)
            self.canvas.rect(x - 2, y - 2, 14, 10, stroke=0, fill=1)
            self.canvas.setFillColor(BLACK)
        super().text(x, y, text)


class Shuffled(Pen):
    """Right order on paper, any order in the file: a page writes its last lines first."""

    def __init__(self, canvas: Canvas, random: Random) -> None:
        super().__init__(canvas, random)
        self.held: list[tuple[float, float, str]] = []

    def text(self, x: float, y: float, text: str) -> None:
        self.held.append((x, y, text))

    def finish(self) -> None:
        for x, y, text in reversed(self.held):
            super().text(x, y, text)
        self.held.clear()
        super().finish()


class Watermarked(Pen):
    """A grey word across the page, over the numbers."""

    def finish(self) -> None:
        self.canvas.saveState()
        self.canvas.setFillColor(Color(0.8, 0.8, 0.8, alpha=0.3))
        self.canvas.translate(200, 300)
        self.canvas.rotate(45)
        self.canvas.setFontSize(60)
        self.canvas.drawString(0, 0, "信息公开2024")
        self.canvas.restoreState()
        super().finish()

"""Draws an article on pages: widths, wrapped cells, page breaks. How lines look is the pen's affair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.generator.sheets import Article, Sheet, Slot

FONT_FILE = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
LABELS = {
    "requests": (24.0, 62.0, 130.0),
    "disclosure": (130.0,),
    "disputes": (),
    "statistics": (340.0, 60.0),
    "items": (200.0,),
}

STANDARD_LABELS = {name: len(widths) for name, widths in LABELS.items()}
"""Label columns of the official form; a column more stands in front of them."""


def font() -> str:
    pdfmetrics.registerFont(TTFont("zenhei", FONT_FILE))
    return "zenhei"


class Pen:
    """Solid rules, whole lines of text; every other pen changes one of these things."""

    size = 8.0

    def __init__(self, canvas: Canvas, random: Random) -> None:
        self.canvas, self.random = canvas, random

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, y0, x1, y1)

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        """The edges of one cell; `y` is its lower edge."""
        self.rule(x, y, x + width, y)
        self.rule(x, y + height, x + width, y + height)
        self.rule(x, y, x, y + height)
        self.rule(x + width, y, x + width, y + height)

    def text(self, x: float, y: float, text: str) -> None:
        self.canvas.drawString(x, y, text)

    def strike(self, x0: float, x1: float, y: float) -> None:
        self.canvas.line(x0, y, x1, y)

    def finish(self) -> None:
        """The page is full."""
        self.canvas.showPage()

    def wrap(self, text: str, width: float) -> list[str]:
        """Lines no wider than `width`, broken at any character as narrow cells do."""
        lines = [""]
        for char in text:
            if char == "\n" or (self.width(lines[-1] + char) > width and lines[-1]):
                lines.append("")
            lines[-1] += char.strip("\n")
        return lines

    def width(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, self.canvas._fontname, self.size))


@dataclass(frozen=True)
class Paper:
    """`turn` says how the page is laid: `flag` by /Rotate, `sideways` by its content only."""

    size: tuple[float, float] = A4
    columns: int = 1
    margin: float = 50.0
    turn: str = ""
    heads: bool = False
    """Repeat the header rows of a table after a page break."""
    tear: bool = False
    """Labels cut by a page break go on behind it: （四）无 / 法提供."""
    furniture: bool = False
    """Header line, footer line and page number on each page."""
    widths: dict[str, tuple[float, ...]] = field(default_factory=lambda: dict(LABELS))
    encrypt: object = None


@dataclass(frozen=True)
class Frame:
    x: float
    y: float
    width: float
    height: float


def draw(
    article: Article, random: Random, pen: type[Pen] = Pen, paper: Paper = Paper(), face: str = ""
) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=paper.size, invariant=True, encrypt=paper.encrypt)
    Press(canvas, pen, paper, face or font(), random).print(article)
    canvas.save()
    return out.getvalue()


class Press:
    """Fills frame after frame, page after page, from the top."""

    def __init__(self, canvas: Canvas, pen: type[Pen], paper: Paper, face: str, random: Random) -> None:
        self.canvas, self.paper, self.face = canvas, paper, face
        self.pen, self.page = pen(canvas, random), 0
        self.frames = self._frames()
        self.frame = next(self.frames)
        self.y = self.frame.y + self.frame.height

    def _frames(self) -> Iterator[Frame]:
        width, height = self.paper.size
        margin, gap = self.paper.margin, 20.0
        share = (width - 2 * margin - gap * (self.paper.columns - 1)) / self.paper.columns
        while True:
            self._open()
            for column in range(self.paper.columns):
                yield Frame(margin + column * (share + gap), margin, share, height - 2 * margin)
            self.pen.finish()

    def _open(self) -> None:
        self.page += 1
        width, height = self.paper.size
        if self.paper.turn == "flag":
            self.canvas.setPageRotation(90)  # reportlab swaps the sides of the page by itself then
        elif self.paper.turn:
            self.canvas.setPageSize((height, width))
        if self.paper.turn:
            self.canvas.translate(height, 0)
            self.canvas.rotate(90)
        self.canvas.setFont(self.face, self.pen.size)
        self.canvas.setLineWidth(0.5)
        if self.paper.furniture:
            self.pen.text(60, height - 30, f"政府信息公开工作年度报告　第 {self.page} 页")
            self.pen.text(width / 2 - 14, 24, f"— {self.page} —")

    def _next(self) -> None:
        self.frame = next(self.frames)
        self.y = self.frame.y + self.frame.height

    def print(self, article: Article) -> None:
        self._paragraph(article.title)
        for block in article.blocks:
            if isinstance(block, str):
                self._paragraph(block)
            else:
                self._table(block)
                self.y -= 10
        self.pen.finish()

    def _paragraph(self, text: str) -> None:
        for line in self.pen.wrap("　　" + text, self.frame.width):
            if self.y - 16 < self.frame.y:
                self._next()
            self.y -= 16
            self.pen.text(self.frame.x, self.y + 4, line)

    def _table(self, sheet: Sheet) -> None:
        start = 0
        while start < sheet.height:
            part = sheet.part(start, sheet.height, heads=self.paper.heads and start > 0)
            columns, rows = self._columns(part), self._rows(part)
            repeated = part.height - (sheet.height - start)
            fit = _fitting(rows, self.y - self.frame.y, part.heads)
            stop = start + fit - repeated
            if fit <= part.heads or stop <= start:
                self._next()
                continue
            piece = sheet.part(start, stop, heads=self.paper.heads and start > 0)
            if self.paper.tear:
                piece = _torn(sheet, piece, start, stop)
            self._draw(piece, columns, rows)
            start = stop

    def _columns(self, sheet: Sheet) -> list[float]:
        labels = (20.0,) * (sheet.labels - STANDARD_LABELS[sheet.name])
        labels += self.paper.widths[sheet.name][: sheet.labels]
        scale = min(1.0, self.frame.width / 495)
        fixed = [width * scale for width in labels]
        rest = (self.frame.width - sum(fixed)) / (sheet.width - len(fixed))
        return [*fixed, *[rest] * (sheet.width - len(fixed))]

    def _rows(self, sheet: Sheet) -> list[float]:
        columns = self._columns(sheet)
        heights = [self.pen.size + 6] * sheet.height
        for slot in sorted(sheet.slots, key=lambda slot: slot.row_span):
            lines = self.pen.wrap(slot.text, _width(slot, columns) - 4)
            missing = len(lines) * (self.pen.size + 2) + 4 - sum(heights[slot.row : slot.row + slot.row_span])
            heights[slot.row + slot.row_span - 1] += max(0.0, missing if slot.row_span < 6 else 0.0)
        return heights

    def _draw(self, sheet: Sheet, columns: list[float], rows: list[float]) -> None:
        top = self.y
        for slot in sorted(sheet.slots, key=lambda slot: (slot.row, slot.column)):
            x = self.frame.x + sum(columns[: slot.column])
            y = top - sum(rows[: slot.row + slot.row_span])
            height = sum(rows[slot.row : slot.row + slot.row_span])
            width = _width(slot, columns)
            self.pen.frame(x, y, width, height, slot)
            self._fill(slot, x, y, width, height)
        self.y = top - sum(rows[: sheet.height])

    def _fill(self, slot: Slot, x: float, y: float, width: float, height: float) -> None:
        leading = self.pen.size + 2
        lines = self.pen.wrap(slot.text, width - 4)
        base = y + (height + leading * len(lines)) / 2 - self.pen.size
        for index, line in enumerate(lines):
            left = x + (2 if slot.kind == "label" else (width - self.pen.width(line)) / 2)
            if line.strip():
                self.pen.text(left, base - index * leading, line)


def _width(slot: Slot, columns: list[float]) -> float:
    return sum(columns[slot.column : slot.column + slot.column_span])


def _fitting(rows: list[float], room: float, heads: int) -> int:
    """How many rows fit; header rows never end a page."""
    total, count = 0.0, 0
    for height in rows:
        if total + height > room:
            break
        total, count = total + height, count + 1
    return count if count > heads else 0


def _torn(sheet: Sheet, piece: Sheet, start: int, stop: int) -> Sheet:
    """Merged labels that cross the lower or upper edge keep half their text on each side."""
    slots = []
    for slot in piece.slots:
        source = next(
            (s for s in sheet.slots if s.column == slot.column and _crosses(s, slot, start, stop)), None
        )
        if source is None or slot.kind == "figure":
            slots.append(slot)
            continue
        half = len(source.text) // 2
        slots.append(replace(slot, text=source.text[:half] if source.row >= start else source.text[half:]))
    return replace(piece, slots=tuple(slots))


def _crosses(source: Slot, slot: Slot, start: int, stop: int) -> bool:
    end = source.row + source.row_span
    if source.row >= start:
        return end > stop and source.row < stop and slot.row == source.row - start
    return start < end <= stop and slot.row == 0

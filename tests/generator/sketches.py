"""Ways to draw a table that leave out rules, or go over its numbers with a pen."""

from __future__ import annotations

from tests.generator.pages import Pen
from tests.generator.pens import Struck
from tests.generator.sheets import Slot


class Upright(Pen):
    """Rules between columns, and one over each table."""

    def frame(self, x: float, y: float, width: float, height: float, slot: Slot) -> None:
        if slot.row == 0:
            self.rule(x, y + height, x + width, y + height)
        self.rule(x, y, x, y + height)
        self.rule(x + width, y, x + width, y + height)


class Scrawled(Struck):
    """The old number crossed out with a pen, to and fro or in a wave, on a page whose head is shaded by lines on the slant."""

    def strike(self, x0: float, x1: float, y: float) -> None:
        pen = self.canvas.beginPath()
        pen.moveTo(x0, y - 2)
        if self.random.random() < 0.5:
            for step in range(1, 5):
                pen.lineTo(x0 + (x1 - x0) * step / 4, y + (3 if step % 2 else -3))
        else:
            pen.curveTo(x0 + 1, y + 5, x0 + 3, y - 5, x1, y + 2)
        self.canvas.drawPath(pen)

    def finish(self) -> None:
        for step in range(120):
            self.canvas.line(30 + 3 * step, 10, 36 + 3 * step, 18)
        super().finish()

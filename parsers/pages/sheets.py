"""Pages as geometry, and the document they make: what PDF, OFD and scan readers share.

A reader hands over `Sheet`s, everything on them upright; `blocks` finds ruled and borderless tables, drops running heads and
feet, puts lines in reading order and joins what page breaks cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from parsers.document import Box
from parsers.pages.celltext import Content
from parsers.pages.frames import Frame
from parsers.pages.glyphs import Glyph
from parsers.pages.struck import Slant


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, turned so that its text is upright; lengths in points, origin at the top left corner."""

    number: int
    """From 1."""
    width: float
    height: float
    glyphs: Sequence[Glyph]
    """White space left out."""
    strokes: Sequence[Box] = ()
    """Boxes of thin drawn things, see `parsers.pages.strokes`; in any order, as often as they were drawn."""
    slants: Sequence[Slant] = ()
    """Lines on the slant, of as many parts as were drawn in one go."""
    tables: Sequence[tuple[Frame, Sequence[Content]]] = ()
    """Ruled tables whose cells are read already, from a picture; the strokes count for nothing then."""
    turn: int = 0
    """Clockwise quarter turns from here to the page as it is displayed; only a page whose text lies on its side has any."""
    tilt: float = 0.0
    """Degrees by which a scanned page was turned clockwise to stand straight."""
    bend: Callable[[Box], Box] | None = None
    """Where a box was on the straightened page before its paper was made flat; only a page that curls has it."""
    scale: float = 1.0
    """Points of the page as displayed for one here: a scan may be stored as if it were as large as a poster."""
    doubt: str = ""
    """Given to every cell of the page that has no other and is not among `tables` (`layer`, `ocr`)."""

    @property
    def straight(self) -> bool:
        """Whether the page is displayed as it stands here."""
        return not (self.turn or self.tilt or self.bend) and self.scale == 1

    def shown(self, box: Box) -> Box:
        """The box on the page as it is displayed."""
        bent = self.bend(box) if self.bend else box
        left, top, right, bottom = self._turned(self._askew(bent) if self.tilt else bent)
        by = self.scale
        return round(left * by, 2), round(top * by, 2), round(right * by, 2), round(bottom * by, 2)

    def _turned(self, box: Box) -> Box:
        left, top, right, bottom = box
        if self.turn == 1:
            return self.height - bottom, left, self.height - top, right
        if self.turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.turn == 3:
            return top, self.width - right, bottom, self.width - left
        return box

    def _askew(self, box: Box) -> Box:
        """The box where the scan has it: moved with the page, as large as before."""
        left, top, right, bottom = box
        x, y = (left + right - self.width) / 2, (top + bottom - self.height) / 2
        sine, cosine = sin(radians(self.tilt)), cos(radians(self.tilt))
        across, down = x * cosine + y * sine - x, y * cosine - x * sine - y
        return left + across, top + down, right + across, bottom + down

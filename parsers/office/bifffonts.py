"""Fonts of an XLS: which text nobody sees, and which stands above the line ([MS-XLS] 2.4.122, 2.4.188, 2.4.353)."""

from __future__ import annotations

from struct import unpack_from

from parsers.office.biff import RichText
from parsers.office.cellfonts import faint
from parsers.office.runlooks import PALE
from parsers.text import raised

STRUCK = 8
WHITE = frozenset((1, 9, 65))
BLACK = frozenset((0, 8, 64, 0x7FFF))
FIRST_OF_PALETTE = 8
NO_GROUND, PATTERN = -1, -2


class Fonts:
    """Fonts by their numbers; cells refer to them, and the runs of a text in several fonts."""

    def __init__(self) -> None:
        self._fonts: dict[int, tuple[bool, bool, int]] = {}  # struck, raised, colour
        self._white = set(WHITE)

    def has_no_ink(self, colour: int, ground: int) -> bool:
        """Whether letters of a colour are not seen on a ground (`NO_GROUND`: paper, `PATTERN`: anybody's guess)."""
        if ground == PATTERN:
            return False
        if ground == NO_GROUND or ground in self._white:
            return colour in self._white
        return colour == ground or {colour, ground} <= BLACK

    def add(self, body: bytes) -> None:
        """One FONT record; no font has the number 4."""
        options, colour, script = unpack_from("<2xHH2xH", body)
        number = len(self._fonts) + (len(self._fonts) >= 4)
        self._fonts[number] = bool(options & STRUCK), script in (1, 2), colour

    def paint(self, body: bytes) -> None:
        """The PALETTE record: colours of the workbook's own."""
        for index in range(min(unpack_from("<H", body)[0], (len(body) - 2) // 4)):
            is_white = min(body[2 + 4 * index : 5 + 4 * index]) >= PALE
            (self._white.add if is_white else self._white.discard)(FIRST_OF_PALETTE + index)

    def seen(self, text: RichText, font: int, ground: int, notes: set[str]) -> str:
        """The text of a cell with that font as it is seen on the ground of the cell."""
        return "".join(
            self._piece(piece, font if own is None else own, ground, notes)
            for piece, own in text.runs()
            if piece
        )

    def _piece(self, text: str, font: int, ground: int, notes: set[str]) -> str:
        is_struck, is_raised, colour = self._fonts.get(font, (False, False, 0))
        if is_struck:
            notes.add("struck_text")
            return ""
        if is_raised:
            text = raised(text)
        return faint(text, notes) if self.has_no_ink(colour, ground) else text

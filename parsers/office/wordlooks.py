"""How the text of a Word 97–2003 file is seen: not at all, crossed out, above the line, or too pale and small to read.

A property is taken from the run of characters, else from its character style, else from the style of its paragraph.
Sources: [MS-DOC] 2.6.1 (properties of characters), 2.9.327 (ToggleOperand).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from parsers.office.runlooks import LIFT, MARKERS, PAPER, SMALLEST, is_lost
from parsers.office.wordfile import Modifiers, WordFile
from parsers.office.wordstyles import Style, chain
from parsers.office.wordtext import ENDS, positions

DELETED, INSERTED = 0x0800, 0x0801
UNSEEN = {DELETED: "tracked_changes", 0x083C: "hidden_text", 0x0837: "struck_text", 0x2A53: "struck_text"}
SAID = {**UNSEEN, INSERTED: "tracked_changes"}
CHARACTER_STYLE, RAISED, POSITION, SIZE = 0x4A30, 0x2A48, 0x4845, 0x4A43
INDEXED_COLOUR, COLOUR = 0x2A42, 0x6870
OLD_SHADING, SHADING, MARKER = 0x4866, 0xCA71, 0x2A0C
CLEAR, SOLID = 0, 1
_COLOURS = ("", *MARKERS.values())
"""Colours by number; 0 is one that is seen."""
AS_STYLE, NOT_AS_STYLE = 0x80, 0x81

Ranges = list[tuple[int, int]]
"""Positions, of characters (cp) or bytes, in order."""


class Looks:
    """Ranges of the text by how they are seen, and notes on what the author left in the file."""

    def __init__(self, file: WordFile, styles: Mapping[int, Style]) -> None:
        self.file = file
        self.notes: set[str] = set()
        self._styles = styles

    @cached_property
    def _runs(self) -> Mapping[Modifiers, Modifiers]:
        """What each list of modifiers in the file means, its character style included: a few lists, hundreds of runs."""
        return {own: self._styled(own) for own in self.file.character_modifiers}

    def _styled(self, own: Modifiers) -> Modifiers:
        style = next((operand for code, operand in own if code == CHARACTER_STYLE), b"")
        return (*_of_characters(chain(self._styles, int.from_bytes(style, "little"))), *own) if style else own

    @cached_property
    def _paragraphs(self) -> Mapping[int, Modifiers]:
        """What the styles of the paragraphs say of their text; most say nothing."""
        used = {run.style for run in self.file.paragraph_runs}
        said = ((index, _of_characters(chain(self._styles, index))) for index in used)
        return {index: modifiers for index, modifiers in said if modifiers}

    def dropped(self) -> Ranges:
        """Deleted, hidden and struck text."""
        pieces = (piece.modifiers for piece in self.file.pieces)
        for whole in (*self._runs.values(), *self._paragraphs.values(), *pieces):
            self.notes.update(SAID[code] for code in toggles(whole))
        return self._ranges(lambda whole: bool(toggles(whole) - {INSERTED}))

    def raised(self) -> Ranges:
        """Text set above or below the line: a footnote's number is no digit of the one before it."""
        lifted = self._ranges(_is_lifted)
        apart = [span for span in lifted if not self._is_whole(*span)]
        return sorted({*self._ranges(_is_raised), *apart}) if apart else self._ranges(_is_raised)

    def faint(self) -> Ranges:
        """Text that nobody can read on paper."""
        return self._ranges(_is_faint)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether a range holds whole paragraphs: numbers are lifted to the middle of their cells as well."""
        text = self.file.text
        around = (text[start - 1 : start], text[end - 1 : end] + text[end : end + 1])
        return all(not marks or ENDS.search(marks) for marks in around)

    def _ranges(self, is_meant: Callable[[Modifiers], bool]) -> Ranges:
        """Ranges of the text that looks like that by its own formatting, or by the style of its paragraph."""
        chosen = {own for own, whole in self._runs.items() if is_meant(whole)}
        runs = [run for run in self.file.character_runs if run.modifiers in chosen] if chosen else []
        styles = {index for index, said in self._paragraphs.items() if is_meant(said)}
        if styles:
            runs += [run for run in self.file.paragraph_runs if run.style in styles]
        found = (
            list(positions(_joined((run.start, run.end) for run in sorted(runs)), self.file.pieces))
            if runs
            else []
        )
        pieces = [
            (piece.start, piece.end)
            for piece in self.file.pieces
            if piece.modifiers and is_meant(piece.modifiers)
        ]
        return _joined(sorted(found + pieces)) if pieces else sorted(found)


def toggles(own: Iterable[tuple[int, bytes]]) -> set[int]:
    """Toggles of `SAID` that are on; of one code the last counts, which may say “as the style” or “not as the style”."""
    on: set[int] = set()
    for code, operand in own:
        if code not in SAID:
            continue
        value = operand[0] if operand else 0
        if value == NOT_AS_STYLE:
            on ^= {code}
        elif value != AS_STYLE:
            (on.add if value & 1 else on.discard)(code)
    return on


def _of_characters(styles: Sequence[Style]) -> Modifiers:
    """What a style says of its text, its ancestors before itself."""
    return tuple(modifier for style in reversed(styles) for modifier in style.of_text)


def _is_raised(whole: Modifiers) -> bool:
    return dict(whole).get(RAISED, b"")[:1] in {b"\x01", b"\x02"}


def _is_lifted(whole: Modifiers) -> bool:
    return abs(int.from_bytes(dict(whole).get(POSITION, b""), "little", signed=True)) >= LIFT


def _is_faint(whole: Modifiers) -> bool:
    said = dict(whole)
    if 0 < int.from_bytes(said.get(SIZE, b"\xff"), "little") <= SMALLEST:
        return True
    ink = _rgb(said[COLOUR]) if COLOUR in said else _named(int.from_bytes(said.get(INDEXED_COLOUR, b"")[:1]))
    return bool(ink) and is_lost(ink, _ground(said))


def _ground(said: Mapping[int, bytes]) -> str:
    """The colour (RRGGBB) characters stand on: that of a marker or shading, else of paper; `?` for a pattern."""
    if marked := _named(int.from_bytes(said.get(MARKER, b"")[:1])):
        return marked
    if len(said.get(SHADING, b"")) == 10:
        fore, back, pattern = (
            said[SHADING][:4],
            said[SHADING][4:8],
            int.from_bytes(said[SHADING][8:], "little"),
        )
        colours = {CLEAR: _rgb(back), SOLID: _rgb(fore)}
    else:
        old = int.from_bytes(said.get(OLD_SHADING, b""), "little")
        pattern, colours = old >> 10, {CLEAR: _named(old >> 5 & 0x1F), SOLID: _named(old & 0x1F)}
    return colours.get(pattern, "?") or PAPER


def _rgb(colour: bytes) -> str:
    """Red, green, blue, and whether all that is left to the program: then ""."""
    return colour[:3].hex().upper() if len(colour) == 4 and not colour[3] else ""


def _named(number: int) -> str:
    return _COLOURS[number] if number < len(_COLOURS) else ""


def _joined(spans: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, those that overlap or touch joined."""
    joined: Ranges = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined

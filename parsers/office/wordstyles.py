"""Styles and lists of a Word 97–2003 file: which paragraphs are headings, and which number is printed
before them.

Sources: [MS-DOC] 2.9.271 (STSH), 2.9.260 (STD), 2.9.131 (LSTF), 2.9.150 (LVL), 2.9.131 (LFO). A part cut
short yields what stands before the cut: styles and numbers help the reader of a report, its figures do not
depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from struct import unpack_from

from parsers.office.listnumbers import LEVELS, Counter, Level
from parsers.office.wordfile import STYLES, Modifiers, WordFile, modifiers

LISTS, OVERRIDES = 73, 74
HEADINGS, TITLE = range(1, 10), 62  # invariant style numbers (sti)
NO_STYLE = 0xFFF
PARAGRAPH_STYLE, CHARACTER_STYLE = 1, 2
FORMATS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago "
    "ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal "
    "japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero "
    "bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese "
    "ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting "
    "ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified "
    "chineseCountingThousand"
).split()
"""Number formats by their code in the file (MSONFC), under the names DOCX gives them."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its invariant number, the style it is based on, its own modifiers of paragraphs and of text as stored."""

    number: int
    parent: int
    raw: bytes
    raw_of_text: bytes = b""

    @property
    def of_text(self) -> Modifiers:
        return modifiers(self.raw_of_text)

    @property
    def modifiers(self) -> Modifiers:
        return modifiers(self.raw)

    @property
    def role(self) -> str:
        if self.number == TITLE:
            return "title"
        return "heading" if self.number in HEADINGS else "text"


def styles(file: WordFile) -> dict[int, Style]:
    """Styles by their index in the file."""
    sheet = file.part(STYLES)
    found: dict[int, Style] = {}
    if len(sheet) < 6:
        return found
    size, count, base = unpack_from("<HHH", sheet)
    at = 2 + size
    for index in range(count):
        if at + 2 > len(sheet):
            break
        (length,) = unpack_from("<H", sheet, at)
        if length >= base >= 10 and at + 2 + length <= len(sheet):
            found[index] = style(sheet[at + 2 : at + 2 + length], base)
        at += 2 + length + (length & 1)
    return found


def style(raw: bytes, base: int) -> Style:
    """One style (STD); `base` is the length of its fixed part, its name and modifiers follow."""
    number, parent, parts = unpack_from("<HHH", raw)
    name = int.from_bytes(raw[base : base + 2], "little")
    first, at = _sized(raw, base + 2 + 2 * name + 2)
    second, _ = _sized(raw, at)
    kind = parent & 0xF
    if kind == PARAGRAPH_STYLE and parts & 0xF:
        return Style(number & 0xFFF, parent >> 4, first[2:], second)
    return Style(number & 0xFFF, parent >> 4, b"", first if kind == CHARACTER_STYLE else b"")


def _sized(raw: bytes, at: int) -> tuple[bytes, int]:
    """A list of modifiers behind its length, and where the next begins."""
    size = int.from_bytes(raw[at : at + 2], "little")
    return raw[at + 2 : at + 2 + size], at + 2 + size + (size & 1)


def chain(styles: Mapping[int, Style], index: int) -> list[Style]:
    """A style and those it is based on, nearest first; a circle ends after ten."""
    found: list[Style] = []
    while index != NO_STYLE and index in styles and len(found) < 10:
        found.append(styles[index])
        index = found[-1].parent
    return found


def counters(file: WordFile) -> dict[int, Counter]:
    """Lists by the number paragraphs give (sprmPIlfo, from 1); lists that share levels count together."""
    shared = _lists(file)
    table = file.part(OVERRIDES)
    count = int.from_bytes(table[:4], "little")
    found: dict[int, Counter] = {}
    at = 4 + 16 * count
    for index in range(min(count, len(table) // 16)):
        identity, overridden = unpack_from("<i8xB", table, 4 + 16 * index)
        counter = shared.get(identity, Counter({}))
        at += 4
        starts: dict[int, int] = {}
        for _ in range(overridden):
            start, flags = (
                int.from_bytes(table[at : at + 4], "little"),
                int.from_bytes(table[at + 4 : at + 8], "little"),
            )
            at += 8
            if flags & 0x10:
                starts[flags & 0xF] = start
            if flags & 0x20:  # formatting of its own follows; the shared one is near enough
                _, size = _level(table, at)
                at += size
        if starts:
            levels = {d: Level(starts.get(d, e.start), e.style, e.text) for d, e in counter.levels.items()}
            counter = Counter(levels)
        found[index + 1] = counter
    return found


def _lists(file: WordFile) -> dict[int, Counter]:
    """Lists by identity. The levels of all lists stand behind the list table, beyond its stated length."""
    table = file.table
    start = file.start(LISTS)
    size = len(file.part(LISTS))
    count = int.from_bytes(table[start : start + 2], "little") if size >= 2 else 0
    at = start + size
    found: dict[int, Counter] = {}
    for index in range(min(count, size // 28)):
        entry = start + 2 + 28 * index
        identity = int.from_bytes(table[entry : entry + 4], "little", signed=True)
        levels: dict[int, Level] = {}
        for depth in range(1 if table[entry + 26] & 1 else LEVELS):
            levels[depth], length = _level(table, at)
            at += length
        found[identity] = Counter(levels)
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """One level of a list and the bytes it takes; in its text, characters 0 to 8 stand for the counts of
    levels."""
    fixed = table[at : at + 28]
    if len(fixed) < 28:
        return Level(style="none"), 28
    start = int.from_bytes(fixed[:4], "little")
    format_ = FORMATS[fixed[4]] if fixed[4] < len(FORMATS) else "none"
    text_at = at + 28 + fixed[24] + fixed[25]
    length = int.from_bytes(table[text_at : text_at + 2], "little")
    units = table[text_at + 2 : text_at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(unit) + 1}" if ord(unit) < LEVELS else unit for unit in units)
    return Level(min(start, 1_000_000), format_, text), 28 + fixed[24] + fixed[25] + 2 + 2 * length

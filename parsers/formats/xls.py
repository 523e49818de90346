"""XLS and the ET files that are XLS (Excel 5 to 2003): cells record by record, numbers as their format
shows them.

Its own reader, as for XLSX: calamine allocates every sheet as one block and knows neither formats nor
formatted blank cells. Source: [MS-XLS] 2.4 (records); Excel 4 and older is `unsupported`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from struct import unpack_from

from parsers import limits
from parsers.document import Document, Unreadable
from parsers.office.biff import RichText, records, rk, shared_texts, text
from parsers.office.bifffonts import NO_GROUND, PATTERN, Fonts
from parsers.office.compound import CODE_PAGES, Compound
from parsers.office.flow import printable
from parsers.office.numberformats import BUILT_IN, shown
from parsers.office.worksheets import Worksheet, blocks

MEDIA_TYPE = "application/vnd.ms-excel"

BOF, EOF, PASSWORD, CODE_PAGE, DATES, SHEET = 0x809, 0x0A, 0x2F, 0x42, 0x22, 0x85
TEXTS, FORMAT, CELL_FORMAT, FONT, PALETTE = 0xFC, 0x41E, 0xE0, 0x31, 0x92
BIFF5, BIFF8 = 0x500, 0x600
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(body: bytes) -> Document:
    """The document of an XLS file. Raises `Unreadable`: see `Compound`, and `encrypted`, `unsupported`,
    `bomb`."""
    compound = Compound(body)
    stream = compound.read("Workbook") or compound.read("Book")
    if not stream:
        raise Unreadable("not_a_document", "no Workbook stream")
    try:
        book = _Workbook(stream)
        notes = book.notes
        sheets = []
        for number, (name, start, is_visible) in enumerate(book.tabs, start=1):
            if not is_visible:
                notes.add("hidden_sheet")
                continue
            sheet = book.sheet(name, start)
            sheet.number = number
            if sheet.drop_hidden():
                notes.add("hidden_text")
            sheets.append(sheet)
    except (struct.error, IndexError) as error:
        raise Unreadable("corrupt", f"a record is shorter than its kind: {error}") from error
    if any(name.lower().startswith("_vba_project") for name in compound.names):
        notes.add("macros")
    return Document(
        MEDIA_TYPE, tuple(blocks(sheets)), metadata=compound.properties(), notes=tuple(sorted(notes))
    )


def _ground(body: bytes) -> int:
    """The colour a cell format fills its cell with, by its number (Excel 97 and later)."""
    if len(body) < 20:
        return NO_GROUND
    pattern = unpack_from("<I", body, 14)[0] >> 26
    return (NO_GROUND, unpack_from("<H", body, 18)[0] & 0x7F)[pattern] if pattern < 2 else PATTERN


class _Workbook:
    """The globals that come first: texts, formats, and where each sheet starts."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.tabs: list[tuple[str, int, bool]] = []  # name, position, visible
        self.page: str | None = None
        self.texts: list[RichText] = []
        self.formats: list[tuple[int, int, int]] = []  # of each cell format: font, number format, ground
        self.fonts = Fonts()
        self.notes: set[str] = set()
        self.codes = dict(BUILT_IN)
        self.is_1904 = False
        for number, (code, bodies) in enumerate(records(stream)):
            if number == 0:
                self._begin(code, bodies[0])
            elif code == EOF:
                break
            else:
                self._global(code, bodies)

    def _begin(self, code: int, body: bytes) -> None:
        version = unpack_from("<H", body)[0] if code == BOF else 0
        if version not in (BIFF5, BIFF8):
            raise Unreadable("unsupported", "written by Excel 4 or older")
        self.page = "gb18030" if version == BIFF5 else None

    def _global(self, code: int, bodies: Sequence[bytes]) -> None:
        body = bodies[0]
        if code == PASSWORD:
            raise Unreadable("encrypted", "the workbook wants a password")
        if code == CODE_PAGE and self.page is not None:
            self.page = CODE_PAGES.get(unpack_from("<H", body)[0], "gb18030")
        elif code == DATES:
            self.is_1904 = body[:1] == b"\1"
        elif code == SHEET:
            position, hidden, kind = unpack_from("<IBB", body)
            if kind == 0:
                self.tabs.append((text(body, 6, 1, self.page), position, not hidden & 3))
            if len(self.tabs) > limits.SHEETS:
                raise Unreadable("bomb", f"more than {limits.SHEETS} sheets")
        elif code == TEXTS:
            self.texts = shared_texts(bodies)
        elif code == FORMAT:
            self.codes[unpack_from("<H", body)[0]] = text(body, 2, 1 if self.page else 2, self.page)
        elif code == CELL_FORMAT:
            font, number = unpack_from("<HH", body)
            self.formats.append((font, number, _ground(body)))
        elif code == FONT:
            self.fonts.add(body)
        elif code == PALETTE:
            self.fonts.paint(body)

    def sheet(self, name: str, start: int) -> Worksheet:
        sheet = _Sheet(self, Worksheet(name))
        depth = 0
        for code, bodies in records(self.stream, start):
            depth += (code == BOF) - (code == EOF)  # charts within a sheet are sheets of their own
            if depth <= 0:
                break
            if depth == 1 and code in CELLS:
                CELLS[code](sheet, bodies[0])
        return sheet.sheet


class _Sheet:
    """Takes the cell records of one sheet."""

    def __init__(self, book: _Workbook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self._formula = (0, 0, 0)

    def put(self, row: int, column: int, style: int, printed: str | RichText) -> None:
        font, _, ground = self.format(style)
        rich = RichText(printed) if isinstance(printed, str) else printed
        self.sheet.put(row, column, printable(self.book.fonts.seen(rich, font, ground, self.book.notes)))
        if len(self.sheet.printed) > limits.CELLS:
            raise Unreadable("bomb", f"more than {limits.CELLS} cells")

    def format(self, style: int) -> tuple[int, int, int]:
        """Font and number format of a cell format, and the ground of the cell."""
        return self.book.formats[style] if style < len(self.book.formats) else (0, 0, NO_GROUND)

    def number(self, row: int, column: int, style: int, value: float) -> None:
        code = self.book.codes.get(self.format(style)[1], "General")
        self.put(row, column, style, shown(value, code, self.book.is_1904))
        if not value:
            self.sheet.zeros.add((row, column))

    def shared_text(self, body: bytes) -> None:
        row, column, style, index = unpack_from("<HHHI", body)
        self.put(row, column, style, self.book.texts[index] if index < len(self.book.texts) else "#REF!")

    def label(self, body: bytes) -> None:
        row, column, style = unpack_from("<HHH", body)
        self.put(row, column, style, text(body, 6, 2, self.book.page))

    def real(self, body: bytes) -> None:
        self.number(*unpack_from("<HHHd", body))

    def packed(self, body: bytes) -> None:
        row, column, style = unpack_from("<HHH", body)
        self.number(row, column, style, rk(body[6:10]))

    def packed_row(self, body: bytes) -> None:
        row, first = unpack_from("<HH", body)
        for index in range((len(body) - 6) // 6):
            (style,) = unpack_from("<H", body, 4 + 6 * index)
            self.number(row, first + index, style, rk(body[6 + 6 * index : 10 + 6 * index]))

    def formula(self, body: bytes) -> None:
        """The computed value: a number, or (last bytes FF FF) a text in the next record, a truth value, an
        error."""
        row, column, style = unpack_from("<HHH", body)
        result = body[6:14]
        self._formula = (row, column, style)
        if result[6:] != b"\xff\xff":
            self.number(row, column, style, unpack_from("<d", result)[0])
        elif result[0] in (1, 2):
            self.flag(body[:6] + bytes((result[2], result[0] - 1)))

    def formula_text(self, body: bytes) -> None:
        self.put(*self._formula, text(body, 0, 2, self.book.page))

    def flag(self, body: bytes) -> None:
        row, column, style, value, is_error = unpack_from("<HHHBB", body)
        self.put(row, column, style, ERRORS.get(value, "#ERR!") if is_error else ("FALSE", "TRUE")[value & 1])

    def blank(self, body: bytes) -> None:
        self.sheet.formatted.add(unpack_from("<H", body)[0])

    def merged(self, body: bytes) -> None:
        for index in range(min(unpack_from("<H", body)[0], (len(body) - 2) // 8)):
            top, bottom, left, right = unpack_from("<HHHH", body, 2 + 8 * index)
            if bottom >= top and right >= left:
                self.sheet.merged.append((top, bottom, left, right))

    def row(self, body: bytes) -> None:
        row, options = unpack_from("<H10xH", body)
        if options & 0x20:
            self.sheet.hidden_rows.add(row)

    def window(self, body: bytes) -> None:
        self.sheet.hides_zeros |= not body[0] & 0x10

    def columns(self, body: bytes) -> None:
        first, last, options = unpack_from("<HH4xH", body)
        if options & 1:
            self.sheet.hidden_columns.append((first, last))


CELLS: Mapping[int, Callable[[_Sheet, bytes], None]] = {
    0x06: _Sheet.formula, 0x406: _Sheet.formula, 0x7D: _Sheet.columns, 0xBD: _Sheet.packed_row, 0xBE: _Sheet.blank,
    0xD6: _Sheet.label, 0xE5: _Sheet.merged, 0xFD: _Sheet.shared_text, 0x201: _Sheet.blank, 0x203: _Sheet.real,
    0x204: _Sheet.label, 0x205: _Sheet.flag, 0x207: _Sheet.formula_text, 0x208: _Sheet.row, 0x23E: _Sheet.window,
    0x27E: _Sheet.packed,
}  # fmt: skip

"""ODS and flat FODS: cells with the text they show beside their value (ISO/IEC 26300-1, chapter 9).

Blank rows and columns are written as one that repeats a million times, so only cells with text are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers import limits
from parsers.document import Document, Unreadable
from parsers.office.numberformats import UNTOLD, shown
from parsers.office.odfwords import Words
from parsers.office.opendocument import Look, is_collapsed, opened, repeated
from parsers.office.packages import XmlElement, attribute, local
from parsers.office.worksheets import LAST_COLUMN, LAST_ROW, Worksheet, blocks
from parsers.text import HIDDEN

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_GROUPS = frozenset((
    "table-header-rows", "table-rows", "table-row-group", "table-header-columns", "table-columns", "table-column-group",
))  # fmt: skip
_LONG = re.compile(r"-?\d+\.\d{9,}")
_NUMBER = re.compile(r"[-+]?\d{1,300}(?:\.\d{0,9})?")


def read(body: bytes) -> Document:
    """The document of an ODS file. Raises `Unreadable`: see `opendocument.opened`, and `bomb`."""
    parts = opened(body, "spreadsheet")
    words = Words(parts.styles)
    tables = [element for element in parts.body if local(element) == "table"]
    if len(tables) > limits.SHEETS:
        raise Unreadable("bomb", f"more than {limits.SHEETS} sheets")
    sheets = []
    for number, element in enumerate(tables, start=1):
        if parts.styles.property("table", attribute(element, "style-name"), "display") == "false":
            words.notes.add("hidden_sheet")
            continue
        sheet = _Sheet(words, attribute(element, "name"))
        sheet.sheet.hides_zeros, sheet.sheet.number = parts.hides_zeros, number
        sheet.take(element)
        if sheet.sheet.drop_hidden():
            words.notes.add("hidden_text")
        sheets.append(sheet.sheet)
    if parts.has_macros:
        words.notes.add("macros")
    return Document(
        MEDIA_TYPE, tuple(blocks(sheets)), metadata=parts.metadata, notes=tuple(sorted(words.notes))
    )


class _Sheet:
    """Takes the columns and rows of one sheet."""

    def __init__(self, words: Words, name: str) -> None:
        self.words = words
        self.styles = words.styles
        self.sheet = Worksheet(name)
        self._row = self._column = 0

    def take(self, table: XmlElement) -> None:
        for element in _ungrouped(table):
            if local(element) == "table-column":
                self._take_column(element)
            else:
                self._take_row(element)

    def _take_column(self, element: XmlElement) -> None:
        last = self._column + repeated(element, "number-columns-repeated") - 1
        if self._is_hidden(element, "table-column", "column-width"):
            self.sheet.hidden_columns.append((self._column, last))
        if style := attribute(element, "default-cell-style-name"):
            self.sheet.column_styles.append((self._column, last, style))
        if len(self.sheet.column_styles) + len(self.sheet.hidden_columns) > limits.COLUMNS:
            raise Unreadable("bomb", f"more than {limits.COLUMNS} kinds of columns")
        self._column = last + 1

    def _take_row(self, element: XmlElement) -> None:
        """One row, or a few that look alike: those with text are there as often as they are seen."""
        times = repeated(element, "number-rows-repeated")
        first, self._row = self._row, min(self._row + times, LAST_ROW)
        filled, is_framed = self._cells(element, first)
        if self._is_hidden(element, "table-row", "row-height"):
            if filled:
                self.words.notes.add("hidden_text")
            return
        for row in range(first, self._row if filled else first):
            for column, text in filled:
                self.sheet.put(row, column, text)
            if len(self.sheet.printed) > limits.CELLS:
                raise Unreadable("bomb", f"more than {limits.CELLS} cells")
        if is_framed:
            self.sheet.formatted.add(first)

    def _cells(self, element: XmlElement, row: int) -> tuple[list[tuple[int, str]], bool]:
        """Columns and texts of the cells of a row that show any; whether one of the blank ones has a frame."""
        filled: list[tuple[int, str]] = []
        is_framed = False
        column = 0
        for cell in element:
            name = local(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            times = repeated(cell, "number-columns-repeated")
            style = attribute(cell, "style-name") or attribute(element, "default-cell-style-name")
            text = self._text(cell, style, column)
            if name == "covered-table-cell":
                if text.strip():
                    self.words.notes.add("covered_text")
            elif text.strip():
                if times > limits.COLUMNS:
                    raise Unreadable("bomb", f"a text in {times} columns")
                filled += [(each, text) for each in range(column, column + times)]
                if len(filled) > limits.CELLS:
                    raise Unreadable("bomb", f"more than {limits.CELLS} cells")
                self._merge(cell, row, column)
            elif times <= limits.COLUMNS:
                is_framed = is_framed or self.styles.has_border(style)
            column = min(column + times, LAST_COLUMN)
        return filled, is_framed

    def _merge(self, cell: XmlElement, row: int, column: int) -> None:
        down, across = repeated(cell, "number-rows-spanned"), repeated(cell, "number-columns-spanned")
        if (down, across) != (1, 1):
            self.sheet.merged.append(
                (row, min(row + down, LAST_ROW) - 1, column, min(column + across, LAST_COLUMN) - 1)
            )

    def _text(self, cell: XmlElement, style: str, column: int) -> str:
        """What a cell shows. A value without a text is shown by a format alone, and nobody knows how."""
        look: Look | None = None
        lines = []
        for element in cell:
            if local(element) == "p":
                look = look or self.styles.look("table-cell", style or self.sheet.column_style(column))
                lines.append(self.words.text(element, look))
        self.words.boxes.clear()
        if lines:
            return self._shown(cell, "\n".join(lines))
        if attribute(cell, "value-type") in ("", "string"):
            stated = attribute(cell, "string-value")
        else:
            stated = HIDDEN
            self.words.notes.add("formulas_without_values")
        if not stated and attribute(cell, "formula"):
            self.words.notes.add("formulas_without_values")
            return attribute(cell, "formula")
        return stated

    def _shown(self, cell: XmlElement, text: str) -> str:
        """The text of a cell beside its value: what a format made of it, if that is still the value."""
        value = attribute(cell, "value")
        if attribute(cell, "value-type") != "float" or not value:
            return text
        if self.sheet.hides_zeros and not value.strip("0.-"):
            return ""
        if _LONG.fullmatch(
            text
        ):  # shown to its last binary digit, as a wide cell does: what it was computed from is meant
            return shown(float(text), "General")
        return UNTOLD if _is_another(text, value) else text

    def _is_hidden(self, element: XmlElement, family: str, size: str) -> bool:
        return is_collapsed(element) or self.styles.is_empty(family, attribute(element, "style-name"), size)


def _is_another(text: str, value: str) -> bool:
    """Whether the number shown is not the value stored, rounding aside: thousands of it, say.

    >>> _is_another("0.8", "753"), _is_another("1,153", "1153"), _is_another("11.9", "11.876"), _is_another("3件", "4")
    (True, False, False, False)
    """
    digits = text.strip().replace(",", "")
    if _NUMBER.fullmatch(digits) is None:
        return False
    places = len(digits.partition(".")[2])
    try:
        return abs(float(digits) - float(value)) > 0.6 * 10.0**-places
    except ValueError:
        return True


def _ungrouped(table: XmlElement) -> Iterator[XmlElement]:
    """Columns and rows, whatever groups they stand in."""
    for child in table:
        name = local(child)
        if name in ("table-column", "table-row"):
            yield child
        elif name in _GROUPS:
            yield from _ungrouped(child)

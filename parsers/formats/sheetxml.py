"""The XML of Excel 2003 (SpreadsheetML): one file with every sheet, which systems print from templates and call .xls.

Rows are streamed as those of XLSX; cells say what their style shows. Source: the schema of the Office 2003 XML reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from parsers import limits
from parsers.document import Document, Unreadable
from parsers.office.cellfonts import faint
from parsers.office.numberformats import BUILT_IN, shown
from parsers.office.packages import XmlElement, attribute, local, parts
from parsers.office.sheetstyles import CellLook, SheetStyles, printed_data
from parsers.office.worksheets import LAST_COLUMN, LAST_ROW, Worksheet, blocks

MEDIA_TYPE = "application/vnd.ms-excel.sheet.xml"

_YES = ("1", "true")
_CHINESE = re.compile(rb"\s*<\?xml[^>]*encoding=.gb", re.IGNORECASE)
_NAMED = {
    "General Number": "General", "Fixed": BUILT_IN[2], "Standard": BUILT_IN[4], "Percent": BUILT_IN[10],
    "Scientific": BUILT_IN[11], "Currency": BUILT_IN[4], "Euro Currency": BUILT_IN[4], "General Date": BUILT_IN[22],
    "Short Date": BUILT_IN[14], "Medium Date": BUILT_IN[15], "Long Date": BUILT_IN[14], "Short Time": BUILT_IN[20],
    "Medium Time": BUILT_IN[18], "Long Time": BUILT_IN[21],
}  # fmt: skip
"""Number formats the schema has names for."""


def read(body: bytes) -> Document:
    """The document of such a file. Raises `Unreadable`: `corrupt`, `bomb`, and `not_a_document` without any sheet."""
    workbook = _Workbook()
    for element in _stream(body):
        workbook.take(element)
    if not workbook.sheets:
        raise Unreadable("not_a_document", "the XML of a workbook without sheets")
    sheets = []
    for number, (sheet, is_seen) in enumerate(workbook.sheets, start=1):
        sheet.number = number
        if not is_seen:
            workbook.notes.add("hidden_sheet")
            continue
        if sheet.drop_hidden():
            workbook.notes.add("hidden_text")
        sheets.append(sheet)
    return Document(MEDIA_TYPE, tuple(blocks(sheets)), notes=tuple(sorted(workbook.notes)))


class _Workbook:
    """Takes styles, columns and rows as they end; a sheet begins with its start."""

    def __init__(self) -> None:
        self.notes: set[str] = set()
        self.sheets: list[tuple[Worksheet, bool]] = []
        self._styles = SheetStyles()
        self._row = self._column = -1

    def take(self, element: XmlElement) -> None:
        """One element: the start of a sheet, or the end of anything else."""
        kind = local(element)
        if kind == "Style":
            self._styles.add(element)
        elif kind == "Worksheet":
            if len(self.sheets) >= limits.SHEETS:
                raise Unreadable("bomb", f"more than {limits.SHEETS} sheets")
            self.sheets.append((Worksheet(attribute(element, "Name")), True))
            self._row = self._column = -1
        elif not self.sheets:
            return
        elif kind == "Column":
            self._take_column(element)
        elif kind == "Row":
            self._take_row(element)
        elif kind == "DoNotDisplayZeros":
            self.sheets[-1][0].hides_zeros = True
        elif kind == "Visible" and (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden"):
            self.sheets[-1] = (self.sheets[-1][0], False)

    def _take_column(self, element: XmlElement) -> None:
        first = _index(element, self._column + 1, LAST_COLUMN)
        self._column = min(first + _count(element, "Span"), LAST_COLUMN)
        sheet = self.sheets[-1][0]
        if _is_hidden(element, "Width"):
            sheet.hidden_columns.append((first, self._column))
        if style := attribute(element, "StyleID"):
            sheet.column_styles.append((first, self._column, style))
        if len(sheet.hidden_columns) + len(sheet.column_styles) > limits.COLUMNS:
            raise Unreadable("bomb", f"more than {limits.COLUMNS} kinds of columns")

    def _take_row(self, element: XmlElement) -> None:
        sheet = self.sheets[-1][0]
        row = _index(element, self._row + 1, LAST_ROW)
        self._row = min(row + _count(element, "Span"), LAST_ROW)
        if _is_hidden(element, "Height"):
            sheet.hidden_rows.add(row)
        column = -1
        for cell in element:
            if local(cell) != "Cell":
                continue
            column = _index(cell, column + 1, LAST_COLUMN)
            style = attribute(cell, "StyleID") or attribute(element, "StyleID") or sheet.column_style(column)
            sheet.put(row, column, self._text(cell, self._styles.look(style)))
            if _is_zero(cell):
                sheet.zeros.add((row, column))
            if len(sheet.printed) > limits.CELLS:
                raise Unreadable("bomb", f"more than {limits.CELLS} cells")
            right, bottom = column + _count(cell, "MergeAcross"), row + _count(cell, "MergeDown")
            if (bottom, right) != (row, column):
                sheet.merged.append((row, min(bottom, LAST_ROW), column, min(right, LAST_COLUMN)))
            column = right

    def _text(self, cell: XmlElement, look: CellLook) -> str:
        data = parts(cell).get("Data")
        text = printed_data(data, self.notes) if data is not None else ""
        if not text.strip():
            if attribute(cell, "Formula"):
                self.notes.add("formulas_without_values")
                return attribute(cell, "Formula")
            return ""
        if data is not None and attribute(data, "Type") == "Number":
            text = _as_shown(text, look.code)
        if look.is_struck:
            self.notes.add("struck_text")
            return ""
        return faint(text, self.notes) if look.is_faint else text


def _is_zero(cell: XmlElement) -> bool:
    data = parts(cell).get("Data")
    return data is not None and attribute(data, "Type") == "Number" and not (data.text or "1").strip("0.-")


def _as_shown(text: str, code: str) -> str:
    try:
        return shown(float(text), _NAMED.get(code, code))
    except ValueError:
        return text


def _stream(body: bytes) -> Iterator[XmlElement]:
    """Sheets as they begin; styles, columns, rows and what a sheet says of itself as they end, each forgotten afterwards."""
    tags = tuple(
        f"{{*}}{tag}" for tag in ("Style", "Worksheet", "Column", "Row", "Visible", "DoNotDisplayZeros")
    )
    is_chinese = _CHINESE.match(body) is not None  # declared as GB 2312, which has no 〇
    try:
        for event, element in etree.iterparse(
            BytesIO(body.lstrip()), ("start", "end"), tag=tags,
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            encoding="gb18030" if is_chinese else None,
        ):  # fmt: skip
            if (event == "start") == (local(element) == "Worksheet"):
                yield element
            if event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("corrupt", f"workbook: {error}") from error


def _is_hidden(element: XmlElement, size: str) -> bool:
    stated = attribute(element, size)
    return attribute(element, "Hidden") in _YES or (bool(stated) and not stated.strip("0."))


def _index(element: XmlElement, default: int, last: int) -> int:
    """Row or column of an element, from 0: stated, else behind the one before."""
    stated = _count(element, "Index")
    return min(stated - 1 if stated else default, last)


def _count(element: XmlElement, name: str) -> int:
    text = attribute(element, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0

"""XLSX and the ET files that are XLSX: rows streamed from each sheet, numbers as their format shows them.

Its own reader instead of calamine: one cell at XFD1048576 makes calamine allocate the whole sheet and abort
the process, and it drops number formats and formatted blank cells. Source: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from parsers import limits
from parsers.document import Document, Unreadable
from parsers.office.cellfonts import CellFormat, cell_formats, faint, rich_text, unescaped
from parsers.office.numberformats import BUILT_IN, shown
from parsers.office.ooxml import core_properties, main_part, related, relations
from parsers.office.packages import Package, XmlElement, attribute, local, parse_xml
from parsers.office.worksheets import Worksheet, blocks

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
ZERO = re.compile(r"-?0+(?:\.0*)?(?:[eE].*)?")
PLAIN = CellFormat()
YES = ("1", "true")


def read(body: bytes) -> Document:
    """The document of an XLSX file. Raises `Unreadable`: see `Package`, `bomb`, and `not_a_document`."""
    package = Package(body)
    part = main_part(package, "xl/workbook.xml")
    workbook = _Workbook(package, part)
    notes = workbook.notes
    sheets = []
    for number, sheet in enumerate(workbook.sheets(), start=1):
        if sheet is None:
            notes.add("hidden_sheet")
            continue
        sheet.number = number
        if sheet.drop_hidden():
            notes.add("hidden_text")
        sheets.append(sheet)
    if any(name.lower().endswith("vbaproject.bin") for name in package.infos):
        notes.add("macros")
    return Document(
        MEDIA_TYPE, tuple(blocks(sheets)), metadata=core_properties(package), notes=tuple(sorted(notes))
    )


class _Workbook:
    """Shared texts and number formats, and the sheets that use them."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self.notes: set[str] = set()
        self._root = package.xml(part)
        self._is_1904 = self._says("workbookPr", "date1904")
        self._is_stale = self._says(
            "calcPr", "fullCalcOnLoad"
        )  # the values of formulas are none that anybody sees
        self._texts = list(self._shared_texts())
        self._formats = self._cell_formats()

    def _says(self, name: str, flag: str) -> bool:
        return any(attribute(e, flag) in YES for e in self._root if local(e) == name)

    def sheets(self) -> Iterator[Worksheet | None]:
        """Sheets in the order of their tabs; None for a hidden one."""
        targets = relations(self._package, self._part)
        listed = next((child for child in self._root if local(child) == "sheets"), None)
        if listed is not None and len(listed) > limits.SHEETS:
            raise Unreadable("bomb", f"more than {limits.SHEETS} sheets")
        for element in () if listed is None else listed:
            member = targets.get(_relation(element))
            if member is None or member not in self._package:
                continue
            if attribute(element, "state", "visible") != "visible":
                yield None
            else:
                yield self._sheet(attribute(element, "name"), self._package.read(member))

    def _sheet(self, name: str, body: bytes) -> Worksheet:
        sheet = Worksheet(name)
        row = -1
        for element in _stream(body, "sheetView", "row", "mergeCell", "col"):
            kind = local(element)
            if kind == "row":
                row = _count(attribute(element, "r"), row + 2) - 1
                if _is_hidden(element, "ht"):
                    sheet.hidden_rows.add(row)
                self._row(sheet, row, element)
            elif kind == "sheetView":
                sheet.hides_zeros |= attribute(element, "showZeros", "1") not in YES
            elif kind == "mergeCell":
                first, _, last = attribute(element, "ref").partition(":")
                top, left = position(first)
                bottom, right = position(last or first)
                if bottom >= top >= 0 and right >= left >= 0:
                    sheet.merged.append((top, bottom, left, right))
            elif _is_hidden(element, "width"):
                first, last = attribute(element, "min"), attribute(element, "max")
                sheet.hidden_columns.append((_count(first, 1) - 1, _count(last, 1) - 1))
        return sheet

    def _row(self, sheet: Worksheet, row: int, element: XmlElement) -> None:
        column = -1
        for cell in element:
            if local(cell) != "c":
                continue
            named = position(cell.get("r") or "")
            column = named[1] if named[1] >= 0 else column + 1
            text = self._text(cell)
            if text:
                text = self._seen(text, self._format(cell))
            sheet.put(row, column, text)
            if sheet.hides_zeros and _is_zero(cell):
                sheet.zeros.add((row, column))
            if len(sheet.printed) > limits.CELLS:
                raise Unreadable("bomb", f"more than {limits.CELLS} cells")

    def _seen(self, text: str, look: CellFormat) -> str:
        if look.is_struck:
            self.notes.add("struck_text")
            return ""
        return faint(text, self.notes) if look.is_faint else text

    def _text(self, cell: XmlElement) -> str:
        parts = {local(child): child for child in cell}
        value = parts["v"].text if "v" in parts else None
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return rich_text(parts["is"], self.notes) if "is" in parts else ""
        if value is None or (self._is_stale and "f" in parts):
            if "f" not in parts:
                return ""
            self.notes.add("formulas_without_values")
            return (
                f"={parts['f'].text or ''}"  # nobody has computed it yet: what a person will see is unknown
            )
        if kind == "s":
            index = _count(value, -1)
            return self._texts[index] if 0 <= index < len(self._texts) else "#REF!"
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return unescaped(value)
        try:
            number = float(value)
        except ValueError:
            return value
        return shown(number, self._format(cell).code, self._is_1904)

    def _format(self, cell: XmlElement) -> CellFormat:
        style = _count(cell.get("s") or "0", 0)
        return self._formats[style] if style < len(self._formats) else PLAIN

    def _shared_texts(self) -> Iterator[str]:
        member = related(self._package, self._part, "sharedStrings")
        if member is not None:
            yield from (
                rich_text(element, self.notes) for element in _stream(self._package.read(member), "si")
            )

    def _cell_formats(self) -> list[CellFormat]:
        member = related(self._package, self._part, "styles")
        if member is None:
            return []
        return cell_formats(parse_xml(self._package.read(member), member), BUILT_IN)


def _is_zero(cell: XmlElement) -> bool:
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    return cell.get("t") in (None, "n") and ZERO.fullmatch(value) is not None


def _is_hidden(element: XmlElement, size: str) -> bool:
    """Whether a row or column is hidden, or has a height or width of nothing."""
    if attribute(element, "hidden") in YES:
        return True
    stated = attribute(element, size)
    return bool(stated) and not stated.strip("0.")


def _stream(body: bytes, *tags: str) -> Iterator[XmlElement]:
    """Elements of an XML text as they end, each forgotten afterwards: a sheet of 50 MB is a tree of 1 GiB."""
    names = tuple(f"{{*}}{tag}" for tag in tags)
    try:
        for _, element in etree.iterparse(
            BytesIO(body), tag=names, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("corrupt", f"worksheet: {error}") from error


def _relation(element: XmlElement) -> str:
    """The relation id of a sheet; `id` also is the end of `sheetId`, so the namespace decides."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def position(reference: str) -> tuple[int, int]:
    """Row and column of `B12`, from 0; -1, -1 for anything else.

    >>> position("B12"), position("XFD1048576"), position("?")
    ((11, 1), (1048575, 16383), (-1, -1))
    """
    found = REFERENCE.match(reference)
    if found is None:
        return -1, -1
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _count(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default

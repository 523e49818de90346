"""Pages of a PDF as sheets, over the raw functions of pdfium.

Calls into the library are what costs; so text is fetched in one call a page, boxes only for what prints, and strokes only
where a caller wants them.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import pi

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.glyphs import HIDDEN, Glyph
from parsers.strokes import THIN

FORM_DEPTH = 6
"""Forms within forms; a report has two at most."""
RECTANGLE = 5
"""Segments of a single rectangle."""
SEGMENTS = 200_000
"""Path segments of a page."""
TALL = 40.0
"""Points. Loose boxes higher than this are looked at again; a title of 36 points has 42."""
SLANT = 0.08
"""Quarter turns. Text farther from upright or from lying on its side is a watermark."""
FAINT = 40
"""Of 255. Ink fainter than this is not meant to be read; the lightest grey of a form has 90."""
_PIECE = re.compile(r"[0-9０-９]|[^\x00-\x20\u3000\xa0\ufffe\u00ad\u200b\ufeff0-9０-９]+")
DIGITS = frozenset("0123456789０１２３４５６７８９")
ANGLES = 24
"""Characters asked for their angle; the most frequent one is the page's."""

TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
IMAGE, FORM = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@contextmanager
def opened(body: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, closed afterwards with all its pages. An empty password opens what only restricts printing."""
    if not body:
        raise Unreadable("empty", "the file has no bytes")
    if len(body) > limits.FILE_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes")
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        reason = "encrypted" if locked else "corrupt"
        raise Unreadable(reason, f"pdfium: {error}") from error
    try:
        if len(document) > limits.PAGES:
            raise Unreadable("too_many_pages", f"{len(document)} pages, {limits.PAGES} are read")
        yield document
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class Page:
    """One loaded page: handles of pdfium, its text and how it lies."""

    number: int
    handle: ctypes.c_void_p
    text_handle: ctypes.c_void_p
    text: str
    """One character for each index of pdfium, white space it invented included."""
    box: Box
    """left, bottom, right, top in the coordinates of the page, y upwards."""
    shown: int
    """Clockwise quarter turns the file asks viewers for (/Rotate)."""
    upright: int
    """Clockwise quarter turns that bring most of the text upright."""

    @property
    def turn(self) -> int:
        return (self.shown - self.upright) % 4

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with upright text."""
        left, bottom, right, top = self.box
        return (top - bottom, right - left) if self.upright % 2 else (right - left, top - bottom)

    def placed(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's coordinates on the upright page, y downwards."""
        first, low, last, high = self.box
        if self.upright == 0:
            return left - first, high - top, right - first, high - bottom
        if self.upright == 1:
            return bottom - low, left - first, top - low, right - first
        if self.upright == 2:
            return last - right, bottom - low, last - left, top - low
        return high - top, last - right, high - bottom, last - left


@contextmanager
def loaded(document: pdfium.PdfDocument, index: int) -> Iterator[Page | None]:
    """The page with this index (from 0), or None when pdfium cannot load it."""
    handle = raw.FPDF_LoadPage(document.raw, index)
    if not handle:
        yield None
        return
    text_handle = raw.FPDFText_LoadPage(handle)
    try:
        text = _text(text_handle, index + 1)
        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(handle, ctypes.byref(rect))
        shown = raw.FPDFPage_GetRotation(handle) % 4
        box = (rect.left, rect.bottom, rect.right, rect.top)
        yield Page(index + 1, handle, text_handle, text, box, shown, _upright(text_handle, text, shown))
    finally:
        raw.FPDFText_ClosePage(text_handle)
        raw.FPDF_ClosePage(handle)


def _text(handle: ctypes.c_void_p, number: int) -> str:
    count = raw.FPDFText_CountChars(handle)
    if count > limits.PAGE_CHARACTERS:
        raise Unreadable("bomb", f"page {number} has {count} characters")
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Characters without a Unicode value are left out of the text, and its places no longer count.
    codes = (raw.FPDFText_GetUnicode(handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)


def _upright(handle: ctypes.c_void_p, text: str, shown: int) -> int:
    """Clockwise quarter turns that bring the text upright: the angle most of it has."""
    printed = [index for index, character in enumerate(text) if character > " "]
    sample = printed[:: max(1, len(printed) // ANGLES)]
    turns = Counter(-round(raw.FPDFText_GetCharAngle(handle, index) / (pi / 2)) % 4 for index in sample)
    return turns.most_common(1)[0][0] if turns else shown


def glyphs(page: Page) -> list[Glyph]:
    """Everything that prints: digits one by one, other characters in runs; hidden digits as `HIDDEN`, slanted text left out.

    A run is asked for the boxes of its first and last character only, and believed when they are on one line and about as far
    apart as its characters are wide.
    """
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    loose, handle = raw.FPDFText_GetLooseCharBox, page.text_handle
    found: list[Glyph] = []
    base, slant = 0.0, False
    for match in _PIECE.finditer(page.text):
        start, end = match.span()
        loose(handle, start, pointer)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if bottom != base or page.upright:
            # Characters of one string share their lower edge, so its first one answers for all.
            base, slant = bottom, _slants(handle, start)
        if slant:
            continue
        said = match.group()
        if end - start > 1:
            loose(handle, end - 1, pointer)
            length = len(said.encode()) / 3 * ((right - left) if said[0] > "\u2e80" else (top - bottom))
            level = abs(rect.bottom - bottom) < (top - bottom) * 0.3
            if page.upright or not level or not 0.75 < (rect.right - left) / (length or 1) < 1.5:
                found += _one_by_one(page, start, end)
                continue
            right, top, bottom = rect.right, max(top, rect.top), min(bottom, rect.bottom)
        elif said in DIGITS and _hidden(handle, start):
            said = HIDDEN
        elif top - bottom > TALL:
            found += _one_by_one(page, start, end)
            continue
        found.append(Glyph(*page.placed(left, bottom, right, top), said))
    return found


def _one_by_one(page: Page, start: int, end: int) -> Iterator[Glyph]:
    """Characters that are no simple run: set apart, above each other, doubled, on the slant."""
    rect = raw.FS_RECTF()
    for index in range(start, end):
        raw.FPDFText_GetLooseCharBox(page.text_handle, index, ctypes.byref(rect))
        if rect.top - rect.bottom > TALL:
            _shrink(page.text_handle, index, rect)
        if not _slants(page.text_handle, index):
            yield Glyph(*page.placed(rect.left, rect.bottom, rect.right, rect.top), page.text[index])


def _slants(handle: ctypes.c_void_p, index: int) -> bool:
    turns = raw.FPDFText_GetCharAngle(handle, index) / (pi / 2)
    return bool(abs(turns - round(turns)) > SLANT)


_CHANNELS = tuple(ctypes.c_uint() for _ in range(4))


def _hidden(handle: ctypes.c_void_p, index: int) -> bool:
    """Whether a character leaves no ink: printed white or nearly so, transparent, or in the invisible mode of OCR layers."""
    red, green, blue, alpha = _CHANNELS
    if raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        ink = (255 - (red.value * 3 + green.value * 6 + blue.value) / 10) * alpha.value / 255
        if ink < FAINT:
            return True
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(handle, index))
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _shrink(handle: ctypes.c_void_p, index: int, rect: raw.FS_RECTF) -> None:
    """Vertical writing: pdfium forgets to scale the loose box of its characters, so take the ink where it is far smaller."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    if (top.value - bottom.value) * 3 < rect.top - rect.bottom:
        rect.left, rect.right, rect.bottom, rect.top = left.value, right.value, bottom.value, top.value


def strokes(page: Page) -> list[Box]:
    """Everything thin that is drawn on the page, in forms too, each once."""
    return [page.placed(*stroke) for stroke in dict.fromkeys(Walker(page.number).strokes(page.handle))]


class Walker:
    """Walks the objects of one page and counts them: a form that draws itself twice ends nowhere."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.objects = 0
        self.segments = 0
        self.found: list[Box] = []
        self.pictures: list[tuple[Box, int]] = []
        """Pictures that are no strokes, and the index of the object of the page they are (part of)."""
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._modes = [ctypes.c_int() for _ in range(2)]
        self._matrix = raw.FS_MATRIX()

    def strokes(self, page: ctypes.c_void_p) -> list[Box]:
        """Boxes (left, bottom, right, top) in the coordinates of the page."""
        self._walk(page, raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, IDENTITY, 0)
        return self.found

    def _walk(
        self,
        parent: ctypes.c_void_p,
        count: int,
        get: Callable[..., ctypes.c_void_p],
        matrix: Matrix,
        depth: int,
    ) -> None:
        self.objects += max(0, count)
        if self.objects > limits.PAGE_OBJECTS:
            raise Unreadable("bomb", f"page {self.number} has more than {limits.PAGE_OBJECTS} objects")
        kind_of, bounds_of = raw.FPDFPageObj_GetType, raw.FPDFPageObj_GetBounds
        left, bottom, right, top = self._floats
        for index in range(count):
            item = get(parent, index)
            kind = kind_of(item)
            if kind == TEXT:
                continue
            if kind == FORM:
                if depth < FORM_DEPTH:
                    inner = _product(self._matrix_of(item), matrix)
                    self._walk(
                        item, raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, inner, depth + 1
                    )
                continue
            bounds_of(item, left, bottom, right, top)
            box = left.value, bottom.value, right.value, top.value
            if matrix is not IDENTITY:
                box = _around([_moved(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])
            if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
                self.found.append(box)
            elif kind == PATH:
                self._path(item, matrix)
            elif kind == IMAGE:
                self.pictures.append((box, index))

    def _path(self, item: ctypes.c_void_p, matrix: Matrix) -> None:
        """The strokes of a path that is not thin as a whole."""
        fill, stroked = self._modes
        raw.FPDFPath_GetDrawMode(item, fill, stroked)
        if stroked.value:
            for points in self._outlines(item, _product(self._matrix_of(item), matrix)):
                self.found += [_around(points[i : i + 2]) for i in range(len(points) - 1)]
        elif fill.value and raw.FPDFPath_CountSegments(item) > RECTANGLE:
            # Many thin rectangles may be one path; a single one that is not thin is shading.
            self.found += map(_around, self._outlines(item, _product(self._matrix_of(item), matrix)))

    def _outlines(self, item: ctypes.c_void_p, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The subpaths of a path as points of the page; a curve counts as the lines between its points."""
        count = raw.FPDFPath_CountSegments(item)
        self.segments += count
        if self.segments > SEGMENTS:
            raise Unreadable("bomb", f"page {self.number} draws more than {SEGMENTS} segments")
        x, y = self._floats[:2]
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if points and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                yield points
                points = []
            points.append(_moved(matrix, x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points

    def _matrix_of(self, item: ctypes.c_void_p) -> Matrix:
        own = self._matrix
        raw.FPDFPageObj_GetMatrix(item, ctypes.byref(own))
        return own.a, own.b, own.c, own.d, own.e, own.f


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    return (*_linear(a, b, outer), *_linear(c, d, outer), *_moved(outer, e, f))


def _linear(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y

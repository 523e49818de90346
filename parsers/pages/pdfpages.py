"""Documents and pages of a PDF, over the raw functions of pdfium: opened, loaded, drawn.

Calls into the library are what costs; so text is fetched in one call a page, boxes only for what prints (`pdfglyphs`), and
strokes only where a caller wants them (`pdfstrokes`).
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan, pi
from typing import Any

import pypdfium2 as pdfium

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.pages import overlays, raw
from parsers.pages.raw import Handle

META_BYTES = 8_192
"""Of one entry of the metadata; longer ones are no title."""
LONGEST = 30_000
"""Dots of the longer side of a rendered page."""
ANGLES = 24
"""Characters asked for their angle; the most frequent one is the page's."""
_PRINTED = re.compile(r"[^\x00-\x20]")
_RECT = raw.Answer("4f")


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
    handle: Handle
    text_handle: Handle
    text: str
    """One character for each index of pdfium, white space it invented included."""
    box: Box
    """left, bottom, right, top in the coordinates of the page, y upwards."""
    shown: int
    """Clockwise quarter turns the file asks viewers for (/Rotate)."""
    upright: int
    """Clockwise quarter turns that bring most of the text upright."""
    placed: Callable[[float, float, float, float], Box]
    """A box (left, bottom, right, top) of the page's coordinates on the upright page, y downwards."""
    own: int
    """Objects the page draws itself; those behind them are its annotations."""
    covers: tuple[Box, ...] = ()
    """What annotations cover."""

    @property
    def turn(self) -> int:
        return (self.shown - self.upright) % 4

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with upright text."""
        left, bottom, right, top = self.box
        return (top - bottom, right - left) if self.upright % 2 else (right - left, top - bottom)


@contextmanager
def loaded(document: pdfium.PdfDocument, index: int) -> Iterator[Page | None]:
    """The page with this index (from 0), or None when pdfium cannot load it.

    What the fields of a form hold, and what notes say over the page, is shown with it and becomes a part of it.
    """
    handle = raw.FPDF_LoadPage(document.raw, index)
    over = overlays.over(handle) if handle else overlays.NOTHING
    own = raw.FPDFPage_CountObjects(handle) if handle else 0
    if over.words and raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(handle)
        handle = raw.FPDF_LoadPage(document.raw, index)
    if not handle:
        yield None
        return
    text_handle = raw.FPDFText_LoadPage(handle)
    try:
        text = _text(text_handle, index + 1)
        raw.FPDF_GetPageBoundingBox(handle, _RECT.places[0])
        left, top, right, bottom = _RECT.read()
        shown = raw.FPDFPage_GetRotation(handle) % 4
        box = (left, bottom, right, top)
        upright = _upright(text_handle, text, shown)
        placed = _placing(box, upright)
        yield Page(index + 1, handle, text_handle, text, box, shown, upright, placed, own, over.covers)
    finally:
        raw.FPDFText_ClosePage(text_handle)
        raw.FPDF_ClosePage(handle)


def _placing(page: Box, upright: int) -> Callable[[float, float, float, float], Box]:
    first, low, last, high = page
    if upright == 0:
        return lambda left, bottom, right, top: (left - first, high - top, right - first, high - bottom)
    if upright == 1:
        return lambda left, bottom, right, top: (bottom - low, left - first, top - low, right - first)
    if upright == 2:
        return lambda left, bottom, right, top: (last - right, bottom - low, last - left, top - low)
    return lambda left, bottom, right, top: (high - top, last - right, high - bottom, last - left)


def _text(handle: Handle, number: int) -> str:
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


def _upright(handle: Handle, text: str, shown: int) -> int:
    """Clockwise quarter turns that bring the text upright: the angle most of it has."""
    steps = (_PRINTED.search(text, start) for start in range(0, len(text), max(1, len(text) // ANGLES)))
    angles = (raw.FPDFText_GetCharAngle(handle, step.start()) for step in steps if step)
    turns = Counter(-round(angle / (pi / 2)) % 4 for angle in angles if not isnan(angle))
    return turns.most_common(1)[0][0] if turns else shown


def rendered(page: Page, dpi: float) -> tuple[Any, float]:
    """The page as displayed, as rows of dots (blue, green, red), and its dots per inch: fewer where it would be too large."""
    width, height = (size / 72 * dpi for size in _displayed(page))
    scale = min(1.0, (limits.PICTURE_PIXELS / max(1.0, width * height)) ** 0.5)
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    if max(across, down) > LONGEST:
        raise Unreadable("too_large", f"page {page.number} is {width / dpi:.0f} by {height / dpi:.0f} inches")
    bitmap = pdfium.PdfBitmap.new_native(across, down, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.handle, 0, 0, across, down, 0, raw.FPDF_ANNOT)
    return bitmap.to_numpy().reshape(down, across, 3).copy(), dpi * scale


def _displayed(page: Page) -> tuple[float, float]:
    left, bottom, right, top = page.box
    return (top - bottom, right - left) if page.shown % 2 else (right - left, top - bottom)


def metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    """What the file declares about itself, under the names of PDF; damaged characters replaced."""
    found = {}
    for name in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"):
        size = raw.FPDF_GetMetaText(document.raw, name.encode(), None, 0)
        if 2 < size <= META_BYTES:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDF_GetMetaText(document.raw, name.encode(), buffer, size)
            text = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()
            if text:
                found[name] = text
    return found

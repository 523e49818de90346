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
from itertools import pairwise
from math import pi
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.pages import cutoff, overlays
from parsers.pages.glyphs import CUT, FAINT, STROKE, Glyph, evened
from parsers.pages.pdfink import darkness
from parsers.text import HIDDEN

TALL = 40.0
"""Points. Loose boxes higher than this are looked at again; a title of 36 points has 42."""
SLANT = 0.08
"""Quarter turns. Text farther from upright or from lying on its side is a watermark."""
PALER = 90
"""Of 255. A digit so much paler than the one it touches is none of its number; red and black differ by 76."""
_PIECE = re.compile(r"[0-9０-９]|[^\x00-\x20\u3000\xa0\ufffe\u00ad\u200b\ufeff0-9０-９]+")
DIGITS = frozenset("0123456789０１２３４５６７８９")
POINTS = frozenset(".,")
META_BYTES = 8_192
"""Of one entry of the metadata; longer ones are no title."""
LONGEST = 30_000
"""Dots of the longer side of a rendered page."""
ANGLES = 24
"""Characters asked for their angle; the most frequent one is the page's."""


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
        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(handle, ctypes.byref(rect))
        shown = raw.FPDFPage_GetRotation(handle) % 4
        box = (rect.left, rect.bottom, rect.right, rect.top)
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
    """Everything that prints: digits one by one, other characters in runs; hidden digits as `HIDDEN`, those an edge cuts off
    marked by `CUT`, slanted text left out.

    A run is asked for the boxes of its first and last character only, and believed when they are on one line and about as far
    apart as its characters are wide.
    """
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    loose, handle, placed, sideways = (
        raw.FPDFText_GetLooseCharBox,
        page.text_handle,
        page.placed,
        page.upright,
    )
    found: list[Glyph] = []
    base, slant = 0.0, False
    text_object, clip_of, clips = (
        raw.FPDFText_GetTextObject,
        raw.FPDFPageObj_GetClipPath,
        raw.FPDFClipPath_CountPaths,
    )
    first, low, last, high = page.box
    inks: list[tuple[int, float]] = []
    for match in _PIECE.finditer(page.text):
        start, end = match.span()
        loose(handle, start, pointer)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if bottom != base or sideways:
            # Characters of one string share their lower edge, so its first one answers for all.
            base, slant = bottom, _slants(handle, start)
        if slant:
            continue
        said = match.group()
        if end - start > 1:
            loose(handle, end - 1, pointer)
            length = len(said.encode()) / 3 * ((right - left) if said[0] > "\u2e80" else (top - bottom))
            level = abs(rect.bottom - bottom) < (top - bottom) * 0.3
            if sideways or not level or not 0.75 < (rect.right - left) / (length or 1) < 1.5:
                found += _one_by_one(page, start, end)
                continue
            right, top, bottom = rect.right, max(top, rect.top), min(bottom, rect.bottom)
        elif said in DIGITS:
            item = text_object(handle, start)
            ink = darkness(handle, start, item)
            if ink < FAINT or (page.covers and overlays.covered((left, bottom, right, top), page.covers)):
                said = HIDDEN
            else:
                inks.append((len(found), ink))
                inside = left >= first and right <= last and bottom >= low and top <= high
                if (clips(clip_of(item)) > 0 or not inside) and cutoff.is_cut(
                    item, (left, bottom, right, top), page.box, page.upright % 2
                ):
                    said += CUT
        elif said in POINTS and found:
            found.append(evened([found[-1], Glyph(*placed(left, bottom, right, top), said)])[1])
            continue
        elif top - bottom > TALL:
            found += _one_by_one(page, start, end)
            continue
        found.append(Glyph(*placed(left, bottom, right, top), said))
    _mark_pale(found, inks)
    return found


def _mark_pale(found: list[Glyph], inks: list[tuple[int, float]]) -> None:
    """Puts a stroke behind digits that are far paler than one they touch."""
    shades = [ink for _, ink in inks]
    if not shades or max(shades) - min(shades) <= PALER:
        return
    across = sorted(inks, key=lambda each: (round(found[each[0]].bottom), found[each[0]].left))
    for (one, ink), (other, shade) in pairwise(across):
        left, right = found[one], found[other]
        touching = abs(right.left - left.right) < 0.12 * (left.bottom - left.top)
        if touching and abs(left.bottom - right.bottom) < 1 and abs(ink - shade) > PALER:
            pale = one if ink < shade else other
            found[pale] = found[pale]._replace(text=found[pale].text[0] + STROKE)


def _one_by_one(page: Page, start: int, end: int) -> list[Glyph]:
    """Characters that are no simple run: set apart, above each other, doubled, on the slant, or without a font's height."""
    rect = raw.FS_RECTF()
    found: list[Glyph] = []
    for index in range(start, end):
        raw.FPDFText_GetLooseCharBox(page.text_handle, index, ctypes.byref(rect))
        if rect.top - rect.bottom > TALL:
            _shrink(page.text_handle, index, rect)
        if not _slants(page.text_handle, index):
            found.append(Glyph(*page.placed(rect.left, rect.bottom, rect.right, rect.top), page.text[index]))
    return evened(found)


def _slants(handle: ctypes.c_void_p, index: int) -> bool:
    turns = raw.FPDFText_GetCharAngle(handle, index) / (pi / 2)
    return bool(abs(turns - round(turns)) > SLANT)


def _shrink(handle: ctypes.c_void_p, index: int, rect: raw.FS_RECTF) -> None:
    """Vertical writing: pdfium forgets to scale the loose box of its characters, so take the ink where it is far smaller."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    if (top.value - bottom.value) * 3 < rect.top - rect.bottom:
        rect.left, rect.right, rect.bottom, rect.top = left.value, right.value, bottom.value, top.value


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

"""Layers of a PDF: what they hold is in its text whether they are shown or not.

Of a document with layers each page is drawn, and digits that leave no ink on it are hidden.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import islice

import pypdfium2 as pdfium

from parsers import limits
from parsers.pages import raw
from parsers.pages.cutoff import DIGITS
from parsers.pages.glyphs import Glyph
from parsers.pages.pdfpages import Page
from parsers.text import HIDDEN

DOTS = 2.0
"""A point, of the drawn page."""
CONTRAST = 30
"""Of 255, between ink and what is beside it; text fainter than 40 is not read anyway."""
SIDE, TOP = 0.05, 0.25
"""Of a digit's box, left out: what its neighbours and the rules around it reach into."""
STREAMS, STREAM = 200, 1 << 20
"""Streams of packed objects that are looked into, and bytes of each."""
_PACKED = re.compile(rb"/ObjStm\b[^\x00]{0,300}?stream\r?\n", re.S)


def layered(body: bytes) -> bool:
    """Whether a PDF may have layers: its catalogue names them, as it stands or packed with other objects. Objects that cannot
    be looked into (locked, packed in another way, too many) may name some."""
    if b"/OCProperties" in body:
        return True
    packed = list(islice(_PACKED.finditer(body), STREAMS + 1))
    return len(packed) > STREAMS or any(_may_name(body, match.end()) for match in packed)


def _may_name(body: bytes, start: int) -> bool:
    try:
        unpacked = zlib.decompressobj().decompress(body[start : start + STREAM], STREAM)
    except zlib.error:
        return True
    return b"/OCProperties" in unpacked or len(unpacked) == STREAM


def shown(page: Page, printed: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs, each digit that is not to be seen on the drawn page as `HIDDEN`."""
    width, height = page.size
    across, down = max(1, int(width * DOTS)), max(1, int(height * DOTS))
    if not any(glyph[4] in DIGITS for glyph in printed) or across * down > limits.PICTURE_PIXELS:
        return printed
    bitmap = pdfium.PdfBitmap.new_native(across, down, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.handle, 0, 0, across, down, -page.turn % 4, raw.FPDF_ANNOT)
    dots, stride = bytes(bitmap.buffer), bitmap.stride
    return [
        glyph._replace(text=HIDDEN) if glyph[4] in DIGITS and not _inked(glyph, dots, stride) else glyph
        for glyph in printed
    ]


def _inked(glyph: Glyph, dots: bytes, stride: int) -> bool:
    left, top, right, bottom, _ = glyph
    wide, high = right - left, bottom - top
    start, end = int((left + SIDE * wide) * DOTS), int((right - SIDE * wide) * DOTS)
    rows = range(int((top + TOP * high) * DOTS), int((bottom - TOP * high) * DOTS))
    strips = [
        dots[row * stride + max(0, start) : row * stride + min(end, stride)] for row in rows if row >= 0
    ]
    ink = b"".join(strips)
    return bool(ink) and max(ink) - min(ink) > CONTRAST

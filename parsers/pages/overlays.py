"""What is put over a page of a PDF: the fields of forms, notes, stamps. Viewers show it, and so it is read.

pdfium makes it a part of the page on request: behind everything the page draws itself, one form for each annotation.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Box
from parsers.pages import raw
from parsers.pages.raw import Handle

MOST = 1_000
"""Annotations of a page that are looked at; an index of links has some hundreds."""
NEAR = 1.5
"""Points. A line through a digit runs so near its middle; one below it is twice as far."""
LOW = 36.0
"""Points; three lines of text. What is larger both ways is a seal, a frame or a drawing, and what it lies on can be read."""
_UNPAINTED = {raw.FPDF_ANNOT_UNKNOWN, raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
_WORDS = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT}
_AWAY = {raw.FPDF_ANNOT_REDACT, raw.FPDF_ANNOT_STRIKEOUT}
_SHAPES = {raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON}
_SCRAWLS = {raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_STAMP}
"""Drawn by hand, or a picture of anything: where it is no higher than a line of text it may cross that out, or stand for it."""


@dataclass(frozen=True, slots=True)
class Over:
    """`words`: some annotations say something; `covers`: what others cover for good, or cross out, in the coordinates of the
    page."""

    words: bool = False
    covers: tuple[Box, ...] = ()


NOTHING = Over()


def over(page: Handle) -> Over:
    """What annotations put over a loaded page."""
    count = raw.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return NOTHING
    words, covers = False, []
    for annotation in _annotations(page, min(count, MOST)):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in _UNPAINTED:
            continue
        words = words or kind in _WORDS
        filled = kind in _SHAPES and raw.FPDFAnnot_HasKey(annotation, b"IC")
        if filled or kind in _AWAY or kind in _SCRAWLS:
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
            if kind not in _SCRAWLS or min(rect.right - rect.left, rect.top - rect.bottom) < LOW:
                covers.append((rect.left, rect.bottom, rect.right, rect.top))
        elif kind == raw.FPDF_ANNOT_LINE:
            covers += _crossing(annotation)
    return Over(words, tuple(covers))


def _crossing(annotation: Handle) -> list[Box]:
    """A line drawn along the text, up the page where that lies on its side, or over a few digits on the slant: it crosses out
    what it runs through."""
    start, end = raw.FS_POINTF(), raw.FS_POINTF()
    if not raw.FPDFAnnot_GetLine(annotation, ctypes.byref(start), ctypes.byref(end)):
        return []
    left, right = sorted((start.x, end.x))
    bottom, top = sorted((start.y, end.y))
    if min(right - left, top - bottom) > LOW:
        return []
    return [(left - NEAR, bottom - NEAR, right + NEAR, top + NEAR)]


def _annotations(page: Handle, count: int) -> Iterator[Handle]:
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        yield annotation
        raw.FPDFPage_CloseAnnot(annotation)


def covered(box: Box, covers: tuple[Box, ...]) -> bool:
    """Whether the middle of a box lies under one of others.

    >>> covered((0, 0, 4, 4), ((1, 1, 9, 9),)), covered((0, 0, 4, 4), ((3, 3, 9, 9),))
    (True, False)
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in covers)

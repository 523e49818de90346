"""Patches: what is filled over text drawn before, as an editor does that covers an old number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from parsers.document import Box
from parsers.pages import cutoff, raw
from parsers.pages.pdfpages import Page

BAND = 16
"""Points; filled boxes are looked up by bands of the page they reach into."""
BANDS = 200
Filled = tuple[Box, int]
"""A filled box in the coordinates of the page, and how many of its objects were drawn before."""


def patched(page: Page, fills: Iterable[Filled]) -> bool:
    """Whether the middle of some text lies under something filled later. Shading is filled before its text."""
    bands: dict[int, list[Filled]] = defaultdict(list)
    for box, order in fills:
        first = int(box[1] // BAND)
        for band in range(first, min(int(box[3] // BAND), first + BANDS) + 1):
            bands[band].append((box, order))
    for index in range(page.own if bands else 0):
        item = raw.FPDFPage_GetObject(page.handle, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        left, bottom, right, top = cutoff.bounds(item)
        x, y = (left + right) / 2, (bottom + top) / 2
        for box, order in bands.get(int(y // BAND), ()):
            if order > index and box[0] < x < box[2] and box[1] < y < box[3]:
                return True
    return False

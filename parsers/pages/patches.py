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
SOME = 0.3
"""Of the height of a text: a patch reaches farther over it, at least over a digit."""
Filled = tuple[Box, int]
"""A filled box in the coordinates of the page, and how many of its objects were drawn before."""


def patched(page: Page, fills: Iterable[Filled]) -> bool:
    """Whether some text lies in part under something filled later. Shading is filled before its text."""
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
        some = SOME * min(right - left, top - bottom)
        for box, order in bands.get(int((bottom + top) / 2 // BAND), ()):
            if order > index and min(right, box[2]) - max(left, box[0]) > some < min(top, box[3]) - max(
                bottom, box[1]
            ):
                return True
    return False

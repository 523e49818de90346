"""Characters of a page of a PDF as glyphs, over the raw functions of pdfium; digits nobody sees, or that are cut, marked."""

from __future__ import annotations

import re
from itertools import pairwise
from math import atan2, isnan, pi

from parsers.document import Box
from parsers.pages import cutoff, overlays, raw
from parsers.pages.cutoff import DIGITS
from parsers.pages.glyphs import CUT, FAINT, STROKE, Glyph, evened, glyph_of
from parsers.pages.pdfink import darkness
from parsers.pages.pdfpages import Page
from parsers.pages.raw import Handle
from parsers.text import HIDDEN

TALL = 40.0
"""Points. Loose boxes higher than this are looked at again; a title of 36 points has 42."""
SLANT = 0.08
"""Quarter turns. Text farther from upright or from lying on its side is a watermark."""
PALER = 90
"""Of 255. A digit so much paler than the one it touches is none of its number; red and black differ by 76."""
_PIECE = re.compile(r"[0-9０-９]|[^\x00-\x20\u3000\xa0\ufffe\u00ad\u200b\ufeff0-9０-９]+")
POINTS = frozenset(".,")
_RECT, _INK = raw.Answer("4f"), raw.Answer("4d")
"""left, top, right, bottom; left, right, bottom, top."""
_MATRIX = raw.Answer("6f")


def glyphs(page: Page) -> list[Glyph]:
    """Everything that prints: digits one by one, other characters in runs; hidden digits as `HIDDEN`, those an edge cuts off
    marked by `CUT`, slanted text left out.

    A run is asked for the boxes of its first and last character only, and believed when they are on one line and about as far
    apart as its characters are wide.
    """
    loose, text_object, handle = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject, page.text_handle
    rect, read = _RECT.places[0], _RECT.read
    placed, sideways = page.placed, page.upright
    first, low, last, high = page.box
    found: list[Glyph] = []
    base, slant = 0.0, False
    item: Handle | None = 0
    ink, clipped = 0.0, False
    inks: list[tuple[int, float]] = []
    for match in _PIECE.finditer(page.text):
        start, end = match.span()
        loose(handle, start, rect)
        left, top, right, bottom = read()
        if bottom != base or sideways:
            # Characters of one string share their lower edge, so its first one answers for all.
            base, slant = bottom, _slants(handle, start)
        if slant:
            continue
        said = match.group()
        if end - start > 1:
            loose(handle, end - 1, rect)
            _, higher, reach, lower = read()
            length = len(said.encode()) / 3 * ((right - left) if said[0] > "\u2e80" else (top - bottom))
            level = abs(lower - bottom) < (top - bottom) * 0.3
            if sideways or not level or not 0.75 < (reach - left) / (length or 1) < 1.5:
                found += _one_by_one(page, start, end)
                continue
            right, top, bottom = reach, max(top, higher), min(bottom, lower)
        elif said in DIGITS:
            before, item = item, text_object(handle, start)
            if item != before:
                # All characters of an object have one colour and one clip.
                ink, clipped = darkness(handle, start, item), cutoff.clips(item)
            if ink < FAINT or (page.covers and overlays.covered((left, bottom, right, top), page.covers)):
                said = HIDDEN
            else:
                inks.append((len(found), ink))
                inside = left >= first and right <= last and bottom >= low and top <= high
                if (clipped or not inside) and cutoff.is_cut(
                    item, (left, bottom, right, top), page.box, page.upright % 2
                ):
                    said += CUT
        elif said in POINTS and found:
            found.append(evened([found[-1], Glyph(*placed(left, bottom, right, top), said)])[1])
            continue
        elif top - bottom > TALL:
            found += _one_by_one(page, start, end)
            continue
        found.append(glyph_of((*placed(left, bottom, right, top), said)))
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
    found: list[Glyph] = []
    for index in range(start, end):
        raw.FPDFText_GetLooseCharBox(page.text_handle, index, _RECT.places[0])
        left, top, right, bottom = _RECT.read()
        box = left, bottom, right, top
        if top - bottom > TALL:
            box = _shrunk(page.text_handle, index, box)
        if not _slants(page.text_handle, index):
            found.append(Glyph(*page.placed(*box), page.text[index]))
    return evened(found)


def _slants(handle: Handle, index: int) -> bool:
    if not _leans(raw.FPDFText_GetCharAngle(handle, index)):
        return False
    # The angle is that of the uprights, which lean in italics made of a font without: their base line tells.
    raw.FPDFText_GetMatrix(handle, index, _MATRIX.places[0])
    along, up = _MATRIX.read()[:2]
    return _leans(atan2(up, along))


def _leans(angle: float) -> bool:
    """Whether an angle, in radians, is none of the four of a page; a damaged matrix gives no number."""
    turns = angle / (pi / 2)
    return isnan(turns) or abs(turns - round(turns)) > SLANT


def _shrunk(handle: Handle, index: int, loose: Box) -> Box:
    """Vertical writing: pdfium forgets to scale the loose box of its characters, so take the ink where it is far smaller."""
    raw.FPDFText_GetCharBox(handle, index, *_INK.places)
    left, right, bottom, top = _INK.read()
    return (left, bottom, right, top) if (top - bottom) * 3 < loose[3] - loose[1] else loose

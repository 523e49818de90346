"""Numbers a print cuts off: at the edge of the page, or of a clip a table is too wide for.

Some makers write only the characters that are seen at least in part. So of `5202` they leave `5`, the last one across the
edge; or up to the edge, where it fell into the white space between two digits.
"""

from __future__ import annotations

from parsers.document import Box
from parsers.pages import raw
from parsers.pages.glyphs import CUT, Glyph
from parsers.pages.raw import Handle

SLACK = 0.01
"""Times the height by which a digit may reach over an edge without being cut."""
NEAR = 0.28
"""Times the width: white space before the ink of the digit that is not there. Full-width ones have most."""
DIGITS = frozenset("0123456789０１２３４５６７８９")
Limits = tuple[float, float]
"""How far left and right an upright page shows tables that go on beyond."""
FAR = 1e6
"""Points; no page is as wide."""
UNLIMITED: Limits = (-FAR, FAR)
_SIDES, _POINT = raw.Answer("4f"), raw.Answer("2f")


def limited(printed: list[Glyph], limits: Limits) -> list[Glyph]:
    """The glyphs, with `CUT` behind each digit that ends where the page stops to show its tables."""
    left, right = limits
    if left < -FAR / 2 and right > FAR / 2:
        return printed
    # A digit to be seen beyond says that only that path stops there: the side of a frame, clipped to itself.
    middles = [(glyph[0] + glyph[2]) / 2 for glyph in printed if glyph[4] in DIGITS]
    left = left if left < min(middles, default=left) else -FAR
    right = right if right > max(middles, default=right) else FAR
    return [
        glyph._replace(text=glyph[4] + CUT) if glyph[4] in DIGITS and _ends(glyph, left, right) else glyph
        for glyph in printed
    ]


def _ends(glyph: Glyph, left: float, right: float) -> bool:
    near = NEAR * (glyph[2] - glyph[0])
    return glyph[0] < left + near or glyph[2] > right - near


def beyond(box: Box, seen: Box, lies: int) -> bool:
    """Whether a character reaches over the edge of what is seen, before or behind it; or is not seen at all.

    `lies` is 1 where lines of text run up or down in these coordinates, else 0.
    """
    slack = SLACK * (box[3] - box[1])
    middle = (box[1 - lies] + box[3 - lies]) / 2
    return (
        box[lies] < seen[lies] - slack
        or box[lies + 2] > seen[lies + 2] + slack
        or not seen[1 - lies] < middle < seen[3 - lies]
    )


def clips(item: Handle) -> bool:
    """Whether there is a clip an object reaches over: pdfium forgets the others."""
    return bool(raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(item)) > 0)


def seen_of(item: Handle) -> Box:
    """The box its clip leaves of an object, in the coordinates of the page or form it is drawn on."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    seen = (-1e9, -1e9, 1e9, 1e9)
    for path in range(raw.FPDFClipPath_CountPaths(clip)):
        across, up = [], []
        for index in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), *_POINT.places)
            x, y = _POINT.read()
            across.append(x)
            up.append(y)
        if across:
            seen = common(seen, (min(across), min(up), max(across), max(up)))
    return seen


def common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def bounds(item: Handle) -> Box:
    """The box around an object, in the coordinates of the page or form it is drawn on."""
    raw.FPDFPageObj_GetBounds(item, *_SIDES.places)
    left, bottom, right, top = _SIDES.read()
    return left, bottom, right, top


def is_cut(item: Handle, box: Box, page: Box, lies: int) -> bool:
    """Whether a digit of a text object is cut off by the page or by the clip of the object; `box` is in the page's coordinates.

    Within a form the clip has other coordinates: there the whole object answers for its digits.
    """
    if beyond(box, page, lies):
        return True
    if not clips(item):
        return False
    around, seen = bounds(item), seen_of(item)
    if _holds(around, box):
        return beyond(box, seen, lies)
    return beyond(around, seen, 0) or beyond(around, seen, 1)


def _holds(around: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]

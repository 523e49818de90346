"""How dark the characters of a PDF are printed, over the raw functions of pdfium."""

from __future__ import annotations

from collections.abc import Callable

from parsers.pages import raw
from parsers.pages.raw import Handle

_COLOUR = raw.Answer("4I")
_OUTLINED = {raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP}
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}


def darkness(handle: Handle, index: int, item: Handle) -> float:
    """How dark a character is, 0 … 255: none at all where it is printed in the invisible mode of OCR layers, or only clips."""
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode == raw.FPDF_TEXTRENDERMODE_FILL:
        return _of(raw.FPDFText_GetFillColor, handle, index)
    if mode in _UNSEEN:
        return 0.0
    outline = _of(raw.FPDFText_GetStrokeColor, handle, index)
    return outline if mode in _OUTLINED else max(outline, _of(raw.FPDFText_GetFillColor, handle, index))


def _of(color_of: Callable[..., int], handle: Handle, index: int) -> float:
    if not color_of(handle, index, *_COLOUR.places):
        return 255.0
    red, green, blue, alpha = _COLOUR.read()
    return float((255 - (red * 3 + green * 6 + blue) / 10) * alpha / 255)

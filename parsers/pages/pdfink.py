"""How dark the characters of a PDF are printed, over the raw functions of pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from pypdfium2 import raw

_CHANNELS = tuple(ctypes.c_uint() for _ in range(4))
_OUTLINED = {raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP}
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}


def darkness(handle: ctypes.c_void_p, index: int, item: ctypes.c_void_p) -> float:
    """How dark a character is, 0 … 255: none at all where it is printed in the invisible mode of OCR layers, or only clips."""
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode == raw.FPDF_TEXTRENDERMODE_FILL:
        return _of(raw.FPDFText_GetFillColor, handle, index)
    if mode in _UNSEEN:
        return 0.0
    outline = _of(raw.FPDFText_GetStrokeColor, handle, index)
    return outline if mode in _OUTLINED else max(outline, _of(raw.FPDFText_GetFillColor, handle, index))


def _of(color_of: Callable[..., int], handle: ctypes.c_void_p, index: int) -> float:
    red, green, blue, alpha = _CHANNELS
    if not color_of(handle, index, red, green, blue, alpha):
        return 255.0
    return (255 - (red.value * 3 + green.value * 6 + blue.value) / 10) * alpha.value / 255

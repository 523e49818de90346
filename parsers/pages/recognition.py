"""The neural reader of text in pictures: RapidOCR, whose models lie in its wheel. Needs the `ocr` extra."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr_onnxruntime import RapidOCR
from rapidocr_onnxruntime.ch_ppocr_det.utils import DetPreProcess
from rapidocr_onnxruntime.utils.infer_engine import ONNXRuntimeError

from parsers.pages.raster import Grey

MARGIN = 6
"""Dots of paper around a cut-out line; without them the first stroke is lost."""
NARROW = 2.0
"""Width over height of the frame short lines are put into; the models' own, 6.7, costs three times as much."""

LOOKED_AT = 1280
"""Dots of the longer side of a page in which lines are looked for; they are read from the page as it is. At 2,000, which finds
no more of them, a page takes 650 MiB for a moment."""

Found = tuple[str, tuple[float, float, float, float]]
"""A line of text and its box in dots."""


@cache
def _engine() -> Any:
    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    finder = engine.text_det
    finder.get_preprocess = lambda _: DetPreProcess(LOOKED_AT, "max", finder.mean, finder.std)
    return engine


@contextmanager
def _running_out_named() -> Iterator[None]:
    """Memory that the engine was not given is no defect of the reader."""
    try:
        yield
    except ONNXRuntimeError as error:
        if "alloc" in str(error):
            raise MemoryError from error
        raise


def lines(cuts: Sequence[Grey]) -> list[str]:
    """What each cut-out line says. One that says nothing is shown again, softened and twice beside itself: the models are made
    for words, and see no 0 that stands alone in hard black and white."""
    said = _read(cuts)
    silent = [index for index, text in enumerate(said) if not text]
    twice = _read([np.hstack([cv2.GaussianBlur(cuts[index], (3, 3), 0)] * 2) for index in silent])
    for index, text in zip(silent, twice, strict=True):
        half = text[: len(text) // 2]
        said[index] = half if text == half * 2 else ""
    return said


def _read(cuts: Sequence[Any]) -> list[str]:
    return [text for text, _ in shares(cuts)]


def shares(cuts: Sequence[Any]) -> list[tuple[str, float]]:
    """What each cut-out line says, and how sure the models are (0 … 1); short ones are read together, then the long ones."""
    said = [("", 0.0)] * len(cuts)
    short = [index for index, cut in enumerate(cuts) if cut.shape[1] <= NARROW * cut.shape[0]]
    long = sorted(set(range(len(cuts))) - set(short))
    recognise = _engine().text_rec
    whole = list(recognise.rec_image_shape)
    for indexes, width in ((short, int(whole[1] * NARROW)), (long, whole[2])):
        if indexes:
            recognise.rec_image_shape = [whole[0], whole[1], width]
            try:
                with _running_out_named():
                    results, _ = recognise([_framed(cuts[index]) for index in indexes])
            finally:
                recognise.rec_image_shape = whole
            for index, (text, share) in zip(indexes, results, strict=True):
                said[index] = text, float(share)
    return said


def _framed(cut: Grey) -> Any:
    framed = cv2.copyMakeBorder(cut, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=255)
    return cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR)


def page(grey: Grey) -> list[Found]:
    """All lines of text of a page with their boxes, in no order. A long page is read in pieces, cut where there is no ink."""
    return [
        (text, (left, top + start, right, bottom + start))
        for start, end in _pieces(grey)
        for text, (left, top, right, bottom) in _lines_of(grey[start:end])
    ]


def _pieces(grey: Grey) -> list[tuple[int, int]]:
    """Pieces of a page not much higher than wide: the reader shrinks what is higher."""
    height, width = grey.shape
    blank = np.flatnonzero((grey > 160).all(axis=1))
    pieces: list[tuple[int, int]] = []
    start = 0
    while height - start > 1.5 * width:
        possible = blank[(blank > start + 0.7 * width) & (blank < start + 1.4 * width)]
        end = int(possible[-1]) if possible.size else start + int(1.4 * width)
        pieces.append((start, end))
        start = end
    return [*pieces, (start, height)]


def _lines_of(grey: Grey) -> list[Found]:
    if not (grey < 128).any():
        return []
    with _running_out_named():
        results, _ = _engine()(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_cls=False)
    found: list[Found] = []
    for corners, text, _ in results or []:
        points = np.asarray(corners)
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        found.append((text, (left, top, right, bottom)))
    return found

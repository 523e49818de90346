"""The second reader of PDF files, on pdfplumber: slow, and written by others, so that its mistakes are not ours.

It is asked where the first reader's figures do not align or add up, and for a fixed sample of the rest. It has no opinion on
pages that lie on their side, tables without rules and scans: then its document has no such grid, which proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.pdf import PDF
from pdfplumber.utils.text import extract_text

from parsers import limits
from parsers.document import Box, Cell, Document, Paragraph, Place, Unreadable
from parsers.pages.continuations import Part, joined

MEDIA_TYPE = "application/pdf"
SAME_EDGE = 3.0
"""Points. Edges of cells nearer than this are one."""
MARGIN = 0.08
"""Of the height of a page: lines above and below are running heads and page numbers."""
SLANT = 0.1
"""Rise of a line of text: steeper ones are watermarks."""
DOUBLED = 1.0
"""Points. The same character printed again nearer than this is bold type."""

Char = dict[str, Any]


def read_carefully(body: bytes, pages: Collection[int] = ()) -> Document:
    """What pdfplumber makes of a PDF: its ruled tables as grids, other lines as paragraphs.

    Only the named `pages` (from 1) are read, all of them when none is named.

    Raises `Unreadable`: `too_large`, `too_many_pages`, `encrypted`, `corrupt`.
    """
    if len(body) > limits.FILE_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes")
    try:
        with pdfplumber.open(BytesIO(body)) as document:
            if len(document.pages) > limits.PAGES:
                raise Unreadable("too_many_pages", f"{len(document.pages)} pages")
            found = _joined(_pages(document, pages))
            count = len(document.pages)
    except Unreadable:
        raise
    except Exception as error:  # pdfminer meets damage with whatever its code runs into: TypeError, KeyError, AssertionError …
        locked = "Password" in repr(error)
        raise Unreadable("encrypted" if locked else "corrupt", f"pdfplumber: {error!r}") from error
    blocks = tuple(item.grid() if isinstance(item, Part) else item for item in found)
    return Document(MEDIA_TYPE, blocks, notes=("second_reader",), pages=count)


def _pages(document: PDF, wanted: Collection[int]) -> Iterator[Part | Paragraph]:
    for page in document.pages:
        if wanted and page.page_number not in wanted:
            continue
        seen = page.filter(_visible).dedupe_chars(tolerance=DOUBLED)
        tables = seen.find_tables()
        rest = seen
        for table in tables:
            rest = rest.filter(_outside(table.bbox))
        lines = rest.extract_text_lines(return_chars=False)
        items: list[tuple[float, Part | Paragraph | None]] = [
            (table.bbox[1], _part(page.page_number, seen.chars, table.cells)) for table in tables
        ]
        margin = MARGIN * float(page.height)
        inner = [line for line in lines if margin < line["top"] < float(page.height) - margin]
        items += [(line["top"], _paragraph(page.page_number, line)) for line in inner]
        yield from (item for _, item in sorted(items, key=lambda pair: pair[0]) if item)
        page.close()


def _visible(item: Char) -> bool:
    """Whether something is drawn in ink, and text upright."""
    if item["object_type"] != "char":
        return True
    colour = item.get("non_stroking_color")
    white = colour in (1, (1,), (1, 1, 1), [1], [1, 1, 1])
    along, up = item["matrix"][:2]
    return abs(up) < SLANT * abs(along) and not white


def _outside(box: Box) -> Any:
    left, top, right, bottom = box

    def outside(item: Char) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return item["object_type"] == "char" and not (left <= x <= right and top <= y <= bottom)

    return outside


def _paragraph(number: int, line: Char) -> Paragraph:
    box = (round(line["x0"], 2), round(line["top"], 2), round(line["x1"], 2), round(line["bottom"], 2))
    return Paragraph(line["text"], Place(number, box), role="line")


def _part(number: int, chars: Sequence[Char], boxes: Sequence[Box]) -> Part | None:
    """A table from the boxes of its cells."""
    across = _edges([edge for box in boxes for edge in (box[0], box[2])])
    down = _edges([edge for box in boxes for edge in (box[1], box[3])])
    if len(across) < 3:
        return None
    inside: list[list[Char]] = [[] for _ in boxes]
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for index, (left, top, right, bottom) in enumerate(boxes):
            if left <= x < right and top <= y < bottom:
                inside[index].append(char)
                break
    cells = []
    for box, content in zip(boxes, inside, strict=True):
        left, top, right, bottom = (
            _nearest(edges, at) for edges, at in zip((across, down) * 2, box, strict=True)
        )
        text = extract_text(content) if content else ""
        place = Place(number, (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))
        cells.append(Cell(top, left, text, bottom - top, right - left, place))
    whole = (across[0], down[0], across[-1], down[-1])
    return Part(tuple(cells), tuple(across), Place(number, whole), down[0], down[-1])


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > SAME_EDGE:
            edges.append(round(place, 2))
    return edges


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - at))


def _joined(items: Iterable[Part | Paragraph]) -> list[Part | Paragraph]:
    """Tables that a page break cut as one."""
    found: list[Part | Paragraph] = []
    for item in items:
        last = found[-1] if found else None
        whole = joined(last, item) if isinstance(last, Part) and isinstance(item, Part) else None
        if whole:
            found[-1] = whole
        else:
            found.append(item)
    return found

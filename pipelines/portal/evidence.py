"""A figure in its original: the page picture with the cell boxed, or the table with the cell marked.

Both functions run in a worker process with limits, because an archived document is hostile until shown otherwise.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Literal

import pypdfium2
from markupsafe import Markup
from PIL import Image, ImageDraw

from parsers.document import Box, Document, Grid, Paragraph, Unreadable
from parsers.formats import ofd
from parsers.normalize import normalize, pictures
from parsers.pages.ofdpages import ASCENT, THIN
from parsers.pages.picturefiles import FORMATS, frame, paper
from parsers.pages.pictures import oversize
from parsers.sniffing import sniff
from pipelines.rows import compact

CompactPlace = list[float] | str
"""As `pipelines.rows.compact` makes it."""

SCALE = 1.7  # pixels per point: about 1,000 pixels across an A4 page
RED = (163, 22, 31)
AROUND = 130  # points shown above and below the cell in the close view
NARROW = 280  # points shown across in the narrow one: letters of a page in their own size on a phone
View = Literal["page", "close", "narrow"]
"""The whole page, the lines around the cell in its full width, or these cut to what a phone can show."""

NEIGHBOURS = 4  # paragraphs shown before and after


class NoPicture(Exception):
    """The page cannot be drawn: no such page, or not a page description at all."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a shown table."""

    text: str
    row_span: int
    column_span: int
    hit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around a place: the rows of its table, or lines of text. Exactly one is filled."""

    rows: tuple[tuple[Field, ...], ...] = ()
    lines: tuple[tuple[str, bool], ...] = ()

    @property
    def found(self) -> bool:
        """Whether a cell of the table is the place asked for."""
        return any(field.hit for row in self.rows for field in row)


def picture(body: bytes, page: int, box: Box | None, view: View) -> bytes:
    """Page `page` (from 1) as PNG, the box framed.

    Of a PDF or a picture; of any other file the picture inside it that was read in place of tables.
    """
    kind = sniff(body)
    if kind == "application/pdf":
        image, scale = _drawn(body, page)
    elif kind.startswith("image/"):
        image, scale = _scanned(body, page)
    else:
        image, scale = _scanned(_inside(body, page), 1)
    if box:
        left, top, right, bottom = (edge * scale for edge in box)
        frame = (left - 4, top - 4, right + 4, bottom + 4)
        ImageDraw.Draw(image).rectangle(frame, outline=RED, width=3)
        if view != "page":
            around = _around(box, (image.width / scale, image.height / scale), view, SCALE / scale)
            left, top, right, bottom = around
            image = image.crop((int(left * scale), int(top * scale), int(right * scale), int(bottom * scale)))
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _around(box: Box, sheet: tuple[float, float], view: View, by: float = 1.0) -> Box:
    """What is shown of a sheet (its width and height) around a box; `by` is how many times larger than paper it is."""
    left, top, right, bottom = box
    width, height = sheet
    above, below = max(0.0, top - AROUND * by), min(height, bottom + AROUND * by)
    if view != "narrow":
        return 0.0, above, width, below
    across = min(width, max(NARROW * by, right - left + 20 * by))
    start = min(max(0.0, (left + right - across) / 2), width - across)
    return start, above, start + across, below


def _inside(body: bytes, page: int) -> bytes:
    """The picture inside a file that counts as this page."""
    try:
        return pictures(body)[page - 1] if page > 0 else b""
    except (Unreadable, IndexError) as error:
        raise NoPicture(f"the file has no picture {page}: {error}") from error


def _drawn(body: bytes, page: int) -> tuple[Image.Image, float]:
    try:
        document = pypdfium2.PdfDocument(body)
        if not 1 <= page <= len(document):
            raise NoPicture(f"the document has {len(document)} pages, not {page}")
        sheet = document[page - 1]
        size = sheet.get_size()
        scale = min(SCALE / oversize(*size), 2200 / max(size))  # a poster-sized page must not fill the memory
        return sheet.render(scale=scale).to_pil().convert("RGB"), scale
    except pypdfium2.PdfiumError as error:
        raise NoPicture(str(error)) from error


def _framed(png: bytes) -> bytes:
    """A picture as SVG."""
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.size
    inside = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{inside}"/></svg>'
    ).encode()


def _scanned(body: bytes, page: int) -> tuple[Image.Image, float]:
    """The frame of a picture file in the size it has on paper, as `parsers.pages.picturefiles` takes it."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as scan:
            if not 1 <= page <= getattr(scan, "n_frames", 1):
                raise NoPicture(f"the picture has no page {page}")
            shown = frame(scan, page - 1)
            scale = min(SCALE, 2200 / max(points := paper(*shown.size)))
            size = max(1, round(points[0] * scale)), max(1, round(points[1] * scale))
            return shown.convert("RGB").resize(size), scale
    except Unreadable as error:
        raise NoPicture(str(error)) from error
    except (Image.DecompressionBombError, OSError, SyntaxError, EOFError) as error:
        raise NoPicture(str(error)) from error


def drawing(body: bytes, page: int, box: Box | None, view: View) -> bytes:
    """Page `page` (from 1) of an OFD file as SVG, as `picture` does it: the reader's own fonts, no pictures, no seals.

    Where pictures were read in place of tables, the picture is what is shown.
    """
    try:
        if pictures(body):
            return _framed(picture(body, page, box, view))
        canvas = ofd.page(body, page)
    except Unreadable as error:
        raise NoPicture(str(error)) from error
    if canvas is None:
        raise NoPicture(f"the document has no page {page}")
    sheet = canvas.sheet()
    turned = {
        0: "1 0 0 1 0 0",
        1: f"0 1 -1 0 {sheet.height:g} 0",
        2: f"-1 0 0 -1 {sheet.width:g} {sheet.height:g}",
        3: f"0 -1 1 0 0 {sheet.width:g}",
    }[sheet.turn]
    left, top, right, bottom = 0.0, 0.0, canvas.width, canvas.height
    if box and view != "page":
        left, top, right, bottom = _around(box, (canvas.width, canvas.height), view)
    parts = [_rule(stroke) for stroke in sheet.strokes if min(_sides(stroke)) < THIN]
    parts += [
        _letters((glyph.left, glyph.top, glyph.right, glyph.bottom), glyph.text) for glyph in sheet.glyphs
    ]
    frame = Markup("")
    if box:
        frame = Markup(
            '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="none" stroke="rgb{}" stroke-width="1.8"/>'
        ).format(box[0] - 2, box[1] - 2, box[2] - box[0] + 4, box[3] - box[1] + 4, RED)
    svg = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{:.2f} {:.2f} {:.2f} {:.2f}" width="{:.0f}" font-family="serif">'
        '<rect x="{:.2f}" y="{:.2f}" width="100%" height="100%" fill="#fff"/><g transform="matrix({})">{}</g>{}</svg>'
    ).format(
        left,
        top,
        right - left,
        bottom - top,
        (right - left) * SCALE,
        left,
        top,
        turned,
        Markup("").join(parts),
        frame,
    )
    return svg.encode()


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _rule(box: Box) -> Markup:
    wide, high = _sides(box)
    return Markup('<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"/>').format(
        box[0], box[1], max(wide, 0.6), max(high, 0.6)
    )


def _letters(box: Box, text: str) -> Markup:
    wide, high = _sides(box)
    return Markup(
        '<text x="{:.2f}" y="{:.2f}" font-size="{:.2f}" textLength="{:.2f}" lengthAdjust="spacingAndGlyphs">{}</text>'
    ).format(box[0], box[1] + ASCENT * high, high, wide, text)


def surroundings(body: bytes, media_type: str, url: str, place: CompactPlace) -> Shown:
    """The table or the lines in which `place` stands; empty when the document, read again, has no such place."""
    document = normalize(body, media_type=media_type or None, url=url)
    grid = next(
        (grid for grid in document.grids() if any(compact(cell.place) == place for cell in grid.cells)), None
    )
    return _grid(grid, place) if grid else _lines(document, place)


def _grid(grid: Grid, place: CompactPlace) -> Shown:
    return Shown(
        rows=tuple(
            tuple(
                Field(cell.text, cell.row_span, cell.column_span, compact(cell.place) == place)
                for cell in row
            )
            for row in grid.rows()
        )
    )


def _lines(document: Document, place: CompactPlace) -> Shown:
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    hit = next((number for number, block in enumerate(blocks) if _holds(block, place)), None)
    if hit is None:
        return Shown()
    around = range(max(0, hit - NEIGHBOURS), min(len(blocks), hit + NEIGHBOURS + 1))
    return Shown(lines=tuple((blocks[number].text, number == hit) for number in around))


def _holds(block: Paragraph, place: CompactPlace) -> bool:
    """Whether the place is the paragraph, or a part of it (line[3] holds line[3]/field[2])."""
    own = compact(block.place)
    return own == place or (isinstance(own, str) and isinstance(place, str) and place.startswith(f"{own}/"))

"""A paper as a PDF with ruled tables: one Chinese font that every reader knows by name, nothing embedded.

Offices print their reports to PDF; the replicas need such files without a PDF library at run time. Text is
written in UTF-16 under the predefined CMap UniGB-UCS2-H, so it can be selected and read. Same paper, same
bytes. Lengths in points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from gxcrawl.demo.paper import Block, Box, Paper

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 56.0
INNER = WIDTH - 2 * MARGIN
SIZES = {"title": 16.0, "heading": 13.0, "paragraph": 11.0, "grid": 8.0}
LEADING = 1.5


@dataclass(slots=True)
class _Pages:
    """The drawing so far: one list of operators per page, and the height still free on the last one."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - MARGIN

    def room(self, height: float) -> None:
        if self.y - height < MARGIN:
            self.pages.append([])
            self.y = HEIGHT - MARGIN

    def text(self, x: float, y: float, size: float, text: str) -> None:
        code = text.encode("utf-16-be").hex().upper()
        self.pages[-1].append(f"BT /F1 {size:g} Tf {x:.2f} {y:.2f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")


def write(paper: Paper) -> bytes:
    drawing = _Pages()
    for block in paper.blocks:
        if block.kind == "grid":
            _grid(drawing, block)
        else:
            _lines(drawing, block)
    return _file(["\n".join(["0.5 w", *page]).encode("ascii") for page in drawing.pages])


def _lines(drawing: _Pages, block: Block) -> None:
    size = SIZES[block.kind]
    indent = "　　" if block.kind == "paragraph" else ""
    for line in _wrapped(indent + block.text, INNER, size):
        drawing.room(size * LEADING)
        drawing.y -= size * LEADING
        left = (INNER - _width(line, size)) / 2 if block.kind == "title" else 0
        drawing.text(MARGIN + left, drawing.y, size, line)
    drawing.y -= size / 2


def _grid(drawing: _Pages, block: Block) -> None:
    """A grid is kept on one page when a page can hold it, as offices do for the long table."""
    size = SIZES["grid"]
    columns = max(sum(box.columns for box in row) for row in block.grid[:1])
    widths = _column_widths(block.grid, columns)
    placed = list(_placed(block.grid))
    heights = [0.0] * len(block.grid)
    for row, column, box in placed:
        if box.rows == 1:
            needed = len(_wrapped(box.text, sum(widths[column : column + box.columns]) - 4, size))
            heights[row] = max(heights[row], needed * size * 1.25 + 4)
    drawing.room(min(sum(heights), HEIGHT - 2 * MARGIN))
    top = drawing.y
    for row, column, box in placed:
        x, width = MARGIN + sum(widths[:column]), sum(widths[column : column + box.columns])
        y, height = top - sum(heights[: row + box.rows]), sum(heights[row : row + box.rows])
        drawing.box(x, y, width, height)
        lines = _wrapped(box.text, width - 4, size)
        first = y + (height + len(lines) * size * 1.25) / 2 - size
        for number, line in enumerate(lines):
            drawing.text(x + 2, first - number * size * 1.25, size, line)
    drawing.y = top - sum(heights) - 10


def _column_widths(grid: tuple[tuple[Box, ...], ...], columns: int) -> list[float]:
    """Ten columns: three for labels, the last of them wide. Otherwise equal shares."""
    weights = [4.0, 5.0, 14.0] + [4.0] * 7 if columns == 10 else [1.0] * columns
    return [INNER * weight / sum(weights) for weight in weights]


def _placed(grid: tuple[tuple[Box, ...], ...]) -> Iterator[tuple[int, int, Box]]:
    """(row, column, box): boxes that span rows push the later rows to the right."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(grid):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            taken |= {
                (row + down, column + right) for down in range(box.rows) for right in range(box.columns)
            }
            yield row, column, box
            column += box.columns


def _width(text: str, size: float) -> float:
    return sum(size if unicodedata.east_asian_width(char) in "WFA" else size / 2 for char in text)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and _width(lines[-1] + char, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _file(contents: list[bytes]) -> bytes:
    """Objects 1 to 5 are catalogue, page tree and font; then a page and its content for every page."""
    pages = [6 + 2 * number for number in range(len(contents))]
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        # CIDs 1 to 95 are the half-width Latin letters; everything else is as wide as the size.
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for page, content in zip(pages, contents, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Contents {page + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)

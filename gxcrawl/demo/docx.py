"""A paper as a Word document: the smallest package that Word, LibreOffice and our reader open. Same paper,
same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from gxcrawl.demo.paper import Block, Box, Paper

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/>
</Types>"""
RELATIONS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
LONG_AGO = (2025, 1, 2, 0, 0, 0)
"""One fixed date for every member, so that the same paper gives the same bytes."""


def write(paper: Paper) -> bytes:
    text = "".join(_block(block) for block in paper.blocks)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _block(block: Block) -> str:
    if block.kind == "grid":
        return _table(block)
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>' if block.kind == "title" else ""
    return f"<w:p>{centred}<w:r><w:t>{escape(block.text)}</w:t></w:r></w:p>"


def _table(block: Block) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(f"<w:tr>{''.join(_cell(*cell) for cell in row)}</w:tr>" for row in _merged(block.grid))
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>{rows}</w:tbl>"


def _merged(grid: tuple[tuple[Box, ...], ...]) -> Iterator[list[tuple[str, int, str]]]:
    """Rows of (text, columns, merge): Word repeats a cell that spans rows in each of them, as a
    continuation."""
    open_boxes: dict[int, tuple[int, Box]] = {}  # column -> rows still to come, box
    for row in grid:
        boxes = list(row)
        cells: list[tuple[str, int, str]] = []
        column = 0
        while boxes or column in open_boxes:
            if column in open_boxes:
                left, box = open_boxes.pop(column)
                if left > 1:
                    open_boxes[column] = (left - 1, box)
                cells.append(("", box.columns, "continue"))
            else:
                box = boxes.pop(0)
                if box.rows > 1:
                    open_boxes[column] = (box.rows - 1, box)
                cells.append((box.text, box.columns, "restart" if box.rows > 1 else ""))
            column += box.columns
        yield cells


def _cell(text: str, columns: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{span}{vertical}</w:tcPr><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"

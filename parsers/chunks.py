"""Files a DOCX takes in as they are (`altChunk`): the web page an export button packed into it, read as what it is.

Word makes their text its own when it saves the file; until then the main part holds a reference and nothing else. Source:
ECMA-376 part 1, 17.17.2.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from parsers.document import Block, Document, Grid, Unreadable
from parsers.office.packages import Package

ROLE = "part"
"""Of a paragraph that stands for such a file; its text is the name of the member."""


def taken_in(body: bytes, document: Document, read: Callable[[bytes], Document]) -> Document:
    """The document with the blocks of each file in its place; one not to be read is a note with the reason."""
    if not any(paragraph.role == ROLE for paragraph in document.paragraphs()):
        return document
    package = Package(body)
    blocks: list[Block] = []
    notes = list(document.notes)
    title = document.title
    for block in document.blocks:
        if isinstance(block, Grid) or block.role != ROLE:
            blocks.append(block)
            continue
        try:
            part = read(package.read(block.text))
        except Unreadable as error:
            notes.append(f"part_unread:{error.reason}")
        else:
            title = title or part.title
            blocks += [_within(inner, block.text) for inner in part.blocks]
    return replace(document, blocks=tuple(blocks), title=title, notes=tuple(notes))


def _within(block: Block, member: str) -> Block:
    place = block.place._replace(path=f"{member}/{block.place.path}")
    if not isinstance(block, Grid):
        return replace(block, place=place)
    cells = (
        cell._replace(place=cell.place._replace(path=f"{member}/{cell.place.path}")) for cell in block.cells
    )
    return replace(block, place=place, cells=tuple(cells))

"""DOC and WPS (Word 97–2003): text pieces, and tables from the marks that end cells and rows.

A table is not a thing in such a file: paragraphs say that they stand in one and how deep, cell ends are
characters, and the paragraph that ends a row carries the edges of its cells. Word 95 and older is
`unsupported` (LibreOffice reads it). Source: [MS-DOC] 2.4.3 (paragraphs of tables), 2.9.322
(TDefTableOperand), 2.9.318 (TC80).
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import attrgetter

from parsers import limits
from parsers.document import Document, Grid, Link, Unreadable
from parsers.office.compound import Compound
from parsers.office.fields import field_results
from parsers.office.flow import Builder, Flow, Marks, Passage, passage, printable
from parsers.office.listnumbers import Counter, numbered
from parsers.office.merged import blocks, covered_text
from parsers.office.wordfile import Modifiers, Run, WordFile
from parsers.office.wordlooks import Looks
from parsers.office.wordpictures import floating, in_line
from parsers.office.wordrows import stated
from parsers.office.wordstyles import NO_STYLE, chain, counters, styles
from parsers.office.wordtext import ENDS, lifted, masked, places, without

MEDIA_TYPE = "application/msword"

IN_TABLE, ROW_END, DEPTH, DEEPER = 0x2416, 0x2417, 0x6649, 0x664A
INNER_CELL_END, INNER_ROW_END = 0x244B, 0x244C
LIST, LIST_DEPTH, OUTLINE = 0x460B, 0x260A, 0x2640
ABOUT_LISTS = (LIST, LIST_DEPTH, OUTLINE)

CONTROL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f]")  # within a paragraph, and no tab
HALF = re.compile("[\ud800-\udfff]")  # of a character beyond the first 65536
CHARACTERS = {
    0x0B: "\n",
    0x0E: "\n",
    0x0C: "",
    0x1E: "-",
    0x1F: "",
    **dict.fromkeys((0, 1, 2, 3, 4, 5, 7, 8, 0x0D), ""),
}
PICTURE = "\x01"


def read(body: bytes) -> Document:
    """The document of a DOC file. Raises `Unreadable`: see `Compound` and `WordFile`."""
    compound = Compound(body)
    try:
        file = WordFile(compound)
        reader = _Reader(file)
        flow, links = reader.flow(), tuple(reader.links())
    except struct.error as error:
        raise Unreadable("corrupt", f"a structure ends before its time: {error}") from error
    found = tuple(blocks(flow))
    if covered_text(flow):
        reader.notes.add("covered_text")
    if (links or PICTURE in file.text) and not any(isinstance(block, Grid) for block in found):
        reader.notes.add("images_without_tables")
    if any(name.lower().startswith(("macros/", "_vba_project")) for name in compound.names):
        reader.notes.add("macros")
    title = next((item.text for item in flow if isinstance(item, Passage) and item.role == "title"), "")
    return Document(
        MEDIA_TYPE, found, title.strip(), compound.properties(), links, tuple(sorted(reader.notes))
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What the formatting of a paragraph says: how deep in tables it stands, what its mark ends, role and list."""

    depth: int
    ends_row: bool
    ends_inner_row: bool
    ends_inner_cell: bool
    role: str
    counter: Counter | None
    list_depth: int
    edges: Sequence[int]
    marks: Marks
    """Of the cells of the row it ends, see `wordrows.stated`."""

    @property
    def ends_its_row(self) -> bool:
        return self.ends_row if self.depth == 1 else self.ends_inner_row


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.styles = styles(file)
        self._inherited: dict[int, tuple[str, dict[int, bytes]]] = {}
        self._starts = [run.start for run in file.paragraph_runs]
        looks = Looks(file, self.styles)
        self._dropped = looks.dropped()
        self.text = lifted(without(file.text, self._dropped), looks.raised())
        self.notes = looks.notes
        if (open_ := masked(self.text, looks.faint())) != self.text:
            self.text = open_
            self.notes.add("hidden_text")
        self._has_halves = HALF.search(self.text) is not None
        self._has_controls = CONTROL.search(self.text) is not None

    @cached_property
    def counters(self) -> dict[int, Counter]:
        """Lists by number; most files have none that is used."""
        return counters(self.file)

    def flow(self) -> Flow:
        """Body text, then text boxes (their anchors are pictures floating anywhere)."""
        return [item for start, end in self.shown() for item in self.nested(start, end)]

    def shown(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the text of the body stands, and that of text boxes."""
        boxes = sum(self.file.lengths[:6])
        return (0, self.file.lengths[0]), (boxes, boxes + self.file.lengths[6])

    def links(self) -> Iterator[Link]:
        """The pictures that are seen, in the order of the text they stand in or are anchored to."""
        beside = islice(floating(self.file), limits.BLOCKS)
        placed = [(cp, address) for cp, address in beside if not self.is_dropped(cp)]
        if self.file.data:
            marks = (at for start, end in self.shown() for at in places(PICTURE, self.text, start, end))
            within = islice(marks, limits.BLOCKS)
            placed += [(at, in_line(self.file, self.characters_at(at).modifiers)) for at in within]
        return (Link(address, "", "image") for _, address in sorted(placed) if address)

    def nested(self, start: int, end: int) -> Flow:
        """Paragraphs between two positions, those of tables put into their tables."""
        builder = Builder()
        for at, mark, look in self.paragraphs(start, min(end, len(self.text))):
            if look.depth and look.ends_its_row:
                builder.end_row(look.depth, look.edges, look.marks, is_deleted=self.is_dropped(mark))
                continue
            builder.paragraph(look.depth, self.passage(at, mark, look))
            if look.depth and (self.text[mark] == "\x07" or look.ends_inner_cell):
                builder.end_cell()
        return builder.flow()

    def paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, Look]]:
        """First position, position of the mark and look of each paragraph; the last may stand without a mark."""
        looks: dict[
            tuple[int, int, int], Look
        ] = {}  # hundreds of paragraphs share a few lists, kept by the file
        at = start
        for piece in self.file.pieces:
            for found in ENDS.finditer(self.text, max(start, piece.start), min(end, piece.end)):
                mark = found.start()
                run = self.run_at(piece.position(mark))
                look = looks.get(key := (run.style, id(run.modifiers), id(piece.modifiers)))
                if look is None:
                    look = looks[key] = self.look(run.style, run.modifiers + piece.modifiers)
                yield at, mark, look
                at = mark + 1
        if at < end:
            yield at, end, self.look(NO_STYLE, ())

    def run_at(self, position: int) -> Run:
        index = bisect_right(self._starts, position) - 1
        run = self.file.paragraph_runs[index] if index >= 0 else NO_RUN
        return run if position < run.end else NO_RUN

    def characters_at(self, cp: int) -> Run:
        """The run of characters a position belongs to."""
        position, runs = self.file.piece_at(cp).position(cp), self.file.character_runs
        index = bisect_right(runs, position, key=_start) - 1
        return runs[index] if index >= 0 and position < runs[index].end else NO_RUN

    def passage(self, start: int, mark: int, look: Look) -> Passage:
        text = self.printed(start, mark)
        if look.counter is not None and text.strip():
            text = numbered(look.counter.label(look.list_depth), text)
        return passage((text, look.role))

    def look(self, style: int, own: Modifiers) -> Look:
        """What a style and modifiers say of a paragraph; a paragraph's own modifiers go over those of its style."""
        role, values = self.inherited(style)
        said = dict(own)  # of one code, the last counts
        values = values | _listed(said)
        if role == "text" and values.get(OUTLINE, b"\x09")[0] < 9:
            role = "heading"
        ends_row, ends_inner_row = _is_on(said, ROW_END), _is_on(said, INNER_ROW_END)
        edges, marks = stated(own) if ends_row or ends_inner_row else ([], [])
        return Look(
            _depth(own, said), ends_row, ends_inner_row, _is_on(said, INNER_CELL_END), role,
            self.counters.get(int.from_bytes(values[LIST], "little")) if LIST in values else None,
            int.from_bytes(values.get(LIST_DEPTH, b""), "little"), edges, marks,
        )  # fmt: skip

    def inherited(self, style: int) -> tuple[str, dict[int, bytes]]:
        """The role of a style and what it says of lists, its nearest ancestors before those further off."""
        if style not in self._inherited:
            ancestry = chain(self.styles, style)
            role = next((style.role for style in ancestry if style.role != "text"), "text")
            said = dict(modifier for style in reversed(ancestry) for modifier in style.modifiers)
            self._inherited[style] = role, _listed(said)
        return self._inherited[style]

    def printed(self, start: int, end: int) -> str:
        """Text between two positions as printed: nothing deleted, hidden or struck out, of fields the result only."""
        text = self.text[start:end]
        if self._has_controls and CONTROL.search(text) is not None:
            text = field_results(text).translate(CHARACTERS)
        return printable(text) if self._has_halves else text

    def is_dropped(self, position: int) -> bool:
        """Whether the character there (the end of a row, say) is deleted or hidden."""
        index = bisect_right(self._dropped, (position, len(self.text))) - 1
        return index >= 0 and self._dropped[index][1] > position


NO_RUN = Run(0, 0, NO_STYLE, ())
_start = attrgetter("start")


def _listed(said: Mapping[int, bytes]) -> dict[int, bytes]:
    """What modifiers say of lists and outline."""
    return {code: said[code] for code in ABOUT_LISTS if code in said}


def _is_on(said: Mapping[int, bytes], toggle: int) -> bool:
    return toggle in said and bool(said[toggle]) and said[toggle][0] & 1 == 1


def _depth(own: Modifiers, said: Mapping[int, bytes]) -> int:
    """How many tables a paragraph stands in."""
    depth = 0
    for code, operand in own if DEPTH in said or DEEPER in said else ():
        if code == DEPTH:
            depth = int.from_bytes(operand, "little", signed=True)
        elif code == DEEPER:
            depth += int.from_bytes(operand, "little", signed=True)
    if depth <= 0 and (_is_on(said, IN_TABLE) or _is_on(said, ROW_END)):
        depth = 1
    return max(0, min(depth, limits.TABLE_DEPTH))

"""What a file says once its format no longer matters: paragraphs and grids, each with its place.

Every reader in `parsers.formats` returns a `Document`; nothing after it knows whether the bytes were HTML, PDF or a scan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

Box = tuple[float, float, float, float]
"""left, top, right, bottom in PDF points (1/72 inch) of the page as a reader sees it; the origin is its top left corner."""


class Unreadable(Exception):
    """The bytes cannot be read as a document. `reason` is a stable word for tables, `detail` a sentence for people.

    Reasons: `empty`, `truncated`, `encrypted`, `too_large`, `too_many_pages`, `too_deep`, `bomb`, `not_a_document`,
    `unsupported`, `corrupt`, `no_text` (a scan, and no OCR at hand), `garbled` (text without a usable Unicode map).
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return type(self), (self.reason, self.detail)  # survives the way back from a worker process


_Kind = TypeVar("_Kind", bound=tuple[Any, ...])


def maker(kind: type[_Kind]) -> Callable[[tuple[Any, ...]], _Kind]:
    """What makes named tuples of all their values in order, at half the cost of calling their class. For those a document has
    by the hundred.

    >>> maker(Word)(("12", (0, 0, 10, 10)))
    Word(text='12', box=(0, 0, 10, 10))
    """
    return cast("Callable[[tuple[Any, ...]], _Kind]", partial(tuple.__new__, kind))


class Place(NamedTuple):
    """Where something stands, good enough to show it: page (from 1) and box, or a path such as `table[2]/row[5]/cell[3]`."""

    page: int | None = None
    box: Box | None = None
    path: str | None = None


class Word(NamedTuple):
    """A run of characters without a gap, on one line of a page."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of running text. `words` carries the geometry where the format has one, `role` what the markup claims."""

    text: str
    place: Place = Place()
    words: tuple[Word, ...] = ()
    role: str = "text"
    """`text`, `heading` (marked up as one), `title` (h1, document title), `line` (one visual line of a page) or `tab` (the name
    of the worksheet that begins)."""


class Cell(NamedTuple):
    """One cell of a grid; a merged cell appears once, at its top left corner, with its spans."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()
    doubt: str = ""
    """Why the text may be wrong (`ocr`, `layer`, `torn`, `patched`; `sign`: its dash may be a mark of a pen), or of another
    column (`astray`); empty when the format itself states it."""


place_of, cell_of = maker(Place), maker(Cell)
_IN_ORDER = attrgetter("row", "column")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as laid out. `sound` says that row and column numbers are geometry, not a count of separators.

    In a grid that is not sound (tab-separated text, table rows with missing cells) the n-th field need not stand under the
    n-th header, so a blank cell proves nothing.
    """

    cells: tuple[Cell, ...]
    place: Place = Place()
    sound: bool = True

    @property
    def height(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    def rows(self) -> list[list[Cell]]:
        """Cells by the row they start in, from left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=_IN_ORDER):
            rows[cell.row].append(cell)
        return rows


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Link:
    """A file the document points to: an attachment, or an image that may hold the tables."""

    url: str
    text: str
    kind: str
    """`attachment` or `image`."""


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of one file in reading order.

    `title` is what the file calls itself, `metadata` what it declares (`PubDate`, `ContentSource`, 索引号 …) under the names
    it uses, `notes` what the reader doubts (`charset_replaced:12`, `tracked_changes`, `text_layer_over_scan` …).
    """

    media_type: str
    blocks: tuple[Block, ...]
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    pages: int | None = None

    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

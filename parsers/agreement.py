"""Two readings of one document: what both give is kept, what they contradict each other in is withheld.

The second reader is slower and independent of the first. It is asked where the first is in doubt or its numbers do not add up,
and on a fixed sample of the rest, so that a fault of the first reader cannot stay unseen for long.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from parsers.checks import check
from parsers.document import Document, Place
from parsers.pages.glyphs import CUT, STROKE
from parsers.report import Figure, Finding, Key
from parsers.tables.figures import Figures, identities
from parsers.text import HIDDEN

EDGE = 3.0
"""Points that the boxes of cells side by side may share, as two readers see their rule."""
SAMPLE = 64
"""One document in so many is read twice whatever the first reading says."""
_UNSEEN = frozenset((HIDDEN, STROKE, CUT))
_NO_OPINION = frozenset({"lost", "unreadable"})


def doubtful_pages(figures: Figures) -> frozenset[int]:
    """Pages of cells that are withheld or take part in a sum that fails; empty when nothing is doubtful."""
    by_key = figures.by_key()
    findings = (*figures.findings, *check(figures))
    cells = [key for finding in findings if finding.level == "error" for key in finding.cells]
    pages = {by_key[key].place.page for key in cells if key in by_key}
    tables = {key[0] for key in cells}
    pages |= {figure.place.page for figure in figures.figures if figure.table in tables and None in pages}
    return frozenset(page for page in pages if page is not None)


@dataclass(frozen=True, slots=True)
class Careful:
    """A second reader of the same bytes: `read(pages)` gives the document as it sees it, all pages when none is named."""

    read: Callable[[Collection[int]], Document]
    always: bool = False


def second_reader(body: bytes) -> Careful | None:
    """pdfplumber for PDF; other formats state their cells and need none. The sample is decided by the bytes alone."""
    if not body.startswith(b"%PDF-"):
        return None
    return Careful(partial(_pdfplumber, body), always=zlib.crc32(body) % SAMPLE == 0)


def _pdfplumber(body: bytes, pages: Collection[int]) -> Document:
    from parsers.formats.pdf_carefully import read_carefully  # noqa: PLC0415 (slow to import, seldom needed)

    return read_carefully(body, pages)


def agree(first: Figures, second: Figures, unseen: Sequence[Place] = ()) -> Figures:
    """The first reading, without the cells in which the second contradicts it, and with lost cells that the second gives
    and the sums confirm; none of those where digits are `unseen` (`of_unseen`)."""
    other = second.by_key()
    against = {figure.key for figure in first.figures if _contradicts(figure, other.get(figure.key))}
    merged = tuple(
        figure._replace(value=None, state="lost", raw=f"{figure.raw} | {other[figure.key].raw}")
        if figure.key in against
        else figure
        for figure in first.figures
    )
    offered = {key: figure for key, figure in other.items() if not _in_any(figure.place, unseen)}
    merged = _restored(first, merged, offered)
    kept = {figure.key for figure in merged if figure.value is not None or figure.state not in _NO_OPINION}
    findings = tuple(_without(finding, kept) for finding in first.findings)
    told = tuple(finding for finding in findings if finding.cells or finding.kind != "parser")
    return replace(first, figures=merged, findings=(*told, *_disagreement(against)))


def of_unseen(document: Document) -> tuple[Place, ...]:
    """The cells in which digits are covered, crossed out or cut off: of all that the second reader knows nothing."""
    cells = (cell for grid in document.grids() for cell in grid.cells)
    return tuple(cell.place for cell in cells if not _UNSEEN.isdisjoint(cell.text))


def _in_any(place: Place, cells: Sequence[Place]) -> bool:
    """Whether a place reaches into one of some cells: of a value in running text it is the whole line."""
    if place.box is None:
        return False
    left, top, right, bottom = place.box
    return any(
        cell.page == place.page
        and cell.box is not None
        and left + EDGE < cell.box[2]
        and right - EDGE > cell.box[0]
        and cell.box[1] <= (top + bottom) / 2 <= cell.box[3]
        for cell in cells
    )


def _contradicts(figure: Figure, other: Figure | None) -> bool:
    if other is None or figure.state in _NO_OPINION or other.state in _NO_OPINION:
        return False
    return figure.value != other.value


def _restored(first: Figures, merged: tuple[Figure, ...], other: Mapping[Key, Figure]) -> tuple[Figure, ...]:
    """Lost cells with the value of the second reading, where every sum they take part in then holds.

    Not cells in which the first reader saw digits it doubts: a number that hangs over its border loses the same digit to both
    readers, in its own cell and in that of the total, and the sum holds.
    """
    doubted = {
        key for finding in first.findings if finding.check == "doubtful_reading" for key in finding.cells
    }
    offered = {
        figure.key: other[figure.key]
        for figure in merged
        if figure.state in _NO_OPINION
        and figure.key not in doubted
        and figure.key in other
        and other[figure.key].value is not None
    }
    values = {figure.key: figure.value for figure in merged} | {key: f.value for key, f in offered.items()}
    bound: dict[Key, list[bool]] = {}
    for identity, table in identities(first.forms):
        for left, right in identity.instances(table):
            holds = sum(values.get(k) or 0 for k in left) == sum(values.get(k) or 0 for k in right)
            for key in (*left, *right):
                bound.setdefault(key, []).append(holds)
    proven = {key for key in offered if bound.get(key) and all(bound[key])}
    return tuple(offered[figure.key] if figure.key in proven else figure for figure in merged)


def _without(finding: Finding, kept: set[Key]) -> Finding:
    """A doubt of the parser about cells that have been decided since is no doubt any more."""
    if finding.kind != "parser":
        return finding
    return replace(finding, cells=tuple(key for key in finding.cells if key not in kept))


def _disagreement(keys: set[Key]) -> tuple[Finding, ...]:
    if not keys:
        return ()
    message = (
        f"两次读取不一致的 {len(keys)} 格未取值 / two readers disagree on {len(keys)} cells, values withheld"
    )
    return (Finding("readers_disagree", "parser", "error", "not_evaluable", message, tuple(sorted(keys))),)

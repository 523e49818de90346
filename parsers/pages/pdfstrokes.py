"""What is drawn on a page of a PDF, over the raw functions of pdfium: strokes, and pictures that may be a scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import ceil

from parsers import limits
from parsers.document import Box, Unreadable
from parsers.pages import cutoff, raw
from parsers.pages.cutoff import UNLIMITED, Limits
from parsers.pages.patches import patched
from parsers.pages.pdfpages import Page
from parsers.pages.raw import Handle
from parsers.pages.strokes import THIN
from parsers.pages.struck import Slant, is_steep, slanting

FORM_DEPTH = 6
"""Forms within forms; a report has two at most."""
RECTANGLE = 5
"""Segments of a single rectangle."""
SEGMENTS = 200_000
"""Path segments of a page."""
WHOLE = 0.75
"""Of the page: a larger picture, or strips and tiles that are larger together, are a scan, or cover what is printed below."""
SOME = 0.1
"""Of the page: smaller pictures on a page without text hold no table."""
FINE = 40
"""Rows and columns of the squares a page is parted into to see how much of it pictures cover."""
OUTLINES = 200
"""Paths of a page without text that are letters drawn as outlines, and not the rules of an empty form."""

TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
IMAGE, FORM, SHADING = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SIDES, _POINT, _MODES, _MATRIX = (raw.Answer(form) for form in ("4f", "2f", "2i", "6f"))
Path = tuple[Box, Handle, Matrix]
"""The box of a path, the path, and the matrix of the form it is drawn in."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """`strokes` on the upright page, each once; `covered`: pictures as large as the page lie over its text, or under text that
    is there for searching only; `whole`: they are as large as the page; `pictured`: a page without text shows something all the
    same, a picture, or letters as outlines; `limits`: where an edge cuts off the rules farthest left and right."""

    strokes: tuple[Box, ...] = ()
    covered: bool = False
    whole: bool = False
    pictured: bool = False
    limits: Limits = UNLIMITED
    patched: bool = False
    slants: tuple[Slant, ...] = ()


def drawn(page: Page) -> Drawn:
    walker = Walker(page.number, page.upright % 2)
    walker.walk(page.handle, page.own)
    share = _share([box for box, _ in walker.pictures], page.box)
    whole = share > WHOLE
    strokes = tuple(page.placed(*stroke) for stroke in dict.fromkeys(walker.found))
    covered = whole and (walker.unseen or walker.first_text < walker.pictures[-1][1])
    return Drawn(
        strokes,
        covered,
        whole,
        share > SOME or walker.objects > OUTLINES,
        _limits(page, walker.outermost),
        patched(page, walker.fills),
        tuple([page.placed(*part) for part in slant] for slant in walker.slants),
    )


def _limits(page: Page, outermost: Sequence[Path]) -> Limits:
    """Where the page stops to show the two paths that reach farthest before and behind the others."""
    if not outermost:
        return UNLIMITED
    edges = list(page.box)
    low = page.upright % 2
    for side, sign, (box, item, matrix) in zip((low, low + 2), (-1, 1), outermost, strict=True):
        seen = page.box
        if cutoff.clips(item):
            seen = cutoff.common(seen, _box_moved(matrix, cutoff.seen_of(item)))
        edges[side] = seen[side] if sign * (box[side] - seen[side]) > THIN else sign * cutoff.FAR
    left, _, right, _ = page.placed(*edges)
    return left, right


def _share(boxes: Iterable[Box], page: Box) -> float:
    """How much of a page lies under boxes, which may overlap: the share of its squares whose middles do."""
    left, bottom, right, top = page
    across, up = max(right - left, 1.0) / FINE, max(top - bottom, 1.0) / FINE
    hidden: set[tuple[int, int]] = set()
    for box in boxes:
        first, last = (_square((x - left) / across) for x in (box[0], box[2]))
        low, high = (_square((y - bottom) / up) for y in (box[1], box[3]))
        hidden.update(product(range(first, last), range(low, high)))
    return len(hidden) / FINE**2


def _square(place: float) -> int:
    """The first square whose middle lies behind a place, which may be off the page, and infinitely far."""
    return ceil(min(max(0.0, place - 0.5), FINE))


def shows_picture(page: Page) -> bool:
    """Whether the first or last thing drawn is a picture: cheaper than a walk over a page of prose."""
    count = raw.FPDFPage_CountObjects(page.handle)
    ends = {0, count - 1} if count > 0 else set()
    return any(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.handle, index)) == IMAGE for index in ends)


class Walker:
    """Walks the objects of one page and counts them: a form that draws itself twice ends nowhere."""

    def __init__(self, number: int, lies: int) -> None:
        self.number = number
        self.lies = lies
        """1 where lines of text run up or down in these coordinates, else 0."""
        self.objects = 0
        self.segments = 0
        self.found: list[Box] = []
        self.slants: list[Slant] = []
        self.outermost: list[Path] = []
        """The paths that reach farthest before and behind all others, in the direction of the lines."""
        self.fills: list[tuple[Box, int]] = []
        """What is filled behind the first text, and how many objects were drawn before."""
        self._others: dict[int, list[tuple[Box, int]]] = defaultdict(list, {SHADING: self.fills})
        self.pictures = self._others[IMAGE]
        """Pictures that are no strokes, and how many objects were drawn before."""
        self.first_text = 1 << 30
        """How many objects were drawn before the first text."""
        self.unseen = False
        """Text that is not shown was put over a picture."""
        self.reach = (float("inf"), float("-inf"))

    def walk(self, page: Handle, own: int) -> None:
        """Collects what the page draws itself, as boxes (left, bottom, right, top) in its own coordinates."""
        self._walk(page, own, raw.FPDFPage_GetObject, IDENTITY, 0)

    def _walk(
        self,
        parent: Handle,
        count: int,
        get: Callable[..., Handle],
        matrix: Matrix,
        depth: int,
    ) -> None:
        drawn_before = self.objects
        self.objects += max(0, count)
        if self.objects > limits.PAGE_OBJECTS:
            raise Unreadable("bomb", f"page {self.number} has more than {limits.PAGE_OBJECTS} objects")
        kind_of, bounds_of, places, read = (
            raw.FPDFPageObj_GetType,
            raw.FPDFPageObj_GetBounds,
            _SIDES.places,
            _SIDES.read,
        )
        lies, (low, high) = self.lies, self.reach
        for index in range(count):
            item = get(parent, index)
            kind = kind_of(item)
            if kind == TEXT:
                self.first_text = min(self.first_text, drawn_before + index)
                if self.pictures and not self.unseen:
                    self.unseen = _invisible(item)
                continue
            if kind == FORM:
                if depth < FORM_DEPTH:
                    inner = _product(_matrix_of(item), matrix)
                    self._walk(
                        item, raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, inner, depth + 1
                    )
                    low, high = self.reach
                continue
            bounds_of(item, *places)
            box = read()
            if matrix is not IDENTITY:
                box = _box_moved(matrix, box)
            if kind == PATH and not (low <= box[lies] and box[lies + 2] <= high):
                low, high = self._widened(box, item, matrix)
            if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
                self.found.append(box)
            elif kind == PATH:
                late = drawn_before + index > self.first_text
                if self._path(item, matrix, late) and late:
                    self.fills.append((box, drawn_before + index))
            else:
                self._others[kind].append((box, drawn_before + index))

    def _widened(self, box: Box, item: Handle, matrix: Matrix) -> tuple[float, float]:
        """How far the paths reach with one that reaches farther than those before."""
        path, (low, high) = (box, item, matrix), self.reach
        first, last = self.outermost or (path, path)
        self.outermost = [
            path if box[self.lies] < low else first,
            path if box[self.lies + 2] > high else last,
        ]
        self.reach = min(low, box[self.lies]), max(high, box[self.lies + 2])
        return self.reach

    def _path(self, item: Handle, matrix: Matrix, late: bool) -> bool:
        """Takes the strokes of a path that is not thin as a whole; whether it is filled. A pen with a broad point draws lines
        that are filled; only one drawn behind some text can cross it out."""
        raw.FPDFPath_GetDrawMode(item, *_MODES.places)
        filled, stroked = _MODES.read()
        if stroked:
            for points in self._outlines(item, _product(_matrix_of(item), matrix)):
                sides = [*map(_around, pairwise(points))]
                if points[0] == points[-1] or not any(map(is_steep, sides)):
                    self.found += sides
                if len(sides) > RECTANGLE or points[0] != points[-1]:
                    self.slants += slanting(sides)
        elif filled and ((several := raw.FPDFPath_CountSegments(item) > RECTANGLE) or late):
            outlines = [*self._outlines(item, _product(_matrix_of(item), matrix))]
            for points in outlines if late else ():
                self.slants += slanting([*map(_around, pairwise(points))])
            if several:
                # Many thin rectangles may be one path; a single one that is not thin is shading.
                boxes = [*map(_around, outlines)]
                self.found += boxes
                self.found += [side for outer, inner in pairwise(boxes) for side in _sides(outer, inner)]
        return bool(filled)

    def _outlines(self, item: Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The subpaths of a path as points of the page; a curve counts as the lines between its points."""
        count = raw.FPDFPath_CountSegments(item)
        self.segments += count
        if self.segments > SEGMENTS:
            raise Unreadable("bomb", f"page {self.number} draws more than {SEGMENTS} segments")
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, *_POINT.places)
            if points and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                yield points
                points = []
            points.append(_moved(matrix, *_POINT.read()))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points


def _sides(outer: Box, inner: Box) -> Sequence[Box]:
    """The sides of a frame, drawn as what is between two rectangles; none where they make no thin frame.

    >>> _sides((0, 0, 9, 9), (1, 1, 8, 8))
    ((0, 0, 1, 9), (0, 0, 9, 1), (8, 0, 9, 9), (0, 8, 9, 9))
    """
    left, bottom, right, top = outer
    widths = inner[0] - left, inner[1] - bottom, right - inner[2], top - inner[3]
    if not all(0 <= width < THIN for width in widths) or not any(widths):
        return ()
    return (
        (left, bottom, inner[0], top),
        (left, bottom, right, inner[1]),
        (inner[2], bottom, right, top),
        (left, inner[3], right, top),
    )


def _matrix_of(item: Handle) -> Matrix:
    raw.FPDFPageObj_GetMatrix(item, _MATRIX.places[0])
    a, b, c, d, e, f = _MATRIX.read()
    return a, b, c, d, e, f


def _invisible(item: Handle) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box_moved(matrix: Matrix, box: Box) -> Box:
    return _around([_moved(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    return (*_linear(a, b, outer), *_linear(c, d, outer), *_moved(outer, e, f))


def _linear(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y

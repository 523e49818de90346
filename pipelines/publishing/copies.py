"""Reports that say the same: near-duplicate narratives by the smallest hashes of their five-character pieces.

The hashes of a text fall into bins, and each bin keeps its smallest (one-permutation MinHash): two texts agree in about as
many bins as they have pieces in common, to within 6 percentage points. Texts that agree in a whole band of bins are compared.

Where very many share a band, each meets the first of them and its neighbours only, so that a form letter of thousands costs
no more than as many single texts; how many share the letter is counted all the same.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import eq
from typing import TypeAlias
from zlib import crc32

PIECE = 5  # characters
BINS = 64
BELOW = 26  # bits of a hash below the number of its bin
EMPTY = 0xFFFFFFFF
WIDTH = 4  # bytes of a hash in a sketch
BAND = 3  # bins; of texts that are 60 % alike, 99 in 100 agree in one of the 21 bands
NEIGHBOURS = 4  # texts before it in a band that a text is compared with
NEAREST = 5  # earlier texts told of one text, besides the pairs that are asked for
LEAST = 0.6  # similarity that is worth telling
SHORT = 120  # characters; shorter texts are alike by nature

Sketch: TypeAlias = "array[int]"
"""The smallest hash of each bin, `EMPTY` where there is none; nothing for a short text."""

# What a search holds of its texts, by their places from the earliest on. `met`: agreed in a band; `asked`: to be told anyway.
SIDE = """
create table texts (place integer primary key, key integer unique, sketch blob);
create table pairs (
    place integer, earlier integer, similarity real, met integer, asked integer, primary key (place, earlier)
) without rowid"""

MET = """
insert into pairs values (?, ?, ?, 1, 0) on conflict do nothing"""

ASKED = """
insert into pairs values (?, ?, ?, 0, 1) on conflict do update set asked = 1"""

# The nearest of those met, and those asked for; then, of a text that is in none of these, the pair in which it is nearest.
TOLD = f"""
create table told as
select place, earlier, similarity from (
    select *, row_number() over (partition by place order by met desc, similarity desc, earlier desc) as nearest
    from pairs
) where asked or nearest <= {NEAREST};
create index told_earlier on told (earlier);
create index told_place on told (place);
insert into told select place, earlier, similarity from (
    select *, row_number() over (partition by earlier order by similarity desc, place desc) as nearest
    from pairs
    where earlier not in (select earlier from told) and earlier not in (select place from told)
) where nearest = 1"""  # noqa: S608 - own number


Pair = tuple[int, int, float]
"""The places of a text and of an earlier one, and their similarity."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text and an earlier one it is like. Both are of a family of `members` texts, each of them like another."""

    text: int
    earlier: int
    similarity: float
    family: int
    """The earliest text of the family."""
    members: int


def sketch(text: str) -> Sketch:
    """The smallest hashes of the text's pieces; white space and digits do not count: numbers change every year."""
    plain = text.translate(_COUNTING)
    if len(plain) < SHORT:
        return array("I")
    data = plain.encode("utf-32-le")
    hashes = sorted(
        {crc32(data[start : start + 4 * PIECE]) for start in range(0, len(data) - 4 * PIECE + 1, 4)}
    )
    starts = [bisect_left(hashes, place << BELOW) for place in range(BINS + 1)]
    return array("I", [hashes[start] if start < end else EMPTY for start, end in pairwise(starts)])


class _Counting(dict[int, int | None]):
    """For `str.translate`: what each character that was met counts as, nothing for white space and digits."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        self[code] = None if character.isspace() or character.isdigit() else code
        return self[code]


_COUNTING = _Counting()


def similarity(first: Sketch, second: Sketch) -> float:
    """The estimated share of pieces in common: of the bins that one of them fills, those where both agree."""
    if not first or not second:
        return 0.0
    neither = (
        sum(one == EMPTY == other for one, other in zip(first, second, strict=True)) if EMPTY in first else 0
    )
    agreeing: int = sum(map(eq, first, second))
    return (agreeing - neither) / (BINS - neither)


def copies(texts: Iterable[tuple[int, Sketch]], asked: Iterable[tuple[int, int]] = ()) -> Iterator[Copy]:
    """Texts and earlier ones they are at least `LEAST` alike. `texts` are keys with sketches, the earliest first.

    Pairs (text, earlier) that are `asked` for are compared whatever else is. Of the others, each text has the `NEAREST` it
    met; and every text that is like another is in a pair. Sketches and pairs lie in a file of their own that is gone
    afterwards: the memory of a search does not grow with its texts, but for a number each.
    """
    with closing(sqlite3.connect("")) as side:
        side.executescript(SIDE)
        held = ((place, key, found.tobytes()) for place, (key, found) in enumerate(texts) if found)
        side.executemany("insert into texts values (?, ?, ?)", held)
        families = _Families((side.execute("select max(place) from texts").fetchone()[0] or 0) + 1)
        side.executemany(MET, families.joined(_met(side)))
        side.executemany(ASKED, families.joined(_asked(side, asked)))
        side.executescript(TOLD)
        yield from _told(side, families)


def _told(side: sqlite3.Connection, families: _Families) -> Iterator[Copy]:
    found = side.execute(
        "select told.place, later.key, earlier.key, similarity from told"
        " join texts as later on later.place = told.place join texts as earlier on earlier.place = told.earlier"
        " order by told.place, told.earlier"
    )
    for place, text, earlier, alike in found:
        first, members = families.of(place)
        (family,) = side.execute("select key from texts where place = ?", (first,)).fetchone()
        yield Copy(text, earlier, alike, family, members)


class _Families:
    """Who belongs together, when everybody belongs to whom he is like."""

    def __init__(self, count: int) -> None:
        self._parent = array("L", range(count))
        self._members = array("L", [1]) * count

    def of(self, place: int) -> tuple[int, int]:
        """The earliest of the family, and how many it has."""
        first = self._first(place)
        return first, self._members[first]

    def joined(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """The pairs that are alike enough; on the way, each joins two families."""
        for pair in pairs:
            if pair[2] >= LEAST:
                first, second = sorted(map(self._first, pair[:2]))
                if first != second:
                    self._parent[second] = first
                    self._members[first] += self._members[second]
                yield pair

    def _first(self, place: int) -> int:
        while (parent := self._parent[place]) != place:
            self._parent[place] = self._parent[parent]
            place = parent
        return place


def passages(first: str, second: str, *, least: int = 20, most: int = 3, longest: int = 80) -> list[str]:
    """The longest passages of `first` that `second` has too, longest first, cut to `longest` characters.

    Passages of fewer than `least` characters are left out, but for the longest one.
    """
    found = sorted(_shared_runs(first, second), key=len, reverse=True)[:most]
    return [run[:longest] for place, run in enumerate(found) if place == 0 or len(run) >= least]


def _shared_runs(first: str, second: str) -> Iterator[str]:
    """Every stretch of `first` that `second` has and that cannot be made longer; line ends part them."""
    start = end = 0
    while True:
        end = _reach(first, second, start, end)
        if end > start:
            yield first[start:end]
        if end == len(first):
            return
        end += 1  # with one more character it is not there: what is there begins later
        start = bisect_left(range(end), True, lo=start, key=lambda at: first[at:end] in second)


def _reach(first: str, second: str, start: int, end: int) -> int:
    """How far the stretch from `start`, which `second` has up to `end`, goes on: in steps of 1, 2, 4, then back by halves."""
    step = 1
    while end + step <= len(first) and first[start : end + step] in second:
        end, step = end + step, 2 * step
    further = range(end + 1, min(end + step, len(first)) + 1)
    return end + bisect_left(further, True, key=lambda at: first[start:at] not in second)


def overlap(first: str, second: str) -> float | None:
    """The share of the smaller text's character pairs that the other has; None when one is empty."""
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in (first, second)]
    smaller, larger = sorted(pairs, key=len)
    return len(smaller & larger) / len(smaller) if smaller else None


def _met(side: sqlite3.Connection) -> Iterator[Pair]:
    """Pairs that agree in a band; some more than once."""
    for start in range(0, BINS * WIDTH - BAND * WIDTH + 1, BAND * WIDTH):
        band = slice(start, start + BAND * WIDTH)
        rows = side.execute(
            "select sketch, place from texts order by substr(sketch, ?, ?), sketch, place",
            (start + 1, BAND * WIDTH),
        )
        for shared, group in groupby(rows, key=lambda row: row[0][band]):
            if EMPTY not in array("I", shared):
                yield from _neighbours(group)


def _neighbours(group: Iterable[tuple[bytes, int]]) -> Iterator[Pair]:
    """Each text with the first of a band and with its neighbours; the texts lie in order of their sketches, like by like."""
    met: list[tuple[Sketch, int]] = []
    for held, place in group:
        new = array("I", held)
        for other, of_other in met:
            yield max(place, of_other), min(place, of_other), similarity(new, other)
        met.append((new, place))
        if len(met) > 1 + NEIGHBOURS:
            del met[1]


def _asked(side: sqlite3.Connection, asked: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    sql = "select place, sketch from texts where key = ?"
    for keys in asked:
        first, second = (side.execute(sql, (key,)).fetchone() for key in keys)
        if first and second:
            yield first[0], second[0], similarity(array("I", first[1]), array("I", second[1]))

"""Reports that say the same: near-duplicate narratives by bottom-k sketches of five-character pieces.

Each text keeps its 64 smallest piece hashes. Texts that share several of the smallest become candidates; the
sketches then estimate their Jaccard similarity to about 6 percentage points. Linear in the number of reports,
a few kilobytes each.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

PIECE = 5  # characters
SKETCH = 64  # hashes kept of each text
KEYS = 16  # smallest hashes that make candidates
SHARED_KEYS = 4  # keys two texts must share to be compared
NEXT = 50  # holders of the same hash, in order of keys, that a text is compared with: a form letter has thousands
LEAST = 0.6  # similarity that is worth telling
SHORT = 120  # characters; shorter texts are alike by nature

Sketch = Sequence[int]
"""Ascending; an `array("I")` keeps it in 256 bytes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts that are alike. `first` and `second` are their keys, the smaller first."""

    first: int
    second: int
    similarity: float


def sketch(text: str) -> Sketch:
    """The smallest hashes of the text's pieces; white space and digits do not count: numbers change every year."""
    plain = "".join(character for character in text if not character.isspace() and not character.isdigit())
    if len(plain) < SHORT:
        return array("I")
    data = plain.encode("utf-32-le")
    hashes = {crc32(data[start : start + 4 * PIECE]) for start in range(0, len(data) - 4 * PIECE + 1, 4)}
    return array("I", heapq.nsmallest(SKETCH, hashes))


def similarity(first: Sketch, second: Sketch) -> float:
    """The estimated share of pieces in common: of the smallest hashes of both together, those in both."""
    smallest = set(heapq.nsmallest(SKETCH, {*first, *second}))
    return len(smallest & set(first) & set(second)) / len(smallest) if smallest else 0.0


def copies(sketches: Mapping[int, Sketch]) -> Iterator[Copy]:
    """Every pair of texts that are at least `LEAST` alike, in order of keys."""
    for first, second in _candidates(sketches):
        alike = similarity(sketches[first], sketches[second])
        if alike >= LEAST:
            yield Copy(first, second, alike)


def passages(first: str, second: str, *, least: int = 20, most: int = 3, longest: int = 80) -> list[str]:
    """The longest passages of `first` that `second` has too, longest first, cut to `longest` characters.

    Passages of fewer than `least` characters are left out, but for the longest one.
    """
    found = sorted(_shared_runs(first, second), key=len, reverse=True)[:most]
    return [run[:longest] for place, run in enumerate(found) if place == 0 or len(run) >= least]


def _shared_runs(first: str, second: str) -> Iterator[str]:
    """Every stretch of `first` that `second` has and that cannot be made longer; line ends part them."""
    start = 0
    for end in range(1, len(first) + 1):
        if first[start:end] in second:
            continue
        if end - 1 > start:
            yield first[start : end - 1]
        while first[start:end] not in second:
            start += 1
    if start < len(first):
        yield first[start:]


def overlap(first: str, second: str) -> float | None:
    """The share of the smaller text's character pairs that the other has; None when one is empty."""
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in (first, second)]
    smaller, larger = sorted(pairs, key=len)
    return len(smaller & larger) / len(smaller) if smaller else None


def _candidates(sketches: Mapping[int, Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough of their smallest hashes, in order of keys; one text at a time, so that memory stays linear.

    Where more than `NEXT` texts hold a hash, each meets the next ones only: a text that hundreds copied is still named
    beside its neighbours, and nothing grows with the square of the copies.
    """
    holders: dict[int, array[int]] = defaultdict(lambda: array("q"))
    for key in sorted(sketches):
        for hash_ in sketches[key][:KEYS]:
            holders[hash_].append(key)
    for key in sorted(sketches):
        shared: Counter[int] = Counter()
        for hash_ in sketches[key][:KEYS]:
            after = bisect_right(holders[hash_], key)
            shared.update(holders[hash_][after : after + NEXT])
        yield from ((key, other) for other, count in sorted(shared.items()) if count >= SHARED_KEYS)

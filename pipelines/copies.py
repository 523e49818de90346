"""Reports that say the same: near-duplicate narratives by bottom-k sketches of five-character pieces.

Each text keeps its 64 smallest piece hashes. Texts that share several of the smallest become candidates; the
sketches then estimate their Jaccard similarity to about 6 percentage points. Linear in the number of reports,
a few kilobytes each.
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from zlib import crc32

PIECE = 5  # characters
SKETCH = 64  # hashes kept of each text
KEYS = 16  # smallest hashes that make candidates
SHARED_KEYS = 4  # keys two texts must share to be compared
COMMON = 200  # a hash in more texts than this is boilerplate of the form and makes no candidates
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
    for first, second in sorted(_candidates(sketches)):
        alike = similarity(sketches[first], sketches[second])
        if alike >= LEAST:
            yield Copy(first, second, alike)


def passage(first: str, second: str, longest: int = 80) -> str:
    """The longest passage both texts have, cut to `longest` characters."""
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    return first[match.a : match.a + min(match.size, longest)]


def overlap(first: str, second: str) -> float | None:
    """The share of the smaller text's character pairs that the other has; None when one is empty."""
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in (first, second)]
    smaller, larger = sorted(pairs, key=len)
    return len(smaller & larger) / len(smaller) if smaller else None


def _candidates(sketches: Mapping[int, Sketch]) -> Iterable[tuple[int, int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for key in sorted(sketches):
        for hash_ in sketches[key][:KEYS]:
            holders[hash_].append(key)
    shared: Counter[tuple[int, int]] = Counter()
    for keys in holders.values():
        if 2 <= len(keys) <= COMMON:
            shared.update(combinations(keys, 2))
    return (pair for pair, count in shared.items() if count >= SHARED_KEYS)

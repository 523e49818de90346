"""Reports that say the same: near-duplicate narratives by the smallest hashes of their five-character pieces.

The hashes of a text fall into bins, and each bin keeps its smallest (one-permutation MinHash): two texts agree in about as
many bins as they have pieces in common, to within 6 percentage points. Texts that agree in a whole band of bins are compared.

Where very many share a band, each meets the first of them and its neighbours only, so that a form letter of thousands costs
no more than as many single texts; how many share the letter is counted all the same.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import TypeAlias
from zlib import crc32

PIECE = 5  # characters
BINS = 64
BELOW = 26  # bits of a hash below the number of its bin
EMPTY = 0xFFFFFFFF
BAND = 3  # bins; of texts that are 60 % alike, 99 in 100 agree in one of the 21 bands
NEIGHBOURS = 4  # texts before it in a band that a text is compared with
NEAREST = 5  # earlier texts told of one text, besides the pairs that are asked for
LEAST = 0.6  # similarity that is worth telling
SHORT = 120  # characters; shorter texts are alike by nature

Sketch: TypeAlias = "array[int]"
"""The smallest hash of each bin, `EMPTY` where there is none; nothing for a short text. An `array("I")` takes 256 bytes."""

Found = dict[int, dict[int, float]]
"""Text -> earlier text -> similarity."""


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
    plain = "".join(character for character in text if not character.isspace() and not character.isdigit())
    if len(plain) < SHORT:
        return array("I")
    data = plain.encode("utf-32-le")
    hashes = {crc32(data[start : start + 4 * PIECE]) for start in range(0, len(data) - 4 * PIECE + 1, 4)}
    smallest = {hash_ >> BELOW: hash_ for hash_ in sorted(hashes, reverse=True)}
    return array("I", (smallest.get(place, EMPTY) for place in range(BINS)))


def similarity(first: Sketch, second: Sketch) -> float:
    """The estimated share of pieces in common: of the bins that one of them fills, those where both agree."""
    if not first or not second:
        return 0.0
    neither = (
        sum(one == EMPTY == other for one, other in zip(first, second, strict=True)) if EMPTY in first else 0
    )
    agreeing: int = sum(map(eq, first, second))
    return (agreeing - neither) / (BINS - neither)


def copies(sketches: Mapping[int, Sketch], asked: Iterable[tuple[int, int]] = ()) -> Iterator[Copy]:
    """Texts and earlier ones they are at least `LEAST` alike; `sketches` has the earliest text first.

    Pairs (text, earlier) that are `asked` for are compared whatever else is. Of the others, each text has the `NEAREST` it
    met; and every text that is like another is in a pair.
    """
    order = {key: place for place, key in enumerate(sketches)}
    wanted = {pair for pair in asked if sketches.get(pair[0]) and sketches.get(pair[1])}
    families = _Families(order)
    found: Found = defaultdict(dict)
    copied: dict[int, tuple[float, int]] = {}
    for earlier, text in _candidates(sketches, order):
        alike = similarity(sketches[text], sketches[earlier])
        if alike >= LEAST:
            families.join(earlier, text)
            copied[earlier] = max(copied.get(earlier, (0.0, 0)), (alike, text))
            _keep(found[text], earlier, alike)
    for text, earlier in sorted(wanted):
        alike = similarity(sketches[text], sketches[earlier])
        if alike >= LEAST:
            families.join(earlier, text)
            found[text][earlier] = alike
    named = {key for text, others in found.items() for key in (text, *others)}
    for earlier, (alike, text) in copied.items():
        if earlier not in named:
            found[text][earlier] = alike
    return _told(found, families, order)


def _told(found: Found, families: _Families, order: Mapping[int, int]) -> Iterator[Copy]:
    members = Counter(families.of(key) for key in order)
    for text in sorted(found, key=order.__getitem__):
        family = families.of(text)
        for earlier in sorted(found[text], key=order.__getitem__):
            yield Copy(text, earlier, found[text][earlier], family, members[family])


def _keep(others: dict[int, float], earlier: int, alike: float) -> None:
    others[earlier] = alike
    if len(others) > NEAREST:
        del others[min(others, key=lambda key: (others[key], key))]


class _Families:
    """Who belongs together, when everybody belongs to whom he is like."""

    def __init__(self, order: Mapping[int, int]) -> None:
        self._order = order
        self._parent: dict[int, int] = {}

    def of(self, key: int) -> int:
        """The earliest of the family."""
        while (parent := self._parent.get(key, key)) != key:
            self._parent[key] = self._parent.get(parent, parent)
            key = parent
        return key

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)), key=self._order.__getitem__)
        self._parent[second] = first


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


def _candidates(sketches: Mapping[int, Sketch], order: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a band, the earlier text first; some more than once. One band at a time, to save memory."""
    for start in range(0, BINS - BAND + 1, BAND):
        shared: dict[bytes, array[int]] = defaultdict(lambda: array("q"))
        for key, held in sketches.items():
            if held and EMPTY not in (band := held[start : start + BAND]):
                shared[band.tobytes()].append(key)
        for keys in shared.values():
            if len(keys) > 1:
                yield from _met(sorted(keys, key=lambda key: (sketches[key].tobytes(), order[key])), order)


def _met(keys: Sequence[int], order: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Each text with the first of a band and with its neighbours; the texts lie in order of their sketches, like by like."""
    for place, key in enumerate(keys):
        for other in {keys[0], *keys[max(0, place - NEIGHBOURS) : place]} - {key}:
            yield (key, other) if order[key] < order[other] else (other, key)

"""How does the search for copied narratives grow? `python -m benchmarks.copies 20000 200000`

Made texts of about 1,200 characters with the frequencies of a language: of every ten, one is last year's of the same body
with other numbers and one sentence changed, and one is a form letter of its province that very many share. Time is CPU time;
memory is what the search itself holds. Candidates and similarities are measured on all texts, passages on a sample, as each
pair is compared by itself. The exit code tells whether it grew faster than n log n.
"""

from __future__ import annotations

import math
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random

from pipelines.publishing.copies import Sketch, copies, passages, sketch

LETTERS = 30
LENGTH = 1200
SAMPLE = 500
SLACK = 1.15
"""Measurements on a busy machine waver; see `benchmarks/scale.py`."""
_SIGNS = [chr(0x4E00 + number) for number in range(3000)]
_WEIGHTS = list(accumulate(1 / (rank + 1) for rank in range(len(_SIGNS))))


@dataclass(frozen=True, slots=True)
class Measured:
    n: int
    sketching: float
    comparing: float
    pairs: int
    missed: int
    """Copies that were made and that no pair names, and pairs with the own year before that are not told."""
    megabytes: float
    passage: float
    """Milliseconds a pair."""


def narratives(n: int) -> Iterator[tuple[int, str, bool]]:
    """key, text, and whether it is a copy of an earlier one."""
    letters = [_text(Random(f"letter {number}")) for number in range(LETTERS)]
    own = ""
    for number in range(n):
        random = Random(number)
        if number % 10 == 1:
            yield number, _edited(own, random), True
        elif number % 10 == 2:
            yield number, _edited(random.choice(letters), random), number > 10 * LETTERS * LETTERS
        else:
            own = _text(random)
            yield number, own, False


def _text(random: Random, length: int = LENGTH) -> str:
    return "".join(random.choices(_SIGNS, cum_weights=_WEIGHTS, k=length))


def _edited(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return f"{text[:at]}{_text(random, 40)}{random.randrange(1000)}{text[at + 40 :]}"


def measure(n: int) -> Measured:
    sketching = 0.0
    sketches: dict[int, Sketch] = {}
    copied: set[int] = set()
    for key, text, copy in narratives(n):
        start = time.process_time()
        sketches[key] = sketch(text)
        sketching += time.process_time() - start
        copied |= {key} if copy else set()
    start = time.process_time()
    own = [(number, number - 1) for number in sketches if number % 10 == 1]
    found = [(pair.text, pair.earlier) for pair in copies(sketches.items(), own)]
    comparing = time.process_time() - start
    missed = len(copied - {key for pair in found for key in pair}) + len({*own} - {*found})
    passage = _passages(n, found[:: max(1, len(found) // SAMPLE)][:SAMPLE])
    return Measured(n, sketching, comparing, len(found), missed, _megabytes(sketches), passage)


def _passages(n: int, pairs: list[tuple[int, int]]) -> float:
    wanted = {key for pair in pairs for key in pair}
    texts = {key: text for key, text, _ in narratives(n) if key in wanted}
    start = time.process_time()
    for first, second in pairs:
        passages(texts[first], texts[second])
    return 1000 * (time.process_time() - start) / max(1, len(pairs))


def _megabytes(sketches: dict[int, Sketch]) -> float:
    """The peak of one search, which takes sketches one by one; a second run, as tracing slows it."""
    tracemalloc.start()
    for _ in copies(sketches.items()):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def main() -> int:
    sizes = [int(size) for size in sys.argv[1:]] or [2000, 20000]
    print("texts    sketches  comparing  pairs     missed  memory   passages of a pair")
    results = []
    for size in sizes:
        one = measure(size)
        results.append(one)
        print(
            f"{one.n:<8,} {one.sketching:6.1f} s  {one.comparing:6.1f} s  {one.pairs:<9,} {one.missed:<6}"
            f"  {one.megabytes:4.0f} MB  {one.passage:.1f} ms",
            flush=True,
        )
    fast = True
    for small, large in pairwise(results):
        allowed = math.log(large.n * math.log(large.n) / (small.n * math.log(small.n))) * SLACK
        grown = math.log((large.sketching + large.comparing) / (small.sketching + small.comparing))
        print(f"{small.n:,} -> {large.n:,}: time grew {math.exp(grown):.1f} times")
        fast &= grown <= allowed
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())

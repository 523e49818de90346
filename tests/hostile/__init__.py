"""Files made to hurt whoever reads them, each with the states it may end in.

`@hostile(...)` registers a maker of bytes; `corpus()` gives them all. States are reasons of `Unreadable`, `read` (the
file is harmless to us, or what is harmless of it was read), or `died`, `timeout`, `memory` when the worker process pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

Maker = Callable[[], bytes]


@dataclass(frozen=True)
class Hostile:
    name: str
    make: Maker
    states: frozenset[str]


_CORPUS: dict[str, Hostile] = {}


def hostile(*states: str) -> Callable[[Maker], Maker]:
    """Register a maker under its function's name; its file ends in one of these states."""

    def register(make: Maker) -> Maker:
        name = f"{make.__module__.rpartition('.')[2]}:{make.__name__}"
        _CORPUS[name] = Hostile(name, make, frozenset(states))
        return make

    return register


def truncated(name: str, body: Maker, *states: str) -> None:
    """Register a valid file cut at 30, 60 and 95 % of its length."""
    for percent in (30, 60, 95):

        def make(share: int = percent) -> bytes:
            whole = body()
            return whole[: len(whole) * share // 100]

        _CORPUS[f"{name}:cut_at_{percent}"] = Hostile(f"{name}:cut_at_{percent}", make, frozenset(states))


def corpus() -> Iterator[Hostile]:
    for module in (
        "pdfs",
        "pages",
        "packages",
        "sheets",
        "openformats",
        "oldfiles",
        "rtfs",
        "ofds",
        "pictures",
        "texts",
        "others",
    ):
        import_module(f"tests.hostile.{module}")
    yield from _CORPUS.values()

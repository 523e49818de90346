"""The list of ways a report is laid out. Each is seen on real sites, or one step beyond."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from generator.sheets import Article, article
from generator.truths import Truth

Writer = Callable[[Article, Random], bytes]
Wording = Callable[[Article, Random], Article]


@dataclass(frozen=True)
class Layout:
    name: str
    format: str
    """What the bytes are: `html` `text` `pdf` `scan` `docx` `doc` `rtf` `xlsx` `xls` `ofd`."""
    write: Writer
    wording: Wording | None = None
    exact: float = 1.0
    """The share of cells a reader must give over a sample; the others must be withheld, never wrong."""
    torn: bool = False
    """The layout loses columns, so only reports whose every zero is printed can be asked for in full."""

    def render(self, truth: Truth) -> tuple[Article, bytes]:
        """The article as written (a wording may drop or add rows) and the file."""
        random = Random(f"{self.name}:{truth.seed}")
        written = article(truth)
        if self.wording:
            written = self.wording(written, random)
        return written, self.write(written, random)


_LAYOUTS: dict[str, Layout] = {}


def layout(
    name: str, format: str, *, wording: Wording | None = None, exact: float = 1.0, torn: bool = False
) -> Callable[[Writer], Writer]:
    """Registers a writer under a name; one writer may serve several layouts."""

    def register(write: Writer) -> Writer:
        assert name not in _LAYOUTS, name
        _LAYOUTS[name] = Layout(name, format, write, wording, exact, torn)
        return write

    return register


def layouts(format: str = "") -> Iterator[Layout]:
    return (each for each in _LAYOUTS.values() if not format or each.format == format)

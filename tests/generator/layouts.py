"""The list of ways a report is laid out. Each is seen on real sites, or one step beyond."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from random import Random

from tests.generator.sheets import Article, article
from tests.generator.truths import Truth

Writer = Callable[[Article, Random], bytes]
Wording = Callable[[Article, Random], Article]
Converter = Callable[[list[bytes]], list[bytes]]


@dataclass(frozen=True)
class Layout:
    name: str
    format: str
    """What the bytes are: `html` `text` `pdf` `scan` `docx` `doc` `rtf` `xlsx` `xls` `odt` `ods` `ofd`."""
    write: Writer
    wording: Wording | None = None
    exact: float = 1.0
    """The share of cells a reader must give over a sample; the others must be withheld, never wrong."""
    torn: bool = False
    """The layout loses columns, so only reports whose every zero is printed can be asked for in full."""

    convert: Converter | None = None
    """Another program turns what `write` gave into this format, many files at a time."""

    def render(self, truth: Truth) -> Sample:
        return self.samples([truth])[0]

    def samples(self, truths: Iterable[Truth]) -> list[Sample]:
        drafts = [self._draft(truth) for truth in truths]
        if self.convert is None:
            return drafts
        bodies = self.convert([draft.body for draft in drafts])
        return [replace(draft, body=body) for draft, body in zip(drafts, bodies, strict=True)]

    def _draft(self, truth: Truth) -> Sample:
        random = Random(f"{self.name}:{truth.seed}")
        written = article(truth)
        if self.wording:
            written = self.wording(written, random)
        return Sample(truth, written, self.write(written, random))


@dataclass(frozen=True)
class Sample:
    """A file and what it prints: a wording may have dropped or added rows of the truth."""

    truth: Truth
    article: Article
    body: bytes = field(repr=False)


_LAYOUTS: dict[str, Layout] = {}


def layout(
    name: str,
    format: str,
    *,
    wording: Wording | None = None,
    exact: float = 1.0,
    torn: bool = False,
    convert: Converter | None = None,
) -> Callable[[Writer], Writer]:
    """Registers a writer under a name; one writer may serve several layouts."""

    def register(write: Writer) -> Writer:
        assert name not in _LAYOUTS, name
        _LAYOUTS[name] = Layout(name, format, write, wording, exact, torn, convert)
        return write

    return register


def layouts(format: str = "") -> Iterator[Layout]:
    return (each for each in _LAYOUTS.values() if not format or each.format == format)


def load() -> None:
    """Registers every layout; the modules need reportlab, python-docx, openpyxl and Pillow."""
    for module in (
        "html",
        "html_traps",
        "html_guises",
        "text",
        "typed",
        "separated",
        "pdf",
        "office",
        "office_traps",
        "sheet_traps",
        "open_formats",
        "ofd",
        "scan",
    ):
        import_module(f"tests.generator.{module}")

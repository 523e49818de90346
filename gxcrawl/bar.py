"""A progress bar on a terminal, nothing elsewhere: the last line of a verb says what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def bar(what: str, total: int | None, *, quiet: bool = False) -> Iterator[Callable[..., None]]:
    """A function to call once for each thing that is done, with whatever arguments. `total` may be unknown."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda *_: progress.advance(task)

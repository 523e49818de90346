"""A night for eyes: a table that moves on a terminal, a line for each walk elsewhere, and a few lines in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from gxcrawl.nights.plan import Told, Watch
from pipelines.nights.tallies import SiteTally

SHOWN = 25
"""Rows of the table; the sites heard of last, for a whole country does not fit on a screen."""


@contextmanager
def progress(console: Console, quiet: bool) -> Iterator[tuple[Watch, Callable[[str], None]]]:
    """Two functions: one is shown tallies, one is told the name of each part."""
    if quiet:
        yield lambda tallies: None, lambda part: None
    elif console.is_terminal:
        with Live(console=console, refresh_per_second=4, transient=True) as live:
            yield lambda tallies: live.update(table(tallies)), lambda part: console.print(f"[dim]{part} …[/]")
    else:
        yield Lines(console), lambda part: console.print(f"{part} …")


class Lines:
    """Prints each walk once, when it has ended."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._printed: set[tuple[str, str, str, str]] = set()

    def __call__(self, tallies: tuple[SiteTally, ...]) -> None:
        for tally in tallies:
            for channel, state, detail in tally.walks:
                walk = (tally.site, channel, state, detail)
                if walk not in self._printed:
                    self._printed.add(walk)
                    self._console.print(line(tally, channel, state, detail), soft_wrap=True, highlight=False)


def line(tally: SiteTally, channel: str, state: str, detail: str) -> str:
    """One ended walk, with what its site has come to so far."""
    why = f" ({detail})" if detail else ""
    return f"{tally.site}/{channel}: {state}{why}; {counts(tally)}"


def counts(tally: SiteTally) -> str:
    numbers = ("new", "changed", "same", "blocked", "failed")
    told = ", ".join(f"{getattr(tally, name)} {name}" for name in numbers if getattr(tally, name))
    return f"{told or 'nothing asked for'}, {tally.bytes:,} bytes"


def table(tallies: tuple[SiteTally, ...]) -> Table:
    """Sites that are still walked at the end, where the eye is."""
    grid = Table(box=None, header_style="dim")
    grid.add_column("site")
    for name in ("done", "new", "changed", "blocked", "failed", "bytes"):
        grid.add_column(name, justify="right")
    grid.add_column("state")
    for tally in sorted(tallies, key=lambda one: not one.walks)[-SHOWN:]:
        numbers = (tally.done, tally.new, tally.changed, tally.blocked, tally.failed)
        states = ", ".join(sorted({state for _, state, _ in tally.walks})) or "…"
        grid.add_row(tally.site, *map(str, numbers), f"{tally.bytes:,}", states)
    return grid


def report(told: Told) -> str:
    """A night in a few lines."""
    lines = []
    if told.crawl:
        names = ("new", "changed", "same", "blocked", "failed")
        came = ", ".join(f"{told.crawl[name]} {name}" for name in names)
        states = ", ".join(f"{count} {state}" for state, count in told.crawl["states"].items())
        lines.append(f"crawled: {states or 'no'} channels; {came}; {told.crawl['bytes']:,} bytes")
        lines += [
            f"  {row['site']}/{row['channel']}: {row['state']} ({row['reason']})"
            for row in told.crawl["channels"]
            if row["state"] != "complete"
        ]
    if told.read:
        lines.append("read: " + ", ".join(f"{count} {kind}" for kind, count in told.read.items()))
    if told.checks:
        lines.append("failed checks: " + ", ".join(f"{count} {kind}" for kind, count in told.checks.items()))
    if told.audit:
        lines.append(f"archive: {told.audit['result']}, verified {told.audit['at']}")
    if told.published:
        done = "published" if told.published["published"] else "refused"
        lines.append(f"{done}: version {told.published['version']}")
        lines += [f"  {refusal}" for refusal in told.published["refusals"]]
    lines += [f"alert: {alert['zh']} / {alert['en']}" for alert in told.alerts]
    lines += [f"problem with {part}: {one}" for part, found in told.problems.items() for one in found]
    if told.interrupted:
        lines.append("stopped before the end; the same command again goes on")
    return "\n".join(lines)

"""`gxcrawl demo`: the whole road once, on replica sites bundled with the program."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import click

from gxcrawl.commands.crawl import report
from gxcrawl.crawling import crawl
from gxcrawl.demo import sites
from gxcrawl.demo.server import Replicas, serve
from gxcrawl.exits import Exit
from gxcrawl.refusal import Refusal
from gxcrawl.registry import regions
from pipelines.publishing.publish import publish
from pipelines.replay import replay

REPLICA_PORT = 8765
"""One port for every demonstration, so that a second one finds the addresses of the first in its archive."""


@click.command()
@click.option("--no-serve", is_flag=True, help="End after publishing instead of serving the result.")
@click.option("--port", default=8001, show_default=True, help="Port of the data site on this machine.")
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    default="archive/demo",
    show_default=True,
    help="Where the demonstration keeps its archive.",
)
def command(no_serve: bool, port: int, archive: Path) -> None:
    """Crawl, archive, read and publish five replica sites, then serve the result. Needs no internet.

    \b
    Example:
      gxcrawl demo
      gxcrawl demo --no-serve --archive demo-archive
    """
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            travel(replicas(stack).port, archive)
            click.echo(f"done in {time.monotonic() - began:.1f} s, archive in {archive}")
            if not no_serve:
                show(archive, port)
    except KeyboardInterrupt:
        click.echo("\nstopped")


def replicas(stack: ExitStack) -> Replicas:
    """The replica sites on their usual port, or on a free one when somebody else has it."""
    try:
        return stack.enter_context(serve(sites.trees(), REPLICA_PORT))
    except OSError:
        return stack.enter_context(serve(sites.trees()))


def travel(port: int, archive: Path) -> None:
    """The road: crawl -> archive -> normalize -> parse -> store -> publish, with a line for each part."""
    registered = sites.registered(port)
    click.echo(f"replica sites: {len(registered)} on http://*.localhost:{port}/")
    crawled = crawl(registered, archive, LOG_LEVEL="CRITICAL")
    click.echo(report(crawled))
    if crawled.interrupted:
        raise Refusal(Exit.INTERRUPTED, "stopped during the crawl; calling again resumes")
    read = replay(archive, regions=regions(registered))
    others = ", ".join(f"{count} {kind}" for kind, count in (read.others | read.failures).items())
    click.echo(
        f"read: {read.reports} of {read.contents} documents are reports" + (f" ({others})" if others else "")
    )
    built = publish(archive)
    if not built.published:
        reasons = "; ".join(refusal.message for refusal in built.refusals)
        raise Refusal(Exit.GATE_REFUSED, f"not published: {reasons}")
    counts = ", ".join(f"{built.counts[name]} {name}" for name in ("agencies", "reports", "figures"))
    click.echo(f"published: {counts}; the page and the file of one report count once")


def show(archive: Path, port: int) -> None:
    """Serve the published database until Ctrl-C."""
    # Datasette is heavy, and `--no-serve` does without it.
    from gxcrawl.commands.serve import command as serving  # noqa: PLC0415

    click.get_current_context().invoke(serving, archive=archive, port=port)

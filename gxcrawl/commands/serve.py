"""`gxcrawl serve`: the reading room over the published database."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import click

from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.published import published
from gxcrawl.refusal import Refusal


@click.command()
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    help="Path prefix a proxy strips before it asks us; links get it.",
)
@archive_option
def command(port: int, host: str, base_url: str, archive: Path) -> None:
    """Serve the published database with Datasette until Ctrl-C.

    A newly published version is taken up by itself; nobody has to restart anything.

    \b
    Example:
      gxcrawl serve --port 8080
    """
    database = published(archive)
    if taken(host, port):
        raise Refusal(Exit.USAGE, f"port {port} on {host} is in use; choose another with --port")

    # Datasette and its server take half a second to import; the refusals above need not wait for them.
    import uvicorn  # noqa: PLC0415

    from pipelines.portal.server import datasette  # noqa: PLC0415
    from pipelines.publishing.release import FOLDER  # noqa: PLC0415

    shown = f"[{host}]" if ":" in host else host
    click.echo(f"reading room 阅览室: http://{shown}:{port}{base_url}  (Ctrl-C ends)")
    app = datasette(database, archive, dist=archive / FOLDER, base_url=base_url).app()
    uvicorn.run(app, host=host, port=port, log_level="warning", lifespan="on")


def taken(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
        return False

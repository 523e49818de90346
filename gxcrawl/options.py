"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

archive_option = click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    default="archive",
    envvar="GXCRAWL_ARCHIVE",
    show_default=True,
    help="The archive folder.",
)

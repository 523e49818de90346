"""`gxcrawl copy`: a second copy of the archive somewhere else."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from gxcrawl.bar import bar
from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.warc.copying import NotCopied, copy_archive
from pipelines.warc.ledger import NoArchive


@click.command()
@click.argument("target")
@click.option(
    "--verify", "again", is_flag=True, help="Read every file of the copy again; send anew what is wrong."
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="For the store, such as endpoint_url=https://…",
)
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(target: str, again: bool, options: tuple[str, ...], archive: Path, as_json: bool) -> None:
    """Bring a second copy up to date: TARGET is a folder or an address fsspec knows (s3://bucket/archive).

    Each file is read back and compared before it counts; a copy that was interrupted goes on where it stopped.
    A file that is damaged here is left out, and the exit code is 6.
    Buckets need `pip install s3fs` and their keys in the environment.

    \b
    Example:
      gxcrawl copy /media/backup/gxcrawl
      gxcrawl copy s3://my-bucket/gxcrawl --option endpoint_url=https://s3.example.org
    """
    if loose := [option for option in options if "=" not in option]:
        raise click.BadParameter(f"{loose[0]} is not NAME=VALUE", param_hint="--option")
    given = dict(option.partition("=")[::2] for option in options)
    try:
        with bar("copying", None, quiet=as_json) as told:
            done = copy_archive(archive, target, given, again=again, told=told)
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except (NotCopied, OSError) as error:
        raise Refusal(Exit.INTERRUPTED, f"{error}; the same command again goes on") from error
    line = f"{len(done.sent)} files sent ({done.bytes:,} bytes), {len(done.there)} were there"
    click.echo(json.dumps(asdict(done)) if as_json else line)
    if done.damaged:
        names = ", ".join(done.damaged)
        raise Refusal(Exit.ARCHIVE_DAMAGED, f"damaged here and not copied: {names}; see gxcrawl verify")

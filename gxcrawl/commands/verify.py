"""`gxcrawl verify`: are the archived bytes still those that were fetched?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from gxcrawl.bar import bar
from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.warc.fixity import Audit, record_audit, verify
from pipelines.warc.ledger import NoArchive
from pipelines.warc.lock import Locked
from pipelines.warc.rebuild import rebuild


@click.command()
@archive_option
@click.option(
    "--deep",
    is_flag=True,
    help="Read every record, also of files whose checksum agrees, and hold the index against them.",
)
@click.option(
    "--rebuild",
    "again",
    is_flag=True,
    help="First make the index again from the WARC files; what the old one knows of hurt files stays.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(archive: Path, deep: bool, again: bool, as_json: bool) -> None:
    """Check every file of the archive against its manifest, and name the captures that damage has hurt.

    The result is kept in the archive's ledger and shown to readers of the data. Exit code 6 when something is
    damaged, missing or unknown.

    \b
    Example:
      gxcrawl verify --archive archive
      gxcrawl verify --rebuild
    """
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        if again:
            made = rebuild(archive)
            click.echo(f"index made again: {made.files} files, {made.captures} captures", err=True)
            if made.inherited:
                click.echo(
                    f"{made.inherited} contents are known from the old index alone: their file is missing or hurt",
                    err=True,
                )
        with bar("verifying", None, quiet=as_json) as told:
            audit = verify(archive, at=at, deep=deep, told=told)
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, str(error)) from error
    try:
        record_audit(archive, audit)
    except NoArchive as error:
        click.echo(f"the result is not kept: {error}", err=True)
    click.echo(json.dumps(audit.summary(), ensure_ascii=False) if as_json else report(audit))
    if audit.problems:
        raise SystemExit(Exit.ARCHIVE_DAMAGED)


def report(audit: Audit) -> str:
    """A line for each problem and each hurt capture, and the sum."""
    lines = [f"{problem.file}: {problem.kind}: {problem.detail}" for problem in audit.problems]
    lines += [f"hurt: {capture.sha256} {capture.url}" for capture in audit.hurt]
    lines += [f"left out: {audit.left_out}"] if audit.left_out else []
    return "\n".join([*lines, f"{audit.result}: {audit.files} files, {audit.bytes:,} bytes"])

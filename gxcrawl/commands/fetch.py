"""`gxcrawl fetch`: an original by its digest, as it was fetched."""

from __future__ import annotations

from pathlib import Path

import click

from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.warc.ledger import NoArchive
from pipelines.warc.vault import Damaged, Missing, Vault


@click.command()
@click.argument("sha256")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    default="-",
    help="File to write; standard output by default.",
)
@click.option(
    "--headers", is_flag=True, help="The status line and headers of the answer instead of its body."
)
@archive_option
def command(sha256: str, output: Path, headers: bool, archive: Path) -> None:
    """Write the archived content with this SHA-256, verified, to a file or to standard output.

    The first digits are enough when no other content begins with them. Exit code 8 when the archive does not have
    it, 6 when its bytes are damaged; then nothing is written.

    \b
    Example:
      gxcrawl fetch 1ef6715b275b -o report.pdf
    """
    try:
        with Vault(archive) as vault:
            digest = vault.complete(sha256.lower())
            body = vault.http_headers(digest).encode() if headers else vault.read(digest)
    except (NoArchive, Damaged) as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except Missing as error:
        raise Refusal(Exit.NOTHING_READ, str(error)) from error
    try:
        with click.open_file(str(output), "wb", atomic=str(output) != "-") as file:
            file.write(body)
    except OSError as error:
        raise Refusal(Exit.USAGE, f"{output}: {error.strerror}") from error

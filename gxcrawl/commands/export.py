"""`gxcrawl export`: part of the archive for tools that know nothing of gxcrawl."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.choice import choose
from pipelines.warc.cdxj import cdxj
from pipelines.warc.extract import index_archive
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.stamps import software
from pipelines.warc.vault import Damaged, Missing
from pipelines.warc.wacz import write_wacz


@click.command()
@click.option("--wacz", "wacz", type=click.Path(dir_okay=False, path_type=Path), help="WACZ file to write.")
@click.option("--cdxj", "index", type=click.Path(dir_okay=False, path_type=Path), help="CDXJ index to write.")
@click.option("--site", "sites", multiple=True, metavar="ID", help="What came from this site.")
@click.option("--agency", "agencies", multiple=True, metavar="NAME", help="Reports of this agency.")
@click.option("--report", "digests", multiple=True, metavar="SHA256", help="This report, with its page.")
@click.option("--title", default="", help="What the package calls itself.")
@archive_option
def command(
    wacz: Path | None,
    index: Path | None,
    sites: tuple[str, ...],
    agencies: tuple[str, ...],
    digests: tuple[str, ...],
    title: str,
    archive: Path,
) -> None:
    """Write a WACZ package of a site, an agency or single reports, or a CDXJ index of the whole archive.

    The package opens in ReplayWeb.page, pywb and every other tool of the standard, with the original answers,
    their headers, and every later sighting. Exit code 8 when nothing in the archive is asked for.

    \b
    Example:
      gxcrawl export --wacz henan.wacz --site henan-wlt
      gxcrawl export --cdxj index.cdxj
    """
    if not wacz and not index:
        raise click.UsageError("say what to write: --wacz FILE, --cdxj FILE, or both")
    try:
        if index:
            index.write_text(cdxj(index_archive(archive)), encoding="utf-8")
        if wacz:
            with Ledger(archive) as ledger:
                captures = choose(archive, ledger, sites=sites, agencies=agencies, digests=digests)
            name = title or "、".join([*sites, *agencies, *digests]) or "gxcrawl"
            created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            count = write_wacz(archive, captures, wacz, title=name, software=software(), created=created)
            click.echo(f"{wacz}: {len(captures)} captures, {count} answers")
    except (NoArchive, Damaged) as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except Missing as error:
        raise Refusal(Exit.NOTHING_READ, str(error)) from error
    except OSError as error:
        raise Refusal(Exit.USAGE, f"{error.filename or wacz or index}: {error.strerror}") from error

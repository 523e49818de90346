"""`gxcrawl import`: WARC files of others, or of our own from other machines, into the archive."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from gxcrawl import registry
from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.importing import Imported, NotImported, import_warc
from pipelines.items import Site
from pipelines.warc.ledger import NoArchive
from pipelines.warc.lock import Locked
from pipelines.warc.vault_writer import VaultWriter


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(files: tuple[Path, ...], archive: Path, as_json: bool) -> None:
    """Take WARC files into the archive: pages and documents of other crawlers, or whole files of gxcrawl.

    A record whose digest is wrong, or that is cut, is left out and counted. A second import of the same file
    changes nothing. Read what came with `gxcrawl replay --stale`. Exit code 6 when a file is no WARC file or
    something in it was damaged.

    \b
    Example:
      gxcrawl import old-crawl.warc.gz
    """
    try:
        site_of = _by_host(registry.load())
        with VaultWriter(archive, command="import", worker="import") as vault:
            done = [_import(vault, path, site_of) for path in files]
    except registry.RegistryError as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, str(error)) from error
    taken = [one for one in done if isinstance(one, Imported)]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in taken], ensure_ascii=False))
    else:
        click.echo("\n".join(report(one) for one in taken))
    if len(taken) < len(done) or not all(one.whole for one in taken):
        raise SystemExit(Exit.ARCHIVE_DAMAGED)


def report(imported: Imported) -> str:
    return f"{imported.file}: " + ", ".join(
        f"{count} {outcome}" for outcome, count in imported.counts.items()
    )


def _import(vault: VaultWriter, path: Path, site_of: Callable[[str], str]) -> Imported | None:
    """One file; a file that cannot be taken in is named and does not stop the others."""
    try:
        return import_warc(vault, path, site_of=site_of)
    except NotImported as error:
        click.echo(f"gxcrawl import: {error}", err=True)
        return None


def _by_host(sites: tuple[Site, ...]) -> Callable[[str], str]:
    """The registered site of an address, or its host where none is registered."""
    known = {host: site.id for site in sites for host in (site.host, *site.sibling_hosts)}
    return lambda url: known.get(urlsplit(url).netloc, urlsplit(url).hostname or "")

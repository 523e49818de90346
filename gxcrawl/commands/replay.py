"""`gxcrawl replay`: read the archive again, without asking a single server."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import click

from gxcrawl import registry
from gxcrawl.bar import bar
from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.derived.converting import convert_refused
from pipelines.processes.pool import CannotStart
from pipelines.processes.workers import NoCluster
from pipelines.replay import Summary, replay
from pipelines.selection import Selection
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.lock import Locked


@click.command()
@archive_option
@click.option("--site", "sites", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option("--year", "years", multiple=True, type=int, help="Only reports of this year; may be repeated.")
@click.option("--stale", is_flag=True, help="Only what this version of the parser has not read yet.")
@click.option("--failed", is_flag=True, help="Only what nothing could be read from.")
@click.option(
    "--convert", is_flag=True, help="Also convert Word 95 files with LibreOffice and read the result."
)
@click.option("--workers", type=click.IntRange(1), help="Processes that read; one for each core by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    archive: Path,
    sites: tuple[str, ...],
    years: tuple[int, ...],
    stale: bool,
    failed: bool,
    convert: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Read the archived documents again and store what they say: all of them, or a selection.

    Without a selection the database is built anew and replaces the old one when it is whole.
    With GXCRAWL_SCHEDULER=tcp://host:8786 the reading is done by the workers of a Dask cluster.
    Exit code 6 when the archive does not give a document any more; the others are read all the same.

    \b
    Example:
      gxcrawl replay --stale
      gxcrawl replay --site henan-wlt --year 2023
    """
    only = Selection(frozenset(sites), frozenset(years), stale=stale, failed=failed)
    try:
        with bar("reading", _contents(archive), quiet=as_json) as told:
            summary = replay(
                archive,
                workers=workers,
                only=None if only == Selection() else only,
                regions=registry.regions(registry.load()),
                told=told,
            )
        if convert:
            made = convert_refused(archive)
            click.echo(f"{len(made)} old Word files converted", err=True)
            replay(
                archive,
                workers=workers,
                only=Selection(stale=True),
                regions=registry.regions(registry.load()),
            )
    except (registry.RegistryError, CannotStart, NoCluster) as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, str(error)) from error
    except sqlite3.OperationalError as error:
        raise Refusal(Exit.INTERRUPTED, f"{archive}: {error}; the same command again goes on") from error
    except OSError as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, f"{archive} cannot be written: {error.strerror}") from error
    except KeyboardInterrupt:
        raise Refusal(Exit.INTERRUPTED, "stopped; the same command again goes on") from None
    click.echo(json.dumps(asdict(summary), ensure_ascii=False) if as_json else report(summary))
    if summary.not_given:
        reason = f"the archive does not give {summary.not_given} of the documents; see gxcrawl verify"
        raise Refusal(Exit.ARCHIVE_DAMAGED, reason)


def report(summary: Summary) -> str:
    """One line, then one for each reason something was not read."""
    unread = [f"  {reason}: {count}" for reason, count in (summary.others | summary.failures).items()]
    return "\n".join([f"{summary.reports} reports of {summary.contents} documents", *unread])


def _contents(archive: Path) -> int:
    with Ledger(archive) as ledger:
        return int(ledger.rows("select count(distinct sha256) as n from captures")[0]["n"])

"""`gxcrawl crawl`: walk the channels of registered sites into the archive."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from gxcrawl import registry, settings
from gxcrawl.crawling import CrawlResult, crawl
from gxcrawl.exits import Exit
from gxcrawl.fetching.territory import is_replica
from gxcrawl.nights.leftovers import unfinished
from gxcrawl.nights.standing import due_sites
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from gxcrawl.registering.wording import in_words
from pipelines.items import Site
from pipelines.warc.ledger import NoArchive
from pipelines.warc.lock import Locked


@click.command()
@click.option("--site", "names", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option(
    "--sites", type=click.Path(path_type=Path), envvar="GXCRAWL_SITES", help="Folder of site files to use."
)
@archive_option
@click.option(
    "--due", "only_due", is_flag=True, help="Leave out sites whose channels were all read whole lately."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="NAME=VALUE",
    help="Override a setting of gxcrawl/settings.py.",
)
@click.option("--verbose", is_flag=True, help="Show the crawler's own log.")
def command(
    names: tuple[str, ...],
    sites: Path | None,
    archive: Path,
    only_due: bool,
    as_json: bool,
    overrides: tuple[str, ...],
    verbose: bool,
) -> None:
    """Walk the channels of registered sites and archive what is new.

    Every channel ends as complete, partial or failed, with the reason. Exit code 4 when a channel is not
    complete.

    \b
    Example:
      GXCRAWL_CONTACT=you@example.org gxcrawl crawl --site henan-wlt
    """
    chosen = choose(names, sites)
    if only_due:
        due = {site.id for site in due_sites(chosen, archive, datetime.now(UTC))} | unfinished(archive)
        chosen = tuple(site for site in chosen if site.id in due)
        if not chosen:
            click.echo("{}" if as_json else "no site is due")
            return
    if not is_replica(chosen) and not settings.GXCRAWL_CONTACT:
        raise Refusal(
            Exit.CONFIG,
            "GXCRAWL_CONTACT is not set: an e-mail address or page where the operators of a site can reach you",
        )
    try:
        result = crawl(chosen, archive, LOG_LEVEL="INFO" if verbose else "CRITICAL", **_settings(overrides))
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, str(error)) from error
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    click.echo(json.dumps(asdict(result), ensure_ascii=False, indent=1) if as_json else report(result))
    if result.interrupted or result.left:
        raise SystemExit(Exit.INTERRUPTED)
    if result.failed:
        raise SystemExit(Exit.SOURCES_FAILED)


def _settings(overrides: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE pairs as settings. A name the house does not set is most likely a slip, so it ends the
    command."""
    pairs = dict(pair.partition("=")[::2] for pair in overrides)
    for name in pairs:
        if not hasattr(settings, name):
            raise Refusal(Exit.USAGE, f"--set {name}: no such setting in gxcrawl/settings.py")
    return pairs


def choose(names: tuple[str, ...], folder: Path | None) -> tuple[Site, ...]:
    """The registered sites with these ids. A bad registry or an unknown id ends the command."""
    try:
        return registry.select(registry.load(folder or registry.SITES), names)
    except registry.RegistryError as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except KeyError as error:
        raise Refusal(Exit.USAGE, f"no site is registered as {error.args[0]}") from error


def report(result: CrawlResult) -> str:
    """One line per channel, then what came."""
    lines = [
        f"{channel.site}/{channel.channel}: {channel.state}"
        + (f": {in_words(channel.reason)}" if channel.reason else "")
        + f", {channel.counts.get('distinct', 0)} entries on {channel.counts.get('pages', 0)} pages"
        for channel in result.channels
    ]
    came = (
        ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.items()) or "nothing asked for"
    )
    left = f"; {result.left} requests wait for the next run" if result.left else ""
    return "\n".join([*lines, f"run {result.run}: {came}{left}"])

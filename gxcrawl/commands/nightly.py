"""`gxcrawl nightly`: everything that has to happen every night, in one command."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console

from gxcrawl import registry, settings
from gxcrawl.exits import Exit
from gxcrawl.fetching.territory import is_replica
from gxcrawl.nights import machine, shards
from gxcrawl.nights.nightly import night
from gxcrawl.nights.plan import Clock, Plan, Told
from gxcrawl.nights.progress import progress, report
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.nights import alert_settings
from pipelines.processes.workers import SCHEDULER, NoCluster, executor
from pipelines.publishing import deadlines, gate, patches
from pipelines.warc.ledger import NoArchive
from pipelines.warc.lock import Locked


@click.command(name="nightly")
@archive_option
@click.option(
    "--sites", type=click.Path(path_type=Path), envvar="GXCRAWL_SITES", help="Folder of site files to use."
)
@click.option("--site", "names", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    default=8.0,
    show_default=True,
    help="How long the night may be; crawling ends after three quarters of it.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that crawl; every host belongs to one of them.",
)
@click.option("--share", default="1/1", metavar="K/N", help="Crawl part K of N only: one part per machine.")
@click.option("--workers", type=click.IntRange(1), help="Processes that read; one for each core by default.")
@click.option("--no-crawl", is_flag=True, help="Ask no site; read, check and publish what the archive holds.")
@click.option(
    "--all", "all_sites", is_flag=True, help="Also sites whose channels were all read whole lately."
)
@click.option(
    "--alerts",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="GXCRAWL_ALERTS",
    help="Thresholds and receivers of alerts; see docs/nightly.md.",
)
@click.option(
    "--gate",
    "gate_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Thresholds other than those that come with the program.",
)
@click.option(
    "--set", "overrides", multiple=True, metavar="NAME=VALUE", help="Override a setting of the crawl."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON, and nothing else.")
def command(
    archive: Path,
    sites: Path | None,
    names: tuple[str, ...],
    hours: float,
    processes: int,
    share: str,
    workers: int | None,
    no_crawl: bool,
    all_sites: bool,
    alerts: Path | None,
    gate_file: Path | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Crawl what is due, read it, check it, verify and publish the archive, and tell whom it concerns.

    Every part goes on where the last night stopped. A source that fails stops nothing else; exit code 4 tells of
    it. The first Ctrl-C finishes what is in flight, a second drops it. The summary is kept in nightly.json.

    \b
    Example:
      GXCRAWL_CONTACT=you@example.org gxcrawl nightly
      gxcrawl nightly --processes 4 --hours 6 --alerts alerts.toml --json
      gxcrawl nightly --share 2/3            # on the second of three machines
    """
    try:
        patches.load()  # what is wrong with these files is said before the night, not at its end
        deadlines.load()
        chosen = registry.select(registry.load(sites or registry.SITES), names)
        plan = Plan(
            archive=archive,
            sites=chosen,
            registry=sites or registry.SITES,
            alerts=alert_settings.load(alerts),
            gate=gate.load(gate_file) if gate_file else gate.load(),
            hours=hours,
            processes=processes,
            share=shards.read(share),
            workers=workers,
            crawl=not no_crawl,
            all=all_sites,
            overrides=overrides,
        )
        _refuse_what_cannot_end_well(plan)
    except (registry.RegistryError, alert_settings.BadAlerts, NoCluster) as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except (gate.BadGate, patches.BadPatch, deadlines.BadDeadline) as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except KeyError as error:
        raise Refusal(Exit.USAGE, f"no site is registered as {error.args[0]}") from error
    except ValueError as error:
        raise Refusal(Exit.USAGE, str(error)) from error
    told = _run(plan, as_json)
    click.echo(json.dumps(told.object(), ensure_ascii=False) if as_json else report(told))
    raise SystemExit(told.exit)


def _refuse_what_cannot_end_well(plan: Plan) -> None:
    """A full disk, a closed folder, a clock that was set back, a scheduler nobody answers at: before the first request."""
    if plan.crawl and not is_replica(plan.sites) and not settings.GXCRAWL_CONTACT:
        raise Refusal(
            Exit.CONFIG,
            "GXCRAWL_CONTACT is not set: an e-mail address or page where the operators of a site can reach you",
        )
    for probe in (
        machine.disk(plan.archive),
        machine.permissions(plan.archive),
        machine.clock(plan.archive, datetime.now(UTC)),
    ):
        if probe.state == "missing":
            raise Refusal(Exit.CONFIG, f"{probe.name}: {probe.said}; mend it with: {probe.mend}")
    if os.environ.get(SCHEDULER):
        executor(plan.workers).shutdown()


def _run(plan: Plan, as_json: bool) -> Told:
    clock = Clock(plan.hours)
    try:
        with progress(Console(stderr=True), as_json) as (watch, say), _stoppable(clock):
            return night(plan, clock, watch, say)
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, f"another night is under way: {error}") from error
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    except KeyboardInterrupt:
        raise Refusal(Exit.INTERRUPTED, "dropped; the same command again goes on") from None
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", 0) == errno.ENOSPC or "full" in str(error):
            said = f"the disk is full ({error}); free space, then the same command goes on: what was archived is kept"
            raise Refusal(Exit.INTERRUPTED, said) from error
        raise


@contextmanager
def _stoppable(clock: Clock) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM of a service manager) asks, the second insists."""

    def ask(number: int, frame: FrameType | None) -> None:
        clock.asked += 1
        if clock.asked > 1:
            raise KeyboardInterrupt
        click.echo("finishing what is in flight; once more to drop it", err=True)

    before: dict[int, Any] = {
        number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

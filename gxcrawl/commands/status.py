"""`gxcrawl status`: how the archive stands, the state of every channel, and the roll-call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from gxcrawl.commands.crawl import choose
from gxcrawl.exits import Exit
from gxcrawl.nights.health import health, lines
from gxcrawl.nights.rollcall import ChannelStanding, summary
from gxcrawl.nights.standing import standings
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.nights import alert_settings
from pipelines.nights.alerts import alerts
from pipelines.nights.delivery import Notice, notify
from pipelines.nights.standing import facts as archive_facts
from pipelines.publishing.deadlines import BadDeadline
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.stamps import now

LAST_RUN = (
    "select id, command, started_at, finished_at, state from runs order by started_at desc, id desc limit 1"
)


NAMED = 3
"""Channels named of those that were never walked; `--json` has them all."""


@click.command()
@click.option("--site", "names", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option(
    "--sites", type=click.Path(path_type=Path), envvar="GXCRAWL_SITES", help="Folder of site files to use."
)
@archive_option
@click.option(
    "--alerts",
    "alerts_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="GXCRAWL_ALERTS",
    help="Thresholds and receivers of alerts; see docs/nightly.md.",
)
@click.option(
    "--notify",
    "send",
    is_flag=True,
    help="Send the alerts that are new, as a night does; exit code 4 while any stand.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    names: tuple[str, ...],
    sites: Path | None,
    archive: Path,
    alerts_file: Path | None,
    send: bool,
    as_json: bool,
) -> None:
    """Say how the archive stands (last night, age, size, verification, gate, alerts) and every registered
    channel: its last walk, and which expected reports came, late, or not at all.

    With --notify a second timer hears of nights that never came.

    \b
    Example:
      gxcrawl status --site henan-wlt
      gxcrawl status --json | jq '.channels[] | select(.ok | not)'
      gxcrawl status --notify --alerts alerts.toml
    """
    chosen = choose(names, sites)
    try:
        with Ledger(archive) as ledger:
            runs = ledger.rows(LAST_RUN)
        found = standings(chosen, archive, datetime.now(UTC).date())
        settings = alert_settings.load(alerts_file)
        facts = archive_facts(
            archive, now(), [(one.id, channel.id) for one in chosen for channel in one.channels]
        )
        notice = notify(archive, facts, settings) if send else Notice(alerts(facts, settings))
        told = health(archive, facts, notice.standing)
    except (alert_settings.BadAlerts, BadDeadline) as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except NoArchive as error:
        raise Refusal(Exit.ARCHIVE_DAMAGED, str(error)) from error
    if as_json:
        channels = [{**asdict(one), "ok": one.ok} for one in found]
        told |= {"run": runs[0] if runs else None, "summary": summary(found), "channels": channels}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for line in lines(told):
            click.echo(line)
        for run in runs:
            click.echo(f"last run  {run['id']}: {run['command']}, {run['state']}, began {run['started_at']}")
        for line in _channels(found):
            click.echo(line)
        click.echo(summary(found))
    for problem in notice.problems:
        click.echo(problem, err=True)
    if send and (notice.standing or notice.problems):
        raise SystemExit(Exit.SOURCES_FAILED)


def _channels(found: Sequence[ChannelStanding]) -> Iterator[str]:
    """A line for each channel, and one for all that nobody ever walked: they would fill the screen of a new archive."""
    never = [f"{one.site}/{one.channel}" for one in found if one.reason == "never_walked"]
    yield from (_line(one) for one in found if one.reason != "never_walked")
    if never:
        rest = f" and {len(never) - NAMED} more" if len(never) > NAMED else ""
        yield f"-- {len(never)} never walked: {', '.join(never[:NAMED])}{rest}"


def _line(one: ChannelStanding) -> str:
    mark = "ok " if one.ok else "-- "
    reason = f" ({one.reason})" if one.reason else ""
    notable = [
        f"{call.agency} {call.year} {call.state}"
        for call in one.calls
        if call.state not in ("on_time", "not_due")
    ]
    calls = f"; {', '.join(notable)}" if notable else ""
    return f"{mark}{one.site}/{one.channel}: {one.state}{reason}, {one.entries} entries{calls}"

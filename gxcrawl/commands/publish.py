"""`gxcrawl publish`: from the store to the database readers see, through the gate."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from gxcrawl.exits import Exit
from gxcrawl.refusal import Refusal
from pipelines import gate as gates
from pipelines.lock import Locked
from pipelines.publish import Build, NothingToPublish, publish


@click.command()
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    default="archive",
    envvar="GXCRAWL_ARCHIVE",
    show_default=True,
    help="The archive folder.",
)
@click.option(
    "--gate",
    "gate_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Thresholds other than those that come with the program.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(archive: Path, gate_file: Path | None, as_json: bool) -> None:
    """Build the published database aside, test it, and put it in the place of the old one.

    A refused build leaves the last good one in place; the reasons are printed and kept in publish.jsonl.

    \b
    Example:
      gxcrawl publish --archive archive
    """
    try:
        gate = gates.load(gate_file) if gate_file else gates.load()
        built = publish(archive, gate=gate)
    except gates.BadGate as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except NothingToPublish as error:
        raise Refusal(Exit.NOTHING_READ, str(error)) from error
    except Locked as error:
        raise Refusal(Exit.UNEXPECTED, str(error)) from error
    click.echo(json.dumps(as_object(built), ensure_ascii=False) if as_json else report(built))
    if not built.published:
        raise SystemExit(Exit.GATE_REFUSED)


def as_object(built: Build) -> dict[str, object]:
    return {
        "version": built.version,
        "published": built.published,
        "database": str(built.path),
        "counts": dict(built.counts),
        "refusals": [asdict(refusal) for refusal in built.refusals],
    }


def report(built: Build) -> str:
    if built.published:
        counts = ", ".join(f"{built.counts[name]} {name}" for name in ("reports", "agencies", "figures"))
        return f"published {built.path}, version {built.version}: {counts}"
    reasons = "\n".join(f"  {refusal}" for refusal in built.refusals)
    return f"refused version {built.version}; {built.path} is unchanged\n{reasons}"

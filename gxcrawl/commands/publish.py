"""`gxcrawl publish`: from the store to the database readers see, through the gate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.refusal import Refusal
from pipelines.publishing import gate as gates
from pipelines.publishing.compare import NotComparable
from pipelines.publishing.deadlines import BadDeadline
from pipelines.publishing.patches import BadPatch, load
from pipelines.publishing.publish import Build, NothingToPublish, difference, publish
from pipelines.publishing.release import FOLDER, release
from pipelines.warc.lock import Locked


@click.command()
@archive_option
@click.option(
    "--gate",
    "gate_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Thresholds other than those that come with the program.",
)
@click.option(
    "--patches",
    "patch_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Corrections and takedowns other than those that come with the program.",
)
@click.option("--diff", is_flag=True, help="Only tell what would change against the published version.")
@click.option("--no-dist", is_flag=True, help="Do not write the downloads (dist/VERSION in the archive).")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    archive: Path, gate_file: Path | None, patch_file: Path | None, diff: bool, no_dist: bool, as_json: bool
) -> None:
    """Build the published database aside, test it, and put it in the place of the old one.

    A refused build leaves the last good one in place; the reasons are printed and kept in publish.jsonl.

    \b
    Example:
      gxcrawl publish --diff
      gxcrawl publish --archive archive
    """
    try:
        gate = gates.load(gate_file) if gate_file else gates.load()
        patches = load(patch_file) if patch_file else load()
        if diff:
            told = difference(archive, patches=patches)
            click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else changes(told))
            return
        built = publish(archive, gate=gate, patches=patches)
    except (gates.BadGate, BadPatch, BadDeadline) as error:
        raise Refusal(Exit.CONFIG, str(error)) from error
    except NothingToPublish as error:
        raise Refusal(Exit.NOTHING_READ, str(error)) from error
    except NotComparable as error:
        said = f"{error}: move it away to publish without a comparison"
        raise Refusal(Exit.NOTHING_READ, said) from error
    except Locked as error:
        raise Refusal(Exit.INTERRUPTED, str(error)) from error
    click.echo(json.dumps(as_object(built), ensure_ascii=False) if as_json else report(built))
    if not built.published:
        raise SystemExit(Exit.GATE_REFUSED)
    if not no_dist:
        folder = release(built.path, archive / FOLDER)
        if not as_json:
            click.echo(f"downloads in {folder}")


def as_object(built: Build) -> dict[str, object]:
    return {
        "version": built.version,
        "published": built.published,
        "database": str(built.path),
        "counts": dict(built.counts),
        "refusals": [asdict(refusal) for refusal in built.refusals],
    }


def changes(told: dict[str, Any]) -> str:
    """Reports and figures added, changed and gone, with their causes, and the first reports of each group by name."""
    lines = [f"from {told['from'] or 'nothing'} to {told['to']}"]
    lines += [f"reports {kind}: {count['all']}{_by_cause(count)}" for kind, count in told["reports"].items()]
    for kind in told["reports"]:
        count = {cause: of[kind] for cause, of in told["figures"].items() if of[kind]}
        lines.append(f"figures {kind}: {sum(count.values())}{_by_cause(count)}")
    for kind, reports in told["list"].items():
        lines += [
            f"  {kind} ({one['cause']}): {one['agency']} {one['year']} {one['sha256'][:16]}"
            for one in reports[:20]
        ]
    return "\n".join(lines)


def _by_cause(count: Mapping[str, int]) -> str:
    said = ", ".join(f"{number} {cause}" for cause, number in count.items() if cause != "all")
    return f" ({said})" if said else ""


def report(built: Build) -> str:
    if built.published:
        counts = ", ".join(f"{built.counts[name]} {name}" for name in ("reports", "agencies", "figures"))
        return f"published {built.path}, version {built.version}: {counts}"
    reasons = "\n".join(f"  {refusal}" for refusal in built.refusals)
    return f"refused version {built.version}; {built.path} is unchanged\n{reasons}"

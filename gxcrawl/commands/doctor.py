"""`gxcrawl doctor`: what is missing on this machine, and the command that mends it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from gxcrawl.exits import Exit
from gxcrawl.nights.machine import Probe, probes
from gxcrawl.options import archive_option

_SIGNS = {"ok": "ok     ", "warning": "warning", "missing": "MISSING"}


@click.command(name="doctor")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
def command(archive: Path, as_json: bool) -> None:
    """Look at Python, packages, converters, fonts, disk, clock, permissions and settings of this machine.

    Exit code 3 when something is missing that a run cannot do without; warnings alone end with 0.

    \b
    Example:
      gxcrawl doctor
      gxcrawl doctor --json | jq '.[] | select(.state != "ok")'
    """
    found = list(probes(archive, os.environ, datetime.now(UTC)))
    if as_json:
        click.echo(json.dumps([asdict(probe) for probe in found], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(line for probe in found for line in _told(probe)))
    if any(probe.state == "missing" for probe in found):
        raise SystemExit(Exit.CONFIG)


def _told(probe: Probe) -> Iterator[str]:
    yield f"{_SIGNS[probe.state]}  {probe.name:12} {probe.said}"
    if probe.mend:
        yield f"{'':9}{'':12} {probe.mend}"

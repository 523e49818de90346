"""`gxcrawl parse FILE`: read one report from disk and say what it holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from gxcrawl.exits import Exit
from parsers.document import Unreadable
from parsers.forms import Table as StatutoryTable
from parsers.forms import load
from parsers.parse import Hints, read_report
from parsers.report import Figure, Key, Report, report_object

_STATES = {"blank": "空", "mark": "", "lost": "?", "unreadable": "?"}
_SUMS = Counter(identity.id for form in load().values() for identity in form.identities)
_LEVELS = {"error": "red", "warning": "yellow", "note": "dim"}


@click.command(name="parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--media-type", help="What the server called it; the bytes decide when they can.")
@click.option("--url", default="", help="Where it came from; makes its links absolute.")
@click.option("--region", default="", help="GB/T 2260 code of the area the source serves, such as 411528.")
def command(file: Path, as_json: bool, media_type: str | None, url: str, region: str) -> None:
    """Read the report in FILE: HTML, PDF, DOC, DOCX, WPS, XLS, XLSX, ODT, ODS, OFD, RTF, scan or text.

    Exit code 8 when the file is missing, empty, no document, or no report.

    \b
    Example:
      gxcrawl parse report.pdf
      gxcrawl parse report.html --json | jq '.figures[] | select(.value != 0)'
    """
    try:
        report = read_report(file.read_bytes(), media_type=media_type, hints=Hints(url=url, region=region))
    except OSError as error:
        _refuse(file, error.strerror or str(error))
    except Unreadable as error:
        _refuse(file, f"{error.reason}: {error.detail}")
    nothing = not report.figures and not report.sections
    if as_json:
        click.echo(json.dumps(report_object(report), ensure_ascii=False, indent=1))
    elif not nothing:
        _show(report)
    if nothing:
        _refuse(
            file,
            f"not a report ({report.kind})"
            if report.kind != "report"
            else "no statutory table and no section found",
        )


def _refuse(file: Path, reason: str) -> None:
    click.echo(f"gxcrawl parse: {file}: {reason}", err=True)
    raise SystemExit(Exit.NOTHING_READ)


def _show(report: Report) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{report.title}[/]" if report.title else "[dim](no title)[/]")
    body = report.agency
    known = (body.full_name or body.name, body.region, body.level, body.type, str(report.year or ""))
    console.print("  ".join(part for part in known if part) or "[dim](body and year unknown)[/]")
    by_key = {figure.key: figure for figure in report.figures}
    for table_id, form_id in report.forms.items():
        console.print(f"\n[bold]{load()[form_id].table(table_id).label}[/]  [dim]form {form_id}[/]")
        console.print(_grid(load()[form_id].table(table_id), by_key))
    if report.sections:
        words = sum(len(section.text) for section in report.sections)
        console.print(
            f"\n{len(report.sections)} sections, {words} characters, {len(report.facts)} facts in words"
        )
    _show_findings(console, report)


def _grid(table: StatutoryTable, by_key: Mapping[Key, Figure]) -> Table:
    """A narrow terminal shows seven columns too: column names run downwards, two characters a line, as in print."""
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    grid.add_column("", overflow="fold", ratio=1)
    for column in table.columns:
        name = column.label.split("（")[0]
        grid.add_column(
            "\n".join(name[i : i + 2] for i in range(0, len(name), 2)), justify="right", no_wrap=True
        )
    for row in table.rows:
        label = row.label.split("（区分")[0]
        grid.add_row(label, *(_cell(by_key.get((table.id, row.id, column.id))) for column in table.columns))
    return grid


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.value is not None:
        return str(figure.value)
    return _STATES[figure.state] or figure.raw


def _show_findings(console: Console, report: Report) -> None:
    """What fails, one line each; what could not be judged, counted by check."""
    passed = Counter(finding.check for finding in report.findings if finding.verdict == "pass")
    open_ones = Counter(finding.check for finding in report.findings if finding.verdict == "not_evaluable")
    failed = {finding.check for finding in report.findings if finding.verdict == "fail"}
    console.print(
        f"checks that hold: {', '.join(check for check in passed if check not in failed) or 'none'}"
    )
    for finding in report.findings:
        if finding.verdict == "fail" or (finding.verdict != "pass" and finding.check not in passed | _SUMS):
            console.print(f"[{_LEVELS[finding.level]}]{finding.kind} {finding.check}[/]: {finding.message}")
    for check in sorted(open_ones.keys() & (passed | _SUMS).keys()):
        console.print(f"[dim]{check}: {open_ones[check]} places cannot be judged, cells are blank or lost[/]")

"""`gxcrawl parse FILE`: read one report from disk and say what it holds."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from gxcrawl.exits import Exit
from parsers.document import Unreadable
from parsers.forms import load
from parsers.parse import Hints, read_report
from parsers.report import Figure, Report, report_object

_STATES = {"blank": "空", "mark": "", "lost": "?", "unreadable": "?"}
_LEVELS = {"error": "red", "warning": "yellow", "note": "dim"}


@click.command(name="parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--media-type", help="What the server called it; the bytes decide when they can.")
@click.option("--url", default="", help="Where it came from; makes its links absolute.")
@click.option("--region", default="", help="GB/T 2260 code of the area the source serves, such as 411528.")
def command(file: Path, as_json: bool, media_type: str | None, url: str, region: str) -> None:
    """Read the report in FILE: HTML, PDF, DOC, DOCX, WPS, XLS, XLSX, OFD, RTF, scan or text.

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
    if as_json:
        click.echo(json.dumps(report_object(report), ensure_ascii=False, indent=1))
    else:
        _show(report)
    if not report.figures and not report.sections:
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
    console.print(f"{body.full_name or body.name}  {body.region}  {body.level}  {report.year or ''}".strip())
    by_key = {figure.key: figure for figure in report.figures}
    for table_id, form_id in report.forms.items():
        table = load()[form_id].table(table_id)
        grid = Table(title=f"{table.label}  [dim]{form_id}[/]", title_justify="left", show_lines=False)
        grid.add_column("")
        for column in table.columns:
            grid.add_column(column.label, justify="right")
        for row in table.rows:
            cells = [_cell(by_key.get((table.id, row.id, column.id))) for column in table.columns]
            grid.add_row(row.label, *cells)
        console.print(grid)
    for finding in report.findings:
        if finding.verdict != "pass":
            console.print(f"[{_LEVELS[finding.level]}]{finding.kind} {finding.check}[/]: {finding.message}")


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.value is not None:
        return str(figure.value)
    return _STATES[figure.state] or figure.raw

"""`gxcrawl check`: does a report add up, and can it be read? For those who publish one, before they do."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gxcrawl.exits import Exit
from gxcrawl.published import published
from gxcrawl.selfcheck import Problem, passed, problems
from parsers.document import Unreadable
from parsers.parse import Hints, read_report
from parsers.report import Report

_LEVELS = {"error": "错误", "warning": "提示"}

FAILED = """
select reports.title, reports.url, findings.level, findings.check_id, findings.fault, findings.message
from findings join reports on reports.id = findings.report_id
where findings.verdict = 'fail' and findings.level != 'note' and reports.preferred = 1
order by reports.region, reports.agency_name, reports.year, reports.id, findings.position"""


@click.command(name="check")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    help="List the failed checks of a published archive instead of reading files.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(files: tuple[Path, ...], archive: Path | None, as_json: bool) -> None:
    """Recalculate the sums of reports and name what is missing or cannot be read.

    发布前自查：核对年度报告统计表的勾稽关系，指出缺失和无法读取的数字。

    Exit code 0 when nothing is wrong, 9 when a report has an error, 8 when a file is no report.

    \b
    Example:
      gxcrawl check 年度报告.docx
      gxcrawl check --archive archive
    """
    if bool(files) == bool(archive):
        raise click.UsageError("give files, or --archive")
    if archive:
        _list_failed(archive, as_json)
        return
    checked = [_check(path) for path in files]
    if as_json:
        click.echo(json.dumps({"files": checked}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_told(one)) for one in checked))
    if any(one["unread"] for one in checked):
        raise SystemExit(Exit.NOTHING_READ)
    if any(problem["level"] == "error" for one in checked for problem in one["problems"]):
        raise SystemExit(Exit.REPORT_FAULTY)


def _check(path: Path) -> dict[str, Any]:
    """What one file came to: `unread` is the reason when it is no report."""
    try:
        report = read_report(path.read_bytes(), hints=Hints())
    except OSError as error:
        return _object(path, unread=error.strerror or str(error))
    except Unreadable as error:
        return _object(path, unread=f"{error.reason}: {error.detail}")
    if not report.figures and not report.sections:
        return _object(path, unread=f"not a report ({report.kind})")
    return _object(path, report, problems(report))


def _object(
    path: Path, report: Report | None = None, found: tuple[Problem, ...] = (), unread: str = ""
) -> dict[str, Any]:
    return {
        "file": str(path),
        "unread": unread,
        "title": report.title if report else "",
        "figures": sum(figure.value is not None for figure in report.figures) if report else 0,
        "passed": passed(report) if report else 0,
        "problems": [asdict(problem) for problem in found],
    }


def _told(one: dict[str, Any]) -> Iterator[str]:
    yield one["file"]
    if one["unread"]:
        yield f"  无法读取 / cannot be read: {one['unread']}"
        return
    yield f"  {one['title'] or '（无标题）'}"
    for problem in one["problems"]:
        yield f"  {_LEVELS[problem['level']]}  {problem['zh']}"
        if problem["en"]:
            yield f"        {problem['en']}"
    errors = sum(problem["level"] == "error" for problem in one["problems"])
    verdict = f"{errors} 处错误 / {errors} errors" if errors else "未发现错误 / no errors"
    yield f"  {one['figures']} 个数值，{one['passed']} 处勾稽成立 / figures, sums that hold；{verdict}"


def _list_failed(archive: Path, as_json: bool) -> None:
    database = published(archive)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        failed = [dict(row) for row in connection.execute(FAILED)]
    if as_json:
        click.echo(json.dumps({"failed": failed}, ensure_ascii=False, indent=1))
    else:
        for row in failed:
            click.echo(f"{row['title']}  {row['url']}\n  {row['fault']} {row['check_id']}: {row['message']}")
        click.echo(f"{len(failed)} 处核查不通过 / failed checks")
    if any(row["level"] == "error" for row in failed):
        raise SystemExit(Exit.REPORT_FAULTY)

"""What a publisher should look at before a report goes out: the findings of one report, in the reader's words.

Errors are what a reader of the published report would stumble over: sums that do not add up, tables that are
missing, numbers a machine cannot read. Warnings want a look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from parsers import forms
from parsers.report import Figure, Finding, Level, Report
from parsers.tables.figures import identities
from parsers.words.sectiontitles import section_titles

NEWEST = forms.ORDER[0]
SAYS_SOMETHING = 10
"""Characters; a section on problems with fewer (无, 暂无) names none."""
_SAID_ALREADY = frozenset({"table_absent"})
_UNREAD = {"lost": "数字缺失或断裂", "unreadable": "图像不清"}
_UNREAD_EN = {"lost": "numbers missing or torn", "unreadable": "the picture is not good enough"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `check` is the id of the check that found it."""

    level: Level
    check: str
    zh: str
    en: str


def problems(report: Report) -> tuple[Problem, ...]:
    """Errors first, then warnings; each in the order of the report."""
    found = (*_missing_tables(report), *_missing_sections(report), *_unread_cells(report), *_findings(report))
    return tuple(sorted(found, key=lambda problem: problem.level != "error"))


def passed(report: Report) -> int:
    """How many sums of the report were recalculated and hold."""
    chosen = {table: forms.load()[form] for table, form in report.forms.items()}
    held = {identity.id: len(identity.equals) for identity, _ in identities(chosen)}
    return sum(
        len(finding.cells) // held[finding.check]
        for finding in report.findings
        if finding.verdict == "pass" and finding.check in held
    )


def _missing_tables(report: Report) -> Iterator[Problem]:
    """A table the newest form has and the report does not; a report in the form of 2014 or in prose owes none."""
    if not set(report.forms.values()) & {"2021", "2019"}:
        yield Problem("error", "no_table", "没有找到统计表", "no statutory table was found")
        return
    for table in forms.load()[NEWEST].tables:
        if table.id not in report.forms:
            yield Problem("error", "no_table", f"没有找到{table.label}", f"not found: {table.label_en}")


def _missing_sections(report: Report) -> Iterator[Problem]:
    """Sections the forms since 2019 ask for and nobody finds, and one on problems that names none."""
    if not set(report.forms.values()) & {"2021", "2019"}:
        return
    written = {section.id: "".join(section.text.split()) for section in report.sections}
    for title in section_titles():
        if title.id not in written:
            yield Problem(
                "warning", "no_section", f"没有找到“{title.label}”部分", f"no section on {title.label_en}"
            )
    if len(written.get("problems", "x" * SAYS_SOMETHING)) < SAYS_SOMETHING:
        yield Problem(
            "warning",
            "no_problems",
            "“存在的主要问题及改进情况”部分没有内容",
            "the section on problems says nothing",
        )


def _unread_cells(report: Report) -> Iterator[Problem]:
    """One problem for each row with cells that hold no readable number, where no doubt of the parser says so."""
    told = {key for finding in report.findings if _is_doubt(finding) for key in finding.cells}
    unread = (figure for figure in report.figures if figure.state in _UNREAD and figure.key not in told)
    for (table_id, row_id, state), cells in groupby(unread, key=_row):
        form = forms.load()[report.forms[table_id]]
        table = form.table(table_id)
        row = table.row(row_id)
        columns = [table.column(figure.column) for figure in cells]
        yield Problem(
            "error",
            f"cell_{state}",
            f"{table.label}“{row.label}”一行的{'、'.join(column.label for column in columns)}：{_UNREAD[state]}",
            f"{table.label_en}, {row.label_en}: {len(columns)} cells, {_UNREAD_EN[state]}",
        )


def _row(figure: Figure) -> tuple[str, str, str]:
    return figure.table, figure.row, figure.state


def _is_doubt(finding: Finding) -> bool:
    return finding.kind == "parser" and finding.level == "error"


def _findings(report: Report) -> Iterator[Problem]:
    """The failed checks. Messages carry both languages, Chinese first."""
    sums = {identity.id for form in forms.load().values() for identity in form.identities}
    for finding in report.findings:
        if finding.verdict == "pass" or finding.level == "note" or finding.check in _SAID_ALREADY:
            continue
        if finding.check in sums and finding.kind == "parser" and finding.verdict == "not_evaluable":
            continue  # a sum over cells that were not read; those are named
        zh, _, en = finding.message.rpartition(" / ")
        yield Problem(finding.level, finding.check, zh or finding.message, en)

"""Checks of one report. Each verdict carries the cells it binds; nothing is repaired.

An identity fails on numbers that are printed. Where a cell is blank, marked or lost it cannot be evaluated, and a second
verdict says whether it would hold if such cells were 0. A failure in a cleanly read table is the publisher's; in a table
with lost or unreadable cells it is the parser's until shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.forms import Identity, Table, load
from parsers.report import Fault, Figure, Finding, Key, Verdict
from parsers.tables.figures import Figures, identities

_DOUBTFUL = frozenset({"lost", "unreadable"})
_MANY = 3


def check(figures: Figures) -> tuple[Finding, ...]:
    """All checks that need nothing but the figures of one report."""
    by_key = figures.by_key()
    doubtful = {figure.table for figure in figures.figures if figure.state in _DOUBTFUL}
    findings: list[Finding] = []
    for identity, table in identities(figures.forms):
        fault: Fault = "parser" if table.id in doubtful else "publisher"
        findings.extend(_identity(identity, table, by_key, fault))
    findings.extend(_not_whole(figures))
    return tuple(findings)


def bound(check: str, cells: Collection[Key], forms: Mapping[str, str]) -> set[Key]:
    """All cells a finding is about. One that holds names the totals of its sums only; the parts follow from the `forms`."""
    told = set(cells)
    for identity, table in identities({of: load()[form] for of, form in forms.items()}):
        if identity.id == check:
            told.update(*(left for left, right in identity.instances(table) if told.issuperset(right)))
    return told


def _identity(
    identity: Identity, table: Table, figures: Mapping[Key, Figure], fault: Fault
) -> Iterator[Finding]:
    """One finding for each instance that does not hold, and one that counts those that do."""
    held: list[Key] = []
    broken: list[Finding] = []
    for left, right in identity.instances(table):
        finding = _instance(identity, table, left, right, figures, fault)
        if finding is None:
            held.extend(right)
        else:
            broken.append(finding)
    yield from _whose(broken, held, figures)
    if held:
        total = len(held) // len(identity.equals)
        message = f"{identity.label}：{total} 处成立 / {identity.label_en}: holds in {total} places"
        yield Finding(identity.id, "publisher", "note", "pass", message, tuple(held))


def _whose(
    broken: Sequence[Finding], held: Sequence[Key], figures: Mapping[Key, Figure]
) -> Sequence[Finding]:
    """A publisher errs in a cell or two. Where most sums fail, the columns or rows may have been read in another order."""
    failed = sum(finding.verdict == "fail" for finding in broken)
    if failed < _MANY:
        return broken
    telling = sum(bool(figures[key].value) for key in held if key in figures)  # 0 = 0 + 0 proves no order
    if failed <= telling:
        return broken
    return [replace(finding, kind="parser") if finding.verdict == "fail" else finding for finding in broken]


def _instance(
    identity: Identity,
    table: Table,
    left: Sequence[Key],
    right: Sequence[Key],
    figures: Mapping[Key, Figure],
    fault: Fault,
) -> Finding | None:
    cells = (*left, *right)
    values = [figures[key].value if key in figures else None for key in cells]
    one, other = (sum(value or 0 for value in side) for side in (values[: len(left)], values[len(left) :]))
    difference = one - other
    missing = [key for key, value in zip(cells, values, strict=True) if value is None]
    if not missing and difference == 0:
        return None
    place = _where(identity, table, cells)
    if missing:
        states = {figures[key].state if key in figures else "lost" for key in missing}
        kind: Fault = "parser" if states & _DOUBTFUL else "publisher"
        verdict: Verdict = "pass" if difference == 0 else "fail"
        as_zero = (
            ("成立", "it holds") if difference == 0 else (f"相差 {difference}", f"it differs by {difference}")
        )
        message = (
            f"{identity.label}：{place[0]} 有 {len(missing)} 格无数值，不能核对；按 0 计{as_zero[0]}"
            f" / {identity.label_en}: {len(missing)} cells of {place[1]} without a value; taken for 0, {as_zero[1]}"
        )
        return Finding(
            identity.id, kind, "note" if verdict == "pass" else "warning", "not_evaluable", message, cells,
            difference=difference or None, if_blank_zero=verdict,
        )  # fmt: skip
    sides = f"{one} ≠ {other}"
    message = (
        f"{identity.label}：{place[0]} {sides}，相差 {difference}"
        f" / {identity.label_en}: {place[1]} {sides}, differs by {difference}"
    )
    return Finding(identity.id, fault, "error", "fail", message, cells, difference=difference)


def _where(identity: Identity, table: Table, cells: Sequence[Key]) -> tuple[str, str]:
    """The column or row the sum runs over, in both languages."""
    _, row, column = cells[0]
    line = table.column(column) if identity.each == "column" else table.row(row)
    return line.label, line.label_en


def _not_whole(figures: Figures) -> Iterator[Finding]:
    """A count that is negative or has a fraction is stored as printed; the form allows neither."""
    cells = tuple(figure.key for figure in figures.figures if _odd(figure, figures))
    if cells:
        message = "件数为负数或带小数 / a count is negative or has a fraction"
        yield Finding("count_not_whole", "publisher", "warning", "fail", message, cells)


def _odd(figure: Figure, figures: Figures) -> bool:
    value = figure.value
    if value is None or (isinstance(value, int) and value >= 0):
        return False
    column = figures.forms[figure.table].table(figure.table).column(figure.column)
    whole = column.decimal or value == int(value)
    return not whole or (value < 0 and not column.signed)

"""Holds a report against the truth, cell by cell. Only one verdict is a disgrace: silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from parsers.document import Unreadable
from parsers.forms import load
from parsers.normalize import normalize
from parsers.parse import parse
from parsers.report import Finding, Report
from tests.generator.layouts import Layout, Sample
from tests.generator.printing import Printed
from tests.generator.truths import Key, Truth

Judgement = Literal["exact", "withheld", "flagged", "silent"]


def judge(report: Report, wanted: Mapping[Key, Printed]) -> dict[Key, Judgement]:
    """One verdict for each wanted cell, and `silent` for each reported cell nobody printed.

    Flagged is a wrong number that says so: its state is not `reported`, or a finding about the parser names it.
    """
    figures = {figure.key: figure for figure in report.figures}
    doubted = {key for finding in report.findings if finding.kind == "parser" for key in finding.cells}
    verdicts: dict[Key, Judgement] = {}
    for key in wanted.keys() | figures.keys():
        figure = figures.get(key)
        got = figure.value if figure else None
        want = wanted[key].value if key in wanted else None
        if got == want:
            verdicts[key] = "exact"
        elif got is None:
            verdicts[key] = "withheld"
        elif figure is None or figure.state != "reported" or key in doubted:
            verdicts[key] = "flagged"
        else:
            verdicts[key] = "silent"
    return verdicts


def wanted(sample: Sample) -> dict[Key, Printed]:
    """The cells the article prints; a row its office left out is not among them."""
    slots = [slot for sheet in sample.article.sheets() for slot in sheet.slots]
    keys = {key for slot in slots for key in (slot.key, *slot.below)}
    return {key: printed for key, printed in sample.truth.printed.items() if key in keys}


def read(body: bytes) -> Report:
    """What the parser makes of a file; a file it refuses is a report without figures."""
    try:
        return parse(normalize(body))
    except Unreadable:
        return Report(kind="unreadable")


@dataclass
class Score:
    """All verdicts of one layout, those the layout can be asked for, and where something went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    """Cells that print a number, in files that hold enough to read them all."""
    silent: list[tuple[int, Key]] = field(default_factory=list)
    """Seed and cell."""
    accused: list[int] = field(default_factory=list)
    """Reports whose office was told that its sums are wrong, and they are not."""
    unnoticed: list[int] = field(default_factory=list)
    """Reports read in full whose wrong sums nobody mentioned."""

    @property
    def exact(self) -> float:
        return self.asked["exact"] / self.asked.total() if self.asked else 1.0

    def add(
        self, seed: int, verdicts: Mapping[Key, Judgement], cells: Mapping[Key, Printed], fair: bool
    ) -> None:
        self.counts.update(verdicts.values())
        self.silent += [(seed, key) for key, verdict in verdicts.items() if verdict == "silent"]
        if fair:
            self.asked.update(verdicts[key] for key, printed in cells.items() if printed.value is not None)

    def weigh(self, truth: Truth, report: Report) -> None:
        """Were the right people blamed for wrong sums?"""
        blamed = any(each.check in SUMS and _blames(each) for each in report.findings)
        if blamed and not truth.broken:
            self.accused.append(truth.seed)
        whole = {figure.key for figure in report.figures if figure.value is not None} == truth.printed.keys()
        if truth.broken and whole and not blamed:
            self.unnoticed.append(truth.seed)


SUMS = {identity.id for form in load().values() for identity in form.identities}


def _blames(finding: Finding) -> bool:
    return finding.kind == "publisher" and finding.verdict == "fail"


def score(layout: Layout, truths: Iterable[Truth]) -> Score:
    result = Score()
    for sample in layout.samples(truths):
        cells, report = wanted(sample), read(sample.body)
        verdicts = judge(report, cells)
        result.add(sample.truth.seed, verdicts, cells, sample.truth.proof or not layout.torn)
        result.weigh(sample.truth, report)
    return result

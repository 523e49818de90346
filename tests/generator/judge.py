"""Holds a report against the truth, cell by cell. Only one verdict is a disgrace: silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from generator.printing import Printed
from generator.sheets import Article
from generator.truths import Key, Truth

from parsers.report import Report

Judgement = Literal["exact", "withheld", "flagged", "silent"]


def judge(report: Report, wanted: Mapping[Key, Printed]) -> dict[Key, Judgement]:
    """One verdict for each wanted cell, and `silent` for each reported cell nobody printed."""
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


def wanted(truth: Truth, article: Article) -> dict[Key, Printed]:
    """The cells the article prints; a row its office left out is not among them."""
    keys = {slot.key for sheet in article.sheets() for slot in sheet.slots if slot.key}
    return {key: printed for key, printed in truth.printed.items() if key in keys}


def tally(verdicts: Mapping[Key, Judgement]) -> Counter[str]:
    return Counter(verdicts.values())

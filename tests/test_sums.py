"""The sums of a report: silent on reports that add up, loud on every cell of tables 三 and 四 that is off by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from parsers.checks import check
from parsers.forms import load
from parsers.report import Figure
from parsers.tables.figures import Figures
from tests.generator.truths import Truth, truths

FORM = load()["2021"]


def _new(truth: Truth) -> bool:
    return truth.proof and truth.disclosure_form == truth.requests_form == FORM.id


SOUND = list(islice(filter(_new, truths(2000, plain=True)), 60))


def figures(truth: Truth) -> Figures:
    cells = (Figure(*key, cell.value, str(cell.value), "reported") for key, cell in truth.printed.items())
    return Figures({table.id: FORM for table in FORM.tables}, tuple(cells), ())


def failures(read: Figures) -> list[str]:
    return [finding.check for finding in check(read) if finding.verdict == "fail"]


def test_nobody_whose_sums_hold_is_accused() -> None:
    assert len(SOUND) == 60
    assert [truth.seed for truth in SOUND if failures(figures(truth))] == []


def test_every_cell_with_a_sum_is_guarded() -> None:
    """Table 二 has no sums of its own: only the year before can tell that a cell of it is wrong."""
    read = figures(SOUND[0])
    unguarded = set()
    for place, cell in enumerate(read.figures):
        assert cell.value is not None
        wrong = cell._replace(value=cell.value + 1)
        if not failures(replace(read, figures=(*read.figures[:place], wrong, *read.figures[place + 1 :]))):
            unguarded.add(cell.table)
    assert unguarded == {"rules", "decisions", "fees"}

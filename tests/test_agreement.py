"""Two readers: agreement is kept, contradiction withheld, a gap filled only where sums prove it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.agreement import agree, of_unseen
from parsers.document import Cell, Document, Grid, Place
from parsers.forms import load
from parsers.report import Figure, Finding, Key, Number
from parsers.tables.align import Alignment
from parsers.tables.figures import Figures, figures
from parsers.text import HIDDEN

FORM = load()["2021"]
RECEIVED: Key = ("requests", "received", "natural_person")
TOTAL: Key = ("requests", "received", "total")
LICENSING: Key = ("decisions", "licensing", "decided")


def _figures(changed: dict[Key, Number | None], *findings: Finding) -> Figures:
    keys = [key for table in FORM.tables for key in table.keys()]
    values = {key: changed.get(key, 0) for key in keys}
    figures = tuple(
        Figure(*key, value, "" if value is None else str(value), "lost" if value is None else "reported")
        for key, value in values.items()
    )
    return Figures({table.id: FORM for table in FORM.tables}, figures, findings)


def _value(figures: Figures, key: Key) -> tuple[Number | None, str]:
    figure = figures.by_key()[key]
    return figure.value, figure.state


def test_what_both_give_is_kept() -> None:
    both = _figures({LICENSING: 389})
    assert agree(both, both) == both


def test_what_they_contradict_each_other_in_is_withheld_and_named() -> None:
    agreed = agree(_figures({LICENSING: 389}), _figures({LICENSING: 380}))
    assert _value(agreed, LICENSING) == (None, "lost")
    assert [(finding.check, finding.cells) for finding in agreed.findings] == [
        ("readers_disagree", (LICENSING,))
    ]


def test_a_reader_that_lost_a_cell_has_no_opinion_on_it() -> None:
    assert _value(agree(_figures({LICENSING: 389}), _figures({LICENSING: None})), LICENSING) == (
        389,
        "reported",
    )


def test_a_gap_is_filled_where_the_sums_prove_it() -> None:
    whole: dict[Key, Number | None] = {
        RECEIVED: 6,
        TOTAL: 6,
        ("requests", "handled", "natural_person"): 6,
        ("requests", "handled", "total"): 6,
        ("requests", "granted", "natural_person"): 6,
        ("requests", "granted", "total"): 6,
    }
    doubt = Finding("row_torn", "parser", "error", "not_evaluable", "", (RECEIVED,))
    agreed = agree(_figures(whole | {RECEIVED: None}, doubt), _figures(whole))
    assert _value(agreed, RECEIVED) == (6, "reported")
    assert agreed.findings == ()


def test_a_number_cut_by_its_border_stays_withheld_though_the_cut_numbers_add_up() -> None:
    upheld, total = ("disputes", "review", "upheld"), ("disputes", "review", "total")
    doubt = Finding("doubtful_reading", "parser", "error", "not_evaluable", "", (upheld, total))
    agreed = agree(_figures({upheld: None, total: None}, doubt), _figures({upheld: 784833, total: 784833}))
    assert (_value(agreed, upheld), _value(agreed, total)) == ((None, "lost"), (None, "lost"))


def test_digits_that_nobody_sees_stay_withheld_though_the_second_reader_has_them() -> None:
    upheld = ("disputes", "review", "upheld")
    first, second = _figures({upheld: None}), _figures({})
    placed = tuple(figure._replace(place=Place(1, (12.0, 42.0, 30.0, 52.0))) for figure in second.figures)
    second = replace(second, figures=placed)
    text = Cell(0, 0, HIDDEN * 2, place=Place(1, (10.0, 40.0, 60.0, 60.0)))
    grid = Grid((text, Cell(0, 1, "6", place=Place(2))))
    covered = of_unseen(Document("application/pdf", (grid,)))
    assert covered == (text.place,)
    assert _value(agree(first, second), upheld) == (0, "reported")
    assert _value(agree(first, second, covered), upheld) == (None, "lost")
    line = tuple(figure._replace(place=Place(1, (8.0, 42.0, 300.0, 52.0))) for figure in second.figures)
    assert _value(agree(first, replace(second, figures=line), covered), upheld) == (None, "lost")


def test_a_gap_that_no_sum_binds_stays() -> None:
    assert _value(agree(_figures({LICENSING: None}), _figures({LICENSING: 389})), LICENSING) == (None, "lost")


def test_a_gap_whose_sums_fail_stays() -> None:
    agreed = agree(_figures({RECEIVED: None, TOTAL: 6}), _figures({RECEIVED: 7, TOTAL: 6}))
    assert _value(agreed, RECEIVED) == (None, "lost")


def cells(values: dict[Key, tuple[str, str]]) -> Alignment:
    """Every table of the form in full, zero where nothing else is said: text and doubt of a cell."""
    alignment = Alignment()
    for key in (key for table in FORM.tables for key in table.keys()):
        text, doubt = values.get(key, ("0", ""))
        alignment.put(key, Cell(0, 0, text, doubt=doubt))
    return alignment


def test_ink_that_gave_no_number_is_no_blank_whatever_the_sums_say() -> None:
    read = figures(cells({TOTAL: ("", "ocr"), RECEIVED: ("0", "ocr")}))
    assert _value(read, TOTAL) == (None, "unreadable")
    assert _value(read, RECEIVED) == (0, "reported")


def test_a_dash_before_a_scanned_number_is_a_sign_only_where_numbers_may_be_negative() -> None:
    form, change = load()["2019"], ("decisions", "penalty", "change")
    alignment = Alignment()
    for key in (key for table in form.tables for key in table.keys()):
        counts = key[:2] == ("decisions", "penalty")
        alignment.put(key, Cell(0, 0, "-5" if counts else "0", doubt="sign" if counts else ""))
    read = figures(alignment)
    assert _value(read, change) == (-5, "reported")
    assert {figure.value for figure in read.figures if figure.row == "penalty" and figure.key != change} == {
        None
    }


OTHER, TOTALLED = ("disputes", "review", "other"), ("disputes", "review", "total")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ({OTHER: ("12", "torn"), TOTALLED: ("12", "")}, 12),
        ({OTHER: ("12", "torn"), TOTALLED: ("12", "torn")}, None),  # both hang over their borders
        ({OTHER: ("12", "torn"), TOTALLED: ("12", ""), ("disputes", "review", "pending"): ("1 0", "")}, None),
    ],
)
def test_a_sum_holds_a_doubtful_number_by_numbers_that_are_not(
    printed: dict[Key, tuple[str, str]], value: int | None
) -> None:
    assert figures(cells(printed)).by_key()[OTHER].value == value


def test_a_number_nobody_could_read_moves_no_row_aside() -> None:
    """Two rows the office added up wrongly, one of them with doubtful cells: those are withheld, the rest is as printed."""
    clean = {
        "natural_person": ("338", ""),
        "research": ("38", ""),
        "business": ("15", ""),
        "total": ("391", ""),
    }
    doubtful = clean | {"natural_person": ("338", "ocr"), "research": ("38", "ocr"), "total": ("999", "")}
    wrong = {"other_org": ("5280", ""), "total": ("5290", "")}
    rows = {"granted": clean, "denied_third_party": wrong, "handled": doubtful}
    read = figures(
        cells({("requests", row, at): cell for row, said in rows.items() for at, cell in said.items()})
    )
    assert _value(read, ("requests", "handled", "natural_person")) == (None, "unreadable")
    assert _value(read, ("requests", "handled", "total")) == (999, "reported")
    assert _value(read, ("requests", "denied_third_party", "total")) == (5290, "reported")


def test_where_numbers_lie_under_numbers_only_sums_make_values() -> None:
    """Two patched cells anywhere in a file: table 二, which has no sums, keeps nothing; table 四 keeps what adds up."""
    patched: dict[Key, tuple[str, str]] = {
        ("disputes", "review", "upheld"): ("48", "patched"),
        ("requests", "granted", "research"): ("17", "patched"),
    }
    pasted = figures(cells({LICENSING: ("389", ""), **patched}))
    assert _value(pasted, LICENSING) == (None, "lost")
    assert _value(pasted, ("disputes", "review", "total")) == (None, "lost")
    assert _value(pasted, ("disputes", "suit_direct", "total")) == (0, "reported")
    clean = figures(cells({LICENSING: ("389", ""), ("disputes", "review", "upheld"): ("48", "patched")}))
    assert _value(clean, LICENSING) == (389, "reported")

"""Words against tables: which statements agree, which do not, and which cannot be judged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.crosschecks import crosscheck, statements
from parsers.forms import load
from parsers.report import Agency, Fact, Figure, Finding, Key, Number

BODY = Agency("示例县司法局", "示例县司法局", "990101", "county", "justice")


def _figures(changed: dict[Key, Number | None]) -> list[Figure]:
    keys = [key for table in load()["2021"].tables for key in table.keys()]
    values = {key: changed.get(key, 0) for key in keys}
    return [
        Figure(*key, value, str(value), "reported" if value is not None else "lost")
        for key, value in values.items()
    ]


def _fact(metric: str, value: Number, **other: object) -> Fact:
    fields = {
        "subject": BODY.name,
        "channel": "",
        "unit": "件",
        "qualifier": "exact",
        "section": "overview",
        "quote": metric,
    }
    return Fact(metric=metric, value=value, **(fields | other))  # type: ignore[arg-type]


def _verdicts(
    changed: dict[Key, Number | None], *facts: Fact, agency: Agency = BODY
) -> list[tuple[str, str]]:
    found = crosscheck(_figures(changed), facts, agency, 2023)
    return [(finding.check, finding.verdict) for finding in found]


RECEIVED = ("requests", "received", "total")
CARRIED = ("requests", "carried_in", "total")


@pytest.mark.parametrize(("said", "verdict"), [(6, "pass"), (8, "pass"), (7, "fail")])
def test_requests_may_be_counted_with_or_without_those_carried_in(said: int, verdict: str) -> None:
    fact = _fact("收到政府信息公开申请数", said)
    assert _verdicts({RECEIVED: 6, CARRIED: 2}, fact) == [("narrative_agrees", verdict)]


def test_a_lost_cell_decides_nothing() -> None:
    assert _verdicts({RECEIVED: None}, _fact("收到政府信息公开申请数", 3)) == [
        ("narrative_agrees", "not_evaluable")
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"qualifier": "余"},
        {"year": 2022},
        {"basis": "rule"},
        {"basis": "cumulative"},
        {"subject": "另一局"},
    ],
)
def test_only_exact_numbers_of_this_body_and_year_are_held_against_the_table(
    other: dict[str, object],
) -> None:
    assert _verdicts({RECEIVED: 6}, _fact("收到政府信息公开申请数", 99, **other)) == []


def test_a_group_is_the_sum_of_its_rows() -> None:
    cells: dict[Key, Number | None] = {
        ("requests", "denied_law", "total"): 1,
        ("requests", "denied_process", "total"): 2,
    }
    assert _verdicts(cells, _fact("办理结果:不予公开", 3)) == [("narrative_agrees", "pass")]


def test_parts_of_a_total() -> None:
    whole = _fact("主动公开信息数", 32, quote="公开信息32条")
    parts = [
        _fact("主动公开信息数:甲", 16, part_of="公开信息32条"),
        _fact("主动公开信息数:乙", 13, part_of="公开信息32条"),
    ]
    found = crosscheck(_figures({}), [whole, *parts], BODY, 2023)
    assert [(f.check, f.level, f.difference) for f in found] == [("parts_add_up", "note", -3)]


def test_one_quantity_two_numbers() -> None:
    twice = _fact("收到政府信息公开申请数", 0), _fact("收到政府信息公开申请数", 4)
    assert ("stated_twice", "fail") in _verdicts({}, *twice)


def test_fees_come_in_steps_of_ten() -> None:
    assert _verdicts({}, _fact("信息处理费收取额", 2230, unit="元")) == []
    assert _verdicts({}, _fact("信息处理费收取额", Decimal("55.5"), unit="元")) == [("fee_tariff", "fail")]


@pytest.mark.parametrize(
    ("level", "type_", "verdicts"),
    [
        ("county", "justice", ["fail"]),
        ("county", "government", ["fail"]),
        ("prefecture", "justice", ["fail"]),
        ("prefecture", "government", []),
        ("country", "other", []),
        ("", "", ["not_evaluable"]),
    ],
)
def test_who_may_issue_regulations(level: str, type_: str, verdicts: list[str]) -> None:
    agency = Agency("某机关", "某机关", "", level, type_)
    found: tuple[Finding, ...] = crosscheck(
        _figures({("rules", "regulation", "in_force"): 2}), (), agency, 2023
    )
    assert [finding.verdict for finding in found if finding.check == "regulation_power"] == verdicts


def test_every_reading_names_cells_of_a_form() -> None:
    known = {key for form in load().values() for table in form.tables for key in table.keys()}
    for metric, readings in statements().items():
        for name in (name for reading in readings for name in reading):
            table, row, column = name.split("/")
            fits = [k for k in known if k[0] == table and k[2] == column and k[1].startswith(row.rstrip("*"))]
            assert fits, f"{metric}: {name}"

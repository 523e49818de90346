"""Words against tables: which statements agree, which do not, and which cannot be judged."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import parsers
from parsers.crosschecks import crosscheck, statements
from parsers.forms import load, other_checks
from parsers.report import Agency, Fact, Figure, Finding, Key, Number
from parsers.shares import wholes

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


@pytest.mark.parametrize(
    ("count", "said", "percent", "verdict"),
    [
        (258, "占33.9%", "33.9", "fail"),  # the share of 273
        (273, "占33.9%", "33.9", "pass"),  # of 806 received
        (273, "占34.6%", "34.6", "pass"),  # of 790 handled
        (273, "占比33%", "33", "pass"),  # cut, not rounded
        (273, "占申请总数的34%", "34", "pass"),
        (273, "占不动产类申请的80%", "80", "not_evaluable"),  # of a whole no cell counts
    ],
)
def test_a_percentage_is_its_count_divided_by_a_lawful_whole(
    count: int, said: str, percent: str, verdict: str
) -> None:
    metric = "收到政府信息公开申请数:自然人"
    part = _fact(metric, count, raw="自然人")
    share = _fact(f"占比:{metric}", Decimal(percent), unit="%", quote=said, raw=said, part_of="自然人")
    cells: dict[Key, Number | None] = {RECEIVED: 806, ("requests", "handled", "total"): 790}
    assert ("share_agrees", verdict) in _verdicts(cells, part, share)


@pytest.mark.parametrize(
    ("said", "percent", "heading", "verdict"),
    [
        ("公开率30.8%", "30.8", "（二）依申请公开", "pass"),  # 81 of 263 handled
        ("公开率31%", "31", "", "pass"),
        ("政府信息公开申请公开率30.5%", "30.5", "", "pass"),  # of those received
        ("公开率29%", "29", "（二）依申请公开", "fail"),
        ("公开率100%", "100", "", None),  # of what? nobody says
        ("主动公开率29%", "29", "（二）依申请公开", None),
        ("办结率98.9%", "98.9", "（二）依申请公开", "pass"),
        ("办结率100%", "100", "（二）依申请公开", "fail"),
        ("按时办结率100%", "100", "（二）依申请公开", None),
    ],
)
def test_a_named_rate_is_one_count_divided_by_another(
    said: str, percent: str, heading: str, verdict: str | None
) -> None:
    metric = "办结率" if "办结" in said else "公开率"
    cells: dict[Key, Number | None] = {
        RECEIVED: 266,
        ("requests", "handled", "total"): 263,
        ("requests", "granted", "total"): 50,
        ("requests", "granted_partly", "total"): 31,
    }
    fact = _fact(metric, Decimal(percent), unit="%", quote=said, heading=heading)
    assert _verdicts(cells, fact) == ([("share_agrees", verdict)] if verdict else [])


def test_a_named_rate_of_nothing_decides_nothing() -> None:
    fact = _fact("办结率", 100, unit="%", quote="办结率100%", section="requests")
    assert _verdicts({}, fact) == [("share_agrees", "not_evaluable")]
    lost: dict[Key, Number | None] = {RECEIVED: None, ("requests", "handled", "total"): 4}
    assert _verdicts(lost, fact) == [("share_agrees", "not_evaluable")]


def test_a_percentage_of_a_total_the_text_names() -> None:
    whole = _fact("主动公开信息数", 200, unit="条", quote="公开200条", raw="公开200条")
    part = _fact("主动公开信息数", 120, unit="条", quote="网站120条", raw="网站120条", part_of="公开200条")
    share = _fact("占比:主动公开信息数", 60, unit="%", quote="占60%", raw="占60%", part_of="网站120条")
    assert ("share_agrees", "pass") in _verdicts({}, whole, part, share)


def test_a_percentage_of_nothing_or_of_a_lost_cell_decides_nothing() -> None:
    part = _fact("办理结果:予以公开", 4, raw="予以公开4件")
    share = _fact("占比:办理结果:予以公开", 40, unit="%", quote="占40%", raw="占40%", part_of="予以公开4件")
    for total in (0, None):
        assert ("share_agrees", "not_evaluable") in _verdicts(
            {("requests", "handled", "total"): total, RECEIVED: total}, part, share
        )


def test_shares_among_the_parts_do_not_hide_a_wrong_sum() -> None:
    whole = _fact("主动公开信息数", 32, quote="公开32条", raw="公开32条")
    parts = [
        _fact("主动公开信息数:甲", 30, part_of="公开32条", raw="甲30条"),
        _fact("主动公开信息数:乙", 13, part_of="公开32条", raw="乙13条"),
        _fact("占比:主动公开信息数", 100, unit="%", quote="占100%", part_of="公开32条"),
    ]
    assert ("parts_add_up", "fail") in _verdicts({}, whole, *parts)


def test_every_check_has_its_sentence() -> None:
    """Whatever id a module of the parser gives a finding, readers are told what was checked and who demands it."""
    told = other_checks().keys() | {identity.id for form in load().values() for identity in form.identities}
    given = re.compile(r'(?:[Ff]inding\(\s*|doubts\[)"([a-z_]+)"')
    used = {
        id_
        for module in Path(parsers.__path__[0]).rglob("*.py")
        for id_ in given.findall(module.read_text(encoding="utf-8"))
    }
    assert len(used) > 20
    assert used <= told
    assert all(set(sentence) == {"zh", "en", "source"} for sentence in other_checks().values())


def test_one_quantity_two_numbers() -> None:
    twice = _fact("收到政府信息公开申请数", 0), _fact("收到政府信息公开申请数", 4)
    assert ("stated_twice", "fail") in _verdicts({}, *twice)


def test_fees_come_in_steps_of_ten() -> None:
    assert _verdicts({}, _fact("信息处理费收取额", 2230, unit="元")) == [("fee_tariff", "pass")]
    assert _verdicts({}, _fact("信息处理费收取额", 0, unit="元")) == []
    assert _verdicts({}, _fact("信息处理费收取额", Decimal("55.5"), unit="元")) == [("fee_tariff", "fail")]


@pytest.mark.parametrize(
    ("level", "type_", "verdicts"),
    [
        ("county", "justice", ["fail"]),
        ("county", "government", ["fail"]),
        ("prefecture", "justice", ["fail"]),
        ("prefecture", "government", []),
        ("province", "government", []),
        ("township", "township", ["fail"]),
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


def test_a_prefecture_that_is_no_city_makes_no_regulations() -> None:
    agency = Agency("大兴安岭地区行政公署", "", "232700", "prefecture", "government")
    found = crosscheck(_figures({("rules", "regulation", "in_force"): 2}), (), agency, 2023)
    assert [finding.check for finding in found] == ["regulation_power"]


def test_a_table_of_zeros_beside_words_that_count_is_told_once() -> None:
    told = _fact("收到政府信息公开申请数", 12), _fact("办理结果:予以公开", 9), _fact("发布信息数", 300)
    found = crosscheck(_figures({}), told, BODY, 2023)
    [zeros] = [finding for finding in found if finding.check == "zeros_beside_words"]
    assert (zeros.verdict, zeros.level, {cell[0] for cell in zeros.cells}) == (
        "fail",
        "warning",
        {"requests"},
    )
    for changed in ({RECEIVED: 12}, {RECEIVED: None}):
        assert "zeros_beside_words" not in {check for check, _ in _verdicts(changed, *told)}
    assert "zeros_beside_words" not in {check for check, _ in _verdicts({}, told[2])}
    assert "zeros_beside_words" not in {
        check for check, _ in _verdicts({}, _fact("收到政府信息公开申请数", 0))
    }


def test_every_reading_names_cells_of_a_form() -> None:
    known = {key for form in load().values() for table in form.tables for key in table.keys()}
    for metric, readings in (*statements().items(), *wholes().items()):
        for name in (name for reading in readings for name in reading):
            table, row, column = name.split("/")
            fits = [k for k in known if k[0] == table and k[2] == column and k[1].startswith(row.rstrip("*"))]
            assert fits, f"{metric}: {name}"

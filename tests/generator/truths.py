"""Seeded reports that never were: what each cell prints, what it means, which sums are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tests.generator.printing import ZEROS, Hand, Number, Printed
from tests.generator.statutory import (
    APPLICANTS,
    DISCLOSURE,
    DISPUTE_GROUPS,
    DISPUTE_RESULTS,
    INDICATOR_SUMS,
    INDICATORS,
    OUTCOMES,
    Rows,
)

Key = tuple[str, str, str]
Values = dict[Key, Number]

MIXES = (
    [("2021", "2021")] * 5 + [("2019", "2019")] * 3 + [("2021", "2019"), ("2014", "2014"), ("prose", "prose")]
)
"""Forms of table 二 and table 三. 2021 with 2019 is real: offices fill last year's template in parts."""

YEARS = {
    "2021": range(2021, 2026),
    "2019": [2019, 2020],
    "2014": range(2014, 2019),
    "prose": range(2009, 2019),
}

AGENCIES = [
    "青川县水利局",
    "临江市文化和旅游局",
    "北屯镇人民政府",
    "望山区市场监督管理局",
    "平湖市人民政府",
    "南漳县审计局",
]


@dataclass(frozen=True)
class Truth:
    seed: int
    agency: str
    year: int
    disclosure_form: str
    requests_form: str
    printed: Mapping[Key, Printed]
    broken: tuple[Key, ...]
    """Printed totals that the office added up wrongly; a parser reports them as printed and flags them."""

    @property
    def proof(self) -> bool:
        """Every cell prints a number and every sum holds, so that sums decide where a layout lost the columns."""
        return not self.broken and all(printed.value is not None for printed in self.printed.values())


def truth(seed: int, *, plain: bool = False) -> Truth:
    """`plain` writes every number as digits; without it the office has habits of its own."""
    random = Random(seed)
    disclosure_form, requests_form = random.choice(MIXES)
    values = _values(random, disclosure_form, requests_form)
    broken = _break(random, values) if random.random() < 0.2 else ()
    hand = Hand() if plain else _hand(random)
    return Truth(
        seed,
        random.choice(AGENCIES),
        random.choice(YEARS[disclosure_form]),
        disclosure_form,
        requests_form,
        {key: _habit(hand, key).write(value, random) for key, value in values.items()},
        broken,
    )


def _habit(hand: Hand, key: Key) -> Hand:
    """Nobody counts money in 件."""
    money = "amount" in key[2] or key[1] in {"fees_charged", "budget"}
    return (
        replace(hand, zero="digit", number="plain") if money and "unit" in {hand.zero, hand.number} else hand
    )


def _values(random: Random, disclosure_form: str, requests_form: str) -> Values:
    if disclosure_form == "prose":
        return {}
    if disclosure_form == "2014":
        return _statistics(random)
    return _disclosure(random, disclosure_form) | _requests(random, requests_form) | _disputes(random)


def _statistics(random: Random) -> Values:
    values = {row: _indicated(random, unit) for row, _, unit in INDICATORS if row}
    for total, parts in reversed(INDICATOR_SUMS.items()):
        values[total] = sum((values[part] for part in parts), start=0)
    return {("statistics", row, "value"): value for row, value in values.items()}


def _indicated(random: Random, unit: str) -> Number:
    return (
        Decimal(random.randint(1, 9999)) / 100
        if unit == "万元" and random.random() < 0.5
        else _count(random, 0.5)
    )


def _hand(random: Random) -> Hand:
    zero = "digit" if random.random() < 0.6 else random.choice(list(ZEROS))
    number = "plain" if random.random() < 0.6 else random.choice(["thousands", "wide", "unit", "remark"])
    return Hand(zero, number)


def _count(random: Random, busy: float) -> int:
    """Most cells of most offices are zero, a few run to seven digits."""
    if random.random() > busy:
        return 0
    return random.randint(1, 10 ** random.choice([1, 1, 1, 2, 2, 3, 4]))


def _disclosure(random: Random, form: str) -> Values:
    values: Values = {}
    for _, table, columns, rows in DISCLOSURE[form]:
        for row, _ in rows:
            for column, _ in columns:
                values[table, row, column] = _disclosed(random, column)
    return values


def _disclosed(random: Random, column: str) -> Number:
    if random.random() < 0.3:
        return 0
    if "amount" in column:
        return Decimal(random.randint(1, 10 ** random.randint(2, 9))) / random.choice([1, 10, 100, 10000])
    if "change" in column:
        return random.randint(-90, 90)
    return random.randint(0, 10 ** random.choice([1, 1, 2, 3, 5, 7]))


def outcomes(form: str) -> list[str]:
    return [row for _, rows in OUTCOMES[form] for row, _ in rows if row != "handled"]


def _requests(random: Random, form: str) -> Values:
    busy = random.choice([0.0, 0.1, 0.3, 0.8])
    values: Values = {}
    for column, _ in APPLICANTS[:-1]:
        here = busy if column == "natural_person" else busy / 3
        for row in outcomes(form):
            values["requests", row, column] = _count(random, here)
        handled = sum(values["requests", row, column] for row in outcomes(form))
        carried_out = _count(random, here)
        carried_in = random.randint(0, int(handled + carried_out) // 4)
        values["requests", "handled", column] = handled
        values["requests", "carried_out", column] = carried_out
        values["requests", "carried_in", column] = carried_in
        values["requests", "received", column] = handled + carried_out - carried_in
    for row in ["received", "carried_in", *outcomes(form), "handled", "carried_out"]:
        values["requests", row, "total"] = _sum(values, "requests", row, APPLICANTS)
    return values


def _disputes(random: Random) -> Values:
    busy = random.choice([0.0, 0.3, 0.9])
    values: Values = {}
    for group, _ in DISPUTE_GROUPS:
        for result, _ in DISPUTE_RESULTS[:-1]:
            values["disputes", group, result] = _count(random, busy) % 1000
        values["disputes", group, "total"] = _sum(values, "disputes", group, DISPUTE_RESULTS)
    return values


def _sum(values: Values, table: str, row: str, columns: Rows) -> Number:
    return sum((values[table, row, column] for column, _ in columns[:-1]), start=0)


def _break(random: Random, values: Values) -> tuple[Key, ...]:
    """An office that cannot add: one or two printed totals are off."""
    totals = [key for key in values if key[2] == "total" or key[1] == "handled"]
    wrong = tuple(random.sample(totals, min(len(totals), random.randint(1, 2))))
    for key in wrong:
        values[key] += random.choice([1, 1, 2, 10])
    return wrong


def truths(count: int, start: int = 0, *, plain: bool = False) -> Iterator[Truth]:
    return (truth(seed, plain=plain) for seed in range(start, start + count))

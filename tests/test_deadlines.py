"""The statutory day, and a local order that replaces it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.publishing.deadlines import BadDeadline, load, rule

LOCAL = """
[statutory]
departments = "01-31"
governments = "03-31"
source = "law"
[[local]]
region = "36"
departments = "01-20"
governments = "03-31"
source = "order of the province"
[[local]]
region = "360402"
years = [2024]
departments = "01-31"
governments = "02-20"
source = "order of the district"
"""


@pytest.mark.parametrize(
    ("region", "year", "government", "day"),
    [
        ("411528", 2023, False, date(2024, 1, 31)),
        ("411528", 2023, True, date(2024, 3, 31)),
        ("", 2023, False, date(2024, 1, 31)),
        ("360402", 2024, True, date(2025, 2, 20)),
        ("360402", 2023, True, date(2024, 3, 31)),
        ("360402", 2023, False, date(2024, 1, 20)),
    ],
)
def test_the_narrowest_order_for_the_year_decides(
    tmp_path: Path, region: str, year: int, government: bool, day: date
) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(LOCAL)
    assert rule(region, year, load(path)).on(year, government=government) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"\[statutory\] is missing"),
        ("[statutory]", "missing 3 required"),
        (LOCAL.replace("02-20", "02-31"), "day"),
        (LOCAL + "colour = 1", "colour"),
        ("[locl]\n" + LOCAL, "unknown locl"),
        ("statutory = 1", "no attribute"),
        (LOCAL.replace('"360402"', "360402"), "region: a text in quotes"),
        (LOCAL.replace('"360402"', '"江西"'), "no division code"),
        (LOCAL.replace("[2024]", '["2024"]'), "years are numbers"),
        (LOCAL.replace('region = "36"\n', ""), "names its region: order of the province"),
        (LOCAL.replace('"360402"', '"36"').replace("years = [2024]\n", ""), "two deadlines for 36"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(text)
    with pytest.raises(BadDeadline, match=rf"deadlines\.toml: .*{said}"):
        load(path)


def test_the_statutory_days_come_with_the_program() -> None:
    assert rule("110101", 2023).on(2023, government=False) == date(2024, 1, 31)


def test_years_that_an_order_names_go_before_its_others(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(LOCAL.replace('"360402"', '"36"'))
    known = load(path)
    assert [rule("360402", year, known).source for year in (2023, 2024)] == [
        "order of the province",
        "order of the district",
    ]

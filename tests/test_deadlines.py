"""The statutory day, and a local order that replaces it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.publishing.deadlines import BadDeadline, deadline, load

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
    assert deadline(region, year, government=government, known=load(path)) == day


@pytest.mark.parametrize(
    "text", ["", "[statutory]", LOCAL.replace("02-20", "02-31"), LOCAL + "colour = 1", "[locl]\n" + LOCAL]
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(text)
    with pytest.raises(BadDeadline, match=r"deadlines\.toml"):
        load(path)


def test_the_statutory_days_come_with_the_program() -> None:
    assert deadline("110101", 2023, government=False) == date(2024, 1, 31)

"""Is the table of regions sound, complete and dated?"""

from __future__ import annotations

from collections import Counter

import pytest

from parsers.words import regions
from parsers.words.regions import Region
from parsers.words.vocabulary.make_regions import read_changes


def there() -> list[Region]:
    return [region for region in regions.load() if not region.valid_to]


def test_codes_have_six_digits_and_stand_once_among_the_living() -> None:
    assert all(len(region.code) == 6 and region.code.isdigit() for region in regions.load())
    assert max(Counter(region.code for region in there()).values()) == 1


def test_every_parent_exists_and_is_one_level_up_or_more() -> None:
    order = ["country", "province", "prefecture", "county"]
    codes = regions.by_code()
    for region in regions.load():
        if region.level == "country":
            continue
        above = codes[region.parent]
        assert order.index(above.level) < order.index(region.level), region


def test_the_table_is_complete_to_county_level() -> None:
    levels = Counter(region.level for region in there())
    assert levels["province"] == 34
    assert levels["prefecture"] == 333
    assert 2840 <= levels["county"] <= 2860


def test_names_are_unique_within_their_region() -> None:
    names = Counter((region.parent, region.name) for region in there())
    assert [name for name, count in names.items() if count > 1] == []


def test_what_begins_and_ends_is_dated() -> None:
    for region in regions.load():
        for month in (region.valid_from, region.valid_to):
            assert month == "" or (
                len(month) == 7 and 2000 < int(month[:4]) < 2030 and 1 <= int(month[5:]) <= 12
            )
        assert not (region.valid_from and region.valid_to) or region.valid_from < region.valid_to


def test_every_change_is_in_the_table() -> None:
    rows = read_changes()
    known = {(region.code, region.name) for region in regions.load()}
    for row in rows:
        assert not row["old_code"] or (row["old_code"], row["old_name"]) in known, row
        assert not row["new_code"] or (row["new_code"], row["new_name"]) in known, row


@pytest.mark.parametrize(
    "name",
    [
        "偃师区",
        "临平区",
        "襄都区",
        "鄠邑区",
        "钱塘区",
        "即墨区",
        "龙港市",
        "新星市",
        "白杨市",
        "色尼区",
        "崇明区",
    ],
)
def test_places_older_lists_do_not_know(name: str) -> None:
    assert len(regions.by_name()[name]) == 1


def test_a_chain_runs_from_the_province_down() -> None:
    assert [region.name for region in regions.chain("410307")] == ["河南省", "洛阳市", "偃师区"]
    assert [region.name for region in regions.chain("429006")] == ["湖北省", "天门市"]
    assert regions.chain("999999") == ()


def test_a_short_form_begins_as_its_name_does() -> None:
    """A line of the table by hand that slipped to the next code would send bodies to a neighbour."""
    below = [region for region in regions.load() if region.code != regions.COUNTRY]
    assert [one for one in below if any(form[0] != one.name[0] for form in one.short_forms)] == []


def test_short_forms_lead_to_the_region() -> None:
    for short, code in [
        ("互助县", "630223"),
        ("内蒙古", "150000"),
        ("巴音郭楞州", "652800"),
        ("前郭县", "220721"),
    ]:
        assert code in {region.code for region in regions.by_name()[short]}

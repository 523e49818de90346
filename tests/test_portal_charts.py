"""Charts, and the numbers behind them: axes, distributions, rankings, their files and the links to their queries."""

from __future__ import annotations

import csv
import io
import itertools
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipelines.items import Capture, Outcome
from pipelines.portal.chart import Bin, Series, bar_chart, distribution, line_chart
from pipelines.portal.language import plain_speaker
from pipelines.portal.measures import Measure, measures
from pipelines.portal.pages import region
from pipelines.portal.pages.region import pooled, ranking
from tests.known_database import capture, report, requests
from tests.reading_room import Reader, built
from tests.test_portal_questions import GOVERNMENT, HEQIAO, archive

SAY = plain_speaker("en")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(built(tmp_path_factory.mktemp("charts"), archive()))


def texts(svg: Any) -> list[str]:
    return [
        found.text or "" for found in ElementTree.fromstring(str(svg)).iter() if found.tag.endswith("text")
    ]


def records(answer: Any) -> list[dict[str, str]]:
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("highest", "axis"),
    [
        (0.07, ["0", "0.05", "0.1"]),
        (0.3, ["0", "0.2", "0.4"]),
        (1, ["0", "0.5", "1"]),
        (3, ["0", "2", "4"]),
        (999, ["0", "500", "1,000"]),
        (1000, ["0", "500", "1,000"]),
    ],
)
def test_the_axis_ends_at_a_round_number(highest: float, axis: list[str]) -> None:
    drawn = line_chart([Series("率", "rate", [0, highest])], [2022, 2023], breaks={}, say=SAY)
    assert texts(drawn)[:3] == axis


@pytest.mark.parametrize("count", [2, 5, 17, 40])
def test_names_under_the_axis_do_not_run_into_each_other(count: int) -> None:
    years = list(range(2030 - count, 2030))
    drawn = line_chart([Series("率", "rate", [1] * count)], years, breaks={}, say=SAY)
    shown = [
        float(found.attrib["x"])
        for found in ElementTree.fromstring(str(drawn)).iter()
        if found.tag.endswith("text") and re.fullmatch(r"20\d\d|19\d\d", found.text or "")
    ]
    assert all(right - left > 36 for left, right in itertools.pairwise(shown))
    assert "2029" in texts(drawn)


def test_the_legend_stands_below_in_the_language_of_the_reader() -> None:
    series = [Series("新收", "received", [1, 2]), Series("办结", "handled", [1, 2])]
    for say, names in ((plain_speaker("zh"), ["新收", "办结"]), (SAY, ["received", "handled"])):
        for draw in (line_chart, bar_chart):
            assert texts(draw(series, [2022, 2023], breaks={}, say=say))[-2:] == names


def test_a_distribution_counts_every_value_once() -> None:
    share = Measure("率", "share", "a", "b")
    bins = share.bins([0, 0.05, 0.1, 0.3, 0.95, 1, 1.7])
    assert [one.count for one in bins] == [2, 1, 0, 1, 0, 0, 0, 0, 0, 3]
    assert [*[one.label for one in bins][:2], bins[-1].label] == ["0%", "10%", "≥90%"]
    late = measures()["days_late"].bins([-300, 0, 1, 7, 8, 400])
    assert [(one.label, one.count) for one in late] == [
        ("≤0", 2), ("1–7", 2), ("8–30", 1), ("31–90", 0), ("91–365", 0), ("≥366", 1),
    ]  # fmt: skip
    assert distribution([Bin("0", 0)], "nothing") is None


def body(name: str, over: float | None, under: float | None, **more: Any) -> dict[str, Any]:
    known = {"name": name, "numerator": over, "denominator": under, "report_id": 1, "scope": "own"}
    return known | {"agency_id": name} | more


def test_equal_values_share_a_rank_and_nobody_is_ranked_without_a_value() -> None:
    share = Measure("率", "share", "a", "b")
    bodies = [
        body("a", 1, 2), body("b", 5, 10), body("c", 9, 10), body("d", None, 4), body("e", 0, 0),
        body("f", 900, 1000, scope="region"), body("g", None, None, report_id=None), body("h", 0, 3),
    ]  # fmt: skip
    ranked = ranking(bodies, share, 0)
    assert [(one["rank"], one["name"]) for one in ranked] == [(1, "c"), (2, "b"), (2, "a"), (4, "h")]
    assert [one["name"] for one in ranking(bodies, share, 10)] == ["c", "b"]
    found = pooled(ranked, share)
    assert found == {"numerator": 15, "denominator": 25, "value": 0.6, "median": 0.5}
    assert pooled([], share) is None


@pytest.mark.parametrize("by", measures())
def test_a_region_is_ranked_by_every_measure(reader: Reader, by: str) -> None:
    page = reader.get(f"/region/4115?year=2023&by={by}").text
    assert f'<option value="{by}" selected>' in page
    assert GOVERNMENT in page


def test_the_chosen_measure_is_on_the_page_in_the_csv_and_in_the_query(reader: Reader) -> None:
    address = "/region/41?year=2023&by=granted_or_partly"
    page = reader.get(address).text
    assert re.search(r"62\.5%<br><span[^>]*>20/32", page)
    assert GOVERNMENT in page.split("政府汇总报告")[-1]
    found = records(reader.get("/region/41/ranking.csv?year=2023&by=granted_or_partly"))
    assert [(one["rank"], one["name"], one["value"]) for one in found] == [("1", HEQIAO, "0.625")]
    link = unescape(re.findall(r'href="(/gxcrawl\?sql=[^"]*)"', page)[0])
    rows = reader.get(link.replace("?", ".json?_shape=array&", 1)).json()
    assert {(row["name"], row["numerator"], row["denominator"]) for row in rows} >= {(HEQIAO, 20, 32)}
    drawn = reader.get("/region/41/distribution.svg?year=2023&by=granted_or_partly")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "≥90%" in texts(drawn.text)


def test_a_long_ranking_has_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values: list[tuple[Capture, Outcome]] = [
        (capture(name), report(name, 2023, given=requests(received=place)))
        for place, name in enumerate(("甲县档案局", "乙县档案局", "丙县档案局"))
    ]
    monkeypatch.setattr(region, "LISTED", 2)
    served = Reader(built(tmp_path, values))
    first, second = (served.get(f"/region/41?page={page}").text for page in (1, 2))
    assert "丙县档案局" in first and "甲县档案局" not in first
    assert "甲县档案局" in second and "丙县档案局" not in second
    assert 'page=2#ranking">2</a>' in first
    assert len(records(served.get("/region/41/ranking.csv"))) == 3


@pytest.mark.parametrize(
    "path", ["/region/41?by=nothing", "/region/41/distribution.svg?year=2023&by=review_corrected"]
)
def test_what_cannot_be_ranked_or_drawn_is_a_404(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_the_charts_of_a_body_have_their_numbers_and_their_query(reader: Reader) -> None:
    agency = reader.get("/gxcrawl/agencies.json", params={"name": HEQIAO, "_shape": "array"}).json()[0]["id"]
    found = records(reader.get(f"/agency/{agency}/outcomes.csv", cookies={"gx-language": "en"}))
    assert [(one["year"], one["Granted"], one["Denied"]) for one in found] == [
        ("2022", "6", "1"),
        ("2023", "20", "4"),
    ]
    page = reader.get(f"/agency/{agency}").text
    links = [unescape(link) for link in re.findall(r'href="(/gxcrawl\?sql=[^"]*)"', page)]
    assert len(links) == 3
    for link in links:
        rows = reader.get(link.replace("?", ".json?_shape=array&", 1)).json()
        assert {row["year"] for row in rows} == {2022, 2023}


def test_the_trend_of_all_years_has_its_numbers_and_its_query(reader: Reader) -> None:
    page = reader.get("/years").text
    link = unescape(re.findall(r'href="(/gxcrawl\?sql=[^"]*)"', page)[0])
    rows = reader.get(link.replace("?", ".json?_shape=array&", 1)).json()
    assert [str(row["received"]) for row in rows] == [
        one["received"] for one in records(reader.get("/years.csv"))
    ]
    assert "requests received" in texts(reader.get("/years.svg", cookies={"gx-language": "en"}).text)


def test_a_year_nobody_has_a_value_for_is_no_zero(tmp_path: Path) -> None:
    values: list[tuple[Capture, Outcome]] = [
        (capture("a"), report(HEQIAO, 2022, given=requests(received="/"))),
        (capture("b"), report(HEQIAO, 2023, given=requests(received=4))),
    ]
    served = Reader(built(tmp_path, values))
    assert [one["received"] for one in records(served.get("/years.csv"))] == ["", "4"]
    assert "不是 0" in served.get("/years").text
    assert "不是 0" in served.get("/year/2022").text
    assert "不是 0" not in served.get("/year/2023").text

"""Every page of the reading room says what it should about a database that is known."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from parsers.report import Finding, Section
from pipelines import schema
from pipelines.portal.series import CHARTS
from pipelines.publishing.release import release
from pipelines.warc.fixity import record_audit, verify
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, warcs
from tests.known_database import capture, report
from tests.reading_room import Reader, built
from tests.test_portal_questions import GOVERNMENT, HEQIAO, QINGSHI, archive

# Our templates stand in the place of these; when Datasette changes one of them, ours must be looked at again.
ORIGINALS = {
    "base.html": "bb22df33caea",
    "database.html": "4fd5e97823bb",
    "query.html": "bc3559df0e20",
    "row.html": "ff5dde41541c",
    "table.html": "81cec4b0f794",
    "_crumbs.html": "882c9d69e133",
    "_description_source_license.html": "13fcf73b733d",
    "_facet_results.html": "622d3c764aa1",
    "_footer.html": "d190d9e7dc50",
    "_table.html": "f75a8872713f",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("pages")
    release(built(base, archive()), base / "dist")
    return base


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Reader(folder / "gxcrawl.db", dist=folder / "dist")


def page_of(reader: Reader, table: str, **where: str) -> str:
    rows = reader.get(f"/gxcrawl/{table}.json", params={"_shape": "array", **where}).json()
    return f"/{'report' if table == 'reports' else 'agency'}/{rows[0]['id']}"


@pytest.mark.parametrize(
    ("damaged", "said"), [(False, "every byte is as it was stored"), (True, "damage was found")]
)
def test_the_front_page_says_when_the_archive_was_last_verified(
    folder: Path, tmp_path: Path, damaged: bool, said: str
) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", b"<p>1"), "text/html")
    served = Reader(folder / "gxcrawl.db", tmp_path)
    assert "Archive verified" not in served.get("/").text
    if damaged:
        for path in warcs(tmp_path):
            path.unlink()
    record_audit(tmp_path, verify(tmp_path, at="2026-03-01T04:00:00Z"))
    text = served.get("/").text
    assert said in text
    assert "2026-03-01 04:00:00 UTC" in text


def test_without_an_archive_the_front_page_says_nothing_of_one(reader: Reader) -> None:
    assert "Archive verified" not in reader.get("/").text


def test_the_front_page_leads_to_what_the_crawl_says_of_itself(reader: Reader) -> None:
    page = reader.get("/").text
    for table in ("sources", "expected", "unlisted", "runs"):
        assert f'href="/gxcrawl/{table}"' in page


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_template_we_replace_is_the_one_we_looked_at(name: str) -> None:
    original = files("datasette").joinpath("templates", name).read_bytes()
    assert hashlib.sha256(original).hexdigest()[:12] == ORIGINALS[name]


def test_no_template_is_replaced_unlooked() -> None:
    ours = {path.name for path in files("pipelines.portal").joinpath("templates").iterdir()}
    theirs = {path.name for path in files("datasette").joinpath("templates").iterdir()}
    assert ours & theirs == set(ORIGINALS)


def test_the_agency_page_shows_years_side_by_side(reader: Reader) -> None:
    page = reader.get(page_of(reader, "agencies", name=HEQIAO)).text
    for said in ("2022", "2023", "迟发 10 天", "80.0%", "8/10", "本年新收", "<svg", "同一地区", GOVERNMENT):
        assert said in page


def test_the_report_page_has_the_official_layout_and_marks_what_fails(reader: Reader) -> None:
    page = reader.get(page_of(reader, "reports", agency_name=HEQIAO, year="2023")).text
    for said in (
        "一、本年新收政府信息公开申请数量",
        "（三）不予公开",
        "未经复议直接起诉",
        "不相符之处",
        "引用本报告",
    ):
        assert said in page
    assert page.count(" failing") == 8  # handled, carried in, and three cells of each of two stocks
    assert "2021 年格式" in page


def test_every_cell_of_the_form_is_on_the_page_and_leads_to_its_evidence(reader: Reader) -> None:
    page = reader.get(page_of(reader, "reports", agency_name=HEQIAO, year="2022")).text
    assert page.count("/cell/") == 200


def test_the_region_adds_bodies_but_never_the_sum_of_the_government(reader: Reader) -> None:
    page = reader.get("/region/411599?year=2023").text
    assert GOVERNMENT in page and HEQIAO in page
    assert "<b>30</b>" in page
    assert "1,030" not in page


def test_years_and_provinces_add_up(reader: Reader) -> None:
    page = reader.get("/year/2023").text
    assert "河南" in page and "江苏" not in page
    assert "62.5%" in page  # 20 of 32
    assert "2022" in reader.get("/years").text


def test_search_finds_bodies_and_narratives(reader: Reader) -> None:
    page = reader.get("/-/find", params={"q": "河桥"}).text
    assert HEQIAO in page
    page = reader.get("/-/find", params={"q": "細化公開"}).text
    assert "<mark>细化公开</mark>" in page


def test_the_dictionary_has_every_table_column_and_unit(reader: Reader) -> None:
    page = reader.get("/dictionary").text
    for table in schema.tables().values():
        assert f'id="{table.name}"' in page
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page
    assert "万元" in page


def test_downloads_are_listed_with_their_sums(reader: Reader, folder: Path) -> None:
    page = reader.get("/download").text
    database = (folder / "dist" / "latest" / "gxcrawl.db").read_bytes()
    assert hashlib.sha256(database).hexdigest() in page
    assert reader.get("/dist/latest/gxcrawl.db").content == database
    assert reader.get("/dist/latest/csv/requests.csv").text.startswith("\ufeffreport_id")


def test_without_downloads_the_page_says_so(folder: Path) -> None:
    assert "没有备好下载包" in Reader(folder / "gxcrawl.db").get("/download").text


@pytest.mark.parametrize(
    "path",
    [
        "/agency/1",
        "/report/1",
        "/report/1/cell/requests/received/total",
        "/year/1990",
        "/region/99",
        "/region/41?year=1999",
    ],
)
def test_what_is_not_there_is_a_404_in_both_languages(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert ("没有" in answer.text and "no such" in answer.text) or "no reports" in answer.text


def test_a_body_without_a_year_shows_it_as_not_seen(reader: Reader) -> None:
    assert "未见到" not in reader.get(page_of(reader, "agencies", name=QINGSHI)).text


@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_can_be_downloaded(reader: Reader, chart: str) -> None:
    answer = reader.get(f"{page_of(reader, 'agencies', name=HEQIAO)}/{chart}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_chart_that_is_not_there_is_a_404(reader: Reader) -> None:
    assert reader.get(f"{page_of(reader, 'agencies', name=HEQIAO)}/nothing.svg").status_code == 404


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("zh", "无数值，不能核对", "without a value"), ("en", "without a value", "无数值，不能核对")],
)
def test_findings_speak_the_language_of_the_reader(
    tmp_path: Path, language: str, shown: str, hidden: str
) -> None:
    unclear = Finding(
        "requests_balance",
        "publisher",
        "error",
        "fail",
        "1 格无数值，不能核对 / 1 cell without a value",
        (("requests", "handled", "total"),),
    )
    served = Reader(built(tmp_path, [(capture("a"), report(HEQIAO, 2023, findings=(unclear,)))]))
    address = page_of(served, "reports")
    for path in (
        address,
        f"{address}/cell/requests/handled/total",
        "/gxcrawl/q03-identities",
        "/gxcrawl/findings",
    ):
        page = served.get(path, cookies={"gx-language": language}).text
        assert shown in page and hidden not in page


def test_a_body_of_unknown_region_is_counted_and_leads_nowhere(tmp_path: Path) -> None:
    served = Reader(built(tmp_path, [(capture("a"), report("某某局", 2023, region=""))]))
    for path in ("/", "/regions", "/year/2023", page_of(served, "agencies"), page_of(served, "reports")):
        page = served.get(path)
        assert page.status_code == 200
        assert 'href="/region/"' not in page.text and "/region/?" not in page.text
    for path in ("/", "/regions", "/year/2023"):
        assert "地区不明" in served.get(path).text


def test_the_agency_page_names_its_sources_and_what_changed(tmp_path: Path) -> None:
    values = [
        (capture("a", url="http://gk.example.cn/1.html"), report(HEQIAO, 2023)),
        (capture("b", url="http://gk.example.cn/1.pdf", role="attachment"), report(HEQIAO, 2023)),
    ]
    served = Reader(built(tmp_path, values))
    page = served.get(page_of(served, "agencies")).text
    assert 'href="/gxcrawl/sources?site=heqiao"' in page
    address = page.split('id="changes"')[1].split('class="small" href="')[1].split('"')[0]
    assert "两个版本的数字完全一致" in served.get(address).text


def test_cells_a_finding_binds_are_named_in_words(reader: Reader) -> None:
    for language, name in (
        ("zh", "二、上年结转政府信息公开申请数量 · 总计"),
        ("en", "Requests carried over from last year · Total"),
    ):
        page = reader.get("/gxcrawl/findings?verdict=fail", cookies={"gx-language": language}).text
        assert name in page and "[[&" not in page
    rows = reader.get("/gxcrawl/findings.json?verdict=fail&_shape=array").json()
    assert any((row["cells"] or "").startswith('[["requests"') for row in rows)


def test_a_search_answers_from_the_texts_not_from_the_headings_every_report_has(tmp_path: Path) -> None:
    """行政复议 stands in a statutory heading of each report."""
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    said = ("今年因行政复议败诉一件。", "今年没有案件。")
    values = [
        (
            capture(str(place)),
            replace(report(f"第{place}局"), sections=(Section("disputes", heading, text),)),
        )
        for place, text in enumerate(said)
    ]
    served = Reader(built(tmp_path, values))
    page = served.get("/-/find?q=行政复议").text
    assert page.count("<section>") == 1 and "<mark>行政复议</mark>败诉" in page
    assert served.get("/gxcrawl/sections.json?_search_text=行政复议").json()["filtered_table_rows_count"] == 1


@pytest.mark.parametrize("typed", ['"', "AND", "*", "text : (", "公开)", "的"])
def test_whatever_is_searched_is_no_syntax_error(reader: Reader, typed: str) -> None:
    assert reader.get("/-/find", params={"q": typed}).status_code == 200


def test_answers_lead_to_regions_by_name_and_to_reports(reader: Reader) -> None:
    page = reader.get("/gxcrawl/q06-top-counties?year=2021", cookies={"gx-language": "en"}).text
    assert '<a href="/region/330101">330101</a>' in page
    page = reader.get("/gxcrawl/q03-identities", cookies={"gx-language": "zh"}).text
    assert re.search(r'<a href="/report/(\d+)" title="\1">打开</a>', page)
    assert '<td class="number">3</td>' in page  # a difference is stored as 3.0


def test_a_question_offers_the_provinces_and_kinds_it_knows(reader: Reader) -> None:
    page = reader.get("/gxcrawl/q17-one-type?province=41", cookies={"gx-language": "zh"}).text
    assert '<option value="41" selected>河南</option>' in page
    assert '<option value="justice">司法行政</option>' in page


def test_a_version_without_tables_is_not_compared_cell_by_cell(tmp_path: Path) -> None:
    values = [
        (capture("a", url="http://gk.example.cn/1.pdf", role="attachment"), report(HEQIAO, 2023)),
        (
            capture("b", url="http://gk.example.cn/1.html"),
            replace(report(HEQIAO, 2023), forms={}, figures=()),
        ),
    ]
    served = Reader(built(tmp_path, values))
    rows = served.get("/gxcrawl/reports.json?_shape=array&_sort_desc=preferred").json()
    page = served.get(f"/report/{rows[0]['id']}/against/{rows[1]['id']}", cookies={"gx-language": "zh"}).text
    assert "没有可比的数字" in page and "/cell/" not in page
    assert "附件" in page and ">attachment" not in page


def test_a_ranked_count_stands_in_one_column(reader: Reader) -> None:
    page = reader.get("/region/41?by=received", cookies={"gx-language": "en"}).text
    assert '<th><span lang="en">Received</span></th>' not in page.split("</thead>")[0]

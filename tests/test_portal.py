"""The reading room answers: pages, search, limits, errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.known_database import capture, outcomes, report
from tests.reading_room import Reader, built


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(built(tmp_path_factory.mktemp("portal"), outcomes()))


def test_home_says_what_how_much_and_how_fresh(reader: Reader) -> None:
    page = reader.get("/").text
    for said in ("政府信息公开工作年度报告", "<b>6</b>", "1,200", "2024-01-20", "河南", "heqiao"):
        assert said in page


@pytest.mark.parametrize(
    "path", ["/gxcrawl", "/gxcrawl/reports", "/gxcrawl/requests", "/gxcrawl/figures", "/gxcrawl/cells"]
)
def test_tables_are_shown_with_their_labels(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "年度报告" in answer.text


def test_the_language_is_remembered(reader: Reader) -> None:
    chosen = reader.get("/-/language/en?back=/gxcrawl")
    assert chosen.status_code == 302
    assert chosen.headers["location"] == "/gxcrawl"
    cookie = chosen.headers["set-cookie"].split(";")[0]
    page = reader.get("/", headers={"cookie": cookie}).text
    assert '<html lang="en"' in page
    assert "份年度报告" not in page
    assert (
        'lang="en"' not in reader.get("/", headers={"cookie": "gx-language=zh"}).text.split("languages", 1)[0]
    )


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_the_language_switch_never_leads_to_another_site(reader: Reader, elsewhere: str) -> None:
    assert reader.get("/-/language/zh", params={"back": elsewhere}).headers["location"] == "/"


@pytest.mark.parametrize(
    ("typed", "hits"),
    [("培训", 6), ("加强培训", 6), ("加強培訓", 6), ("主动公开 信息", 6), ("信", 6), ("抖音", 0)],
)
def test_the_search_box_finds_chinese_words(reader: Reader, typed: str, hits: int) -> None:
    answer = reader.get("/gxcrawl/sections.json", params={"_search": typed})
    assert answer.json()["filtered_table_rows_count"] == hits


@pytest.mark.parametrize(
    "typed", ['"', "*", "AND", "(", "a OR", "，", "NEAR(", "^x", "-", "公开 -信息", "\x00"]
)
def test_nothing_people_type_is_a_syntax_error(reader: Reader, typed: str) -> None:
    assert reader.get("/gxcrawl/sections", params={"_search": typed}).status_code == 200


def test_hits_are_marked(reader: Reader) -> None:
    assert "<mark>培训</mark>" in reader.get("/gxcrawl/sections", params={"_search": "培训"}).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/gxcrawl/nothing", 404),
        ("/gxcrawl/reports/1", 404),
        ("/gxcrawl?sql=drop+table+reports", 400),
        ("/gxcrawl?sql=select+length(hex(zeroblob(400000000)))", 400),
    ],
)
def test_what_cannot_be_answered_gets_a_page_in_both_languages(
    reader: Reader, path: str, status: int
) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    assert re.search('lang="zh-CN">[^<]+</span> <span lang="en">', answer.text)


def test_a_query_that_runs_too_long_is_stopped(reader: Reader) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = reader.get("/gxcrawl", params={"sql": endless, "_timelimit": "50"})
    assert answer.status_code == 400
    assert "SQL" in answer.text


def test_no_page_may_run_scripts_of_others(reader: Reader) -> None:
    policy = reader.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy.split("script-src")[1].split(";")[0]


def test_a_script_in_the_data_stays_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    said = report(evil, text=f"公开{evil}", title=evil, signed=evil, problems=(evil,))
    shown = capture("evil", title=evil, site=evil, channel=evil)
    reader = Reader(built(tmp_path / "evil", [(shown, said)]))
    id_ = reader.get("/gxcrawl/reports.json?_shape=array").json()[0]["id"]
    for path in (
        "/",
        "/gxcrawl/reports",
        f"/gxcrawl/reports/{id_}",
        "/gxcrawl/sections?_search=公开",
        "/gxcrawl/agencies",
        "/gxcrawl/captures",
        "/gxcrawl/sources",
        "/gxcrawl/findings",
        "/gxcrawl?sql=select+*+from+reports",
        "/nothing/<script>alert(1)<~2Fscript>",
    ):
        answer = reader.get(path)
        assert "<script>alert" not in answer.text, path

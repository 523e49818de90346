"""The reading room answers: pages, search, limits, errors."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlite_utils
from datasette.app import Datasette

from parsers.report import Contact, Fact, Finding, Heading
from pipelines import portal, schema
from pipelines.portal.questions import load
from tests.known_database import capture, outcomes, report
from tests.reading_room import Reader, built

ATOM = "{http://www.w3.org/2005/Atom}"
CELL = ("requests", "received", "total")


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


@pytest.mark.parametrize("path", ["/gxcrawl", "/gxcrawl.json", "/gxcrawl.csv"])
def test_a_query_that_runs_too_long_is_stopped_and_told_so(reader: Reader, path: str) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = reader.get(path, params={"sql": endless, "_timelimit": "50"})
    assert answer.status_code == 400
    said = answer.json()["error_zh"] if path.endswith("json") else answer.text
    assert "时间限制" in said and "SQL query took too long" not in answer.text


def test_a_query_that_was_refused_can_be_mended(reader: Reader) -> None:
    for sql in (
        "drop table <reports>",
        "with recursive n(i) as (select 1 union all select i from n) select 1 from n, n, n",
    ):
        answer = reader.get("/gxcrawl", params={"sql": sql, "_timelimit": "20"})
        assert answer.status_code == 400
        assert f'<textarea id="sql-editor" name="sql" rows="4">{escape(sql)}</textarea>' in answer.text


def test_an_unknown_parameter_is_shown_not_hidden(reader: Reader) -> None:
    page = reader.get("/gxcrawl/q01-late?province=99%3Cb%3E").text
    assert '<option value="99&lt;b&gt;" selected>99&lt;b&gt;</option>' in page


def test_no_page_may_run_scripts_of_others(reader: Reader) -> None:
    policy = reader.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy.split("script-src")[1].split(";")[0]


class Running(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ("script", "iframe", "object", "embed") else []
        self.found += [name for name, _ in attributes if name.startswith("on") or name == "srcdoc"]
        self.found += [
            value for _, value in attributes if (value or "").strip().lower().startswith("javascript:")
        ]


def running(page: str) -> list[str]:
    parser = Running()
    parser.feed(page)
    return parser.found


def test_what_a_browser_runs_is_seen() -> None:
    assert running("<p title='<script>'>&lt;script&gt;</p>") == []
    assert running("<img onerror=x><script>x</script><a href=' JavaScript:x'>") == [
        "onerror",
        "script",
        " JavaScript:x",
    ]


def test_a_script_in_the_data_stays_text(tmp_path: Path) -> None:
    """Every text a document or a listing can carry is a script here; no page may carry it as one."""
    evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
    said = report(
        evil,
        text=f"公开{evil}",
        title=evil,
        signed=evil,
        problems=(evil,),
        outline=(Heading(evil, evil, 1, "overview"),),
        facts=(Fact(evil, evil, evil, 1, evil, evil, "overview", f"公开{evil}"),),
        contact=Contact(phone=evil, address=evil, email=evil, website=evil),
        findings=(
            Finding(
                evil, "publisher", "error", "fail", evil, (("requests", "handled", "total"),), difference=1
            ),
            Finding(evil, "publisher", "note", "not_evaluable", evil),
        ),
    )
    raw = tuple(
        figure._replace(raw=evil, value=None, state="lost") if figure.key == CELL else figure
        for figure in said.figures
    )
    fields = ("title", "site", "channel", "published", "parent", "declared_type", "extension", "run")
    shown = replace(capture("evil", url=f"http://gk.example.cn/{evil}"), **dict.fromkeys(fields, evil))
    reader = Reader(built(tmp_path / "evil", [(shown, replace(said, figures=raw))]))
    id_ = reader.get("/gxcrawl/reports.json?_shape=array").json()[0]["id"]
    agency = reader.get("/gxcrawl/agencies.json?_shape=array").json()[0]["id"]
    for path in (
        *(
            "/",
            "/years",
            "/regions",
            "/region/41",
            "/dictionary",
            "/download",
            "/-/find?q=公开",
            f"/-/find?q={evil}",
        ),
        *(f"/report/{id_}", f"/agency/{agency}", f"/report/{id_}/cell/{'/'.join(CELL)}"),
        *(f"/gxcrawl/{table}" for table in schema.tables()),
        *(f"/gxcrawl/{question}" for question in load()),
        *(f"/gxcrawl/reports/{id_}", "/gxcrawl/sections?_search=公开", "/gxcrawl?sql=select+*+from+reports"),
        f"/gxcrawl/reports?title={evil}",
        "/nothing/<script>alert(1)<~2Fscript>",
        f"/-/language/zh?back={evil}",
    ):
        answer = reader.get(path)
        assert answer.status_code < 500, path
        assert "<script>alert" not in answer.text, path
        assert running(answer.text) == [], path
        if path.startswith(
            (f"/report/{id_}", "/agency/", '/-/find?q="', "/gxcrawl/findings", "/gxcrawl/sections")
        ):
            assert "&lt;script&gt;alert" in answer.text, path  # the text is there, and only a text
    feed = reader.get("/changes.atom")
    assert (
        evil
        in [title.text.split("：")[1] for title in ElementTree.fromstring(feed.text).iter(f"{ATOM}title")][1:]
    )


def test_who_may_see_a_table_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(built(tmp_path, outcomes()))
    asked: Counter[tuple[str, str]] = Counter()
    own = Datasette._table_permission_allows

    def counted(self: Datasette, database: str, table: str) -> object:
        asked[database, table] += 1
        return own(self, database, table)

    monkeypatch.setattr(Datasette, "_table_permission_allows", counted)
    for _ in range(2):
        assert "checks" in reader.get("/gxcrawl").text
    assert set(asked.values()) == {1}
    monkeypatch.setattr(
        Datasette, "_table_permission_allows", lambda self, database, table: [{"id": "nobody"}]
    )
    assert Reader(tmp_path / "gxcrawl.db").get("/gxcrawl/reports").status_code == 403


def test_a_database_is_read_where_it_lies(tmp_path: Path) -> None:
    with closing(sqlite3.connect(built(tmp_path, outcomes()))) as connection:
        portal.prepare_connection(connection)
        assert connection.execute("pragma mmap_size").fetchone()[0] == portal.MAPPED


def test_a_link_never_leads_to_a_script(tmp_path: Path) -> None:
    shown = capture("a", url="javascript:alert(1)")
    reader = Reader(built(tmp_path / "link", [(shown, report())]))
    id_ = reader.get("/gxcrawl/reports.json?_shape=array").json()[0]["id"]
    for path in (
        f"/report/{id_}",
        f"/report/{id_}/cell/{'/'.join(CELL)}",
        f"/gxcrawl/reports/{id_}",
        "/gxcrawl/captures",
    ):
        assert 'href="javascript:' not in reader.get(path).text, path


def test_plain_datasette_over_the_database_is_the_reading_room_too(tmp_path: Path) -> None:
    reader = Reader(built(tmp_path, outcomes()))
    reader.served = Datasette(immutables=[str(tmp_path / "gxcrawl.db")])
    report_id = reader.get("/gxcrawl/reports.json?_shape=array").json()[0]["id"]
    for path in (
        "/",
        f"/report/{report_id}",
        f"/report/{report_id}/cell/{'/'.join(CELL)}",
        "/download",
        "/gxcrawl/q01-late",
    ):
        assert reader.get(path).status_code == 200, path
    assert "谁迟发了" in reader.get("/gxcrawl/q01-late").text


def test_another_database_keeps_its_own_front_page(tmp_path: Path) -> None:
    reader = Reader(built(tmp_path, outcomes()))
    sqlite_utils.Database(tmp_path / "other.db")["things"].insert({"id": 1})
    reader.served = Datasette([str(tmp_path / "other.db")])
    front = reader.get("/")
    assert front.status_code == 200
    assert "things" in front.text
    assert "年度报告" not in front.text.split("<main")[1].split("</main>")[0]
    assert reader.get("/questions").status_code == 404

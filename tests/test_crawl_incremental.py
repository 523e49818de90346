"""What is held and unchanged is not fetched again; what may have changed is asked for conditionally."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gxcrawl.demo.server import Answer, Ask, Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article, File
from gxcrawl.fetching.due import channel_due, due, unwanted
from pipelines.items import Channel, Entry, Site
from tests.crawling import rows, run, write_registry

NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
LIST = "/zwgk/xxgknb/"


@pytest.mark.parametrize(
    ("published", "asked", "is_due"),
    [
        ("2025-01-20", "2025-02-27T12:00:00Z", False),
        ("2025-01-20", "2025-02-20T12:00:00Z", True),
        ("2022-01-20", "2025-02-20T12:00:00Z", False),
        ("2022-01-20", "2024-11-20T12:00:00Z", True),
        ("", "2025-02-20T12:00:00Z", False),
    ],
)
def test_fresh_reports_are_looked_at_again_sooner(published: str, asked: str, is_due: bool) -> None:
    assert due(Entry("s", "c", "http://s.test/", "x", published), asked, NOW) is is_due


@pytest.mark.parametrize(
    ("now", "last", "is_due"),
    [
        ("2025-03-02T01:00:00Z", "2025-03-01T01:30:00Z", True),
        ("2025-03-01T12:00:00Z", "2025-03-01T01:30:00Z", False),
        ("2025-07-10T01:00:00Z", "2025-07-01T01:30:00Z", False),
        ("2025-07-20T01:00:00Z", "2025-07-01T01:30:00Z", True),
    ],
)
def test_the_calendar_is_dense_from_january_to_april(now: str, last: str, is_due: bool) -> None:
    assert channel_due(last, datetime.fromisoformat(now)) is is_due


def test_an_entry_is_wanted_by_its_host_title_and_address() -> None:
    site = Site("s", "s", "www.s.test", "990001", "county", ())
    place = Channel(
        "c",
        "http://www.s.test/nb/",
        "trs",
        options={"include": "/nb/", "exclude": r"\.jpg$", "title_must": "年度?报"},
    )
    reasons = {
        unwanted(Entry("s", "c", url, title), site, place): url
        for url, title in (
            ("http://www.s.test/nb/1.html", "示例局2023年年度报告"),
            ("http://www.s.test/nb/2.html", "关于召开会议的通知"),
            ("http://www.s.test/xw/3.html", "示例局2023年年度报告"),
            ("http://www.other.test/nb/4.html", "示例局2023年年度报告"),
        )
    }
    assert list(reasons) == ["", "title", "address", "external"]


def tagged(answer: Answer) -> Answer:
    """A server with validators: 304 for what the client has."""

    def answers(ask: Ask) -> Reply:
        assert isinstance(answer, Reply)
        tag = f'"{hash(answer.body) & 0xFFFF:x}"'
        if ask.headers.get("if-none-match") == tag:
            return Reply(b"", 304, headers=(("ETag", tag),))
        return Reply(answer.body, answer.status, answer.content_type, (("ETag", tag),))

    return answers


@pytest.fixture
def shown() -> dict[str, Answer]:
    articles = [
        Article(
            f"示例局{y}年政府信息公开工作年度报告",
            f"{y + 1}-01-09",
            f"<p>{y}</p>",
            files=(File("a.pdf", b"%PDF-1.4 " + b"x" * y),),
        )
        for y in (2023, 2022)
    ]
    tree = {path: tagged(answer) for path, answer in trs.column(articles, "x").items()}
    return {**tree, "/robots.txt": Reply(status=404)}


def test_later_it_is_asked_for_conditionally_and_a_change_is_a_new_capture(
    shown: dict[str, Answer], tmp_path: Path
) -> None:
    with serve({"www.i.localhost": shown}) as replicas:
        place = Channel("c", f"http://www.i.localhost:{replicas.port}{LIST}", "trs")
        registry = write_registry(
            tmp_path / "sites", [Site("i", "i", "www.i.localhost", "990001", "county", (place,))]
        )
        archive = tmp_path / "archive"
        assert run(registry, archive)[1]["outcomes"] == {"new": 4}
        assert run(registry, archive)[1]["outcomes"] == {}

        age(archive)
        assert run(registry, archive)[1]["outcomes"] == {"not_modified": 4}

        age(archive)
        changed = next(path for path in shown if path.endswith(".pdf"))
        shown[changed] = tagged(Reply(b"%PDF-1.4 corrected", content_type="application/pdf"))
        assert run(registry, archive)[1]["outcomes"] == {"new": 1, "not_modified": 3}
        assert rows(archive, "select count(*), count(distinct url) from captures") == [(5, 4)]


def test_without_validators_the_content_decides(tmp_path: Path) -> None:
    tree = {
        **trs.column([Article("示例局2023年年度报告", "2024-01-09", "<p>x</p>")], "x"),
        "/robots.txt": Reply(status=404),
    }
    with serve({"www.j.localhost": tree}) as replicas:
        place = Channel("c", f"http://www.j.localhost:{replicas.port}{LIST}", "trs")
        registry = write_registry(
            tmp_path / "sites", [Site("j", "j", "www.j.localhost", "990001", "county", (place,))]
        )
        run(registry, tmp_path / "archive")
        age(tmp_path / "archive")
        assert run(registry, tmp_path / "archive")[1]["outcomes"] == {"seen": 1}
        assert rows(tmp_path / "archive", "select count(distinct sha256) from captures") == [(1,)]


def test_a_file_that_did_not_come_is_asked_for_again_though_its_page_is_held(tmp_path: Path) -> None:
    whole = trs.column(
        [Article("示例局2023年年度报告", "2024-01-09", "<p>x</p>", files=(File("a.pdf", b"%PDF-1.4"),))], "x"
    )
    file = next(path for path in whole if path.endswith(".pdf"))
    tree: dict[str, Answer] = {**whole, file: Reply(b"", 404), "/robots.txt": Reply(status=404)}
    with serve({"www.k.localhost": tree}) as replicas:
        place = Channel("c", f"http://www.k.localhost:{replicas.port}{LIST}", "trs")
        registry = write_registry(
            tmp_path / "sites", [Site("k", "k", "www.k.localhost", "990001", "county", (place,))]
        )
        assert run(registry, tmp_path / "archive")[1]["outcomes"] == {"http_404": 1, "new": 1}
        tree[file] = whole[file]
        assert run(registry, tmp_path / "archive")[1]["outcomes"] == {"new": 1}


def age(archive: Path) -> None:
    """Make everything that was fetched half a year older."""
    with closing(sqlite3.connect(archive / "captures.db")) as connection, connection:
        connection.execute("update fetches set at = '2020-01-01T00:00:00Z'")

"""The pages of a list stand in the archive: the proof of what was listed, and of where a list was cut short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from gxcrawl.demo.server import Replicas, Reply, serve
from gxcrawl.demo.themes import hanweb, trs
from gxcrawl.demo.themes.shell import Article
from pipelines.items import Channel, Site
from pipelines.warc.rebuild import rebuild
from tests.crawling import rows, run, write_registry

ARTICLES = [Article(f"示例局{y}年年度报告", f"{y + 1}-01-09", f"<p>{y}</p>") for y in range(2019, 2024)]
LIST = "/zwgk/xxgknb/"
SEARCH = "/module/xxgk/search.jsp?divid=div990&currpage=1"

POSTED = {"include": "/art_990_", "post": True}


@pytest.fixture
def replicas() -> Iterator[Replicas]:
    rules = {"/robots.txt": Reply(status=404)}
    column = trs.column(ARTICLES, "x", per_page=2) | {f"{LIST}index_2.html": Reply(b"gone", 404)}
    with serve(
        {"www.l.localhost": column | rules, "www.p.localhost": hanweb.xxgk(ARTICLES, "x") | rules}
    ) as running:
        yield running


@pytest.fixture
def crawled(replicas: Replicas, tmp_path: Path) -> tuple[Path, Path]:
    places = {
        "l": Channel("c", f"http://www.l.localhost:{replicas.port}{LIST}", "trs", "年报"),
        "p": Channel(
            "c",
            f"http://www.p.localhost:{replicas.port}{SEARCH}",
            "xxgk",
            options={"include": "/art_990_", "post": True},
        ),
    }
    sites = [
        Site(name, name, f"www.{name}.localhost", "990001", "county", (place,))
        for name, place in places.items()
    ]
    registry = write_registry(tmp_path / "sites", sites)
    run(registry, tmp_path / "archive")
    return registry, tmp_path / "archive"


def kept(archive: Path, host: str, kind: str = "response") -> list[tuple[str, str, str]]:
    """Type, path and status (of a request: method) of the records of list pages, in the order they were written."""
    found = []
    for path in sorted((archive / "warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                is_list = (LIST in url and "/t20" not in url) or SEARCH.partition("?")[0] in url
                if host not in url or not is_list or record.rec_type not in (kind, "revisit"):
                    continue
                line = record.http_headers
                told = line.protocol if kind == "request" else line.get_statuscode()
                found.append((record.rec_type, url.partition("localhost")[2].partition("/")[2], told))
    return found


def test_every_answer_of_a_list_is_kept_also_the_page_that_is_missing(crawled: tuple[Path, Path]) -> None:
    folder = LIST[1:]
    assert kept(crawled[1], "www.l.") == [
        ("response", folder, "200"),
        ("response", f"{folder}index_1.html", "200"),
        ("response", f"{folder}index_2.html", "404"),
        ("revisit", folder, "200"),  # page 1 once more, unchanged
    ]


def test_a_list_that_did_not_change_is_kept_once(crawled: tuple[Path, Path]) -> None:
    registry, archive = crawled
    run(registry, archive)
    types = [kind for kind, _, status in kept(archive, "www.l.") if status == "200"]
    assert (types.count("response"), types.count("revisit")) == (2, 4)


def test_what_was_posted_stands_in_the_request(crawled: tuple[Path, Path]) -> None:
    archive = crawled[1]
    assert {method for kind, _, method in kept(archive, "www.p.", "request") if kind == "request"} == {"POST"}


def test_lists_are_no_captures_and_nobody_reads_them_as_reports(crawled: tuple[Path, Path]) -> None:
    archive = crawled[1]
    before = rows(archive, "select url, sha256 from captures order by 1")
    assert len(before) == 4 + 5
    assert not [url for url, _ in before if url.endswith((LIST, "index_1.html")) or "search.jsp" in url]
    assert not rows(archive, "select * from fetches where url like '%search.jsp%'")
    blobs = rows(archive, "select sha256 from blobs order by 1")
    (archive / "captures.db").unlink()
    rebuild(archive)
    assert rows(archive, "select url, sha256 from captures order by 1") == before
    assert rows(archive, "select sha256 from blobs order by 1") == blobs


def test_a_walk_counts_its_rows_by_what_they_are(crawled: tuple[Path, Path]) -> None:
    ((told,),) = rows(crawled[1], "select counts from walks where site = 'p'")
    counts = json.loads(told)
    assert {name: counts[name] for name in ("rows", "distinct", "wanted", "address", "files", "pages")} == {
        "rows": 6,
        "distinct": 6,
        "wanted": 5,
        "address": 1,
        "files": 0,
        "pages": 1,
    }

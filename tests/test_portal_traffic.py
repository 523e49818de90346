"""Under load and through a swap: no failed request, no page made twice for one reader, no endless queue."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from datasette.utils import PrefixedUrlString

from pipelines.portal import reattach, traffic
from pipelines.publishing.publish import publish
from pipelines.publishing.release import release
from pipelines.store import WORK_FILE, Store
from tests.known_database import capture, outcomes, report
from tests.reading_room import Reader, built, listening


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(built(tmp_path_factory.mktemp("traffic"), outcomes()))


def test_a_page_the_reader_has_is_not_sent_again(reader: Reader) -> None:
    first = reader.get("/years")
    tag = first.headers["etag"]
    again = reader.get("/years", headers={"if-none-match": tag})
    assert (again.status_code, again.text) == (304, "")
    other_language = reader.get("/years", headers={"if-none-match": tag, "cookie": "gx-language=en"})
    assert other_language.status_code == 200


def test_robots_stay_out_of_queries(reader: Reader) -> None:
    assert "Disallow: /*?" in reader.get("/robots.txt").text


def test_queries_beyond_the_queue_are_told_to_come_back() -> None:
    let_go = asyncio.Event()
    said: list[int] = []

    async def slow(scope: object, receive: object, send: object) -> None:
        await let_go.wait()

    async def full(scope: object, receive: object, send: object) -> None:
        said.append(429)

    async def crowd() -> None:
        app = traffic.queueing_sql(slow, full)
        scope = {"type": "http", "query_string": b"sql=select+1", "headers": []}
        waiting = [asyncio.create_task(app(scope, None, None)) for _ in range(traffic.SQL_AT_ONCE + 2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        let_go.set()
        await asyncio.gather(*waiting)

    asyncio.run(crowd())
    assert said == [429, 429]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reattach, "LOOK_EVERY", 0.0)
    yield


def _shows(address: str, agencies: int) -> bool:
    """Whether the new version is shown after a bounded number of requests: those under way still see the old one."""
    url = f"{address}/gxcrawl/agencies.json?_size=1"
    counts = (httpx.get(url, timeout=30).json()["filtered_table_rows_count"] for _ in range(300))
    return any(count == agencies for count in counts)


@pytest.mark.usefixtures("impatient")
def test_a_swap_under_load_fails_no_request_and_shows_the_new_version(tmp_path: Path) -> None:
    database = built(tmp_path, outcomes())
    release(database, tmp_path / "dist")
    answers: Counter[tuple[str, int | str]] = Counter()
    done = threading.Event()
    asked = (
        "/gxcrawl/reports.json?_size=1",
        "/",
        "/gxcrawl/q01-late",
        "/-/find?q=培训",
        "/dist/latest/SHA256SUMS",
    )

    def hammer(address: str) -> None:
        with httpx.Client(base_url=address, timeout=30) as client:
            for path in cycle(asked):
                if done.is_set():
                    break
                try:
                    answers[path, client.get(path).status_code] += 1
                except httpx.HTTPError as error:
                    answers[path, repr(error)] += 1

    with listening(database, tmp_path, tmp_path / "dist") as address:
        clients = [threading.Thread(target=hammer, args=(address,)) for _ in range(3)]
        for client in clients:
            client.start()
        try:
            for number in range(3):
                with Store(tmp_path / WORK_FILE, parser="1") as store:
                    store.put(capture(f"new{number}"), report(f"新设{number}局"))
                assert publish(tmp_path).published
                for _ in range(2):  # the second time nothing is new
                    release(database, tmp_path / "dist")
                assert _shows(address, agencies=3 + number)
        finally:
            done.set()
            for client in clients:
                client.join()
    assert answers.keys() == {(path, 200) for path in asked}


def test_a_file_replaced_before_the_first_reader_comes_is_noticed(tmp_path: Path) -> None:
    database = built(tmp_path, outcomes())
    served = Reader(database)

    async def opened_by_startup() -> None:
        await served.served.invoke_startup()
        slow = "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) select max(i) from n"
        asked = (served.served.get_database("gxcrawl").execute(slow) for _ in range(12))
        await asyncio.gather(*asked)  # as many as occupy every thread

    asyncio.run(opened_by_startup())
    with Store(tmp_path / WORK_FILE, parser="1") as store:
        store.put(capture("new"), report("新设局"))
    assert publish(tmp_path).published
    rows = served.get("/gxcrawl/agencies.json?_shape=array").json()
    assert "新设局" in {row["name"] for row in rows}


PAGES = (
    "/",
    "/years",
    "/regions",
    "/questions",
    "/dictionary",
    "/download",
    "/-/find?q=培训",
    "/gxcrawl",
    "/gxcrawl/reports",
)


@pytest.mark.parametrize("path", PAGES)
def test_behind_a_proxy_that_strips_a_prefix_every_link_has_it(tmp_path: Path, path: str) -> None:
    served = Reader(built(tmp_path, outcomes()), base_url="/data/")
    page = served.get(PrefixedUrlString(f"http://localhost{path}")).text  # nothing puts the prefix back
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert links
    assert [link for link in links if not link.startswith("/data/")] == []
    assert [link for link in links if link.startswith("/data/data/")] == []


def test_a_reader_who_finds_the_queue_full_is_told_so_in_both_languages(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traffic, "SQL_AT_ONCE", 0)
    answer = reader.get("/gxcrawl?sql=select+1")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert "请稍后再试" in answer.text and "please try again" in answer.text and "<nav" in answer.text
    assert reader.get("/gxcrawl.json?sql=select+1").json()["status"] == 429


def test_a_sort_by_no_column_is_the_readers_error(reader: Reader) -> None:
    assert reader.get("/gxcrawl/reports?_sort=nothing").status_code == 400


def test_searching_raw_finds_what_searching_finds(reader: Reader) -> None:
    for mode in ("", "&_searchmode=raw"):
        found = reader.get(f"/gxcrawl/sections.json?_search=培训&_shape=array{mode}").json()
        assert len(found) == 6

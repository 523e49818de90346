"""What a crawl leaves to the next one: budgets, hours, and hosts that ask for time; and what it never asks twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gxcrawl.demo.server import Answer, Replicas, Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article
from gxcrawl.exits import Exit
from gxcrawl.fetching.manners import BEIJING
from pipelines.items import Channel, Site
from tests.crawling import rows, run, write_registry

LIST = "/zwgk/xxgknb/"
ARTICLES = [Article(f"示例局{y}年年度报告", f"{y + 1}-01-09", f"<p>{y}</p>") for y in range(2014, 2024)]


@pytest.fixture
def tree() -> dict[str, Answer]:
    return {**trs.column(ARTICLES, "x", per_page=4), "/robots.txt": Reply(status=404)}


@pytest.fixture
def replicas(tree: dict[str, Answer]) -> Iterator[Replicas]:
    with serve({"www.b.localhost": tree}) as running:
        yield running


def registered(folder: Path, replicas: Replicas, **access: object) -> Path:
    place = Channel("c", f"http://www.b.localhost:{replicas.port}{LIST}", "trs")
    return write_registry(
        folder, [Site("b", "b", "www.b.localhost", "990001", "county", (place,), access=access)]
    )


def tomorrow(archive: Path) -> None:
    """The moment has come until which the hosts were left alone."""
    with closing(sqlite3.connect(archive / "frontier.db")) as connection, connection:
        connection.execute("update hosts set next_at = 0")


def test_a_budget_that_is_used_up_leaves_the_rest_to_the_next_run(replicas: Replicas, tmp_path: Path) -> None:
    registry, archive = registered(tmp_path / "sites", replicas, budget={"requests": 3}), tmp_path / "archive"
    code, told = run(registry, archive)
    assert code == Exit.INTERRUPTED
    assert len(replicas.diary) == 3  # robots.txt counts
    assert (told["channels"][0]["state"], told["channels"][0]["reason"]) == ("failed", "unfinished")
    asked = len(replicas.diary)
    run(registry, archive)
    assert len(replicas.diary) == asked  # the same day
    for _ in range(12):
        tomorrow(archive)
        code, told = run(registry, archive)
        if code == 0:
            break
    assert (code, told["channels"][0]["state"]) == (0, "complete")
    assert rows(archive, "select count(*), count(distinct url) from captures") == [(10, 10)]


def test_a_closed_window_asks_for_nothing(replicas: Replicas, tmp_path: Path) -> None:
    hour = (datetime.now(BEIJING) + timedelta(hours=12)).hour
    registry = registered(tmp_path / "sites", replicas, window=[hour, (hour + 1) % 24 or 24])
    code, _ = run(registry, tmp_path / "archive")
    assert (code, replicas.diary) == (Exit.INTERRUPTED, [])


def test_a_host_that_asks_for_hours_is_left_alone(
    replicas: Replicas, tree: dict[str, Answer], tmp_path: Path
) -> None:
    tree[LIST] = Reply(b"busy", 429, headers=(("Retry-After", "7200"),))
    code, _ = run(registered(tmp_path / "sites", replicas), tmp_path / "archive", "--set", "RETRY_TIMES=2")
    assert code == Exit.INTERRUPTED
    assert [ask.path for ask in replicas.diary] == ["/robots.txt", LIST]


@pytest.mark.parametrize("status", [403, 412, 468])
def test_a_refusal_is_not_asked_again_in_the_same_run(
    status: int, replicas: Replicas, tree: dict[str, Answer], tmp_path: Path
) -> None:
    refused = next(path for path in tree if "/t2024" in path)
    tree[refused] = Reply(b"no", status)
    code, told = run(registered(tmp_path / "sites", replicas), tmp_path / "archive", "--set", "RETRY_TIMES=2")
    assert code == Exit.SOURCES_FAILED
    assert [ask.path for ask in replicas.diary].count(refused) == 1
    assert told["outcomes"] == {"blocked.status": 1, "new": 9}

"""The roll-call: who was expected, what came, what came late, what is gone."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gxcrawl.demo import sites
from gxcrawl.demo.server import Answer, Reply, serve
from gxcrawl.demo.themes import plain, trs
from gxcrawl.demo.themes.shell import Article
from gxcrawl.fetching.listed import Listed, Lists, recalled
from gxcrawl.nights.rollcall import ChannelStanding, call, deadline, summary, year_of
from gxcrawl.nights.standing import due_sites, standings
from pipelines.items import Channel, Site
from pipelines.publishing import deadlines
from pipelines.publishing.states import listing_rows
from pipelines.warc.rebuild import rebuild
from tests.crawling import county, rows, run, write_registry

TODAY = date(2025, 2, 15)
LAW = deadlines.load()


def listed(title: str, published: str, url: str = "http://s.test/1", gone: str = "") -> Listed:
    return Listed("s", "c", url, title, published, "2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", gone)


def states(
    entries: list[Listed], *, held: bool = True, complete: bool = True, **channel: object
) -> dict[int, str]:
    place = Channel("c", "http://s.test/", "trs", **{"expected_agencies": ("示例县司法局",), **channel})  # type: ignore[arg-type]
    urls = {entry.url for entry in entries} if held else set()
    return {one.year: one.state for one in call(place, entries, urls, complete, TODAY)}


@pytest.mark.parametrize(
    ("published", "state"), [("2025-01-31", "on_time"), ("2025-02-01", "late"), ("", "undated")]
)
def test_in_time_or_late(published: str, state: str) -> None:
    entries = [listed("示例县司法局2024年政府信息公开工作年度报告", published)]
    assert states(entries, expected_years=(2024,)) == {2024: state}


def test_what_is_missing_vanished_or_was_never_fetched() -> None:
    report = "示例县司法局2023年政府信息公开工作年度报告"
    assert states([], expected_years=(2023,)) == {2023: "missing"}
    assert states([listed(report, "2024-01-09", gone="2025-01-02T00:00:00Z")], expected_years=(2023,)) == {
        2023: "vanished"
    }
    assert states([listed(report, "2024-01-09")], held=False, expected_years=(2023,)) == {2023: "not_held"}


def test_nothing_is_called_missing_from_a_list_that_was_not_read_whole_or_is_not_due() -> None:
    assert states([], complete=False, expected_years=(2023,)) == {2023: "unknown"}
    assert states([], expected_years=(2025,)) == {2025: "not_due"}


def test_years_are_expected_from_the_first_one_known() -> None:
    entries = [
        listed("示例县司法局2021年年报", "2022-01-09", "http://s.test/1"),
        listed("示例县司法局2023年年报", "2024-01-09", "http://s.test/3"),
    ]
    assert states(entries) == {2021: "on_time", 2022: "missing", 2023: "on_time", 2024: "missing"}


def test_the_website_form_is_no_annual_report() -> None:
    assert states(
        [listed("示例县司法局2024年政府网站工作年度报表", "2025-01-09")], expected_years=(2024,)
    ) == {2024: "missing"}


def test_the_name_decides_in_a_channel_of_many_bodies() -> None:
    entries = [listed("示例县审计局2024年政府信息公开工作年度报告", "2025-01-09")]
    found = states(entries, expected_years=(2024,), expected_agencies=("示例县司法局", "示例县审计局"))
    assert found == {2024: "on_time"}  # the last of the two, 审计局
    assert states(entries, expected_years=(2024,)) == {2024: "missing"}
    assert states([listed("2024年政府信息公开工作年度报告", "2025-01-09")], expected_years=(2024,)) == {
        2024: "on_time"
    }


def test_governments_have_until_the_end_of_march() -> None:
    assert (deadline("示例县人民政府", "", 2024), deadline("示例县司法局", "", 2024)) == (
        date(2025, 3, 31),
        date(2025, 1, 31),
    )


def test_a_local_order_sets_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    order = deadlines.Deadline("01-20", "02-20", "order of the province", region="36")
    monkeypatch.setattr(deadlines, "load", lambda: (order, *LAW))
    entry = listed("示例县司法局2024年政府信息公开工作年度报告", "2025-01-25")
    place = Channel("c", "http://s.test/", "trs", expected_agencies=("示例县司法局",), expected_years=(2024,))
    found = [call(place, [entry], {entry.url}, True, TODAY, region)[0] for region in ("360402", "410000")]
    assert [(one.state, one.deadline, one.days) for one in found] == [
        ("late", "2025-01-20", 5),
        ("on_time", "2025-01-31", -6),
    ]


def test_a_title_without_a_year_is_about_the_year_before() -> None:
    assert (
        year_of("政府信息公开年报", "2025-01-09"),
        year_of("2023年年报", "2025-01-09"),
        year_of("年报", ""),
    ) == (2024, 2023, None)


@pytest.mark.parametrize("state", ["partial", "failed"])
def test_a_source_that_was_not_read_whole_is_never_ok(state: str) -> None:
    assert not ChannelStanding("s", "c", state, "waf.jiasule", 9, 0, ()).ok
    assert not ChannelStanding("s", "c", "complete", "", 9, 1, ()).ok
    assert ChannelStanding("s", "c", "complete", "", 9, 0, ()).ok


def test_a_channel_that_moved_is_not_ok_until_a_person_writes_it_down() -> None:
    standing = ChannelStanding("s", "c", "complete", "moved: http://s.test/new/", 9, 0, ())
    assert not standing.ok
    assert summary([standing]) == (
        "1 channels: 1 complete; 0 ok. Reports expected: none expected; 1 channels answer from another address."
    )


def test_the_summary_says_it_in_words() -> None:
    standing = ChannelStanding("s", "c", "failed", "waf.jiasule", 0, 0, ())
    assert summary([standing]) == "1 channels: 1 failed; 0 ok. Reports expected: none expected."


def status(registry: Path, archive: Path) -> dict[str, object]:
    command = [
        sys.executable,
        "-m",
        "gxcrawl",
        "status",
        "--json",
        "--sites",
        str(registry),
        "--archive",
        str(archive),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=os.environ)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_bundled_replicas_answer_the_roll_call(tmp_path: Path) -> None:
    with serve(sites.trees()) as replicas:
        registry = write_registry(tmp_path / "sites", sites.registered(replicas.port))
        run(registry, tmp_path / "archive")
    told = status(registry, tmp_path / "archive")
    assert told["summary"] == "5 channels: 5 complete; 4 ok. Reports expected: 1 not_held, 20 on_time."


def test_an_entry_that_vanishes_stays_in_the_archive_and_is_noted_and_may_come_back(tmp_path: Path) -> None:
    articles = [
        Article(f"示例局{y}年政府信息公开工作年度报告", f"{y + 1}-01-09", f"<p>{y}</p>")
        for y in (2023, 2022, 2021)
    ]
    rules = {"/robots.txt": Reply(status=404)}
    tree = {**trs.column(articles, "x"), **rules}
    shown = dict(tree)
    with serve({"www.v.localhost": shown}) as replicas:
        place = county("v", f"http://{{host}}:{replicas.port}/zwgk/xxgknb/", "trs")
        registry = write_registry(tmp_path / "sites", [place])
        archive = tmp_path / "archive"
        run(registry, archive)
        shown |= trs.column(articles[:2], "x")
        # The clock of the ledger counts seconds; the second crawl is of a later day.
        older(archive)
        run(registry, archive)
        gone = status(registry, archive)["channels"]
        assert isinstance(gone, list)
        assert (gone[0]["entries"], gone[0]["vanished"], gone[0]["ok"]) == (3, 1, False)
        assert rows(archive, "select count(*) from captures") == [(3,)]
        [missed] = listing_rows(archive)["unlisted"]
        assert (missed["title"], missed["last_listed"][:4]) == (articles[2].title, "2000")
        # On another machine: the WARC files are all there is.
        for path in archive.glob("*.db*"):
            path.unlink()
        rebuild(archive)
        assert listing_rows(archive)["unlisted"] == [missed]
        run(registry, archive)
        assert listing_rows(archive)["unlisted"] == [missed]
        shown |= trs.column(articles, "x")
        older(archive)
        run(registry, archive)
        assert listing_rows(archive)["unlisted"] == []
        back = status(registry, archive)["channels"]
        assert isinstance(back, list)
        assert (back[0]["vanished"], back[0]["ok"]) == (0, True)


def test_what_vanished_while_the_memory_was_lost_is_noticed_all_the_same(tmp_path: Path) -> None:
    articles = [Article(f"示例局{y}年年报", f"{y + 1}-01-09", f"<p>{y}</p>") for y in (2023, 2022, 2021)]
    shown = {**trs.column(articles, "x"), "/robots.txt": Reply(status=404)}
    with serve({"www.v.localhost": shown}) as replicas:
        place = county("v", f"http://{{host}}:{replicas.port}/zwgk/xxgknb/", "trs")
        registry = write_registry(tmp_path / "sites", [place])
        archive = tmp_path / "archive"
        run(registry, archive)
        for path in archive.glob("listed.db*"):
            path.unlink()
        assert {one.title for one in recalled(archive)} == {article.title for article in articles}
        with Lists(archive):
            older(archive)
        shown |= trs.column(articles[:2], "x")
        run(registry, archive)
        assert [row["title"] for row in listing_rows(archive)["unlisted"]] == [articles[2].title]


def test_a_folder_without_an_archive_recalls_nothing(tmp_path: Path) -> None:
    assert recalled(tmp_path) == []


def test_what_a_removed_branch_of_a_tree_listed_is_not_listed_any_more(tmp_path: Path) -> None:
    articles = [Article(f"示例局{y}年年度报告", f"{y + 1}-01-09", f"<p>{y}</p>") for y in (2023, 2022, 2021)]
    shown: dict[str, Answer] = {**plain.tree(articles, "x"), "/robots.txt": Reply(status=404)}
    with serve({"www.t.localhost": shown}) as replicas:
        place = Channel("c", f"http://www.t.localhost:{replicas.port}/zfxxgk/nb/", "tree")
        site = Site("t", "t", "www.t.localhost", "990001", "county", (place,))
        registry, archive = write_registry(tmp_path / "sites", [site]), tmp_path / "archive"
        run(registry, archive)
        assert not due_sites([site], archive, datetime.now(UTC))

        # A branch that does not answer: the tree is not whole, and its site is due at once.
        branch = shown.pop("/zfxxgk/nb/2022n/")
        older(archive)
        run(registry, archive)
        assert due_sites([site], archive, datetime.now(UTC)) == (site,)
        (standing,) = standings([site], archive, TODAY)
        assert (standing.state, standing.vanished) == ("partial", 0)

        # A branch that the tree no longer names: its entries are gone, and nobody waits for it.
        shown |= plain.tree(articles[:2], "x")
        older(archive)
        run(registry, archive)
        (standing,) = standings([site], archive, TODAY)
        assert (standing.state, standing.reason, standing.vanished) == ("complete", "tree", 1)
        assert rows(
            archive, "select detail from walks where channel like '%2022n/' order by at desc limit 1"
        ) == [("removed",)]

        shown |= {**plain.tree(articles, "x"), "/zfxxgk/nb/2022n/": branch}
        older(archive)
        run(registry, archive)
        (standing,) = standings([site], archive, TODAY)
        assert (standing.state, standing.vanished) == ("complete", 0)


def older(archive: Path) -> None:
    """Date what the memory of lists and walks holds back."""
    with closing(sqlite3.connect(archive / "listed.db")) as connection, connection:
        connection.execute("update listed set last_listed = '2000-01-01T00:00:00Z'")
    with closing(sqlite3.connect(archive / "captures.db")) as connection, connection:
        connection.execute("update walks set at = strftime('%Y-%m-%dT%H:%M:%SZ', at, '-1 day')")

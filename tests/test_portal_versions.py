"""Revisions: two versions side by side, and a feed of what is new, changed or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipelines.publishing.patches import Patches, Takedown
from pipelines.publishing.publish import publish
from pipelines.rows import document_id
from pipelines.store import WORK_FILE, Store
from pipelines.warc.vault_writer import VaultWriter
from tests.known_database import capture, report, requests
from tests.reading_room import Reader

ATOM = "{http://www.w3.org/2005/Atom}"
OLD = capture("old", url="http://gk.example.cn/1.html", current=False)
NEW = capture("new", url="http://gk.example.cn/1.html", day="2024-03-01")
GONE = capture("gone", day="2024-01-02")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("versions")
    with Store(folder / WORK_FILE, parser="1") as store:
        store.put(OLD, report(given=requests(received=6)))
        store.put(NEW, replace(report(given=requests(received=7, granted="/")), title="更正后的<报告>"))
        store.put(GONE, report("被撤下局"))
    since = {"last_listed": "2024-03-01T01:00:00Z", "unlisted_since": "2024-04-01T01:00:00Z"}
    gone = [{"url": one.url, "title": one.title, **since} for one in (NEW, GONE)]
    with VaultWriter(folder) as vault:
        vault.walked(NEW.site, NEW.channel, "http://x/", state="complete", counts={}, unlisted=gone)
    down = Takedown(GONE.sha256, "the body asked", "Li", date(2025, 1, 31))
    built = publish(folder, patches=Patches((), (down,)))
    assert built.published, built.refusals
    return Reader(built.path)


def test_the_cells_that_changed_stand_side_by_side(reader: Reader) -> None:
    old, new = document_id(OLD.sha256), document_id(NEW.sha256)
    page = reader.get(f"/report/{new}/against/{old}").text
    table = page.split("不同的数字")[1]
    assert table.count("<tr><td>") == 2
    assert ">7</a>" in table and ">6</a>" in table and ">mark</a>" in table
    assert f"/report/{new}/against/{old}" in reader.get(f"/report/{new}").text


def test_a_version_that_is_not_there_is_a_404(reader: Reader) -> None:
    assert reader.get(f"/report/{document_id(NEW.sha256)}/against/5").status_code == 404


def test_the_feed_tells_new_changed_and_withdrawn(reader: Reader) -> None:
    answer = reader.get("/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.text)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles == [
        "更正 changed：更正后的<报告>",
        "新增 new：河桥县司法局2023年政府信息公开工作年度报告",
        "消失 removed：更正后的<报告>",
        "撤下 withdrawn",
    ]
    assert root.findtext(f"{ATOM}updated") == "2024-04-01T01:00:00Z"


def test_reports_gone_from_their_lists_are_a_table(reader: Reader) -> None:
    """The one taken down on request is not named there."""
    rows = reader.get("/gxcrawl/unlisted.json?_shape=array").json()
    assert [(row["url"], row["unlisted_since"]) for row in rows] == [(NEW.url, "2024-04-01T01:00:00Z")]


def test_nothing_of_a_withdrawn_report_is_left(reader: Reader, tmp_path: Path) -> None:
    for path in ("/", "/gxcrawl/agencies", "/gxcrawl/captures", "/gxcrawl/others", "/-/find?q=被撤下局"):
        assert "被撤下局20" not in reader.get(path).text, path

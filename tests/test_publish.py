"""What readers get: built aside, tested, swapped; the same store gives the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils

from parsers.report import Finding
from pipelines.items import Capture, Outcome
from pipelines.publishing.publish import LAST_GOOD, PUBLISHED, NothingToPublish, publish
from pipelines.store import WORK_FILE
from tests.known_database import capture, outcomes, report, requests, stored


def published(path: Path, values: list[tuple[Capture, Outcome]]) -> sqlite_utils.Database:
    built = publish(stored(path, values))
    assert built.published, built.refusals
    return sqlite_utils.Database(built.path)


def test_bodies_and_years_are_counted_once(tmp_path: Path) -> None:
    db = published(tmp_path, outcomes())
    assert {row["name"]: row["reports"] for row in db["agencies"].rows} == {
        "河桥县司法局": 3,
        "青石市财政局": 3,
    }
    assert db.execute("select value from build where name = 'reports'").fetchone() == ("6",)


def test_the_same_store_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, values in (("a", outcomes()), ("b", outcomes()[::-1])):
        (tmp_path / name).mkdir()
        publish(stored(tmp_path / name, values))
    assert (tmp_path / "a" / PUBLISHED).read_bytes() == (tmp_path / "b" / PUBLISHED).read_bytes()


def test_the_attachment_is_preferred_to_its_page_unless_it_was_read_with_doubt(tmp_path: Path) -> None:
    page, clean = capture("page"), capture("attachment", role="attachment")
    db = published(tmp_path, [(page, report()), (clean, report())])
    assert [row["sha256"] for row in db["reports"].rows_where("preferred = 1")] == [clean.sha256]
    doubtful = report(given=requests(received="?"))
    db = published(tmp_path, [(page, report()), (clean, doubtful)])
    assert [row["sha256"] for row in db["reports"].rows_where("preferred = 1")] == [page.sha256]


def test_a_replaced_version_is_not_preferred(tmp_path: Path) -> None:
    old = capture("old", url="http://gk.example.cn/1.html", current=False)
    new = capture("new", url="http://gk.example.cn/1.html", day="2024-03-01")
    db = published(tmp_path, [(old, report()), (new, report())])
    assert [row["sha256"] for row in db["reports"].rows_where("preferred = 1")] == [new.sha256]
    assert db["reports"].count == 2


@pytest.mark.parametrize(
    ("given", "grade"),
    [({}, "A"), (requests(received=""), "B"), (requests(received="?"), "D")],
)
def test_the_grade_names_the_worst_doubt(
    tmp_path: Path, given: Mapping[tuple[str, str, str], int | str], grade: str
) -> None:
    db = published(tmp_path, [(capture("a"), report(given=given))])
    assert next(db["reports"].rows)["grade"] == grade


def test_a_failed_identity_of_the_publisher_gives_grade_c(tmp_path: Path) -> None:
    failed = tuple(replace(finding, verdict="fail") for finding in report().findings)
    db = published(tmp_path, [(capture("a"), report(findings=failed))])
    assert next(db["reports"].rows)["grade"] == "C"


def test_sums_that_fail_by_the_reading_are_no_grade_a(tmp_path: Path) -> None:
    """No cell is doubtful by itself, but most sums fail: columns may have been read in another order."""
    misread = tuple(replace(finding, kind="parser", verdict="fail") for finding in report().findings)
    db = published(tmp_path, [(capture("a"), report(findings=misread))])
    assert next(db["reports"].rows)["grade"] == "D"
    graded = {row["table_id"]: (row["grade"], row["failed"]) for row in db["table_quality"].rows}
    assert graded["requests"] == ("D", 0) and graded["disputes"] == ("A", 0)


def test_a_report_without_one_of_its_tables_is_no_grade_a(tmp_path: Path) -> None:
    absent = Finding("table_absent", "source", "warning", "not_evaluable", "未找到 / not found")
    db = published(tmp_path, [(capture("a"), report(findings=(absent,)))])
    assert next(db["reports"].rows)["grade"] == "B"


@pytest.mark.parametrize(
    ("day", "kind", "status", "days"),
    [
        ("2024-01-31", "justice", "on_time", 0),
        ("2024-02-01", "justice", "late", 1),
        ("2024-03-31", "government", "on_time", 0),
        ("", "justice", "undated", None),
    ],
)
def test_the_deadline_depends_on_the_body(
    tmp_path: Path, day: str, kind: str, status: str, days: int | None
) -> None:
    shown = replace(capture("a"), published=day)
    db = published(tmp_path, [(shown, report(kind=kind))])
    found = next(db["coverage"].rows)
    assert (found["status"], found["days_late"]) == (status, days)
    assert "第四十九条" in found["deadline_source"]


def test_a_year_between_two_reports_is_missing(tmp_path: Path) -> None:
    values = [(captured, said) for captured, said in outcomes() if captured.title != "关于河桥县司法局2022"]
    db = published(tmp_path, values)
    assert [(row["year"], row["report_id"]) for row in db["coverage"].rows_where("status = 'missing'")] == [
        (2022, None)
    ]


def test_two_characters_find_a_narrative(tmp_path: Path) -> None:
    db = published(tmp_path, outcomes())
    sql = "select count(*) from sections_fts where sections_fts match '\"培训\"'"
    assert db.execute(sql).fetchone() == (6,)


def test_the_tidy_view_shows_value_state_raw_and_both_labels(tmp_path: Path) -> None:
    db = published(tmp_path, [(capture("a"), report(given=requests(received="/", granted=3)))])
    sql = (
        "select row_id, value, state, raw, row_zh, column_en, unit from figures"
        " where table_id = 'requests' and column_id = 'total' and row_id in ('received', 'granted')"
    )
    assert db.execute(sql).fetchall() == [
        ("received", None, "mark", "/", "一、本年新收政府信息公开申请数量", "Total", "件"),
        ("granted", 3, "reported", "3", "（一）予以公开", "Total", "件"),
    ]
    assert db.execute("select count(*) from figures").fetchone() == (200,)


def test_a_build_that_was_cut_off_half_way_is_no_obstacle(tmp_path: Path) -> None:
    stored(tmp_path, outcomes())
    for leftover in (
        "gxcrawl.db.building",
        "gxcrawl.db.draft",
        "gxcrawl.db.comparing",
        "gxcrawl.last-good.new",
    ):
        (tmp_path / leftover).write_bytes(b"half a database")
    assert publish(tmp_path).published
    assert publish(tmp_path).published


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    publish(stored(tmp_path, outcomes()[:1]))
    before = (tmp_path / PUBLISHED).read_bytes()
    publish(stored(tmp_path, outcomes()))
    assert (tmp_path / LAST_GOOD).read_bytes() == before


def test_nothing_to_publish_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToPublish, match=r"store\.db is missing"):
        publish(tmp_path)
    (tmp_path / WORK_FILE).write_bytes(b"not a database, only some bytes" * 100)
    with pytest.raises(NothingToPublish, match="cannot be read"):
        publish(tmp_path)


def test_readers_of_the_old_version_are_not_disturbed(tmp_path: Path) -> None:
    publish(stored(tmp_path, outcomes()[:1]))
    reader = sqlite3.connect(tmp_path / PUBLISHED)
    assert reader.execute("select count(*) from reports").fetchone() == (1,)
    publish(stored(tmp_path, outcomes()))
    assert reader.execute("select count(*) from reports").fetchone() == (1,)
    reader.close()


def test_a_store_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    stored(tmp_path, outcomes())
    sqlite_utils.Database(tmp_path / WORK_FILE).execute("alter table reports add column colour text")
    with pytest.raises(NothingToPublish, match="reports differs in colour"):
        publish(tmp_path)


def test_each_table_has_a_grade_of_its_own_with_its_reasons(tmp_path: Path) -> None:
    failed = tuple(replace(finding, verdict="fail") for finding in report().findings)
    given = {("disputes", "review", "total"): "?", ("rules", "regulation", "issued"): ""}
    db = published(tmp_path, [(capture("a"), report(given=given, findings=failed))])
    graded = {row["table_id"]: row for row in db["table_quality"].rows}
    grades = {table: row["grade"] for table, row in graded.items()}
    assert grades == {"rules": "B", "decisions": "A", "fees": "A", "requests": "C", "disputes": "D"}
    assert (graded["disputes"]["reported"], graded["disputes"]["lost"]) == (14, 1)
    assert (graded["rules"]["reported"], graded["rules"]["blank"]) == (5, 1)
    assert (graded["requests"]["reported"], graded["requests"]["failed"]) == (175, 1)

"""Which bodies were never seen at all, though the registry expects them?"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlite_utils

from pipelines.publishing.publish import PUBLISHED, publish
from pipelines.store import WORK_FILE, Store
from pipelines.warc.ledger import NAME
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from tests.known_database import capture, report

SEEN = capture("a")
BODY = report().agency.name


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One report, read already."""
    with Store(tmp_path / WORK_FILE, parser="1") as store:
        store.put(SEEN, report())
    return tmp_path


def standing(archive: Path, **expected: tuple[str, ...]) -> dict[str, tuple[str, bool]]:
    """Body -> status, and whether it is linked to an agency, after a night in which these were expected of the channel that
    was read whole, and of the one that was blocked."""
    with VaultWriter(archive) as vault:
        for channel, state, agencies in (
            (SEEN.channel, "complete", expected.get("whole", ())),
            ("other", "failed", expected.get("blocked", ())),
        ):
            vault.walked(SEEN.site, channel, "http://x/", state=state, counts={}, expected=agencies)
    publish(archive)
    rows = sqlite_utils.Database(archive / PUBLISHED)["expected"].rows
    return {row["agency"]: (row["status"], row["agency_id"] is not None) for row in rows}


def test_never_seen_is_said_of_a_channel_that_was_read_whole_only(archive: Path) -> None:
    assert standing(archive, whole=(BODY, "河桥县财政局"), blocked=("河桥县教育局",)) == {
        BODY: ("seen", True),
        "河桥县财政局": ("never_seen", False),
        "河桥县教育局": ("unknown", False),
    }


def test_a_channel_of_one_body_need_not_name_it(archive: Path) -> None:
    assert standing(archive, whole=("县司法行政部门",)) == {"县司法行政部门": ("seen", True)}


def test_who_is_no_longer_expected_is_forgotten(archive: Path) -> None:
    with VaultWriter(archive) as vault:
        vault.walked(
            SEEN.site, SEEN.channel, "http://x/", state="complete", counts={}, expected=(BODY, "河桥县财政局")
        )
        earlier = "update walks set at = '2020-01-01T00:00:00Z'"
        vault.ledger.write(lambda connection: connection.execute(earlier))
    assert standing(archive, whole=(BODY,)) == {BODY: ("seen", True)}


def test_who_is_expected_can_be_read_from_the_archive_alone(archive: Path) -> None:
    before = standing(archive, whole=(BODY, "河桥县财政局"))
    (archive / NAME).unlink()
    rebuild(archive)
    publish(archive)
    rows = sqlite_utils.Database(archive / PUBLISHED)["expected"].rows
    assert {row["agency"] for row in rows} == set(before)


def test_an_archive_that_was_never_walked_has_nobody_to_expect(archive: Path) -> None:
    publish(archive)
    assert list(sqlite_utils.Database(archive / PUBLISHED)["expected"].rows) == []


def test_a_ledger_of_an_older_version_is_brought_up_to_date(archive: Path) -> None:
    before = standing(archive, whole=(BODY,))
    older = sqlite_utils.Database(archive / NAME)
    for column in ("expected", "unlisted"):
        older.execute(f"alter table walks drop column {column}")
    older["_sqlite_migrations"].delete_where("name in ('expected_bodies', 'unlisted_entries')")
    older.close()
    publish(archive)
    assert list(sqlite_utils.Database(archive / PUBLISHED)["expected"].rows) == [] != before


@pytest.mark.parametrize(
    ("state", "at", "missing"),
    [
        ("complete", "2025-02-01T01:00:00Z", [2024]),
        ("complete", "2025-01-31T01:00:00Z", []),  # not due yet
        ("partial", "2025-02-01T01:00:00Z", []),
    ],
)
def test_the_year_after_the_last_report_is_missing_when_its_channel_was_read_whole_in_time(
    archive: Path, state: str, at: str, missing: list[int]
) -> None:
    with Store(archive / WORK_FILE, parser="1") as store:
        store.put(capture("b", channel="other"), report("青石市财政局", 2024, region="320299"))
    with VaultWriter(archive) as vault:
        vault.walked(SEEN.site, SEEN.channel, "http://x/", state=state, counts={})
        vault.ledger.write(lambda connection: connection.execute("update walks set at = ?", (at,)))
    publish(archive)
    db = sqlite_utils.Database(archive / PUBLISHED)
    found = db.execute("select year, looked, report_id from coverage where status = 'missing'").fetchall()
    assert found == [(year, at, None) for year in missing]

"""Which bodies were never seen at all, though the registry expects them?"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlite_utils

from gxcrawl.listed import Lists
from pipelines.publish import PUBLISHED, publish
from pipelines.store import WORK_FILE, Store
from pipelines.vault_writer import VaultWriter
from tests.known_database import capture, report

SEEN = capture("a")
BODY = report().agency.name


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One report in one channel that was read whole."""
    with Store(tmp_path / WORK_FILE, parser="1") as store:
        store.put(SEEN, report())
    with VaultWriter(tmp_path) as vault:
        vault.walked(SEEN.site, SEEN.channel, "http://x/", state="complete", detail="", counts={})
        vault.walked(SEEN.site, "blocked", "http://x/b", state="failed", detail="http_403", counts={})
    return tmp_path


def standing(archive: Path, expected: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, bool]]:
    """Body -> status, and whether it is linked to an agency, after these bodies were expected of these channels."""
    with Lists(archive) as lists:
        for channel, agencies in expected.items():
            lists.expect(SEEN.site, channel, agencies)
    publish(archive)
    rows = sqlite_utils.Database(archive / PUBLISHED)["expected"].rows
    return {row["agency"]: (row["status"], row["agency_id"] is not None) for row in rows}


def test_never_seen_is_said_of_a_channel_that_was_read_whole_only(archive: Path) -> None:
    assert standing(archive, {SEEN.channel: (BODY, "河桥县财政局"), "blocked": ("河桥县教育局",)}) == {
        BODY: ("seen", True),
        "河桥县财政局": ("never_seen", False),
        "河桥县教育局": ("unknown", False),
    }


def test_a_channel_of_one_body_need_not_name_it(archive: Path) -> None:
    assert standing(archive, {SEEN.channel: ("县司法行政部门",)}) == {"县司法行政部门": ("seen", True)}


def test_who_is_no_longer_expected_is_forgotten(archive: Path) -> None:
    standing(archive, {SEEN.channel: (BODY, "河桥县财政局")})
    assert standing(archive, {SEEN.channel: (BODY,)}) == {BODY: ("seen", True)}


def test_an_archive_without_lists_has_nobody_to_expect(archive: Path) -> None:
    publish(archive)
    assert list(sqlite_utils.Database(archive / PUBLISHED)["expected"].rows) == []

"""One crawl after another over the bundled replica sites: what comes, what does not come twice, what is said about it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from gxcrawl.demo import sites
from gxcrawl.demo.server import Replicas, serve
from gxcrawl.exits import Exit
from pipelines.warc.lock import hold
from tests.crawling import rows, run, verdicts, write_registry


@pytest.fixture(scope="module")
def replicas() -> Iterator[Replicas]:
    with serve(sites.trees()) as running:
        yield running


@pytest.fixture(scope="module")
def first(
    replicas: Replicas, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, int, dict[str, str]]:
    folder = tmp_path_factory.mktemp("crawl")
    registry = write_registry(folder / "sites", sites.registered(replicas.port))
    code, result = run(registry, folder / "archive")
    return registry, folder / "archive", code, {**verdicts(result), **result["outcomes"]}


def test_every_channel_is_read_whole(first: tuple[Path, Path, int, dict[str, str]]) -> None:
    assert [first[3][f"{site.id}/{site.channels[0].id}"] for site in sites.registered(1)] == ["complete"] * 5


def test_an_entry_that_answers_500_fails_the_run_and_nothing_else(
    first: tuple[Path, Path, int, dict[str, str]],
) -> None:
    _, archive, code, told = first
    assert code == Exit.SOURCES_FAILED
    assert told["http_500"] == 1
    assert told["new"] == len(rows(archive, "select * from captures"))


def test_false_friends_are_not_asked_for(first: tuple[Path, Path, int, dict[str, str]]) -> None:
    assert not rows(
        first[1], "select * from fetches join captures using (url) where title like '%网站工作年度报表%'"
    )


def test_files_come_with_the_page_they_hang_on(first: tuple[Path, Path, int, dict[str, str]]) -> None:
    found = rows(
        first[1], "select site, extension, parent != '' from captures where role = 'attachment' order by 1, 2"
    )
    assert [row[:2] for row in found] == [
        ("huzhu", "jsp"),
        ("xinyang", "docx"),
        ("xixian", "docx"),
        ("yanshi", "pdf"),
        ("yanshi", "pdf"),
        ("yanshi", "pdf"),
    ]
    assert all(row[2] for row in found)


def test_a_second_crawl_of_unchanged_sites_stores_nothing_and_asks_for_lists_only(
    replicas: Replicas, first: tuple[Path, Path, int, dict[str, str]]
) -> None:
    registry, archive, _, _ = first
    before = rows(archive, "select count(*), sum(length) from blobs")
    asked = len(replicas.diary)
    _, result = run(registry, archive)
    assert result["outcomes"] == {"http_500": 1}
    assert rows(archive, "select count(*), sum(length) from blobs") == before
    paths = {ask.path for ask in replicas.diary[asked:]} - {"/robots.txt"}
    assert len(paths) == 11  # two pages of five lists, and the entry that never came


def test_only_one_site_when_asked(replicas: Replicas, tmp_path: Path) -> None:
    registry = write_registry(tmp_path / "sites", sites.registered(replicas.port))
    code, result = run(registry, tmp_path / "archive", "--site", "huzhu")
    assert (code, list(verdicts(result))) == (Exit.OK, ["huzhu/justice"])


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--site", "nowhere"], Exit.USAGE, "no site is registered as nowhere"),
        (["--sites", "/does/not/exist"], Exit.CONFIG, "no such folder of site files"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], code: Exit, says: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gxcrawl", "crawl", "--archive", str(tmp_path), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("hinder", "code", "says"),
    [
        (lambda archive: hold(archive / "locks" / "main.lock", "import"), Exit.INTERRUPTED, "(import, since"),
        (
            lambda archive: nullcontext((archive / "warc").write_text("a file")),
            Exit.ARCHIVE_DAMAGED,
            "cannot be written",
        ),
    ],
    ids=["locked", "no_folder_of_files"],
)
def test_an_archive_that_cannot_be_opened_is_named(
    hinder: Callable[[Path], AbstractContextManager[object]],
    code: Exit,
    says: str,
    replicas: Replicas,
    tmp_path: Path,
) -> None:
    registry = write_registry(tmp_path / "sites", sites.registered(replicas.port))
    archive = tmp_path / "archive"
    archive.mkdir()
    command = [*(sys.executable, "-m", "gxcrawl", "crawl"), *("--archive", archive, "--sites", registry)]
    with hinder(archive):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert str(archive) in done.stderr and says in done.stderr


def test_scrapy_itself_knows_the_spider() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["annual"]


def _scrapy(folder: Path, *settings: str) -> subprocess.CompletedProcess[str]:
    pairs = [f"GXCRAWL_ARCHIVE={folder / 'archive'}", *settings]
    flags = [flag for pair in pairs for flag in ("-s", pair)]
    command = [sys.executable, "-m", "scrapy", "crawl", "annual", *flags]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_scrapy_itself_crawls_what_gxcrawl_crawls(
    tmp_path: Path, first: tuple[Path, Path, int, dict[str, str]]
) -> None:
    registry, archive, *_ = first
    done = _scrapy(tmp_path, f"GXCRAWL_SITES={registry}", "GXCRAWL_DELAY=0", "GXCRAWL_LEAST_CRAWL_DELAY=0")
    assert "Spider closed (finished)" in done.stderr, done.stderr[-2000:]
    contents = "select distinct sha256 from captures order by sha256"
    assert rows(tmp_path / "archive", contents) == rows(archive, contents) != []


def test_scrapy_itself_asks_nobody_without_a_contact(tmp_path: Path) -> None:
    done = _scrapy(tmp_path, "GXCRAWL_CONTACT=")
    assert "GXCRAWL_CONTACT is not set" in done.stderr
    assert not list(tmp_path.glob("archive/warc/*"))

"""The disk fills up in the middle of a crawl: it stops, says so, and the next run goes on where it stopped."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gxcrawl.demo.server import Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article, File
from gxcrawl.exits import Exit
from pipelines.items import Channel, Site
from pipelines.warc.fixity import verify
from tests.crawling import command, rows, run, verdicts, write_registry

SIZES = (40, 100, 180, 260, 340, 500, 620)
"""KiB of disks on which a crawl ends at its lock, its index, its queue, its first record, and later."""
LIMIT = 6000  # KiB a single file may grow to; the databases stay below, the WARC does not


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(1)
    articles = [
        Article(
            f"示例局{y}年年度报告",
            f"{y + 1}-01-09",
            "<p>x</p>",
            files=(File("a.pdf", b"%PDF-" + chance.randbytes(1_500_000)),),
        )
        for y in range(2016, 2024)
    ]
    with serve(
        {"www.full.localhost": {**trs.column(articles, "x"), "/robots.txt": Reply(status=404)}}
    ) as replicas:
        place = Channel("c", f"http://www.full.localhost:{replicas.port}/zwgk/xxgknb/", "trs")
        registry = write_registry(
            tmp_path / "sites", [Site("f", "f", "www.full.localhost", "990001", "county", (place,))]
        )
        archive = tmp_path / "archive"
        limited = ["bash", "-c", f'ulimit -f {LIMIT}; exec "$@"', "crawl", *command(registry, archive)]
        stopped = subprocess.run(limited, capture_output=True, text=True, check=False, timeout=60)
        assert stopped.returncode == Exit.INTERRUPTED, stopped.stderr
        assert "could not be kept" in stopped.stderr
        kept = rows(archive, "select count(*) from captures")[0][0]
        assert 0 < kept < 16
        assert run(registry, archive)[0] == Exit.OK
        assert rows(archive, "select count(*), count(distinct url) from captures") == [(16, 16)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, as only root can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_wherever_the_disk_fills_up_the_next_crawl_makes_it_whole(tmp_path: Path, disk: Path) -> None:
    """Also the databases, also before the first request: a named end, exit code 7, and nothing is lost."""

    def resize(kib: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={kib}k", disk], check=True)

    articles = [
        Article(f"示例局{y}年年度报告", f"{y + 1}-01-09", f"<p>{random.Random(y).randbytes(6000).hex()}</p>")
        for y in range(1984, 2024)
    ]
    tree = trs.column(articles, "x", per_page=10)
    gone = [address for address in tree if "/t2" in address][::3]
    tree |= dict.fromkeys([*gone, "/robots.txt"], Reply(status=404))
    with serve({"www.full.localhost": tree}) as replicas:
        place = Channel("c", f"http://www.full.localhost:{replicas.port}/zwgk/xxgknb/", "trs")
        registry = write_registry(
            tmp_path / "sites", [Site("f", "f", "www.full.localhost", "990001", "county", (place,))]
        )
        for size in SIZES:
            archive = disk / str(size)
            resize(size)
            stopped = subprocess.run(
                command(registry, archive), capture_output=True, text=True, check=False, timeout=60
            )
            assert stopped.returncode == Exit.INTERRUPTED, (size, stopped.stderr)
            assert "no space" in stopped.stderr or "is full" in stopped.stderr, (size, stopped.stderr)
            resize(1 << 16)
            code, result = run(registry, archive)
            assert (code, verdicts(result)) == (Exit.SOURCES_FAILED, {"f/c": "complete"}), size
            assert rows(archive, "select count(*) from captures") == [(40 - len(gone),)], size
            missing = rows(archive, "select count(distinct url) from fetches where outcome = 'http_404'")
            assert missing == [(len(gone),)], size
            assert verify(archive, at="", deep=True).problems == (), size
            shutil.rmtree(archive)

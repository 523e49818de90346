"""The disk fills up in the middle of a crawl: it stops, says so, and the next run goes on where it stopped."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from gxcrawl.demo.server import Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article, File
from gxcrawl.exits import Exit
from pipelines.items import Channel, Site
from tests.crawling import command, rows, run, write_registry

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

"""How does the work grow with the country? `python -m benchmarks.scale 1000 10000 [100000]`

A synthetic country of 3,000 counties, 35 departments and 15 years, sampled down by a factor that is printed. Pages and
figures are those of one written report with other names, years and numbers, so every document is another one. Reading
is measured on a few of them (each document is read by itself), everything else on all. Nothing may grow faster than
n log n; the exit code tells.
"""

from __future__ import annotations

import asyncio
import math
import resource
import sqlite3
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path

from gxcrawl.demo import page, reports
from gxcrawl.fetching.frontier import Frontier, Queued
from parsers.parse import Hints, read_report
from parsers.report import Report
from pipelines.items import Capture, Entry, Fetched
from pipelines.portal.server import datasette
from pipelines.publishing import bigrams
from pipelines.publishing.publish import PUBLISHED, publish
from pipelines.store import WORK_FILE, Store
from pipelines.warc.vault_writer import VaultWriter

COUNTIES, DEPARTMENTS, YEARS = 3000, 35, 15
COUNTRY = COUNTIES * DEPARTMENTS * YEARS
PROVINCES = sorted(tomllib.loads(files("pipelines").joinpath("provinces.toml").read_text("utf-8")))
READ = 100
SLACK = 1.15
"""Measurements on a busy machine waver; growth counts as too fast above the exponent of n log n times this."""
AT = "2026-01-31T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One synthetic report: what is archived of it, and what it says."""

    capture: Capture
    body: bytes
    report: Report


def country(n: int) -> Iterator[Sheet]:
    """The first `n` reports of the country, counties by counties."""
    account = reports.of("xixian")[0]
    html = f"<html><h1>{account.title}</h1>{page.body(reports.write(account))}</html>"
    seed = read_report(html.encode(), hints=Hints(title=account.title))
    for number in range(n):
        place, year = divmod(number, YEARS)
        county, department = divmod(place, DEPARTMENTS)
        yield sheet(seed, html, county, department, 2025 - year)


def sheet(seed: Report, html: str, county: int, department: int, year: int) -> Sheet:
    name = f"示例{county}县第{department}局"
    region = f"{PROVINCES[county % len(PROVINCES)]}{county // len(PROVINCES):04d}"
    body = html.replace("息县司法局", name).replace(str(seed.year), str(year)).encode()
    url = f"http://www.c{county}.gov.cn/{department}/{year}.html"
    figures = tuple(
        replace(figure, value=(county + year) % 97, raw=str((county + year) % 97))
        if figure.row == "received"
        else figure
        for figure in seed.figures
    )
    agency = replace(seed.agency, name=name, full_name=name, region=region)
    digest = f"{county:08x}{department:04x}{year:04x}".encode().hex().ljust(64, "0")
    # The id of a document is the first 50 bits of its digest, so the digest has to be spread like a real one.
    sha256 = f"{hash((county, department, year)) & (1 << 64) - 1:016x}{digest}"[:64]
    capture = Capture(
        sha256, url, "text/html", len(body), AT, f"c{county}", "annual", published=f"{year + 1}-01-20"
    )
    title = f"{name}{year}年政府信息公开工作年度报告"
    report = replace(seed, agency=agency, year=year, title=title, figures=figures)
    return Sheet(replace(capture, title=title), body, report)


def measure(n: int, folder: Path) -> dict[str, float]:
    """Seconds of CPU for each part of the work, for `n` reports; latencies in milliseconds.

    Of the CPU and not of the clock on the wall, so that whatever else a machine does stays out of the growth.
    """
    return {
        "queue": _seconds(lambda: queue(n, folder)),
        "archive": _seconds(lambda: archive(n, folder)),
        "read": _seconds(lambda: read(min(n, READ))) * n / min(n, READ),
        "store": _seconds(lambda: store(n, folder)),
        "publish": _seconds(lambda: put_out(folder)),
        **latencies(folder),
    }


def queue(n: int, folder: Path) -> None:
    """The bookkeeping of a crawl: every request written down, leased and done."""
    frontier = Frontier(folder / "frontier.db", "main", ["all"], lambda: 0.0, lambda wanted: 0.0, 1 << 30)
    for start in range(0, n, 100):
        frontier.commit(
            [
                Queued(f"{number}", "all", f"www.c{number // (DEPARTMENTS * YEARS)}.gov.cn", 0, b"x" * 400)
                for number in range(start, min(n, start + 100))
            ],
            [],
        )
    leases = iter(frontier.take, None)
    while batch := [lease.id for lease in islice(leases, 100)]:
        frontier.commit([], batch)
    frontier.close()


def archive(n: int, folder: Path) -> None:
    with VaultWriter(folder, durable=False) as vault:
        for one in country(n):
            entry = Entry(
                one.capture.site, "annual", one.capture.url, one.capture.title, one.capture.published
            )
            headers = (("Content-Type", "text/html"),)
            vault.put(Fetched(entry, one.capture.url, 200, headers, AT, one.body), "text/html")


def read(n: int) -> None:
    for one in country(n):
        read_report(one.body, hints=Hints(title=one.capture.title, published=one.capture.published))


def store(n: int, folder: Path) -> None:
    with Store(folder / WORK_FILE, parser="1") as kept:
        for one in country(n):
            kept.put(one.capture, one.report)


def put_out(folder: Path) -> None:
    built = publish(folder)
    assert built.published, built.refusals[:3]


def latencies(folder: Path) -> dict[str, float]:
    """Milliseconds for a search and for pages, the best of five."""
    with closing(sqlite3.connect(folder / PUBLISHED)) as db:
        report, agency = db.execute(
            "select id, agency_id from reports where preferred = 1 limit 1"
        ).fetchone()
        sql = "select rowid from sections_fts where sections_fts match ? limit 20"
        search = _best(lambda: db.execute(sql, (bigrams.match("公开申请"),)).fetchall())
    served = datasette(folder / PUBLISHED, folder)

    async def ask(path: str) -> float:
        times = []
        for _ in range(5):
            began = time.process_time()
            answer = await served.client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            times.append(time.process_time() - began)
        return min(times) * 1000

    async def pages() -> dict[str, float]:
        await served.invoke_startup()
        paths = {
            "home": "/",
            "agency": f"/agency/{agency}",
            "report": f"/report/{report}",
            "table": "/gxcrawl/requests",
            "find": "/-/find?q=%E5%85%AC%E5%BC%80%E7%94%B3%E8%AF%B7",
        }
        return {f"{name} ms": await ask(path) for name, path in paths.items()}

    return {"search ms": search, **asyncio.run(pages())}


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(5)) * 1000


def growth(small: tuple[int, float], large: tuple[int, float]) -> tuple[float, float]:
    """The exponent of what was measured between two sizes, and that of n log n between the same."""
    (n, t), (m, u) = small, large
    steps = math.log(m / n)
    return math.log(u / t) / steps, 1 + math.log(math.log(m) / math.log(n)) / steps


def main(sizes: list[int]) -> int:
    measured: dict[int, dict[str, float]] = {}
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured[n] = measure(n, Path(folder))
            size = (Path(folder) / PUBLISHED).stat().st_size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{n:,} reports, 1/{COUNTRY / n:,.0f} of the country; CPU time; peak {memory:,.0f} MiB")
        print(f"  {'database':12} {size / 1e6:10.1f} MB{size / n / 1024:7.1f} KiB each")
        for name, value in measured[n].items():
            each = "" if name.endswith("ms") else f"  {value / n * 1000:8.2f} ms each"
            print(f"  {name:12} {value:10.2f}{each}", flush=True)
    fast = []
    for n, m in pairwise(sizes):
        print(f"growth from {n:,} to {m:,}")
        for name, value in measured[m].items():
            found, allowed = growth((n, measured[n][name]), (m, value))
            print(f"  {name:12} n^{found:.2f}")
            if found > allowed * SLACK:
                fast.append(f"{name}: n^{found:.2f}, n log n is n^{allowed:.2f}")
    print("\n".join(["faster than n log n:", *fast]) if fast else "nothing grows faster than n log n")
    return 1 if fast else 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [1000, 10000]))

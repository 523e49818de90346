"""How fast the reading room answers over many synthetic reports, beside plain Datasette over the same file.

    .venv/bin/python benchmarks/portal.py 10000 100000
    .venv/bin/python benchmarks/portal.py 10000 100000 --keep /var/tmp/portal    (the second time, nothing is stored anew)

Prints for each size: seconds, peak memory and bytes per report of publishing, then the 50th and 95th percentile of every
page, question and search, in milliseconds, warm, one client; the median of the processor time it took, which says more on
a machine that others use too; and how many times the last size takes the processor time of the first. LATE is what takes
longer than wanted. The reports are invented.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import math
import multiprocessing
import os
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote

import sqlite_utils
from datasette.app import Datasette
from datasette.plugins import pm

from parsers.forms import load
from parsers.report import Agency, Fact, Figure, Finding, Report, Section
from pipelines import rows
from pipelines.items import Capture
from pipelines.portal.questions import load as questions
from pipelines.portal.server import SETTINGS, datasette
from pipelines.publishing.publish import publish
from pipelines.store import WORK_FILE, Store, insert

P = ParamSpec("P")
T = TypeVar("T")

FILLED = "filled"
"""Stands beside a store that is whole."""

YEARS = range(2021, 2026)
PROVINCES = (11, 12, 13, 32, 33, 34, 36, 37, 41, 42, 43, 44, 50, 51, 61, 63, 64)
TYPES = ("justice", "finance", "education", "ecology", "township", "government")
WORDS = [chr(0x4E00 + 7 * number) + chr(0x5E00 + 3 * number) for number in range(900)]
COMMON = list(accumulate(1 / (rank + 5) for rank in range(len(WORDS))))
"""How often the words occur: few very often, most seldom, as in a language."""
PHRASES = ("行政复议", "抖音", "政务公开", "培训", "信息公开申请", "规范性文件")
REPEATS = 20


def reports(count: int) -> Iterator[tuple[Capture, Report]]:
    """`count` reports of count/5 bodies in five years: counts, a few blanks, narratives of about 900 characters."""
    table = load()["2021"].tables
    for number in range(count // len(YEARS)):
        chance = random.Random(number)
        region = f"{chance.choice(PROVINCES)}{chance.randrange(1, 15):02}{chance.randrange(1, 20):02}"
        kind = chance.choice(TYPES)
        agency = Agency(f"第{number}号{kind}", f"某地第{number}号", region, "county", kind)
        for year in YEARS:
            digest = hashlib.sha256(f"{number}/{year}".encode()).hexdigest()
            figures = tuple(_figure(chance, key) for one in table for key in one.keys())
            text = _narrative(number, year, region) + chance.choice(PHRASES)
            yield (
                Capture(
                    digest, f"http://{region}.example.cn/{number}/{year}.html", "text/html", 9000,
                    f"{year + 1}-02-01T00:00:00Z", site=region, channel="annual",
                    published=f"{year + 1}-0{chance.randrange(1, 4)}-15", file="gx.warc.gz",
                ),
                Report(
                    agency=agency, year=year, title=f"{agency.name}{year}年度报告",
                    forms={one.id: "2021" for one in table}, figures=figures,
                    sections=(Section("overview", "一、总体情况", text), Section("problems", "五、问题", text[:200])),
                    facts=(Fact("粉丝数", "", "抖音", 500, "个", "exact", "overview", "粉丝500个"),),
                    findings=(Finding("requests_balance", "publisher", "error", "fail", "相差", (), difference=1),),
                ),
            )  # fmt: skip


def _narrative(number: int, year: int, region: str) -> str:
    """Of ten bodies one sends in the form letter of its province, two their own of last year, each with a sentence changed."""
    copied = {2: f"letter {region[:2]}", 1: f"own {number}", 6: f"own {number}"}.get(
        number % 10, f"{number} {year}"
    )
    return _words(copied, 350) + _words(f"sentence {number} {year}", 30)


def _words(seed: str, count: int) -> str:
    return "".join(random.Random(seed).choices(WORDS, cum_weights=COMMON, k=count))


def _figure(chance: random.Random, key: tuple[str, str, str]) -> Figure:
    if chance.random() < 0.01:
        return Figure(*key, None, "", "blank")
    value = int(chance.random() ** 6 * 300)
    return Figure(*key, value, str(value), "reported")


def fill(folder: Path, count: int) -> None:
    """Store in large transactions, as a rebuild does."""
    with Store(folder / WORK_FILE, parser="bench") as store:
        store.db.execute("begin immediate")
        for capture, report in reports(count):
            insert(store.db, "captures", [rows.capture_row(capture)])
            for table, content in rows.document_rows(capture, report, "bench").items():
                insert(store.db, table, content)
        store.db.execute("commit")


def pages(database: Path) -> list[str]:
    db = sqlite_utils.Database(database)
    report, agency, region = db.execute(
        "select id, agency_id, region from reports where preferred = 1 order by id limit 1 offset 700"
    ).fetchone()
    db.close()
    fixed = ["/", "/years", "/regions", "/questions", "/dictionary", f"/year/{YEARS[-1]}"]
    return [
        *fixed, f"/region/{region[:2]}", f"/region/{region[:2]}?by=granted_or_partly&least=10", f"/region/{region}",
        f"/region/{region[:2]}/distribution.svg?by=completed", f"/region/{region[:2]}/ranking.csv",
        f"/agency/{agency}", f"/agency/{agency}/outcomes.csv", f"/report/{report}",
        f"/report/{report}/cell/requests/received/total",
        *(f"/-/find?q={phrase}" for phrase in PHRASES[:3]),
        "/gxcrawl", "/gxcrawl/reports", "/gxcrawl/requests", "/gxcrawl/figures?_nocount=1", f"/gxcrawl/reports/{report}",
        f"/gxcrawl/sections?_search={PHRASES[0]}",
        *(f"/gxcrawl/{question}" for question in questions()),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds: median and 95th percentile by the clock, and the median of processor time."""

    status: int
    middle: float
    slow: float
    busy: float


Latencies = dict[str, Latency]


async def latencies(served: Any, paths: list[str]) -> Latencies:
    """How long each path takes; the first answer warms up."""
    await served.invoke_startup()
    found = {}
    for path in paths:
        times, busy, status = [], [], 0
        for _ in range(REPEATS + 1):
            began, spent = time.perf_counter(), time.process_time()
            status = (await served.client.get(path)).status_code
            times.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - spent))
            if times[-1] > 3000:
                break
        warm = sorted(times[1:] or times)
        slow = warm[math.ceil(0.95 * len(warm)) - 1]
        found[path] = Latency(status, median(warm), slow, median(busy[1:] or busy))
    return found


def plain(database: Path) -> Any:
    """Datasette as it comes, without our plugin."""
    for name in ("pipelines.portal", "gxcrawl_portal"):
        if pm.has_plugin(name):
            pm.unregister(name=name)
    return Datasette(
        immutables=[str(database)], settings={"sql_time_limit_ms": SETTINGS["sql_time_limit_ms"]}
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A published database, and what publishing it took."""

    path: Path
    stored: float
    """Seconds; 0 where the store was there already."""
    published: float
    busy: float
    """Processor seconds of publishing."""
    peak: int
    """MB of memory at most, of a process that did nothing else."""


def made(folder: Path, count: int) -> Made:
    """Store, in a process of its own; then publish."""
    stored = 0.0
    if not (folder / FILLED).exists():
        began = time.perf_counter()
        _alone(fill, folder, count)
        (folder / FILLED).touch()
        stored = time.perf_counter() - began
    return _alone(_published, folder, stored)


def _published(folder: Path, stored: float) -> Made:
    began, spent = time.perf_counter(), time.process_time()
    built = publish(folder)
    assert built.published, built.refusals
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Made(built.path, stored, time.perf_counter() - began, time.process_time() - spent, peak)


def _alone(function: Callable[P, T], *arguments: P.args, **none: P.kwargs) -> T:
    """The answer of a process that does nothing else, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **none).result()


def ours(database: Path) -> Latencies:
    return asyncio.run(latencies(datasette(database), pages(database)))


def theirs(database: Path) -> Latencies:
    return asyncio.run(latencies(plain(database), [path for path in pages(database) if _is_plain(path)]))


def main(sizes: list[int], folder: Path) -> None:
    measured: list[tuple[Latencies, Latencies]] = []
    for size in sizes:
        archive = folder / str(size)
        archive.mkdir(parents=True, exist_ok=True)
        took = made(archive, size)
        print(
            f"{size} reports: stored in {took.stored:.0f} s, published in {took.published:.0f} s"
            f" ({took.busy:.0f} s of processor), peak {took.peak} MB, {took.path.stat().st_size / size:.0f} bytes a report",
            flush=True,
        )
        measured.append((_alone(ours, took.path), _alone(theirs, took.path)))
    print(f"load {os.getloadavg()[0]:.1f}; milliseconds, one client, warm")
    header = "   ".join(f"{size:>7}: p50    p95    cpu  plain" for size in sizes)
    print(f"{'page':42} {header} growth")
    for lines in zip(*(our.items() for our, _ in measured), strict=True):
        cells = []
        for (path, took_), (_, their) in zip(lines, measured, strict=True):
            beside = f"{their[path].slow:.0f}" if path in their else "-"
            cells.append(
                f"{took_.status} {took_.middle:6.0f} {took_.slow:6.0f} {took_.busy:6.0f} {beside:>6}"
            )
        growth = lines[-1][1].busy / max(1.0, lines[0][1].busy)
        late = "  LATE" if lines[-1][1].slow > _wanted(lines[-1][0]) else ""
        print(f"{_short(lines[0][0]):42} {'      '.join(cells)} {growth:5.1f}{late}")


def _wanted(path: str) -> float:
    """Milliseconds in which 95 of 100 answers should be there."""
    return 200 if "find?" in path or "_search=" in path else 300


def _is_plain(path: str) -> bool:
    """Pages that plain Datasette has too. On `figures` it runs into the time limit: it counts all rows first."""
    return path.startswith("/gxcrawl") and not any(part in path for part in ("/q", "_search", "/figures"))


def _short(path: str) -> str:
    return re.sub(r"\d{7,}", "N", unquote(path))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sizes", nargs="*", type=int, default=[10_000], help="reports")
    asked.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the stores here, and use those that are here"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        main(given.sizes, given.keep or Path(name))

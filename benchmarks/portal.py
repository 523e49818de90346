"""How fast the reading room answers over many synthetic reports, beside plain Datasette over the same file.

    .venv/bin/python benchmarks/portal.py 10000 100000

Prints for each size: seconds, peak memory and bytes per report of storing and publishing, then the 50th and 95th
percentile of every page, question and search, in milliseconds, warm, one client, and the median of the processor
time it took, which says more on a machine that others use too. The reports are invented.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlite_utils
from datasette.app import Datasette
from datasette.plugins import pm

from parsers.forms import load
from parsers.report import Agency, Fact, Figure, Finding, Report, Section
from pipelines import portal, rows
from pipelines.items import Capture
from pipelines.portal.questions import load as questions
from pipelines.portal.server import SETTINGS, datasette
from pipelines.publishing.publish import publish
from pipelines.store import WORK_FILE, Store, insert

YEARS = range(2021, 2026)
PROVINCES = (11, 12, 13, 32, 33, 34, 36, 37, 41, 42, 43, 44, 50, 51, 61, 63, 64)
TYPES = ("justice", "finance", "education", "ecology", "township", "government")
WORDS = [chr(0x4E00 + 7 * number) + chr(0x5E00 + 3 * number) for number in range(900)]
PHRASES = ("行政复议", "抖音", "政务公开", "培训", "信息公开申请", "规范性文件")
REPEATS = 15


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
            text = "".join(chance.choices(WORDS, k=380)) + chance.choice(PHRASES)
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


async def latencies(served: Any, paths: list[str]) -> dict[str, tuple[int, float, float, float]]:
    """(status, median, 95th percentile, median of processor time) in milliseconds; the first answer warms up."""
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
        found[path] = (
            status,
            warm[len(warm) // 2],
            warm[int(0.95 * (len(warm) - 1))],
            sorted(busy)[len(busy) // 2],
        )
    return found


def plain(database: Path) -> Any:
    """Datasette as it comes, without our plugin."""
    for name in ("pipelines.portal", "gxcrawl_portal"):
        if pm.has_plugin(name):
            pm.unregister(name=name)
    return Datasette(
        immutables=[str(database)], settings={"sql_time_limit_ms": SETTINGS["sql_time_limit_ms"]}
    )


def main(sizes: list[int]) -> None:
    table: dict[str, list[str]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            began = time.perf_counter()
            fill(folder, size)
            stored = time.perf_counter()
            built = publish(folder)
            done = time.perf_counter()
            assert built.published, built.refusals
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            each = built.path.stat().st_size / size
            print(
                f"{size} reports: stored in {stored - began:.0f} s, published in {done - stored:.0f} s,"
                f" peak {peak:.0f} MB, {each:.0f} bytes a report",
                flush=True,
            )
            paths = pages(built.path)
            ours = asyncio.run(latencies(datasette(built.path), paths))
            theirs = asyncio.run(latencies(plain(built.path), [path for path in paths if _is_plain(path)]))
            pm.register(portal, "pipelines.portal")
            for path, (status, middle, slow, busy) in ours.items():
                beside = f"{theirs[path][2]:.0f}" if path in theirs else "-"
                line = f"{status} {middle:6.0f} {slow:6.0f} {busy:6.0f} {beside:>6}"
                table.setdefault(_short(path), []).append(line)
    header = "   ".join(f"{size:>7}: p50    p95    cpu  plain" for size in sizes)
    print(f"{'page':42} {header}")
    for path, cells in table.items():
        print(f"{path:42} {'      '.join(cells)}")


def _is_plain(path: str) -> bool:
    """Pages that plain Datasette has too. On `figures` it runs into the time limit: it counts all rows first."""
    return path.startswith("/gxcrawl") and not any(part in path for part in ("/q", "_search", "/figures"))


def _short(path: str) -> str:
    return "/".join("N" if part.isdigit() and len(part) > 6 else part for part in path.split("/"))


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [10_000])

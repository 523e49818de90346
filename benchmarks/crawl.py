"""How fast, how polite and how lean the crawl is, on loopback replicas. Run it with

    python -m benchmarks.crawl            all three, about three minutes
    python -m benchmarks.crawl speed      pages per second against a bare Scrapy spider that only downloads the same pages
    python -m benchmarks.crawl hosts      100 hosts at once with politeness on: the smallest gap of every host
    python -m benchmarks.crawl memory     resident memory at the start and the end of a long crawl (--pages 50000)

Rates mean little by themselves; the ratio comes from rounds in turn on the same machine, both sides in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from gxcrawl.crawling import crawl
from gxcrawl.demo import page, reports
from gxcrawl.demo.server import Answer, Ask, Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article
from pipelines.items import Channel, Site

LIST = "/zwgk/xxgknb/"
PER_PAGE = 20


def column(articles: int, report: str) -> dict[str, Answer]:
    """A TRS channel whose pages differ from host to host; its articles are made when they are asked for, none is kept."""
    entries = [Article(f"示例局第{n}号政府信息公开工作年度报告", "2022-01-13", "@") for n in range(articles)]
    tree = trs.column(entries, "示例县", per_page=PER_PAGE)
    shell = next(answer for path, answer in tree.items() if "/t2022" in path)
    assert isinstance(shell, Reply)
    before, after = shell.body.split(b"@")

    def article(ask: Ask) -> Reply:
        return Reply(before + report.encode() + ask.host.encode() + ask.target.encode() + after)

    def own(page: Reply) -> Callable[[Ask], Reply]:
        return lambda ask: replace(page, body=page.body + f"<!-- {ask.host} -->".encode())

    lists = {
        path: own(page) for path, page in tree.items() if "/t2022" not in path and isinstance(page, Reply)
    }
    return {**lists, "/robots.txt": Reply(status=404), "*": article}


def host(number: int) -> str:
    return f"www.h{number}.localhost"


class _Forgetful(list[Ask]):
    """A diary nobody reads."""

    def append(self, item: Ask) -> None:
        pass


class _Timed(list[Any]):
    """A diary with the moment of every entry."""

    def append(self, item: Any) -> None:
        super().append((time.monotonic(), item))


def _serve(hosts: int, articles: int, timed: bool, pipe: Any) -> None:
    report = "<p>正文</p>" if timed else page.body(reports.write(reports.of("xinyang")[0]))
    tree = column(articles, report)
    with serve({host(number): tree for number in range(hosts)}) as running:
        running.diary = _Timed() if timed else _Forgetful()
        pipe.send(running.port)
        pipe.recv()
        pipe.send([(at, ask.host, ask.path) for at, ask in running.diary])  # type: ignore[misc]


@contextmanager
def replicas(hosts: int, articles: int, *, timed: bool = False) -> Iterator[Any]:
    """Replica sites in a process of their own: (port, function that stops them and gives their diary)."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(hosts, articles, timed, theirs), daemon=True)
    process.start()
    port = ours.recv()

    def stop() -> list[Any]:
        ours.send("stop")
        return list(ours.recv())

    try:
        yield port, stop
    finally:
        process.kill()
        process.join()


def sites(hosts: int, port: int) -> tuple[Site, ...]:
    return tuple(
        Site(
            f"h{n}",
            "x",
            host(n),
            "990001",
            "county",
            (Channel("c", f"http://{host(n)}:{port}{LIST}", "trs"),),
        )
        for n in range(hosts)
    )


class Bare(scrapy.Spider):
    """Downloads the same pages and does nothing with them."""

    name = "bare"

    def __init__(self, hosts: int, port: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hosts, self.port = hosts, port

    async def start(self) -> Any:
        for n in range(self.hosts):
            yield scrapy.Request(f"http://{host(n)}:{self.port}{LIST}")

    def parse(self, response: Response) -> Any:
        number = int(response.url.rpartition("_")[2].partition(".")[0]) if "index_" in response.url else 0
        found = response.css("ul.list a::attr(href)").getall()
        yield from (response.follow(href, self.article) for href in found)
        if len(found) == PER_PAGE:
            yield response.follow(f"{LIST}index_{number + 1}.html")

    def article(self, response: Response) -> None:
        pass


def _bare(hosts: int, port: int) -> None:
    settings = {
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "LOG_LEVEL": "CRITICAL",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "gxcrawl.fetching.guard.PublicOnlyResolver",
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, hosts=hosts, port=port)
    process.start()
    assert crawler.stats is not None
    _report(
        crawler.stats.get_value("response_received_count"), crawler.stats.get_value("elapsed_time_seconds")
    )


def _ours(hosts: int, port: int, delay: float, sync: bool) -> None:
    if not sync:
        os.fdatasync = lambda descriptor: None  # what the rest costs, without waiting for this machine's disk
    with tempfile.TemporaryDirectory() as folder, resident() as samples:
        began = time.monotonic()
        result = crawl(
            sites(hosts, port),
            Path(folder),
            LOG_LEVEL="CRITICAL",
            GXCRAWL_DELAY=delay,
            GXCRAWL_JITTER=0 if delay else 0.5,
            GXCRAWL_HOST_CONCURRENCY=1 if delay else 16,
            GXCRAWL_BUDGET={},
        )
        elapsed = time.monotonic() - began
    assert all(channel.state == "complete" for channel in result.channels), result.channels[:3]
    pages = sum(result.outcomes.values()) + sum(channel.counts["pages"] + 1 for channel in result.channels)
    _report(pages, elapsed, samples)


def _report(pages: int, seconds: float, samples: Sequence[int] = ()) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"pages": pages, "seconds": seconds, "processor": used.ru_utime + used.ru_stime}
    print(json.dumps({**told, "most_kb": used.ru_maxrss, "resident_mb": list(samples)}))


@contextmanager
def resident(seconds: float = 2.0) -> Iterator[list[int]]:
    """The resident memory of this process in MB, noted again and again while the block runs."""
    noted: list[int] = []
    over = threading.Event()

    def note() -> None:
        while not over.wait(seconds):
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
            noted.append(pages * resource.getpagesize() // 2**20)

    watch = threading.Thread(target=note, daemon=True)
    watch.start()
    try:
        yield noted
    finally:
        over.set()
        watch.join()


def child(*arguments: object) -> dict[str, Any]:
    """One side of a comparison, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.crawl", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def speed(rounds: int = 3, hosts: int = 10, articles: int = 100) -> None:
    """Everything is on: frontier, guard, robots.txt, barriers, walks, WARC with a sync per record. Politeness is off.

    Pages per second depend on the disk and on whoever else uses the machine; pages per second of processor time do not.
    """
    sides = {"bare": ("--run", "bare"), "ours": ("--run", "ours"), "unsynced": ("--run", "ours", "--no-sync")}
    ratios: dict[str, list[float]] = {"ours": [], "unsynced": []}
    cheap: dict[str, list[float]] = {"ours": [], "unsynced": []}
    with replicas(hosts, articles) as (port, _):
        for number in range(rounds):
            rates, costs = {}, {}
            for side in list(sides) if number % 2 == 0 else reversed(list(sides)):
                told = child(*sides[side], "--hosts", hosts, "--port", port)
                rates[side] = told["pages"] / told["seconds"]
                costs[side] = told["processor"] / told["pages"]
            for side, found in ratios.items():
                found.append(rates[side] / rates["bare"])
                cheap[side].append(costs["bare"] / costs[side])
            print(f"round {number + 1}: " + ", ".join(f"{side} {rate:.0f}/s" for side, rate in rates.items()))
    for side, found in ratios.items():
        spread = f"{statistics.median(found):.2f} [{min(found):.2f}-{max(found):.2f}]"
        print(
            f"speed: {side} / bare = {spread}, {statistics.median(cheap[side]):.2f} per processor time; 0.70 wanted"
        )


def hosts(number: int = 100, articles: int = 8, delay: float = 0.5) -> None:
    with replicas(number, articles, timed=True) as (port, stop):
        child("--run", "ours", "--hosts", number, "--port", port, "--delay", delay)
        diary = stop()
    by_host: dict[str, list[float]] = {}
    for at, name, path in diary:
        if path != "/robots.txt":
            by_host.setdefault(name, []).append(at)
    gaps = [after - before for times in by_host.values() for before, after in pairwise(times)]
    ideal = delay * max(len(times) - 1 for times in by_host.values())
    took = max(at for at, _, _ in diary) - min(at for at, _, _ in diary)
    print(
        f"hosts: {len(by_host)} hosts at once, {len(diary)} requests in {took:.1f} s, {ideal:.1f} s are the least possible"
    )
    print(f"hosts: delay {delay} s, smallest gap {min(gaps):.3f} s, median {statistics.median(gaps):.3f} s")


def memory(pages: int = 50_000, number: int = 48) -> None:
    with replicas(number, pages // number) as (port, _):
        told = child("--run", "ours", "--hosts", number, "--port", port, "--delay", 0)
    noted = told["resident_mb"]
    tenths = ", ".join(str(noted[len(noted) * tenth // 10]) for tenth in range(1, 10))
    print(
        f"memory: {told['pages']} pages in {told['seconds']:.0f} s, resident {noted[0]} MB at the start, {noted[-1]} MB at the"
        f" end, {told['most_kb'] // 1024} MB at the highest; after each tenth of the time {tenths}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["speed", "hosts", "memory", "all"], default="all")
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--run", choices=["ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--hosts", type=int, default=20, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--no-sync", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--delay", type=float, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run == "bare":
        _bare(given.hosts, given.port)
    elif given.run == "ours":
        _ours(given.hosts, given.port, given.delay, not given.no_sync)
    else:
        if given.what in ("speed", "all"):
            speed()
        if given.what in ("hosts", "all"):
            hosts()
        if given.what in ("memory", "all"):
            memory(given.pages)


if __name__ == "__main__":
    main()

"""kill -9 at twenty moments: the next run goes on, nothing is lost, nothing is kept twice."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from gxcrawl.demo.server import Answer, Ask, Reply, Tree, serve
from gxcrawl.demo.themes import boda, henan, trs
from gxcrawl.demo.themes.shell import Article, File
from gxcrawl.exits import Exit
from tests.crawling import command, county, rows, run, verdicts, write_registry

KILLS = 20
ARTICLES = [
    Article(
        f"示例局第{n}号政府信息公开工作年度报告",
        f"{2000 + n % 25}-01-{n % 28 + 1:02d}",
        f"<p>第{n}号正文</p>",
        files=(File(f"附件{n}.docx", b"PK\x03\x04" + b"%d" % n),) if n % 10 == 0 else (),
    )
    for n in range(60)
]
THEMES = {
    "trs": (trs.column, "/zwgk/xxgknb/"),
    "henan": (henan.column, "/zwgk/zfxxgknb/"),
    "boda": (boda.column, "/zfxxgk/nb.htm"),
}


@dataclass
class Executioner:
    """Answers like the replica it stands before, and kills the crawl after the n-th answer."""

    victim: subprocess.Popen[bytes] | None = None
    after: int = 0
    answered: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def guard(self, tree: Tree) -> Tree:
        return {address: self._before(answer) for address, answer in tree.items()}

    def _before(self, answer: Answer) -> Answer:
        def answers(ask: Ask) -> Reply:
            self.asked[ask.host + ask.target] += 1
            self.answered += 1
            if self.victim and self.answered == self.after:
                self.victim.send_signal(signal.SIGKILL)
            return answer if isinstance(answer, Reply) else answer(ask)

        return answers


def test_killed_twenty_times_and_still_whole(tmp_path: Path) -> None:
    executioner = Executioner()
    trees = {
        f"www.{name}.localhost": executioner.guard(
            {**column(ARTICLES, "示例县", per_page=10), "/robots.txt": Reply(status=404)}
        )
        for name, (column, _) in THEMES.items()
    }
    with serve(trees) as replicas:
        sites = [
            county(name, f"http://{{host}}:{replicas.port}{address}", name)
            for name, (_, address) in THEMES.items()
        ]
        registry = write_registry(tmp_path / "sites", sites)
        archive = tmp_path / "archive"
        chance = random.Random(7)
        killed = 0
        for _ in range(KILLS):
            executioner.answered, executioner.after = 0, chance.randint(1, 16)
            with subprocess.Popen(
                command(registry, archive), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            ) as victim:
                executioner.victim = victim
                victim.communicate(timeout=60)
            killed += victim.returncode == -signal.SIGKILL
        executioner.victim = None
        code, result = run(registry, archive)
    assert killed == KILLS
    assert (code, set(verdicts(result).values()) | {"complete"}) == (0, {"complete"})

    # Nothing lost: every article of every site, and its file.
    assert rows(
        archive, "select site, role, count(distinct url) from captures group by 1, 2 order by 1, 2"
    ) == [
        ("boda", "attachment", 6),
        ("boda", "page", 60),
        ("henan", "attachment", 6),
        ("henan", "page", 60),
        ("trs", "attachment", 6),
        ("trs", "page", 60),
    ]
    # Nothing twice: one capture per address, and every channel ended in a verdict.
    assert rows(archive, "select count(*) from captures") == rows(
        archive, "select count(distinct url) from captures"
    )
    assert rows(archive, "select site, state from walks where state = 'complete' group by 1 order by 1") == [
        ("boda", "complete"),
        ("henan", "complete"),
        ("trs", "complete"),
    ]
    # Polite even so: what was on its way when the crawl died is asked again, and little else.
    again = sum(count - 1 for address, count in executioner.asked.items() if "robots" not in address)
    assert again <= KILLS * len(THEMES) * 2


def test_a_run_that_another_version_began_is_ended_by_this_one(tmp_path: Path) -> None:
    """What the other one pickled means nothing here: the site is walked anew, what came before is not asked for again."""
    executioner = Executioner(after=9)
    tree = executioner.guard({**trs.column(ARTICLES, "x", per_page=15), "/robots.txt": Reply(status=404)})
    with serve({"www.old.localhost": tree}) as replicas:
        site = county("old", f"http://{{host}}:{replicas.port}/zwgk/xxgknb/", "trs")
        registry, archive = write_registry(tmp_path / "sites", [site]), tmp_path / "archive"
        executioner.victim = subprocess.Popen(command(registry, archive), stdout=subprocess.DEVNULL)
        executioner.victim.wait()
        with closing(sqlite3.connect(archive / "frontier.db")) as queue:
            assert queue.execute("update requests set body = x'80' where state < 2").rowcount > 0
            queue.commit()
            told = subprocess.run(command(registry, archive), capture_output=True, text=True, check=False)
            assert told.returncode == Exit.INTERRUPTED
            assert "a request in frontier.db cannot be read" in told.stderr
            assert "Traceback" not in told.stderr
            queue.execute("pragma user_version = 1")
            queue.commit()
        held = {url for (url,) in rows(archive, "select url from captures")}
        executioner.asked.clear()
        code, result = run(registry, archive)
    assert (code, verdicts(result)) == (0, {"old/c": "complete"})
    assert len(rows(archive, "select url from captures")) == 60 + 6  # with their files
    assert not held & {
        f"http://www.old.localhost:{replicas.port}/{url.partition('/')[2]}" for url in executioner.asked
    }

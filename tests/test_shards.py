"""Several processes, several machines: every site once, nothing lost when one is killed, the same database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxcrawl.demo import sites
from gxcrawl.demo.server import Replicas, serve
from gxcrawl.exits import Exit
from gxcrawl.nights import shards
from gxcrawl.nights.crew import LIVES, Crew, Shift
from gxcrawl.nights.parts import shifts
from pipelines.items import Site
from pipelines.publishing.publish import PUBLISHED
from pipelines.store import WORK_FILE
from tests.crawling import before_an_article, rows, write_registry
from tests.nights import content, night

HOSTS = st.lists(st.sampled_from([f"h{number}.gov.cn" for number in range(12)]), min_size=1, max_size=3)


def site(number: int, hosts: list[str]) -> Site:
    return Site(f"s{number}", "", hosts[0], "411528", "county", (), sibling_hosts=tuple(hosts[1:]))


@given(st.lists(HOSTS, max_size=12), st.integers(1, 6))
def test_every_site_has_one_share_and_every_host_one_too(hosts: list[list[str]], of: int) -> None:
    known = [site(number, names) for number, names in enumerate(hosts)]
    parts = [shards.of(known, shards.Share(number, of)) for number in range(1, of + 1)]
    assert Counter(one.id for part in parts for one in part) == Counter(one.id for one in known)
    asked = [{host for one in part for host in (one.host, *one.sibling_hosts)} for part in parts]
    assert sum(map(len, asked)) == len(set().union(*asked))


@given(st.lists(HOSTS, min_size=1, max_size=8), st.integers(1, 6))
def test_a_new_site_on_a_host_of_its_own_moves_no_other(hosts: list[list[str]], of: int) -> None:
    known = [site(number, names) for number, names in enumerate(hosts)]
    new = site(99, ["new.gov.cn"])
    for number in range(1, of + 1):
        share = shards.Share(number, of)
        assert [one for one in shards.of([*known, new], share) if one != new] == list(shards.of(known, share))


@pytest.mark.parametrize("text", ["", "2", "0/3", "4/3", "1/0", "a/b", "-1/2"])
def test_what_is_no_share_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(ValueError, match="is no share"):
        shards.read(text)


def test_two_processes_have_work_here() -> None:
    parts = shifts(sites.registered(1), 2)
    assert [part.worker for part in parts] == ["part1", "part2"]
    assert all(part.sites for part in parts)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replicas, Path, Path]]:
    """Replicas, their registry, and the archive of a night with one process."""
    folder = tmp_path_factory.mktemp("alone")
    with serve(sites.trees()) as running:
        registry = write_registry(folder / "sites", sites.registered(running.port))
        assert night(registry, folder / "archive").told["published"]["published"]
        yield running, registry, folder / "archive"


def test_two_processes_make_the_same_database(alone: tuple[Replicas, Path, Path], tmp_path: Path) -> None:
    _, registry, single = alone
    together = night(registry, tmp_path, "--processes", "2")
    assert len(together.told["crawl"]["runs"]) == 2
    assert {path.name.split("-")[3] for path in (tmp_path / "warc").glob("*.warc.gz")} == {"part1", "part2"}
    assert content(tmp_path / WORK_FILE) == content(single / WORK_FILE)
    assert content(tmp_path / PUBLISHED) == content(single / PUBLISHED)


def test_machines_of_their_own_join_in_one_archive(
    alone: tuple[Replicas, Path, Path], tmp_path: Path
) -> None:
    """Each machine has its own archive; the one that publishes takes in the WARC files of the other."""
    _, registry, single = alone
    night(registry, tmp_path / "one", "--share", "1/2")
    night(registry, tmp_path / "two", "--share", "2/2")
    files = sorted((tmp_path / "two" / "warc").glob("*.warc.gz"))
    for _ in range(2):  # the second time changes nothing
        joined = ["-m", "gxcrawl", "import", "--archive", str(tmp_path / "one"), *map(str, files)]
        subprocess.run([sys.executable, *joined], check=True, capture_output=True)
    night(registry, tmp_path / "one", "--no-crawl")
    assert content(tmp_path / "one" / PUBLISHED) == content(single / PUBLISHED)


@pytest.mark.parametrize("victim", ["part1", "part2"])
def test_a_killed_process_loses_nothing_and_stores_nothing_twice(
    alone: tuple[Replicas, Path, Path], tmp_path: Path, victim: str
) -> None:
    """SIGKILL while an answer is on its way: its share is taken up again, and the database is that of one process."""
    replicas, registry, single = alone
    crew = Crew(tmp_path, registry)
    killed: list[int] = []

    def kill() -> None:
        if not killed:
            killed.append(crew.pids[victim])
            os.kill(killed[0], signal.SIGKILL)

    registered = sites.registered(replicas.port)
    parts = shifts(registered, 2)
    first = next(part.sites[0] for part in parts if part.worker == victim)
    host = next(one.host for one in registered if one.id == first).partition(":")[0]
    with before_an_article(replicas, host, kill):
        crew.start(parts)
        while crew.poll():
            crew.rest(1)
    assert killed
    assert {ended.shift.worker: ended.deaths for ended in crew.ended}[victim] == (
        f"crawl of {victim} ended with -9",
    )
    assert [ended.problem for ended in crew.ended] == ["", ""]
    assert rows(tmp_path, "select url from captures group by url having count(*) > 1") == []
    night(registry, tmp_path, "--no-crawl")
    assert content(tmp_path / PUBLISHED) == content(single / PUBLISHED)


def test_a_share_that_keeps_dying_is_given_up_and_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[site]]\n", "utf-8")
    crew = Crew(tmp_path / "archive", tmp_path)
    crew.start([Shift("part1", ("x",))])
    while crew.poll():
        crew.rest(1)
    [ended] = crew.ended
    assert ended.code == Exit.CONFIG
    assert "bad.toml" in ended.problem and ended.deaths == (ended.problem,) * (LIVES - 1)

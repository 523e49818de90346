"""The oddities and faults of each content system, on pages written by hand: one replica each, crawled at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gxcrawl.demo.server import Reply, serve
from gxcrawl.nights.standing import standings
from pipelines.items import Site
from tests.crawling import county, rows, run, verdicts, write_registry
from tests.houses.boda import BODA
from tests.houses.guangdong import GUANGDONG
from tests.houses.hanweb import HANWEB
from tests.houses.henan import HENAN
from tests.houses.in_script import IN_SCRIPT
from tests.houses.others import OTHERS
from tests.houses.short import SHORT
from tests.houses.transport import RARE, TRANSPORT
from tests.houses.trs import TRS
from tests.houses.ucap import UCAP

HOUSES = TRS | UCAP | HENAN | GUANGDONG | HANWEB | BODA | IN_SCRIPT | OTHERS | TRANSPORT | SHORT


def site(name: str, port: int) -> Site:
    house = HOUSES[name]
    return county(name, f"http://{{host}}:{port}{house.path}", house.family, options=house.options)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path, int]:
    """How each channel ended, the archive, and the port of the replicas."""
    folder = tmp_path_factory.mktemp("houses")
    trees = {
        f"www.{name}.localhost": {"/robots.txt": Reply(status=404), **house.tree}
        for name, house in HOUSES.items()
    }
    with serve(trees) as replicas:
        registry = write_registry(folder / "sites", [site(name, replicas.port) for name in HOUSES])
        _, told = run(registry, folder / "archive", "--set", "RETRY_TIMES=0", "--set", "DOWNLOAD_TIMEOUT=60")
    return verdicts(told), folder / "archive", replicas.port


@pytest.mark.parametrize("name", HOUSES)
def test_a_house_is_read_as_it_must_be(name: str, crawled: tuple[dict[str, str], Path, int]) -> None:
    told, wanted = crawled[0][f"{name}/c"], HOUSES[name].verdict
    assert told == wanted or told.startswith(f"{wanted}: status ")  # a barrier also tells its evidence
    held = rows(crawled[1], f"select count(distinct url) from captures where site = '{name}'")
    assert held == [(HOUSES[name].held,)]
    odd = rows(
        crawled[1],
        f"select outcome, count(*) from fetches where site = '{name}' and outcome not in ('new', 'seen') group by 1",
    )
    assert dict(odd) == HOUSES[name].outcomes


def test_characters_outside_gb2312_are_kept(crawled: tuple[dict[str, str], Path, int]) -> None:
    titles = rows(crawled[1], "select distinct title from captures where site = 'gb2312-that-is-18030'")
    assert sorted(title for (title,) in titles) == sorted(entry.title for entry in RARE)


def test_a_tree_is_no_better_than_its_branches(crawled: tuple[dict[str, str], Path, int]) -> None:
    tree = site("tree-with-a-dead-branch", crawled[2])
    (standing,) = standings([tree], crawled[1], date(2026, 1, 1))
    assert (standing.state, standing.ok) == ("partial", False)
    assert standing.reason == "branch zfxxgk/nb/2023n/: failed status_404"

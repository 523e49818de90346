"""The oddities and faults of each content system, on pages written by hand: one replica each, crawled at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxcrawl.demo.server import Reply, serve
from tests.crawling import county, rows, run, verdicts, write_registry
from tests.houses.boda import BODA
from tests.houses.guangdong import GUANGDONG
from tests.houses.hanweb import HANWEB
from tests.houses.henan import HENAN
from tests.houses.in_script import IN_SCRIPT
from tests.houses.others import OTHERS
from tests.houses.transport import RARE, TRANSPORT
from tests.houses.trs import TRS
from tests.houses.ucap import UCAP

HOUSES = TRS | UCAP | HENAN | GUANGDONG | HANWEB | BODA | IN_SCRIPT | OTHERS | TRANSPORT


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    folder = tmp_path_factory.mktemp("houses")
    trees = {
        f"www.{name}.localhost": {"/robots.txt": Reply(status=404), **house.tree}
        for name, house in HOUSES.items()
    }
    with serve(trees) as replicas:
        sites = [
            county(name, f"http://{{host}}:{replicas.port}{house.path}", house.family, options=house.options)
            for name, house in HOUSES.items()
        ]
        registry = write_registry(folder / "sites", sites)
        _, told = run(registry, folder / "archive", "--set", "RETRY_TIMES=0", "--set", "DOWNLOAD_TIMEOUT=60")
    return verdicts(told), folder / "archive"


@pytest.mark.parametrize("name", HOUSES)
def test_a_house_is_read_as_it_must_be(name: str, crawled: tuple[dict[str, str], Path]) -> None:
    told, wanted = crawled[0][f"{name}/c"], HOUSES[name].verdict
    assert told == wanted or told.startswith(f"{wanted}: status ")  # a barrier also tells its evidence
    held = rows(crawled[1], f"select count(distinct url) from captures where site = '{name}'")
    assert held == [(HOUSES[name].held,)]
    odd = rows(
        crawled[1],
        f"select outcome, count(*) from fetches where site = '{name}' and outcome not in ('new', 'seen') group by 1",
    )
    assert dict(odd) == HOUSES[name].outcomes


def test_characters_outside_gb2312_are_kept(crawled: tuple[dict[str, str], Path]) -> None:
    titles = rows(crawled[1], "select distinct title from captures where site = 'gb2312-that-is-18030'")
    assert sorted(title for (title,) in titles) == sorted(entry.title for entry in RARE)

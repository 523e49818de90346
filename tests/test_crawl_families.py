"""Every CMS family crawled on a replica of its own: nothing missing, nothing double, files included."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxcrawl import families
from gxcrawl.demo.server import Reply, Tree, serve
from gxcrawl.demo.themes import boda, guangdong, hanweb, henan, lonsun, plain, scripted, trs, ucap
from gxcrawl.demo.themes.shell import Article, File
from tests.crawling import county, rows, run, verdicts, write_registry

FILE = (File("年报.pdf", b"%PDF-1.4 replica"),)


def articles(count: int) -> list[Article]:
    return [
        Article(
            f"示例局第{n}号政府信息公开工作年度报告",
            f"{2025 - n % 20}-01-{n % 27 + 1:02d}",
            f"<p>第{n}篇</p>",
            "示例局",
            FILE if n == 1 else (),
        )
        for n in range(count)
    ]


FEW, MANY, HUGE = articles(7), articles(130), articles(240)

# name -> (tree, address of the channel, family, options, entries)
REPLICAS: dict[str, tuple[Tree, str, str, dict[str, object], int]] = {
    "trs": (trs.column(FEW, "x", per_page=3), "/zwgk/xxgknb/", "trs", {}, 7),
    "trs-shtml": (
        trs.column(FEW, "x", per_page=3, ext="shtml", name="list"),
        "/zwgk/xxgknb/list.shtml",
        "trs",
        {},
        7,
    ),
    "trs-one-based": (
        {
            **trs.column(FEW, "x", per_page=7, pager="createPageHTML('paging',1,1,'index','html',7)"),
        },
        "/zwgk/xxgknb/",
        "trs",
        {},
        7,
    ),
    "henan": (henan.column(FEW, "x", per_page=3), "/zwgk/zfxxgknb/", "henan", {}, 7),
    "boda": (boda.column(FEW, "x", per_page=3), "/zfxxgk/nb.htm", "boda", {}, 7),
    "ucap": (ucap.column(FEW, "x", per_page=3), "/demo/c100001/list.shtml", "ucap", {}, 7),
    "ucap-json": (
        ucap.search(FEW, "x", per_page=3),
        f"{ucap.SEARCH}?_isJson=true&_pageSize=3&page=1",
        "json_list",
        {},
        7,
    ),
    "nfcms": (guangdong.column(FEW, "x", per_page=3), "/zwgk/nb/index.html", "nfcms", {}, 7),
    "gkmlpt": (guangdong.catalogue(HUGE, "x"), "/gkmlpt/index#11", "gkmlpt", {}, 240),
    "jpage": (hanweb.jpage(MANY, "x"), "/col/col990/index.html", "jpage", {}, 130),
    "jpage-records": (
        hanweb.jpage(MANY, "x", mode="records"),
        "/col/col990/index.html",
        "jpage",
        {"mode": "records"},
        130,
    ),
    "xxgk": (
        hanweb.xxgk(FEW, "x", per_page=3),
        "/module/xxgk/search.jsp?divid=div990&infotypeId=A0601&currpage=1",
        "xxgk",
        {"include": "/art_990_", "post": True},
        7,
    ),
    "jpaas": (hanweb.jpaas(FEW, "x", per_page=3), "/zfxxgk/zfxxgknb/index.html", "jpaas", {}, 7),
    "lonsun": (
        lonsun.column(FEW, "x", per_page=3),
        f"{lonsun.SHELL}?type=4&catId={lonsun.CATEGORY}&action=list",
        "lonsun",
        {},
        7,
    ),
    "zcms": (plain.zcms(MANY, "x", per_page=11), "/zfxxgk/nb/index.shtml", "zcms", {}, 130),
    "shanghai": (plain.shanghai(FEW, "x", per_page=3), "/zfxxgk/nb/index.html", "shanghai", {}, 7),
    "next": (plain.anchors(FEW, "x", per_page=3), "/zfxxgk/nb/1.html", "next_link", {}, 7),
    "query": (plain.query(FEW, "x", per_page=3), "/NewsList.aspx?ClassID=602", "query", {}, 7),
    "openness": (
        plain.query(FEW, "x", per_page=3, told=False),
        "/NewsList.aspx?branch_id=1&page=1",
        "openness",
        {},
        7,
    ),
    "records": (scripted.records(FEW, "x"), scripted.FOLDER, "in_script", {}, 7),
    "addresses": (scripted.addresses(FEW, "x", per_page=3), f"{scripted.COLUMN}.html", "in_script", {}, 7),
    "prefixed": (
        scripted.prefixed(FEW, "x", per_page=3),
        f"{scripted.NEWS}?t=117&a=0",
        "in_script",
        {},
        7,
    ),
    "single": (plain.single(FEW, "x"), "/zfxxgk/nb/", "single", {}, 7),
    "in-place": (plain.behind(FEW[1:2], "x"), f"/c/{FEW[1].published}/0.html", "in_place", {}, 1),
    "departments": (
        plain.departments(FEW, "x"),
        "/zfxxgk/nb/",
        "tree",
        {"branch": "/nb/s.j/$", "twig": r"/20\d\dn/$"},
        7,
    ),
    "tree": (plain.tree(FEW, "x"), "/zfxxgk/nb/", "tree", {}, 7),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    folder = tmp_path_factory.mktemp("families")
    trees = {
        f"www.{name}.localhost": {**tree, "/robots.txt": Reply(status=404)}
        for name, (tree, *_) in REPLICAS.items()
    }
    with serve(trees) as replicas:
        sites = [
            county(name, f"http://{{host}}:{replicas.port}{path}", family, options=options)
            for name, (_, path, family, options, _) in REPLICAS.items()
        ]
        _, result = run(write_registry(folder / "sites", sites), folder / "archive")
    return verdicts(result), folder / "archive"


@pytest.mark.parametrize("name", REPLICAS)
def test_a_family_is_read_whole(name: str, crawled: tuple[dict[str, str], Path]) -> None:
    told, archive = crawled
    assert told[f"{name}/c"].partition(":")[0] == "complete", told[f"{name}/c"]
    found = rows(
        archive,
        f"select role, count(distinct url), count(distinct title) from captures where site = '{name}' group by 1 order by 1",
    )
    assert found == [("attachment", 1, 1), ("page", REPLICAS[name][4], REPLICAS[name][4])]


def test_every_family_has_a_replica() -> None:
    assert {family for _, _, family, _, _ in REPLICAS.values()} == set(families.names())


def test_branches_of_a_tree_are_channels_with_verdicts(crawled: tuple[dict[str, str], Path]) -> None:
    branches = {name: told for name, told in crawled[0].items() if name.startswith("tree/c:")}
    assert branches == {f"tree/c:zfxxgk/nb/{year}n/": "complete" for year in range(2019, 2026)}


def test_a_tree_of_departments_has_years_below_them(crawled: tuple[dict[str, str], Path]) -> None:
    told = {name: state for name, state in crawled[0].items() if name.startswith("departments/c:")}
    folder = "departments/c:zfxxgk/nb"
    assert {name for name, state in told.items() if state == "complete: tree"} == {
        f"{folder}/sfj/",
        f"{folder}/sjj/",
    }
    assert told[f"{folder}/sfj/:zfxxgk/nb/sfj/2025n/"] == "complete"
    assert len(told) == 9

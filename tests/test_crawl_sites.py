"""`gxcrawl sites`: the registry on the command line, channels looked at once, new ones drafted and found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gxcrawl import registry
from gxcrawl.demo.server import Replicas, Reply, Tree, serve
from gxcrawl.demo.themes import henan, trs
from gxcrawl.demo.themes.shell import Article, page
from gxcrawl.exits import Exit
from gxcrawl.registering import discover
from tests.crawling import county, write_registry

REPORTS = [
    Article(f"示例县司法局{y}年政府信息公开工作年度报告", f"{y + 1}-01-13", "<p>x</p>")
    for y in (2024, 2023, 2022)
]
FRIENDS = [
    Article(f"示例县{y}年政府网站工作年度报表", f"{y + 1}-01-13", "<p>x</p>") for y in (2024, 2023, 2022)
]
NO_RULES = Reply(status=404)
LIST = "/zwgk/xxgknb/"
GOOD = {**trs.column(REPORTS, "示例县人民政府"), "/robots.txt": NO_RULES}


def links(*pairs: tuple[str, str]) -> Reply:
    return page(
        "示例县", "".join(f'<p><a href="{url}">{text}</a></p>' for text, url in pairs), "示例县人民政府"
    )


PORTAL: Tree = {
    **GOOD,
    **{path.replace(LIST, "/wzbb/"): answer for path, answer in trs.column(FRIENDS, "x").items()},
    "/": links(("政务公开", "/zwgk/"), ("互动交流", "/hdjl/"), ("友情链接", "http://other.localhost/")),
    "/zwgk/": links(("政府信息公开", "/zwgk/pt/"), ("财政预算", "/czys/")),
    "/zwgk/pt/": links(("政府信息公开年报", LIST), ("政府网站工作年度报表", "/wzbb/"), ("指南", "/zn/")),
}
SITES: dict[str, tuple[Tree, str]] = {
    "fine": (GOOD, "ok"),
    "moved": (
        {**GOOD, LIST: Reply(b"", 301, headers=(("Location", "/new/"),)), "/new/": GOOD[LIST]},
        "moved",
    ),
    "gone": ({**GOOD, LIST: NO_RULES}, "gone"),
    "walled": ({**GOOD, LIST: Reply(b"<script>$_ts</script>", 412)}, "blocked"),
    "forbidden": ({**GOOD, "/robots.txt": Reply(b"", 403)}, "blocked"),
    "rebuilt": ({**GOOD, LIST: henan.column(REPORTS, "x")["/zwgk/zfxxgknb/"]}, "changed_family"),
    "bare": ({**GOOD, LIST: page("x", "<p>欢迎</p>" * 300, "x")}, "unreadable"),
    "silent": ({**GOOD, LIST: Reply(b"", length=-1, then="reset")}, "silent"),
    "portal": (PORTAL, "ok"),
}


@pytest.fixture(scope="module")
def replicas() -> Iterator[Replicas]:
    with serve({f"www.{name}.localhost": tree for name, (tree, _) in SITES.items()}) as running:
        yield running


@pytest.fixture(scope="module")
def folder(replicas: Replicas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_registry(
        tmp_path_factory.mktemp("registry") / "sites",
        [county(name, f"http://{{host}}:{replicas.port}{LIST}", "trs") for name in SITES],
    )


def gxcrawl(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "gxcrawl", "sites", *arguments]
    nobody = {**os.environ, "GXCRAWL_CONTACT": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=nobody)
    return done.returncode, done.stdout, done.stderr


def test_the_registry_is_listed_and_claims_nothing_live() -> None:
    code, out, _ = gxcrawl("list", "--json")
    listed = json.loads(out)
    assert (code, len(listed)) == (0, len(registry.load()))
    assert {row["live_verified"] for row in listed} == {"none"}


def test_one_site_is_shown(folder: Path) -> None:
    _, out, _ = gxcrawl("show", "fine", "--sites", str(folder))
    assert json.loads(out)["channels"][0]["family"] == "trs"


def test_a_look_at_every_channel_tells_what_became_of_it(folder: Path) -> None:
    code, out, _ = gxcrawl("check", "--json", "--sites", str(folder))
    told = {check["site"]: check["state"] for check in json.loads(out)}
    assert told == {name: state for name, (_, state) in SITES.items()}
    assert code == Exit.SOURCES_FAILED


def test_what_is_known_is_told_while_others_are_waited_for(tmp_path: Path) -> None:
    never = {**GOOD, LIST: Reply(then="mute")}
    with serve({"www.quick.localhost": GOOD, "www.mute.localhost": never}) as running:
        sites = [county(name, f"http://{{host}}:{running.port}{LIST}", "trs") for name in ("mute", "quick")]
        registry_ = write_registry(tmp_path / "sites", sites)
        command = [sys.executable, "-m", "gxcrawl", "sites", "check", "--sites", str(registry_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as looking:
            assert looking.stdout is not None
            assert looking.stdout.readline() == "quick/c: ok: 3 entries\n"
            assert looking.poll() is None
            looking.kill()


def test_a_new_channel_is_drafted_with_its_sample(replicas: Replicas, tmp_path: Path) -> None:
    url = f"http://www.fine.localhost:{replicas.port}{LIST}"
    code, out, err = gxcrawl("new", url, "--samples", str(tmp_path), "--write", str(tmp_path / "x.toml"))
    assert code == 0, err
    assert 'family = "trs"' in out
    assert 'name = "示例县人民政府"' in out
    assert "could not tell region: not on the page" in err
    sample = json.loads((tmp_path / "trs" / "www-fine-localhost.json").read_text("utf-8"))
    assert [entry[1] for entry in sample["entries"]] == [article.title for article in REPORTS]
    filled = (
        (tmp_path / "x.toml")
        .read_text("utf-8")
        .replace('region = "?"', 'region = "990001"')
        .replace('level = "?"', 'level = "county"')
    )
    assert registry.read(filled, "x.toml")[0].channels[0].url == url


def test_a_page_no_family_reads_is_refused_with_the_reason(replicas: Replicas) -> None:
    code, _, err = gxcrawl("new", f"http://www.bare.localhost:{replicas.port}{LIST}")
    assert (code, "no family reads it: no rows of a list were found on it (no_rows)" in err) == (
        Exit.NOTHING_READ,
        True,
    )


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("walled", "a firewall answered in its place (waf.ruishu: status 412"),
        ("gone", "there is no such page (status_404)"),
        ("forbidden", "whether robots.txt allows it is not known, so it was not asked for"),
        (
            "moved",
            "could not tell address: http://www.moved.localhost:{port}/new/ answered; register that one",
        ),
        ("fine", "fill in every '?'"),
    ],
)
def test_what_a_new_address_met_is_said_in_words(site: str, says: str, replicas: Replicas) -> None:
    _, _, err = gxcrawl("new", f"http://www.{site}.localhost:{replicas.port}{LIST}")
    assert says.format(port=replicas.port) in err


@pytest.mark.parametrize(
    "url", ["not a url", "http://", "ftp://www.x.gov.cn/", "www.x.gov.cn/nb/", "http://[bad/"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_asked(url: str) -> None:
    code, _, err = gxcrawl("new", url)
    assert (code, "is no address such as http://www.example.gov.cn/" in err) == (Exit.USAGE, True)
    assert gxcrawl("discover", url.replace("www.x.gov.cn/nb/", "a/b"))[0] == Exit.USAGE


def test_a_site_that_is_silent_is_to_be_tried_over_the_other_scheme(replicas: Replicas) -> None:
    code, _, err = gxcrawl("discover", "www.fine.localhost:1")
    assert (code, "it may answer over --scheme http" in err) == (Exit.NOTHING_READ, True)


def test_channels_are_found_from_the_home_page(replicas: Replicas) -> None:
    before = len(replicas.diary)
    code, out, err = gxcrawl(
        "discover", f"www.portal.localhost:{replicas.port}", "--scheme", "http", "--json"
    )
    assert code == 0, err
    (found,) = json.loads(out)
    assert (found["url"], found["family"]) == (f"http://www.portal.localhost:{replicas.port}{LIST}", "trs")
    assert found["titles"] == [article.title for article in REPORTS]
    asked = [ask.path for ask in replicas.diary[before:]]
    assert "/hdjl/" not in asked
    assert "/wzbb/" not in asked
    assert len(asked) == len(set(asked)) <= 6


def test_a_host_without_a_contact_is_not_asked() -> None:
    code, _, err = gxcrawl("discover", "www.example.gov.cn")
    assert (code, "GXCRAWL_CONTACT is not set" in err) == (Exit.CONFIG, True)


@pytest.mark.parametrize(
    ("text", "url", "promises"),
    [
        ("政府信息公开年报", "/zwgk/pt/", True),
        ("年报", "/zfxxgknb/", True),
        ("政务公开", "/zwgk/", True),
        ("政府网站工作年度报表", "/nb/", False),
        ("法治政府建设年度报告", "/nb/", False),
        ("新闻中心", "/xwzx/", False),
    ],
)
def test_anchors_are_scored(text: str, url: str, promises: bool) -> None:
    assert (discover.score(text, url) >= 50) is promises

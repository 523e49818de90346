"""Sources that are short in ways that look whole, one replica each, and lists that are whole in odd words: crawled at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gxcrawl.demo.server import Answer, Ask, Reply, Tree, serve
from gxcrawl.demo.themes import guangdong, hanweb, henan, lonsun, plain, trs, ucap
from gxcrawl.demo.themes.shell import Article
from gxcrawl.nights.standing import standings
from pipelines.items import Channel, Site
from tests.crawling import rows, run, verdicts, write_registry

LIST = "/zwgk/xxgknb/"
NO_PAGE = Reply(status=404)
PROMISED = "partial: declared_exceeds_reachable"


def articles(count: int) -> list[Article]:
    return [
        Article(f"示例局第{n}号政府信息公开工作年度报告", f"{2025 - n % 9}-01-13", f"<p>第{n}篇</p>")
        for n in range(count)
    ]


SEVEN = articles(7)


def html(text: str) -> Reply:
    return Reply(text.encode())


def json(text: str) -> Reply:
    return Reply(text.encode(), content_type="application/json")


def without(answer: Answer, *words: str) -> Reply:
    """A page that no longer says something."""
    assert isinstance(answer, Reply)
    text = answer.body.decode()
    for word in words:
        assert word in text
        text = text.replace(word, "")
    return html(text)


def answer_of(answer: Answer, ask: Ask) -> Reply:
    return answer if isinstance(answer, Reply) else answer(ask)


def on_page(number: int, answer: Answer, fault: Reply, name: str = "page=") -> Answer:
    """A script that answers otherwise when it is asked for one page."""

    def answers(ask: Ask) -> Reply:
        if f"{name}{number}" in ask.target + ask.body.decode():
            return fault
        return answer_of(answer, ask)

    return answers


def changed(tree: dict[str, Answer], path: str, answer: Answer) -> dict[str, Answer]:
    assert path in tree
    return {**tree, path: answer}


def numbered(pager: str) -> dict[str, Answer]:
    return trs.column(SEVEN, "x", per_page=3, pager=pager)


NEXT = plain.anchors(SEVEN, "x", per_page=3)
NO_TOTAL = {path: without(NEXT[path], " 共 7 条") for path in NEXT if path.startswith("/zfxxgk/nb/")}
ROWS = answer_of(plain.single(SEVEN, "x")["/zfxxgk/nb/"], Ask("", "")).body.decode()
SEARCH = ucap.search(SEVEN, "x", per_page=3)
BARE = plain.query(SEVEN, "x", per_page=3, told=False)
CATALOGUE = guangdong.catalogue(articles(130), "x")
API = f"/gkmlpt/api/all/{guangdong.CATEGORY}"
XXGK = hanweb.xxgk(SEVEN, "x", per_page=3)
JPAAS = hanweb.jpaas(SEVEN, "x", per_page=3)
LONSUN = lonsun.column(SEVEN, "x", per_page=3)
SHELL = f"{lonsun.SHELL}?type=4&catId={lonsun.CATEGORY}&action=list"
SHELL_THAT_NAMES_THE_WORDS = "<script>var ask = '/site/label/8888?result=暂无相关信息';</script>"
ONE_BASED_FILES = {
    f"{LIST}index_{n + 1}.html": numbered(f"createPageHTML('paging', 3, {n + 1}, 'index', 'html', 7);")[
        f"{LIST}index_{n}.html"
    ]
    for n in (1, 2)
}
FOREIGN_LAST = html(
    '<ul class="list"><li><a href="http://www.example.org/a.html">上级转载</a><span>2020-01-13</span></li></ul>'
    '<script>createPageHTML(3, 2, "index", "html");</script>'
)

SITES: dict[str, tuple[Tree, str, str, dict[str, object], str]] = {
    # name: what it serves, the list, family, options, verdict
    "link-to-nowhere": (
        {**NEXT, **NO_TOTAL, "/zfxxgk/nb/3.html": NO_PAGE},
        "/zfxxgk/nb/1.html",
        "next_link",
        {},
        PROMISED,
    ),
    "link-to-blank": (
        {**NEXT, **NO_TOTAL, "/zfxxgk/nb/3.html": html("<p>系统繁忙</p>")},
        "/zfxxgk/nb/1.html",
        "next_link",
        {},
        PROMISED,
    ),
    "json-error": (
        changed(SEARCH, ucap.SEARCH, on_page(2, SEARCH[ucap.SEARCH], json('{"code":500,"msg":"busy"}'))),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        {},
        "partial: not_a_list: no data.results in the JSON",
    ),
    "json-is-html": (
        changed(SEARCH, ucap.SEARCH, on_page(2, SEARCH[ucap.SEARCH], html("<html>系统繁忙</html>"))),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        {},
        "partial: not_a_list: no JSON",
    ),
    "json-token": (
        changed(SEARCH, ucap.SEARCH, Reply(b'{"code":403}', 403)),
        f"{ucap.SEARCH}?page=1",
        "json_list",
        {},
        "failed: blocked.status",
    ),
    "json-beyond": (
        changed(
            SEARCH,
            ucap.SEARCH,
            on_page(3, SEARCH[ucap.SEARCH], json('{"data":{"total":7,"rows":3,"page":3,"results":[]}}')),
        ),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        {},
        PROMISED,
    ),
    "query-blank-end": (BARE, "/NewsList.aspx?page=1", "query", {}, "complete"),
    "query-repeats": (
        changed(
            BARE,
            "/NewsList.aspx",
            on_page(
                2,
                BARE["/NewsList.aspx"],
                html(
                    '<ul class="list"><li><a href="/c/2025-01-13/0.html">示</a><span>2025-01-13</span></li></ul>'
                ),
            ),
        ),
        "/NewsList.aspx?page=1",
        "query",
        {},
        "failed: paging_ignored",
    ),
    "category-error": (
        changed(CATALOGUE, API, on_page(2, CATALOGUE[API], json('{"error":"busy"}'))),
        "/gkmlpt/index#11",
        "gkmlpt",
        {},
        "partial: not_a_list: no articles in the JSON",
    ),
    "category-wrong-sid": (
        changed(
            CATALOGUE, API, json('{"classify":{"id":11,"post_count":140},"total":0,"offset":0,"articles":[]}')
        ),
        "/gkmlpt/index#11",
        "gkmlpt",
        {},
        "failed: layout_unknown",
    ),
    "category-blank-end": (
        changed(CATALOGUE, API, on_page(2, CATALOGUE[API], json('{"total":130,"offset":100,"articles":[]}'))),
        "/gkmlpt/index#11",
        "gkmlpt",
        {},
        PROMISED,
    ),
    "search-untold": (
        changed(
            XXGK,
            "/module/xxgk/search.jsp",
            on_page(
                1,
                XXGK["/module/xxgk/search.jsp"],
                without(
                    answer_of(XXGK["/module/xxgk/search.jsp"], Ask("", "", "POST", {}, b"currpage=1")),
                    "共3页",
                ),
                "currpage=",
            ),
        ),
        "/module/xxgk/search.jsp?divid=div990&currpage=1",
        "xxgk",
        {"include": "/art_990_", "post": True},
        "complete",
    ),
    "jpaas-busy": (
        changed(
            JPAAS,
            hanweb.BUILD,
            on_page(
                2, JPAAS[hanweb.BUILD], json('{"code":"500","success":false}'), "paramJson=%7B%22pageNo%22%3A"
            ),
        ),
        "/zfxxgk/zfxxgknb/index.html",
        "jpaas",
        {},
        PROMISED,
    ),
    "shell-names-the-words": (
        changed(LONSUN, lonsun.SHELL, html('<meta name="SiteId" content="88">' + SHELL_THAT_NAMES_THE_WORDS)),
        SHELL,
        "lonsun",
        {},
        "complete",
    ),
    "shell-without-site": (
        changed(LONSUN, lonsun.SHELL, html(SHELL_THAT_NAMES_THE_WORDS + "<p>欢迎</p>" * 900)),
        SHELL,
        "lonsun",
        {},
        "failed: layout_unknown",
    ),
    "really-empty": (lonsun.column([], "x"), SHELL, "lonsun", {}, "complete: empty"),
    "single-with-pager": (
        numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
        LIST,
        "single",
        {},
        "partial: pager_unread: 3 pages",
    ),
    "single-with-link": (
        {**NEXT, **NO_TOTAL},
        "/zfxxgk/nb/1.html",
        "single",
        {},
        "partial: pager_unread: /zfxxgk/nb/2.html",
    ),
    "stub-without-pager": (
        changed(
            numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
            f"{LIST}index_1.html",
            html('<ul class="list"><li><a href="./x.html">简讯</a><span>2020-01-13</span></li></ul>'),
        ),
        LIST,
        "trs",
        {},
        PROMISED,
    ),
    "pages-called-records": (
        {**henan.column(SEVEN, "x", per_page=2, pagecount=4), "/zwgk/zfxxgknb/index_3.html": NO_PAGE},
        "/zwgk/zfxxgknb/",
        "henan",
        {},
        PROMISED,
    ),
    "tree-with-a-dead-branch": (
        changed(plain.tree(SEVEN, "x"), "/zfxxgk/nb/2023n/", NO_PAGE),
        "/zfxxgk/nb/",
        "tree",
        {},
        "complete: tree",
    ),
    "rows-for-scripts": (
        {
            **plain.single(SEVEN, "x"),
            "/zfxxgk/nb/": html(ROWS.replace('href="/c/2023-01-13/2.html"', "href=\"javascript:show('2')\"")),
        },
        "/zfxxgk/nb/",
        "single",
        {},
        "partial: rows_without_address: 1, first 示例局第2号政府信息公开工作年度报告",
    ),
    "only-rows-for-scripts": (
        {
            "/zfxxgk/nb/": html(
                '<ul class="list"><li><a onclick="show(2)">示例局年报</a><b>2024-01-13</b></li></ul>'
            )
        },
        "/zfxxgk/nb/",
        "single",
        {},
        "failed: rows_without_address: 1, first 示例局年报",
    ),
    "json-without-address": (
        changed(
            SEARCH,
            ucap.SEARCH,
            json('{"data":{"total":1,"rows":3,"page":1,"results":[{"title":"示例局年报"}]}}'),
        ),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        {},
        "failed: rows_without_address: 1, first 示例局年报",
    ),
    "a-pager-for-scripts": (
        changed(plain.single(SEVEN, "x"), "/zfxxgk/nb/", html(ROWS + '<a onclick="turn(2)">下一页</a>')),
        "/zfxxgk/nb/",
        "trs",
        {},
        "partial: pager_unread: 下一页",
    ),
    # Lists that are whole, in other words for the same thing.
    "addresses-in-handlers": (
        {
            **plain.single(SEVEN, "x"),
            "/zfxxgk/nb/": html(
                re.sub(r'href="(/c/[^"]+)"', r"""href="javascript:;" onclick="show('\1')" """, ROWS)
            ),
        },
        "/zfxxgk/nb/",
        "single",
        {},
        "complete",
    ),
    "five-arguments": (
        numbered('createPage({pages},{current},"{name}","{ext}",{total})'),
        LIST,
        "trs",
        {},
        "complete",
    ),
    "variables": (
        numbered("var currentPage = {current}; var countPage = {pages};"),
        LIST,
        "trs",
        {},
        "complete",
    ),
    "brace": (
        numbered("currentPage: parseInt('{current}')+1, countPage: parseInt('{pages}}}')"),
        LIST,
        "trs",
        {},
        "complete: total_unparsable:3}",
    ),
    "record-count": (
        numbered('m_nRecordCount="{total}"; m_nPageSize="{per_page}"; m_nCurrPage="{current}";'),
        LIST,
        "trs",
        {},
        "complete",
    ),
    "htm": (trs.column(SEVEN, "x", per_page=3, ext="htm"), f"{LIST}index.htm", "trs", {}, "complete"),
    "one-based": (
        {
            **trs.column(
                SEVEN,
                "x",
                per_page=3,
                pager="createPageHTML('paging', {pages}, 1, 'index', 'html', {total});",
            ),
            f"{LIST}index_1.html": NO_PAGE,
            **ONE_BASED_FILES,
        },
        LIST,
        "trs",
        {},
        "complete",
    ),
    "last-page-foreign": (
        changed(
            numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
            f"{LIST}index_2.html",
            FOREIGN_LAST,
        ),
        LIST,
        "trs",
        {},
        "complete",
    ),
}


def site(name: str, port: int) -> Site:
    _, path, family, options, _ = SITES[name]
    host = f"www.{name}.localhost"
    place = Channel("c", f"http://{host}:{port}{path}", family, options=options)
    return Site(name, name, host, "990001", "county", (place,))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path, int]:
    folder = tmp_path_factory.mktemp("short")
    trees = {f"www.{name}.localhost": {"/robots.txt": NO_PAGE, **SITES[name][0]} for name in SITES}
    with serve(trees) as replicas:
        registry = write_registry(folder / "sites", [site(name, replicas.port) for name in SITES])
        _, told = run(registry, folder / "archive", "--set", "RETRY_TIMES=0")
    return verdicts(told), folder / "archive", replicas.port


@pytest.mark.parametrize("name", SITES)
def test_a_list_ends_as_it_must(name: str, crawled: tuple[dict[str, str], Path, int]) -> None:
    told, wanted = crawled[0][f"{name}/c"], SITES[name][4]
    assert told == wanted or told.startswith(f"{wanted}: status ")  # a barrier also tells its evidence


@pytest.mark.parametrize("name", [name for name, row in SITES.items() if row[4] == "complete"])
def test_what_is_called_complete_is(name: str, crawled: tuple[dict[str, str], Path, int]) -> None:
    own = 6 if name == "last-page-foreign" else 7
    assert rows(crawled[1], f"select count(distinct title) from captures where site = '{name}'") == [(own,)]


def test_a_tree_is_no_better_than_its_branches(crawled: tuple[dict[str, str], Path, int]) -> None:
    name = "tree-with-a-dead-branch"
    (standing,) = standings([site(name, crawled[2])], crawled[1], date(2026, 1, 1))
    assert (standing.state, standing.ok) == ("partial", False)
    assert standing.reason == "branch zfxxgk/nb/2023n/: failed status_404"

"""Sources that are short in ways that look whole, and lists that are whole in odd words."""

from __future__ import annotations

import re

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes import guangdong, hanweb, henan, lonsun, plain, trs, ucap
from tests.houses.house import LIST, PROMISED, SEVEN, House, articles, html, json, reply

NO_PAGE = Reply(status=404)


def without(answer: Answer, *words: str) -> Reply:
    """A page that no longer says something."""
    assert isinstance(answer, Reply)
    text = answer.body.decode()
    for word in words:
        assert word in text
        text = text.replace(word, "")
    return html(text)


def on_page(number: int, answer: Answer, fault: Reply, name: str = "page=") -> Answer:
    """A script that answers otherwise when it is asked for one page."""

    def answers(ask: Ask) -> Reply:
        if f"{name}{number}" in ask.target + ask.body.decode():
            return fault
        return reply(answer, ask)

    return answers


def changed(tree: dict[str, Answer], path: str, answer: Answer) -> dict[str, Answer]:
    assert path in tree
    return {**tree, path: answer}


def numbered(pager: str) -> dict[str, Answer]:
    return trs.column(SEVEN, "x", per_page=3, pager=pager)


NEXT = plain.anchors(SEVEN, "x", per_page=3)
NO_TOTAL = {path: without(NEXT[path], " 共 7 条") for path in NEXT if path.startswith("/zfxxgk/nb/")}
ROWS = reply(plain.single(SEVEN, "x")["/zfxxgk/nb/"], Ask("", "")).body.decode()
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

SHORT = {
    "link-to-nowhere": House(
        {**NEXT, **NO_TOTAL, "/zfxxgk/nb/3.html": NO_PAGE},
        "/zfxxgk/nb/1.html",
        "next_link",
        PROMISED,
        held=6,
    ),
    "link-to-blank": House(
        {**NEXT, **NO_TOTAL, "/zfxxgk/nb/3.html": html("<p>系统繁忙</p>")},
        "/zfxxgk/nb/1.html",
        "next_link",
        PROMISED,
        held=6,
    ),
    "json-error": House(
        changed(SEARCH, ucap.SEARCH, on_page(2, SEARCH[ucap.SEARCH], json({"code": 500, "msg": "busy"}))),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        "partial: not_a_list: no data.results in the JSON",
        held=3,
    ),
    "json-is-html": House(
        changed(SEARCH, ucap.SEARCH, on_page(2, SEARCH[ucap.SEARCH], html("<html>系统繁忙</html>"))),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        "partial: not_a_list: no JSON",
        held=3,
    ),
    "json-token": House(
        changed(SEARCH, ucap.SEARCH, Reply(b'{"code":403}', 403)),
        f"{ucap.SEARCH}?page=1",
        "json_list",
        "failed: blocked.status",
        held=0,
    ),
    "json-beyond": House(
        changed(
            SEARCH,
            ucap.SEARCH,
            on_page(
                3, SEARCH[ucap.SEARCH], json({"data": {"total": 7, "rows": 3, "page": 3, "results": []}})
            ),
        ),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        PROMISED,
        held=6,
    ),
    "query-blank-end": House(
        BARE,
        "/NewsList.aspx?page=1",
        "query",
        "complete",
    ),
    "query-repeats": House(
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
        "failed: paging_ignored",
        held=3,
    ),
    "category-error": House(
        changed(CATALOGUE, API, on_page(2, CATALOGUE[API], json({"error": "busy"}))),
        "/gkmlpt/index#11",
        "gkmlpt",
        "partial: not_a_list: no articles in the JSON",
        held=100,
    ),
    "category-wrong-sid": House(
        changed(
            CATALOGUE,
            API,
            json({"classify": {"id": 11, "post_count": 140}, "total": 0, "offset": 0, "articles": []}),
        ),
        "/gkmlpt/index#11",
        "gkmlpt",
        "failed: layout_unknown",
        held=0,
    ),
    "category-blank-end": House(
        changed(
            CATALOGUE, API, on_page(2, CATALOGUE[API], json({"total": 130, "offset": 100, "articles": []}))
        ),
        "/gkmlpt/index#11",
        "gkmlpt",
        PROMISED,
        held=100,
    ),
    "search-untold": House(
        changed(
            XXGK,
            "/module/xxgk/search.jsp",
            on_page(
                1,
                XXGK["/module/xxgk/search.jsp"],
                without(
                    reply(XXGK["/module/xxgk/search.jsp"], Ask("", "", "POST", {}, b"currpage=1")),
                    "共3页",
                ),
                "currpage=",
            ),
        ),
        "/module/xxgk/search.jsp?divid=div990&currpage=1",
        "xxgk",
        "complete",
        options={"include": "/art_990_", "post": True},
    ),
    "jpaas-busy": House(
        changed(
            JPAAS,
            hanweb.BUILD,
            on_page(
                2,
                JPAAS[hanweb.BUILD],
                json({"code": "500", "success": False}),
                "paramJson=%7B%22pageNo%22%3A",
            ),
        ),
        "/zfxxgk/zfxxgknb/index.html",
        "jpaas",
        PROMISED,
        held=3,
    ),
    "shell-names-the-words": House(
        changed(LONSUN, lonsun.SHELL, html('<meta name="SiteId" content="88">' + SHELL_THAT_NAMES_THE_WORDS)),
        SHELL,
        "lonsun",
        "complete",
    ),
    "shell-without-site": House(
        changed(LONSUN, lonsun.SHELL, html(SHELL_THAT_NAMES_THE_WORDS + "<p>欢迎</p>" * 900)),
        SHELL,
        "lonsun",
        "failed: layout_unknown",
        held=0,
    ),
    "really-empty": House(
        lonsun.column([], "x"),
        SHELL,
        "lonsun",
        "complete: empty",
        held=0,
    ),
    "single-with-pager": House(
        numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
        LIST,
        "single",
        "partial: pager_unread: 3 pages",
        held=3,
    ),
    "single-with-link": House(
        {**NEXT, **NO_TOTAL},
        "/zfxxgk/nb/1.html",
        "single",
        "partial: pager_unread: /zfxxgk/nb/2.html",
        held=3,
    ),
    "stub-without-pager": House(
        changed(
            numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
            f"{LIST}index_1.html",
            html('<ul class="list"><li><a href="./x.html">简讯</a><span>2020-01-13</span></li></ul>'),
        ),
        LIST,
        "trs",
        PROMISED,
        held=3,
        outcomes={"http_404": 1},
    ),
    "pages-called-records": House(
        {**henan.column(SEVEN, "x", per_page=2, pagecount=4), "/zwgk/zfxxgknb/index_3.html": NO_PAGE},
        "/zwgk/zfxxgknb/",
        "henan",
        PROMISED,
        held=6,
    ),
    "tree-with-a-dead-branch": House(
        changed(plain.tree(SEVEN, "x"), "/zfxxgk/nb/2023n/", NO_PAGE),
        "/zfxxgk/nb/",
        "tree",
        "complete: tree",
        held=6,
    ),
    "rows-for-scripts": House(
        {
            **plain.single(SEVEN, "x"),
            "/zfxxgk/nb/": html(ROWS.replace('href="/c/2023-01-13/2.html"', "href=\"javascript:show('2')\"")),
        },
        "/zfxxgk/nb/",
        "single",
        "partial: rows_without_address: 1, first 示例局第2号政府信息公开工作年度报告",
        held=6,
    ),
    "only-rows-for-scripts": House(
        {
            "/zfxxgk/nb/": html(
                '<ul class="list"><li><a onclick="show(2)">示例局年报</a><b>2024-01-13</b></li></ul>'
            )
        },
        "/zfxxgk/nb/",
        "single",
        "failed: rows_without_address: 1, first 示例局年报",
        held=0,
    ),
    "json-without-address": House(
        changed(
            SEARCH,
            ucap.SEARCH,
            json({"data": {"total": 1, "rows": 3, "page": 1, "results": [{"title": "示例局年报"}]}}),
        ),
        f"{ucap.SEARCH}?_pageSize=3&page=1",
        "json_list",
        "failed: rows_without_address: 1, first 示例局年报",
        held=0,
    ),
    "a-pager-for-scripts": House(
        changed(plain.single(SEVEN, "x"), "/zfxxgk/nb/", html(ROWS + '<a onclick="turn(2)">下一页</a>')),
        "/zfxxgk/nb/",
        "trs",
        "partial: pager_unread: 下一页",
    ),
    "addresses-in-handlers": House(
        {
            **plain.single(SEVEN, "x"),
            "/zfxxgk/nb/": html(
                re.sub(r'href="(/c/[^"]+)"', r"""href="javascript:;" onclick="show('\1')" """, ROWS)
            ),
        },
        "/zfxxgk/nb/",
        "single",
        "complete",
    ),
    "five-arguments": House(
        numbered('createPage({pages},{current},"{name}","{ext}",{total})'),
        LIST,
        "trs",
        "complete",
    ),
    "variables": House(
        numbered("var currentPage = {current}; var countPage = {pages};"),
        LIST,
        "trs",
        "complete",
    ),
    "brace": House(
        numbered("currentPage: parseInt('{current}')+1, countPage: parseInt('{pages}}}')"),
        LIST,
        "trs",
        "complete: total_unparsable:3}",
    ),
    "record-count": House(
        numbered('m_nRecordCount="{total}"; m_nPageSize="{per_page}"; m_nCurrPage="{current}";'),
        LIST,
        "trs",
        "complete",
    ),
    "htm": House(
        trs.column(SEVEN, "x", per_page=3, ext="htm"),
        f"{LIST}index.htm",
        "trs",
        "complete",
    ),
    "one-based": House(
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
        "complete",
    ),
    "last-page-foreign": House(
        changed(
            numbered('createPageHTML({pages}, {current}, "{name}", "{ext}");'),
            f"{LIST}index_2.html",
            FOREIGN_LAST,
        ),
        LIST,
        "trs",
        "complete",
        held=6,
    ),
}

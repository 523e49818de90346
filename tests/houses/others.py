"""Families with few houses each."""

from __future__ import annotations

from gxcrawl.demo.server import NOT_FOUND, Reply
from gxcrawl.demo.themes import plain
from tests.houses.house import PROMISED, SEVEN, House, Tree, articles, body, edited, html, query

POINTER = '<li><a href="http://www.example.org/a.html">上级机关的年度报告</a><span>2024-01-01</span></li>'
ELSEWHERE = '<li><a href="Show.aspx?ClassID=9&id=1">别的栏目的一条要闻</a><span>2025-02-01</span></li>'
INLINE = "<div id=list></div><script>var pagesData={curPageNo:1,pageTotal:2};var dataList=[{infolist:[]}];</script>"


def news() -> Tree:
    """Lonsun: page 1 of a news column is a file, the others are asked for by number."""
    tree = plain.single(SEVEN, "x")
    lines = [
        f"<li>{line}"
        for line in body(tree, plain.FOLDER)
        .partition('<ul class="list">')[2]
        .partition("</ul>")[0]
        .split("<li>")[1:]
    ]

    def shown(number: int) -> Reply:
        own = '<li class="lm_line"></li>'.join(lines[(number - 1) * 4 : number * 4])
        pager = f'Ls.pagination("#page_66", {{ currPage: ({number - 1}+1), pageCount: 2, link: "x" }})'
        return html(
            f'<ul class="doc_list list-66">{own}</ul><div id="page_66"></div><script>{pager}</script>'
        )

    return {
        **tree,
        "/zxzx/nb/index.html": shown(1),
        "/content/column/66": lambda ask: shown(int(query(ask)["pageIndex"])),
    }


def lines() -> str:
    return (
        body(plain.single(SEVEN, "x"), plain.FOLDER).partition('<ul class="list">')[2].partition("</ul>")[0]
    )


OTHERS = {
    "zcms-beyond": House(
        {
            **(ZCMS := plain.zcms(articles(24), "x", per_page=2)),
            "/zcms/ui/catalog/77/pc/index_11.shtml": NOT_FOUND,
        },
        "/zfxxgk/nb/index.shtml",
        "zcms",
        PROMISED,
        20,
    ),
    "lonsun-news": House(news(), "/zxzx/nb/index.html", "lonsun"),
    "openness-pointer": House(
        {
            **plain.behind(SEVEN, "x"),
            "/opennessTarget/": html(f'<ul class="list">{lines()}{POINTER}</ul>第 1 页 共 1 页'),
        },
        "/opennessTarget/?branch_id=1&page=1",
        "openness",
    ),
    "marquee": House(
        {
            **plain.behind(SEVEN, "x"),
            "/NewsLsit.aspx": html(
                f'<marquee><ul class="list">{ELSEWHERE}</ul></marquee><ul class="list">{lines()}</ul>'
                '<div id="Body_AspNetPager1">第 1 页 共 1 页</div>'
            ),
        },
        "/NewsLsit.aspx?ClassID=602",
        "query",
        options={"exclude": "ClassID=(?!602)"},
    ),
    "postback": House(
        {
            **plain.behind(SEVEN, "x"),
            "/List_wj.aspx": html(
                f"<form><input type=hidden name='__VIEWSTATE' value='x'><ul class=list>{lines()}</ul><span>1</span>"
                "<a href=\"javascript:__doPostBack('Pager','2')\">2</a></form>"
            ),
        },
        "/List_wj.aspx?lmid=52",
        "single",
        "partial: pager_unread: page 2",
    ),
    "list-in-data": House(
        {"/xxgk/": html(INLINE + "<p>欢迎</p>" * 300)},
        "/xxgk/",
        "single",
        "failed: layout_unknown",
        0,
    ),
    "channels": House(
        edited(
            plain.single(SEVEN, "x"),
            plain.FOLDER,
            ("</ul>", "</ul><script>var totalCount = 7, perSize = 2, logicTotalPage = 4;</script>"),
        ),
        plain.FOLDER,
        "single",
    ),
    "avalon": House(
        edited(
            plain.single(SEVEN, "x"),
            plain.FOLDER,
            (
                "</ul>",
                "<li ms-repeat='list'><a ms-attr='{href:el.url}'>{{el.title}}</a></li></ul>"
                "<script>list2.trsapi({recordCount:'12'})</script>",
            ),
        ),
        plain.FOLDER,
        "trs",
        PROMISED,
    ),
}

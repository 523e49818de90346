"""Hanweb: jpage, xxgk, jpaas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes import hanweb
from gxcrawl.demo.themes.shell import File
from tests.houses.house import PDF, PROMISED, House, Tree, articles, body, html, query, reply


def picky(answer: Answer, accepts: Callable[[Ask], bool]) -> Answer:
    """A server that gives an empty feed to whoever does not ask as it likes."""
    nothing = html("<datastore><recordset></recordset></datastore>")
    return lambda ask: reply(answer, ask) if accepts(ask) else nothing


FEED = hanweb.jpage(articles(130), "x")
POSTED = hanweb.jpage(articles(130), "x")


def comes_from_here(ask: Ask) -> bool:
    return any(path in ask.headers.get("referer", "") for path in ("/col/col990/", hanweb.PROXY))


def from_form(answer: Answer) -> Answer:
    return lambda ask: reply(answer, replace(ask, target=f"{ask.path}?{ask.body.decode()}"))


def by_unit() -> Tree:
    """`index.html?uid=UNIT&pageNum=N`, static."""
    tree = hanweb.jpage(articles(30), "x", group=60)
    whole = body(tree, "/col/col990/index.html")
    records = whole.partition("<recordset>")[2].partition("</recordset>")[0].split("</record>")[:-1]

    def answer(ask: Ask) -> Reply:
        number = int(query(ask).get("pageNum", "1"))
        own = "</record>".join([*records[(number - 1) * 20 : number * 20], ""])
        return html(whole.replace("".join(f"{one}</record>" for one in records), own))

    return {**tree, "/col/col990/index.html": answer}


def year(ask: Ask) -> Reply:
    """One body and year; a year nobody wrote about has an empty box, and status 200."""
    told = (
        "<h1>示例局2024年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
        if "fbtime=2024" in ask.target
        else ""
    )
    return html(f'<title>信息公开年报</title><div class="scroll_main">{told}</div>')


GBK_NAME = (
    ("Content-Disposition", 'attachment; filename="' + "年报.pdf".encode("gb18030").decode("latin-1") + '"'),
)
DOWNLOADS = hanweb.jpage(articles(1, (File("年报.pdf", PDF),)), "x")
DOWNLOAD = next(path for path in DOWNLOADS if "downfile" in path)

HANWEB = {
    "feed-posted": House(
        {
            **POSTED,
            hanweb.PROXY: picky(from_form(POSTED[hanweb.PROXY]), lambda ask: ask.method == "POST"),
            "/col/col990/index.html": POSTED["/col/col990/index.html"],
        },
        "/col/col990/index.html",
        "jpage",
        held=130,
        options={"post": True},
    ),
    "feed-with-referer": House(
        {
            **FEED,
            hanweb.PROXY: picky(
                FEED[hanweb.PROXY],
                lambda ask: (
                    "/col/col990/" in ask.headers.get("referer", "")
                    or hanweb.PROXY in ask.headers.get("referer", "")
                ),
            ),
        },
        "/col/col990/index.html",
        "jpage",
        held=130,
    ),
    "feed-encrypted": House(
        {**FEED, hanweb.PROXY: html("<datastore><recordset></recordset></datastore>")},
        "/col/col990/index.html",
        "jpage",
        PROMISED,
        60,
    ),
    "feed-by-unit": House(by_unit(), "/col/col990/index.html", "jpage", held=30, options={"mode": "uid"}),
    "download-in-gbk": House(
        {
            **DOWNLOADS,
            DOWNLOAD: lambda ask: (
                Reply(PDF, headers=GBK_NAME) if ask.headers.get("referer") else html("<p>请从页面下载</p>")
            ),
        },
        "/col/col990/index.html",
        "jpage",
        held=2,
    ),
    "year": House(
        {"/module/xxgk/xxgkAnnualReport.jsp": year},
        "/module/xxgk/xxgkAnnualReport.jsp?area=A&fbtime=2024",
        "in_place",
        held=1,
    ),
    "year-unknown": House(
        {"/module/xxgk/xxgkAnnualReport.jsp": year},
        "/module/xxgk/xxgkAnnualReport.jsp?area=A&fbtime=1999",
        "in_place",
        "failed: layout_unknown",
        0,
    ),
}

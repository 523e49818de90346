"""The oddities and faults of each content system, on pages written by hand: one replica each, crawled at once."""

from __future__ import annotations

import gzip
import json as json_
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gxcrawl.demo.server import NOT_FOUND, Answer, Ask, Reply, serve
from gxcrawl.demo.themes import boda, guangdong, hanweb, henan, plain, trs, ucap
from gxcrawl.demo.themes.shell import Article, File
from tests.crawling import county, rows, run, verdicts, write_registry

Tree = dict[str, Answer]
LIST = "/zwgk/xxgknb/"
PROMISED = "partial: declared_exceeds_reachable"
PDF = b"%PDF-1.4 replica"


def articles(count: int, files: tuple[File, ...] = ()) -> list[Article]:
    return [
        Article(
            f"示例局第{n}号政府信息公开工作年度报告", f"{2025 - n % 9}-01-13", f"<p>第{n}篇</p>", files=files
        )
        for n in range(count)
    ]


SEVEN = articles(7)
TITLES = [entry.title for entry in SEVEN]


@dataclass(frozen=True)
class House:
    """What it serves, where its list is, how that is registered; the verdict, and how many entries are held."""

    tree: Tree
    path: str
    family: str
    verdict: str = "complete"
    held: int = 7
    options: dict[str, object] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    """Outcomes other than `new` and `seen`."""


def html(text: str, status: int = 200, **more: Any) -> Reply:
    return Reply(text.encode(), status, **more)


def json(data: object) -> Reply:
    return Reply(json_.dumps(data, ensure_ascii=False).encode(), content_type="application/json")


def reply(answer: Answer, ask: Ask) -> Reply:
    return answer if isinstance(answer, Reply) else answer(ask)


def body(tree: Tree, path: str) -> str:
    answer = tree[path]
    assert isinstance(answer, Reply)
    return answer.body.decode()


def edited(tree: Tree, path: str, *changes: tuple[str, str]) -> Tree:
    """The tree with one page in other words."""
    text = body(tree, path)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {**tree, path: html(text)}


def query(ask: Ask) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(ask.target).query).items()}


# TRS


def written(bm: bool) -> Tree:
    """海淀: every entry is written by a script; one points to another host, one has no date of its own."""
    tree = trs.column(SEVEN, "x", per_page=4, name="index_bm", ext="shtml")
    for path in (LIST + "index_bm.shtml", LIST + "index_bm_1.shtml"):
        text = body(tree, path)
        head, _, rest = text.partition('<ul class="list">')
        list_, _, tail = rest.partition("</ul>")
        lines = "".join(
            "<li><script>var strLink='';if(!strLink){document.write('"
            + line.partition("<span>")[0]
            + "')}else{document.write('<a href=\"'+strLink+'\">')}</script><span>"
            + line.partition("<span>")[2]
            for line in list_.split("<li>")[1:]
        )
        tree[path] = html(f'{head}<ul class="list">{lines}</ul>{tail}' if bm else text)
    return tree


def national(tree: Tree, path: str) -> Tree:
    return edited(
        tree,
        path,
        ('<ul class="list">', '<div class="zfxxgk_zdgkc"><ul>'),
        ("<span>", "<b>"),
        ("</span>", "</b>"),
    )


FOUR_PAGES = trs.column(SEVEN, "x", per_page=2)

TRS = {
    "third-is-first": House(
        {**FOUR_PAGES, f"{LIST}index_2.html": FOUR_PAGES[LIST]}, LIST, "trs", PROMISED, 4
    ),
    "third-is-first-silently": House(
        {
            **(FOUR := trs.column(SEVEN, "x", per_page=2, pager="var countPage = {pages};")),
            f"{LIST}index_2.html": FOUR[LIST],
        },
        LIST,
        "trs",
        PROMISED,
        4,
    ),
    "written-by-scripts": House(written(True), f"{LIST}index_bm.shtml", "trs"),
    "national-template": House(national(trs.column(SEVEN, "x"), LIST), LIST, "trs"),
    "stub": House(
        {**FOUR_PAGES, f"{LIST}index_3.html": html("<html><body>" + " " * 300 + "</body></html>")},
        LIST,
        "trs",
        PROMISED,
        6,
    ),
    "sliced-by-script": House(
        edited(
            plain.single(SEVEN, "x"),
            plain.FOLDER,
            ("</ul>", "</ul><script>var totalCount=7,perSize=2,pageTotal=4</script>"),
        ),
        plain.FOLDER,
        "single",
    ),
    "declares-one-page": House({**trs.column(SEVEN, "x"), f"{LIST}index_1.html": NOT_FOUND}, LIST, "trs"),
    "other-words-in-the-folder": House(
        edited(trs.column(SEVEN, "x", per_page=7), LIST, ("./2025", "../xxgknb/./2025")), LIST, "trs"
    ),
}

# UCAP

UPPER = {path.replace("c100001", "C100001"): answer for path, answer in ucap.column(SEVEN, "x").items()}
UCAP_TWO = ucap.column(SEVEN, "x", per_page=4)
FORM = replace(SEVEN[3], title="示例县2024年政府网站年度报表")

UCAP = {
    "ucap-upper": House(
        {path: html(body(UPPER, path).replace("c100001", "C100001")) for path in UPPER},
        "/demo/C100001/list.shtml",
        "ucap",
    ),
    "ucap-path-in-prefix": House(
        {
            path: html(body(UCAP_TWO, path).replace("'list', 'shtml'", "'/demo/c100001/list', 'shtml'"))
            for path in UCAP_TWO
        },
        "/demo/c100001/list.shtml",
        "ucap",
    ),
    "ucap-ignores": House(
        {**UCAP_TWO, "/demo/c100001/list_2.shtml": UCAP_TWO["/demo/c100001/list.shtml"]},
        "/demo/c100001/list.shtml",
        "ucap",
        "failed: paging_ignored",
        4,
    ),
    "ucap-other-forms": House(
        ucap.column([*SEVEN[:3], FORM], "x"), "/demo/c100001/list.shtml", "ucap", held=3
    ),
    "ucap-null-page": House(
        edited(
            ucap.column(SEVEN, "x"),
            "/demo/c100001/list.shtml",
            ("</ul>", '<li><a href="/demo/null.shtml">示例局新一年年度报告</a></li></ul>'),
        ),
        "/demo/c100001/list.shtml",
        "ucap",
        outcomes={"http_404": 1},
        held=7,
    ),
}

# Henan

PDFS = henan.column([replace(one, files=(File("年报.pdf", PDF),), direct=True) for one in SEVEN], "x")

HENAN = {
    "henan-without-pager": House(
        {
            path: html(body(tree, path).replace('id="pageDec"', 'id="x"'))
            for tree in [henan.column(SEVEN, "x")]
            for path in tree
        },
        "/zwgk/zfxxgknb/",
        "henan",
    ),
    "henan-octets": House(
        {
            path: Reply(PDF + path.encode(), content_type="application/octet-stream")
            if path.endswith(".pdf")
            else answer
            for path, answer in PDFS.items()
        },
        "/zwgk/zfxxgknb/",
        "henan",
    ),
    "henan-from-abroad": House(
        {
            **henan.column(SEVEN, "x"),
            "/zwgk/zfxxgknb/": html("Forbidden", 403, headers=(("Server", "PS-SHA-01x9"),)),
        },
        "/zwgk/zfxxgknb/",
        "henan",
        "failed: geo_suspect",
        0,
    ),
}

# Guangdong

API = f"/gkmlpt/api/all/{guangdong.CATEGORY}"
MANY = articles(103)


def catalogue(change: Callable[[int, dict[str, Any]], Reply | None], entries: list[Article] = MANY) -> Tree:
    """A gkmlpt channel whose answers are changed; a reply in the place of one stands for it."""
    tree = guangdong.catalogue(entries, "x")
    answer = tree[API]

    def changed(ask: Ask) -> Reply:
        given = reply(answer, ask)
        if given.status != 200:
            return given
        data = json_.loads(given.body)
        return change(int(query(ask)["page"]), data) or json(data)

    return {**tree, API: changed}


def each(change: Callable[[dict[str, Any]], object]) -> Callable[[int, dict[str, Any]], None]:
    def all_(_: int, data: dict[str, Any]) -> None:
        for item in data["articles"]:
            change(item)

    return all_


def twice(number: int, data: dict[str, Any]) -> None:
    """The first entry of page 2 was the last of page 1 a moment ago: one entry came twice, another not at all."""
    if number == 2:
        data["articles"][0] = {
            **data["articles"][0],
            "url": f"/zwgk/nb/content/post_{guangdong.FIRST + 99}.html",
        }


def counts(**told: object) -> Callable[[int, dict[str, Any]], None]:
    def change(_: int, data: dict[str, Any]) -> None:
        data["classify"]["post_count"] = told.get("post_count", 0)
        if "total" not in told:
            del data["total"]

    return change


def words(number: int, data: dict[str, Any]) -> None:
    for item in data["articles"]:
        item.update({"create_time": str(item["create_time"]), "id": str(item["id"]), "classify_main": "11"})
    data.update({"total": str(data["total"]), "offset": str(data["offset"])})


def below(prefix: str, tree: Tree) -> Tree:
    """The same site under a sub-path."""
    return {prefix + path if path.startswith("/gkmlpt") else path: answer for path, answer in tree.items()}


DETAIL = (
    '<html><body><div id="app"></div><script>window._CONFIG = {DETAIL: {"title":"x","content":'
    '"\\u003Cp\\u003E一、总体情况\\u003C/p\\u003E\\u003Ca href=\\"/attachment/0/1/1/7.pdf\\"\\u003E年报\\u003C/a\\u003E",'
    '"attachment":[{"id":1,"name":"年报二.pdf","url":"/attachment/0/1/1/8.pdf"}]}, TREE: []};</script></body></html>'
)

GUANGDONG = {
    "no-posts": House(catalogue(counts(total=True)), "/gkmlpt/index#11", "gkmlpt", held=103),
    "no-total": House(catalogue(counts(post_count=140)), "/gkmlpt/index#11", "gkmlpt", held=103),
    "no-times": House(
        catalogue(each(lambda item: item.update({"create_time": None}))),
        "/gkmlpt/index#11",
        "gkmlpt",
        held=103,
    ),
    "twice": House(catalogue(twice), "/gkmlpt/index#11", "gkmlpt", "partial: moved_during_walk", 102),
    "numbers-as-words": House(catalogue(words), "/gkmlpt/index#11", "gkmlpt", held=103),
    "sub-path": House(below("/bm", catalogue(lambda *_: None)), "/bm/gkmlpt/index#11", "gkmlpt", held=103),
    "pointers": House(
        catalogue(
            each(lambda item: item.update({"type": "url", "url": "http://www.example.org/a.html"})), SEVEN[:1]
        ),
        "/gkmlpt/index#11",
        "gkmlpt",
        held=0,
    ),
    "body-in-a-script": House(
        {
            **guangdong.catalogue(SEVEN[:1], "x"),
            f"/zwgk/nb/content/post_{guangdong.FIRST}.html": html(DETAIL),
            "/attachment/0/1/1/7.pdf": Reply(PDF, content_type="application/pdf"),
            "/attachment/0/1/1/8.pdf": Reply(PDF + b"8", content_type="application/pdf"),
        },
        "/gkmlpt/index#11",
        "gkmlpt",
        held=3,
    ),
    "nfcms-numbers": House(
        {
            path: html(
                body(NFCMS, path).replace(
                    "尾页</a>",
                    "尾页</a><script>var numbers='7'; var page_t1=Math.ceil(numbers/3); var page_t2='200';</script>",
                )
            )
            if path.startswith("/zwgk/nb/index")
            else answer
            for NFCMS in [guangdong.column(SEVEN, "x", per_page=3)]
            for path, answer in NFCMS.items()
        },
        "/zwgk/nb/index.html",
        "nfcms",
    ),
}

# Hanweb


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

# Boda


def dynamic(param: str, template: str) -> Tree:
    """A Boda list that a script makes: the pager has real anchors."""
    tree = boda.column(SEVEN, "x", per_page=3)
    pages = [body(tree, f"/zfxxgk/{name}") for name in ("nb.htm", "nb/2.htm", "nb/1.htm")]

    def answer(ask: Ask) -> Reply:
        number = int(query(ask).get(param, "1"))
        text = pages[number - 1].replace("../../info", "/info").replace("../info", "/info")
        head = text.partition('<span class="p_pages">')[0]
        onward = (
            f'<span class="p_next p_fun"><a href="{template.format(number + 1)}">下页</a></span>'
            if number < 3
            else ""
        )
        return html(
            f'{head}<span class="p_pages"><span class="p_no_d">{number}</span>{onward}</span></main></body></html>'
        )

    return {**tree, "/list.jsp": answer, "/zfxxgk/nb.jsp": answer}


LOCKED = boda.column(articles(1, (File("年报.pdf", PDF),)), "x")

BODA = {
    "boda-dynamic": House(
        dynamic("PAGENUM", "list.jsp?totalpage=3&PAGENUM={}&urltype=tree.TreeTempUrl&wbtreeid=1005"),
        "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1005",
        "boda",
    ),
    "boda-widget": House(dynamic("a9p", "?a9t=3&a9p={}&a9c=3"), "/zfxxgk/nb.jsp", "boda"),
    "boda-captcha": House(
        {
            path: html('<form>验证码<input name="codeValue"></form>') if "download.jsp" in path else answer
            for path, answer in LOCKED.items()
        },
        "/zfxxgk/nb.htm",
        "boda",
        held=1,
        outcomes={"captcha": 1},
    ),
}

# The others

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

# Transport


def everywhere(tree: Tree, change: Callable[[Reply], Reply]) -> Tree:
    return {path: change(answer) for path, answer in tree.items() if isinstance(answer, Reply)}


GOOD = trs.column(SEVEN, "x", per_page=3)
META = '<meta charset="utf-8">'


def as_bytes(answer: Reply, charset: str, says: str, before: bytes = b"") -> Reply:
    text = answer.body.decode().replace(
        META, f'<meta http-equiv="Content-Type" content="text/html; charset={says}">'
    )
    return replace(answer, body=before + text.encode(charset), content_type="text/html")


RARE = [replace(entry, title=entry.title.replace("示例局", "镕堃县局")) for entry in SEVEN]

TRANSPORT = {
    "gb2312-that-is-18030": House(
        everywhere(trs.column(RARE, "x", per_page=3), lambda a: as_bytes(a, "gb18030", "gb2312")), LIST, "trs"
    ),
    "utf8-called-gb2312": House(everywhere(GOOD, lambda a: as_bytes(a, "utf-8", "gb2312")), LIST, "trs"),
    "with-bom": House(
        everywhere(GOOD, lambda a: as_bytes(a, "utf-8", "gb2312", b"\xef\xbb\xbf")), LIST, "trs"
    ),
    "type-lies": House(
        everywhere(GOOD, lambda a: replace(a, content_type="application/octet-stream")), LIST, "trs"
    ),
    "type-missing-packed": House(
        everywhere(
            GOOD,
            lambda a: replace(
                a,
                content_type="text/plain",
                body=gzip.compress(a.body),
                headers=(("Content-Encoding", "gzip"),),
            ),
        ),
        LIST,
        "trs",
    ),
    "title-says-403": House(
        {path: html(body(GOOD, path).replace("<title>", "<title>403 Forbidden ")) for path in GOOD},
        LIST,
        "trs",
    ),
    "two-documents": House(
        {path: html(body(GOOD, path) + "<html><body><p>x</p></body></html>") for path in GOOD}, LIST, "trs"
    ),
    "large": House({**GOOD, LIST: html(body(GOOD, LIST) + "<!--" + "x" * 5_000_000 + "-->")}, LIST, "trs"),
    "home-for-everything": House(
        {
            "*": html(
                body(plain.single(SEVEN[:2], "首页"), plain.FOLDER).replace(
                    "年报</title>", "示例县人民政府</title>"
                )
            ),
            **{path: answer for path, answer in GOOD.items() if path == LIST},
        },
        LIST,
        "trs",
        PROMISED,
        3,
    ),
    "202": House(
        {**GOOD, LIST: html('<meta content="{abcdefghijklmnopqrstuv"><script>x</script>', 202)},
        LIST,
        "trs",
        "failed: waf.ruishu",
        0,
    ),
    "405": House(
        {**GOOD, LIST: html('<img src="https://errors.aliyun.com/x.png">', 405)},
        LIST,
        "trs",
        "failed: waf.aliyun",
        0,
    ),
    "knownsec": House({**GOOD, LIST: html("<p>知道创宇云防御</p>")}, LIST, "trs", "failed: waf.knownsec", 0),
    "one-column-refused": House(
        {**GOOD, "/": html("<a href=/x>首页</a>"), LIST: html("", 412)},
        LIST,
        "trs",
        "failed: blocked.status",
        0,
    ),
}

HOUSES = TRS | UCAP | HENAN | GUANGDONG | HANWEB | BODA | OTHERS | TRANSPORT


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

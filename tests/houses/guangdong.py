"""gkmlpt, the platform of Guangdong."""

from __future__ import annotations

import json as json_
from collections.abc import Callable
from typing import Any

from gxcrawl.demo.server import Ask, Reply
from gxcrawl.demo.themes import guangdong
from gxcrawl.demo.themes.shell import Article
from tests.houses.house import PDF, SEVEN, House, Tree, articles, body, html, json, query, reply

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


def attached(_: int, data: dict[str, Any]) -> None:
    """Three files that only the list names: of an article, of a pointer to another site, of an entry nobody wants."""
    for n, item in enumerate(data["articles"]):
        item["attachment"] = [
            {"id": n, "name": "年报.pdf", "type": "pdf", "url": f"/attachment/0/1/{n}.pdf"},
            None,
        ]
    data["articles"][1].update({"type": "url", "url": "http://www.example.org/a.html"})
    data["articles"][2]["title"] = "一条通知"


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
    "files-in-the-list": House(
        {
            **catalogue(attached, SEVEN[:3]),
            **{
                f"/attachment/0/1/{n}.pdf": Reply(PDF + b"%d" % n, content_type="application/pdf")
                for n in range(3)
            },
        },
        "/gkmlpt/index#11",
        "gkmlpt",
        held=3,
        options={"title_must": "报告"},
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

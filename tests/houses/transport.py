"""What servers and the lines to them do."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace

from gxcrawl.demo.server import Reply
from gxcrawl.demo.themes import plain, trs
from tests.houses.house import LIST, PROMISED, SEVEN, House, Tree, body, edited, html


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
    "address-of-3000-characters": House(
        edited(GOOD, LIST, ("_800001.html", "_800001.html?from=" + "x" * 3000)), LIST, "trs"
    ),
    "called-gzip": House(
        {**GOOD, LIST: replace(GOOD[LIST], headers=(("Content-Encoding", "gzip"),))},
        LIST,
        "trs",
        "failed: not_packed_as_told",
        0,
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

"""The pages of Henan."""

from __future__ import annotations

from dataclasses import replace

from gxcrawl.demo.server import Reply
from gxcrawl.demo.themes import henan
from gxcrawl.demo.themes.shell import File
from tests.houses.house import PDF, SEVEN, House, body, html

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

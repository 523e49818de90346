"""UCAP."""

from __future__ import annotations

from dataclasses import replace

from gxcrawl.demo.themes import ucap
from tests.houses.house import SEVEN, House, body, edited, html

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

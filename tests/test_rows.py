"""Rows of lists: every way an address hides is found, and a row without one is never silently left out."""

from __future__ import annotations

import pytest

from gxcrawl.markup import rows
from pipelines.items import Channel

URL = "http://site.test/list/"
CHANNEL = Channel("c", URL, "single")
PLAIN = "<li><a href='./1.html'>示例县水利局2022年年度报告</a><span>2023-01-13</span></li>"
TITLE = "示例县司法局2023年年度报告"
DATED = "<span>2024-01-15</span>"

HIDDEN = {
    "handler": f"<a href='javascript:;' onclick=\"window.open('./2.html')\">{TITLE}</a>",
    "script address": f"<a href=\"javascript:location.href='./2.html'\">{TITLE}</a>",
    "an unknown function": f"<a onclick=\"showDetail('./2.html', 'x')\">{TITLE}</a>",
    "data": f"<a href='#' data-href='./2.html'>{TITLE}</a>",
    "the row itself": f"<span onclick=\"location='./2.html'\">{TITLE}</span>",
    "written by a script": f"<script>document.write('<a href=\"./2.html\">{TITLE}</a>')</script>",
    "a picture": f"<a href='./2.html'><img src='x.gif'></a>{TITLE}",
    "a category before it": f"<a href='/cat/'>[年报]</a><a href='./2.html'>{TITLE}</a>",
}
LOST = {
    "a number": f"<a href='javascript:;' onclick='show(37290)'>{TITLE}</a>",
    "void": f"<a href='javascript:void(0)'>{TITLE}</a>",
    "a route in the browser": f"<a href='#/detail?id=9'>{TITLE}</a>",
    "no link": f"<em>{TITLE}</em>",
    "a link to share it": f"<a href='javascript:;' onclick='show(1)'>{TITLE}</a><a href='/share.html'>分享</a>",
}
LISTS = {
    "known": '<ul class="list">{rows}</ul>',
    "unknown": '<div><ul class="x9">{rows}</ul></div>',
    "cut into blocks": '<div><ul class="x9">{first}</ul><ul class="x9">{last}</ul></div>',
}


def read(kind: str, row: str) -> rows.Rows:
    row = f"<li>{row}{DATED}</li>"
    page = LISTS[kind].format(rows=PLAIN + row, first=PLAIN + PLAIN.replace("1.html", "3.html"), last=row)
    return rows.read(page, URL, CHANNEL)


@pytest.mark.parametrize("kind", ["known", "unknown"])
@pytest.mark.parametrize("row", HIDDEN.values(), ids=HIDDEN)
def test_an_address_is_found_wherever_it_hides(row: str, kind: str) -> None:
    found = read(kind, row)
    entry = next(entry for entry in found.entries if entry.title == TITLE)
    assert (entry.url, entry.published) == (f"{URL}2.html", "2024-01-15")
    assert not found.unread


@pytest.mark.parametrize("kind", ["known", "unknown"])
@pytest.mark.parametrize("row", LOST.values(), ids=LOST)
def test_a_row_without_an_address_is_kept_by_its_title(row: str, kind: str) -> None:
    found = read(kind, row)
    assert [entry.url for entry in found.entries] == [f"{URL}1.html"]
    assert [title[: len(TITLE)] for title in found.unread] == [TITLE]


def test_a_file_beside_a_dead_link_stands_in_for_it() -> None:
    found = read("known", f"<a href='javascript:;'>{TITLE}</a><a href='./2.pdf'>下载</a>")
    assert [(entry.url, entry.role) for entry in found.entries][1:] == [(f"{URL}2.pdf", "attachment")]
    assert not found.unread


@pytest.mark.parametrize(
    "row",
    [
        "<li class='lm_line'></li>",
        "<li><a href='javascript:goPage(2)'>下一页</a></li>",
        "<li ms-repeat='el'><a ms-attr='{href: el.url}'>{{el.title}}</a><span>2024-01-01</span></li>",
        "<li><b>名称</b><b>发布日期</b></li>",
    ],
)
def test_what_is_no_row(row: str) -> None:
    assert not rows.read(f'<ul class="list">{PLAIN}{row}</ul>', URL, CHANNEL).unread


def test_a_list_that_is_cut_into_blocks_is_one_list() -> None:
    found = read("cut into blocks", f"<a href='./2.html'>{TITLE}</a>")
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == ["1.html", "3.html", "2.html"]


def test_rows_of_a_table_without_a_date_or_with_two_links_belong_to_it() -> None:
    line = "<tr><td><a href='{0}.html'>示例县{0}号年度报告</a></td><td>{1}</td></tr>"
    table = "".join(
        (
            "<tr><th>名称</th><th>日期</th></tr>",
            line.format(1, "2024-01-01"),
            line.format(2, "2024-01-02"),
            line.format(3, ""),
            line.format(4, "2024-01-04 <a href='4.pdf'>下载</a>"),
            "<tr><td><a href='?p=2'>下一页</a></td></tr>",
        )
    )
    found = rows.read(f"<table>{table}</table>", URL, CHANNEL)
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == [f"{n}.html" for n in (1, 2, 3, 4)]


def test_a_row_is_found_however_deep_its_list_stands() -> None:
    deep = "<div>" * 3000 + PLAIN + "</div>" * 3000
    assert [entry.url for entry in rows.read(deep, URL, CHANNEL).entries] == [f"{URL}1.html"]

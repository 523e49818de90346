"""What a page says about the length of its list, when its pager is none a family knows."""

from __future__ import annotations

import pytest

from gxcrawl.markup import totals
from gxcrawl.walking import lists
from pipelines.items import Channel, Listing, Page

ROWS = "".join(
    f'<li><a href="/{n}.html">示例局{n}年年度报告</a><span>{n}-01-13</span></li>' for n in (2022, 2023, 2024)
)
URL = "http://site.test/list/"
MORE = {
    "a number behind the one shown": '<span>1</span><a href="javascript:go(2)">2</a><a href="javascript:go(3)">3</a>',
    "postback": "<span>1</span><a href=\"javascript:__doPostBack('p','2')\">2</a>",
    "a link that only a script follows": '<a href="javascript:void(0)" onclick="turn(2)">下一页</a>',
    "a button": '<button onclick="nextPage()">下一页</button>',
    "more on demand": '<a href="javascript:;">加载更多</a>',
    "words": "第 1 页 共 3 页",
    "a fraction": "页次：1/3",
    "a box": "<select><option>1</option><option>2</option></select>",
    "a variable": "<script>var opt = {pageTotal: 3}</script>",
}
NO_MORE = {
    "nothing": "",
    "one page": "第 1 页 共 1 页 <a href='javascript:turn(1)'>下一页</a>",
    "all of three": "共 3 条 <a href='javascript:;'>下一页</a>",
    "switched off": '<a class="disabled" href="javascript:;">下一页</a>',
    "dead words": "<span>首页</span><span>上一页</span><span>下一页</span>",
    "cut into pages by the browser": "<script>var totalCount = 3, logicTotalPage = 2, pageTotal = 2;</script>",
    "years": "<select><option>2023</option><option>2024</option></select>",
    "a narrative": "<p>本年共主动公开政府信息883条。</p>",
    "another list": "<a href='/a/2.html'>2</a>",
}


def read(more: str, family: str = "single") -> Listing:
    page = Page(URL, f'<ul class="list">{ROWS}</ul>{more}'.encode())
    listing = lists.read(page, Channel("c", URL, family), URL)
    assert isinstance(listing, Listing)
    assert len(listing.entries) == 3
    return listing


@pytest.mark.parametrize("family", ["single", "trs", "henan"])
@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_a_pager_nobody_knows_says_that_there_is_more(more: str, family: str) -> None:
    assert read(more, family).beyond


@pytest.mark.parametrize("more", NO_MORE.values(), ids=NO_MORE)
def test_a_page_that_is_the_whole_list(more: str) -> None:
    assert not read(more).beyond


@pytest.mark.parametrize(
    "words", ["共 41 条", "共有信息41条", "<script>recordCount:'41'</script>", "共41条记录"]
)
def test_a_number_of_entries_is_held_against_what_came(words: str) -> None:
    assert read(words).declared_entries == 41


def test_a_last_page_has_links_to_the_pages_before_it() -> None:
    assert (totals.find("<a href='#'>1</a><a href='#'>2</a><span>3</span>", 3).pages or 0) <= 3

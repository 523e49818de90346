"""Article pages: every way a link to a file hides, and what a page says of itself."""

from __future__ import annotations

import pytest

from gxcrawl.markup.addresses import absolute, identity, is_document
from gxcrawl.walking.detail import attachments, read_detail
from pipelines.items import Entry, Page

URL = "http://www.site.test/zwgk/nb/202501/t20250113_1.html"
ENTRY = Entry("s", "c", URL, "示例局2024年度报告", "2025-01-14")
FILE = "http://www.site.test/zwgk/nb/202501/P020250113512345678901.pdf"


def found(body: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    html = f"<html><body><div class='TRS_Editor'>{body}</div></body></html>"
    return [(file.url, file.title) for file in attachments(Page(URL, html.encode(encoding)), ENTRY, "trs")]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<a href="./P020250113512345678901.pdf">年报.pdf</a>', "年报.pdf"),
        ('<a href="./P020250113512345678901.pdf" title="年报.pdf">点击下载</a>', "年报.pdf"),
        ('<a href="./P020250113512345678901.pdf" alt="年报.pdf">点击下载</a>', "年报.pdf"),
        ('<a href=" ./P020250113512345678901.pdf　">年报</a>', "年报"),
        (r'<a href=".\P020250113512345678901.pdf">年报</a>', "年报"),
        ('<iframe src="/zwgk/nb/202501/P020250113512345678901.pdf"></iframe>', ENTRY.title),
        ('<embed src="./P020250113512345678901.pdf">', ENTRY.title),
        ('<object data="./P020250113512345678901.pdf"></object>', ENTRY.title),
        (
            '<iframe src="/pdfjs/web/viewer.html?file=%2Fzwgk%2Fnb%2F202501%2FP020250113512345678901.pdf"></iframe>',
            ENTRY.title,
        ),
        ("<a onclick=\"window.open('./P020250113512345678901.pdf')\">年报</a>", "年报"),
        ("<a href=\"javascript:download('./P020250113512345678901.pdf')\">年报</a>", "年报"),
        ('<span data-file="./P020250113512345678901.pdf">年报</span>', "年报"),
        ('<input type="hidden" value="./P020250113512345678901.pdf">', ENTRY.title),
        (
            '<script>showVsbpdfIframe("/zwgk/nb/202501/P020250113512345678901.pdf","100%","600","0","","p")</script>',
            ENTRY.title,
        ),
        ("<script>document.write('<a href=\"./P020250113512345678901.pdf\">x</a>')</script>", ENTRY.title),
        ('<p><img src="icon_pdf.gif"><a href="./P020250113512345678901.pdf">年报</a></p>', "年报"),
    ],
)
def test_a_hidden_link_is_found_and_named(body: str, name: str) -> None:
    assert found(body) == [(FILE, name)]


def test_downloads_without_an_extension_are_files() -> None:
    address = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=AB12"
    assert found(f'附件【<a href="{address.replace("&", "&amp;")}">年报.doc</a>】') == [
        (f"http://www.site.test{address}", "年报.doc")
    ]


def test_an_address_is_taken_byte_for_byte() -> None:
    """A path encoded in GBK stays so; encoding it again would lead to a 404."""
    assert found('<a href="/files/%C4%EA%B1%A8.pdf">年报</a>') == [
        ("http://www.site.test/files/%C4%EA%B1%A8.pdf", "年报")
    ]


def test_files_in_menus_are_not_this_articles_but_those_beside_it_called_so_are() -> None:
    page = (
        "<html><body><div class='menu'><a href='/guide.pdf'>指南</a></div><div class='TRS_Editor'><p>正文</p></div>"
        "<p>附件：<a href='./a.docx'>年报</a></p></body></html>"
    )
    assert [file.url for file in attachments(Page(URL, page.encode()), ENTRY, "trs")] == [
        "http://www.site.test/zwgk/nb/202501/a.docx"
    ]


@pytest.mark.parametrize(
    "href", ["", "#top", "javascript:void(0)", "mailto:a@b.cn", "{{item.url}}", "${url}", "http://[bad"]
)
def test_links_that_lead_nowhere(href: str) -> None:
    assert absolute(URL, href) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.test/x/index.html", "https://a.test/x/"),
        ("http://a.test/x/t1_app.shtml", "http://a.test/x/t1.shtml"),
        ("http://a.test/x/t1_wap.html", "http://a.test/x/t1.html"),
        ("http://a.test/l.jsp;jsessionid=AB12?id=1", "http://a.test/l.jsp?id=1"),
        ("http://a.test/x#top", "http://a.test/x"),
    ],
)
def test_twins_are_one_page(one: str, other: str) -> None:
    assert identity(one) == identity(other)


def test_other_queries_and_ports_are_other_pages() -> None:
    assert len({identity(f"http://a.test{rest}") for rest in ("/l?page=1", "/l?page=2", ":81/l?page=1")}) == 3


def test_a_dot_htm_list_is_no_document() -> None:
    assert not is_document("http://a.test/nb.htm")
    assert is_document("http://a.test/NB.PDF")


PAGE = """<html><head><meta name="articletitle" content="示例局2024年报"><meta name="PubDate" content="2025-01-13 10:20">
<meta name="ContentSource" content=""><meta name="ContentSource" content="示例局"></head><body>
<table><tr><td>索 引 号：</td><td>99/2025</td><td>成文日期</td><td>2024-12-31</td></tr>
<tr><td>发布日期</td><td>2025年1月15日</td></tr></table><h1>题目</h1></body></html>"""


def test_every_date_is_kept_under_its_origin_and_the_best_one_chosen() -> None:
    told = read_detail(Page(URL, PAGE.encode()), ENTRY)
    assert told.dates == {
        "meta": "2025-01-13",
        "label": "2025-01-15",
        "list": "2025-01-14",
        "url": "2025-01-13",
    }
    assert (told.published, told.title, told.source) == ("2025-01-13", "示例局2024年报", "示例局")
    assert told.index["index"] == "99/2025"


def test_the_date_of_the_document_is_never_its_publication() -> None:
    page = "<table><tr><td>成文日期</td><td>2024-12-31</td></tr></table>"
    told = read_detail(
        Page("http://www.site.test/a.html", page.encode()),
        Entry("s", "c", "http://www.site.test/a.html", "x"),
    )
    assert (told.published, told.index) == ("", {"written": "2024-12-31"})


@pytest.mark.parametrize("content", ["", "null", "{article.title}"])
def test_empty_and_unfilled_meta_tags_do_not_count(content: str) -> None:
    page = f'<meta name="ArticleTitle" content="{content}"><h1>题目</h1>'
    assert read_detail(Page(URL, page.encode()), ENTRY).title == "题目"


def test_a_page_in_gbk_that_says_utf_8_is_read() -> None:
    page = '<meta charset="utf-8"><h1>镕堃县2024年报</h1>'.encode("gb18030")
    told = read_detail(Page(URL, page), ENTRY)
    assert (told.title, told.notes) == ("镕堃县2024年报", ("charset:gb18030",))

"""The replica sites are good sites: every link of theirs leads somewhere, every report of theirs reads as it was written."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

import pytest

from gxcrawl import families
from gxcrawl.demo import docx, page, pdf, reports, sites
from gxcrawl.demo.reports import Account
from gxcrawl.demo.server import Ask, Reply, serve
from gxcrawl.walking.detail import read_detail
from parsers.parse import read_report
from pipelines.items import Entry, Page, Site

TREES = sites.trees()
SITES = sites.registered(8000)


def fetch(url: str, referer: str = "") -> Reply:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    tree = TREES[parts.hostname or ""]
    answer = tree.get(target) or tree[parts.path]
    headers = {"referer": referer} if referer else {}
    return answer if isinstance(answer, Reply) else answer(Ask(parts.hostname or "", target, headers=headers))


def entries(site: Site) -> list[Entry]:
    found: list[Entry] = []
    (channel,) = site.channels
    url, number = channel.url, 1
    while url:
        listing = families.load(channel.family).read(Page(url, fetch(url).body, number), channel)
        found += listing.entries
        url, number = (listing.next_pages or ("",))[0], number + 1
    return found


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_every_entry_and_every_file_answers(site: Site) -> None:
    found = entries(site)
    assert len(found) >= 4
    for entry in found:
        answer = fetch(entry.url, entry.parent)
        for file in read_detail(Page(entry.url, answer.body), entry, site.channels[0].family).attachments:
            assert fetch(file.url, file.parent).content_type != "text/html; charset=utf-8"


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_a_list_has_two_pages(site: Site) -> None:
    (channel,) = site.channels
    assert families.load(channel.family).read(Page(channel.url, fetch(channel.url).body), channel).next_pages


def test_an_article_tells_title_date_and_source() -> None:
    entry = entries(SITES[0])[0]
    told = read_detail(Page(entry.url, fetch(entry.url).body), entry, "henan")
    assert (told.title, told.source) == ("息县司法局2024年政府信息公开工作年度报告", "息县司法局")
    assert told.dates == dict.fromkeys(("meta", "label", "list", "url"), told.published)
    assert [file.title for file in told.attachments] == ["息县司法局2024年政府信息公开工作年度报告.docx"]


@pytest.mark.parametrize(
    "write", [docx.write, pdf.write, lambda paper: page.body(paper, title=True).encode()]
)
@pytest.mark.parametrize("account", reports.of("xinyang"), ids=lambda account: str(account.year))
def test_a_report_reads_as_it_was_written(account: Account, write: object) -> None:
    assert callable(write)
    report = read_report(write(reports.write(account)))
    read = {figure.key: figure.raw for figure in report.figures}
    assert len(read) == 200
    wanted = reports.printed(account)
    assert {key: raw for key, raw in read.items() if raw != "0"} == {
        key: raw for key, raw in wanted.items() if raw != "0"
    }


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = reports.write(reports.of("huzhu")[0])
    assert docx.write(paper) == docx.write(paper)
    assert pdf.write(paper) == pdf.write(paper)


def test_hosts_share_one_port() -> None:
    with serve({"a.localhost": {"/": Reply(b"A")}, "b.localhost": {"/": Reply(b"B")}}) as running:
        for name in "ab":
            request = urllib.request.Request(
                f"http://127.0.0.1:{running.port}/", headers={"Host": f"{name}.localhost"}
            )
            with urllib.request.urlopen(request) as answer:
                assert answer.read() == name.upper().encode()
        assert [ask.host for ask in running.diary] == ["a.localhost", "b.localhost"]

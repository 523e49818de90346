"""Replica sites broken in every way we know of, crawled at once: what each channel and each entry is said to have come to."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from gxcrawl.demo.server import Answer, Ask, Reply, Tree, serve
from gxcrawl.demo.themes import boda, guangdong, hanweb, henan, trs
from gxcrawl.demo.themes.shell import Article, File
from tests.crawling import county, rows, run, verdicts, write_registry

LIST = "/zwgk/xxgknb/"
NO_RULES = Reply(status=404)


def articles(count: int) -> list[Article]:
    return [
        Article(f"示例局{2024 - n}年政府信息公开工作年度报告", f"{2025 - n}-01-13", f"<p>第{n}篇</p>")
        for n in range(count)
    ]


def good(count: int = 7) -> dict[str, Answer]:
    return {**trs.column(articles(count), "示例县", per_page=3), "/robots.txt": NO_RULES}


def broken(**changes: Answer) -> Tree:
    """A good TRS site with some addresses answering otherwise; `page3` stands for `index_2.html`."""
    names = {
        "page2": f"{LIST}index_1.html",
        "page3": f"{LIST}index_2.html",
        "robots": "/robots.txt",
        "first": LIST,
    }
    return {**good(), **{names[name]: answer for name, answer in changes.items()}}


def copy_of(path: str) -> Answer:
    return good()[path]


def html(text: str, status: int = 200, **more: object) -> Reply:
    return Reply(text.encode(), status, **more)  # type: ignore[arg-type]


def redirect(to: str) -> Reply:
    return Reply(b"", 302, headers=(("Location", to),))


def growing() -> Tree:
    """A Boda list that gets a new entry after its first page was read: entries move over the page border."""
    before, after = (boda.column(articles(n), "示例县", per_page=3, first_id=86001 + (9 - n)) for n in (8, 9))
    seen: list[str] = []

    def first(ask: Ask) -> Reply:
        seen.append(ask.path)
        answer = (before if len(seen) == 1 else after)["/zfxxgk/nb.htm"]
        assert isinstance(answer, Reply)
        return answer

    return {**before, **after, "/zfxxgk/nb.htm": first, "/robots.txt": NO_RULES}


def gzipped(answer: Answer) -> Answer:
    """Packed, whether the client asked for it or not."""
    assert isinstance(answer, Reply)
    return Reply(gzip.compress(answer.body), answer.status, headers=(("Content-Encoding", "gzip"),))


def recoded(answer: Answer) -> Answer:
    """GB18030 that header and meta tag call UTF-8."""
    assert isinstance(answer, Reply)
    return Reply(answer.body.decode().encode("gb18030"), answer.status)


def cookie_wall(tree: Tree) -> Tree:
    """Redirects to itself until its cookie comes back."""

    def walled(answer: Answer) -> Callable[[Ask], Reply]:
        def answers(ask: Ask) -> Reply:
            if "pass=1" not in ask.headers.get("cookie", ""):
                return Reply(b"", 302, headers=(("Location", ask.target), ("Set-Cookie", "pass=1; Path=/")))
            return answer if isinstance(answer, Reply) else answer(ask)

        return answers

    return {**{path: walled(answer) for path, answer in tree.items()}, "/robots.txt": NO_RULES}


SITES: dict[str, tuple[Tree, str, str]] = {
    # name: what it serves, the list, and the verdict
    "good": (good(), LIST, "complete"),
    "one-page": (good(2), LIST, "complete"),
    "empty": (
        {**good(0), LIST: html('<ul class="list"></ul><script>createPageHTML(0,0,"index","html")</script>')},
        LIST,
        "complete: empty",
    ),
    "no-layout": (broken(first=html("<p>" + "欢迎光临" * 900 + "</p>")), LIST, "failed: layout_unknown"),
    "last-404": (broken(page3=NO_RULES), LIST, "partial: declared_exceeds_reachable"),
    "last-stub": (broken(page3=html("<html>出错</html>")), LIST, "partial: declared_exceeds_reachable"),
    "last-repeats": (
        broken(page3=copy_of(f"{LIST}index_1.html")),
        LIST,
        "partial: declared_exceeds_reachable",
    ),
    "last-home": (broken(page3=redirect("/")), LIST, "partial: declared_exceeds_reachable"),
    "last-home-copy": (
        broken(
            page3=html(
                '<title>示例县首页</title><ul class="list"><li><a href="/x.html">要闻</a><span>2025-01-01</span></li></ul>'
            )
        ),
        LIST,
        "partial: declared_exceeds_reachable",
    ),
    "page-ignored": (broken(page2=copy_of(LIST)), LIST, "failed: paging_ignored"),
    "page-mismatch": (broken(page2=copy_of(f"{LIST}index_2.html")), LIST, "failed: page_mismatch"),
    "list-gone": (broken(first=NO_RULES), LIST, "failed: status_404"),
    "list-500": (broken(first=Reply(b"", 500)), LIST, "failed: status_500"),
    "moves": (growing(), "/zfxxgk/nb.htm", "complete"),
    "henan-records": (
        {**henan.column(articles(6), "x", per_page=3), "/robots.txt": NO_RULES},
        "/zwgk/zfxxgknb/",
        "complete",
    ),
    "henan-pages": (
        {**henan.column(articles(7), "x", per_page=3, pagecount=3), "/robots.txt": NO_RULES},
        "/zwgk/zfxxgknb/",
        "complete",
    ),
    "ruishu": (broken(first=html("<script>$_ts={}</script>", 412)), LIST, "failed: waf.ruishu"),
    "jiasule": (broken(first=html("<script>document.cookie='x'</script>", 521)), LIST, "failed: waf.jiasule"),
    "refuses": (broken(first=html("Forbidden", 403)), LIST, "failed: blocked.status"),
    "shell": (
        broken(first=html('<div id="app"></div><script src="a.js"></script>')),
        LIST,
        "failed: js_shell",
    ),
    "robots-403": (broken(robots=Reply(b"", 403)), LIST, "failed: refused_robots_unknown_status_403"),
    "robots-html": (broken(robots=html("<html>首页</html>")), LIST, "failed: refused_robots_unknown_html"),
    "robots-says-no": (
        broken(robots=Reply(b"User-agent: *\nDisallow: /zwgk/\n")),
        LIST,
        "failed: refused_robots_denied",
    ),
    "refresh": (
        broken(first=html(f'<meta http-equiv="refresh" content="0; url={LIST}index.html">')),
        LIST,
        "complete",
    ),
    "location": (
        broken(first=html(f'<script>window.location.href="{LIST}index.html"</script>')),
        LIST,
        "complete",
    ),
    "packed": (
        {path: gzipped(answer) for path, answer in good().items()},
        LIST,
        "complete",
    ),
    "gbk-as-utf-8": ({path: recoded(answer) for path, answer in good().items()}, LIST, "complete"),
    "cookie": (cookie_wall(good()), LIST, "complete"),
    "loop": (broken(first=redirect(LIST)), LIST, "failed: too_many_redirects"),
    "moved": (
        {
            **{path: answer for path, answer in good().items() if not path.startswith(f"{LIST}index")},
            LIST: redirect("/gk/nb/"),
            **trs.column(articles(7), "示例县", folder="/gk/nb/", per_page=3),
        },
        LIST,
        "complete: moved",
    ),
    "to-private": (broken(first=redirect("http://192.168.0.1/")), LIST, "failed: refused_foreign_host"),
    "to-loopback": (broken(first=redirect("http://127.0.0.1/")), LIST, "failed: refused_foreign_host"),
    "to-foreign": (broken(first=redirect("http://www.example.com/")), LIST, "failed: refused_foreign_host"),
    "to-file": (broken(first=redirect("file:///etc/passwd")), LIST, "failed: status_302"),
    "cut": (broken(first=Reply(b"<ul>" * 99, length=9999)), LIST, "failed: truncated"),
    "reset": (broken(first=Reply(b"<ul>" * 99, length=-1, then="reset")), LIST, "failed: truncated"),
    "half-gzip": (
        broken(first=Reply(gzip.compress(b"<ul>" * 9999)[:-30], headers=(("Content-Encoding", "gzip"),))),
        LIST,
        "failed: truncated",
    ),
    "bomb": (
        broken(first=Reply(gzip.compress(b"0" * 3_000_000), headers=(("Content-Encoding", "gzip"),))),
        LIST,
        "failed: too_large",
    ),
    "endless": (broken(first=Reply(b"<ul>", length=-1, then="endless")), LIST, "failed: too_large"),
    "drip": (broken(first=Reply(b"<ul>", length=-1, then="drip")), LIST, "failed: timeout"),
    "captcha": (broken(page2=html('<form><input name="codeValue"></form>')), LIST, "partial: captcha"),
    "throttled": (broken(page2=Reply(b"", 429, headers=(("Retry-After", "1"),))), LIST, "partial: throttle"),
    "category-short": (
        {
            **guangdong.catalogue(articles(130), "x"),
            f"/gkmlpt/api/all/{guangdong.CATEGORY}?page=2&sid={guangdong.SID}": NO_RULES,
            "/robots.txt": NO_RULES,
        },
        "/gkmlpt/index#11",
        "partial: declared_exceeds_reachable",
    ),
    "category-strange": (
        {**guangdong.catalogue(articles(3), "x"), "/robots.txt": NO_RULES},
        "/gkmlpt/index#12",
        "failed: status_404",
    ),
    "feed-ignored": (
        {
            **hanweb.jpage(articles(130), "x"),
            hanweb.PROXY: html("<datastore><recordset></recordset></datastore>"),
            "/robots.txt": NO_RULES,
        },
        "/col/col990/index.html",
        "partial: declared_exceeds_reachable",
    ),
    "door-loop": (
        broken(first=html(f'<script>location="{LIST}a.html"</script>'))
        | {f"{LIST}a.html": html(f'<script>location="{LIST}b.html"</script>')},
        LIST,
        "failed: door_loop",
    ),
    "mute": (broken(first=Reply(then="mute")), LIST, "failed: timeout"),
    "silent": (broken(first=Reply(b"<ul>", length=99, then="silence")), LIST, "failed: timeout"),
}
FAMILIES = {
    "category-short": "gkmlpt",
    "category-strange": "gkmlpt",
    "feed-ignored": "jpage",
    "moves": "boda",
    "henan-records": "henan",
    "henan-pages": "henan",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    folder = tmp_path_factory.mktemp("faults")
    with serve({f"www.{name}.localhost": tree for name, (tree, _, _) in SITES.items()}) as replicas:
        sites = [
            county(name, f"http://{{host}}:{replicas.port}{path}", FAMILIES.get(name, "trs"))
            for name, (_, path, _) in SITES.items()
        ]
        settings = [
            "--set",
            "DOWNLOAD_TIMEOUT=2",
            "--set",
            "RETRY_TIMES=0",
            "--set",
            "DOWNLOAD_MAXSIZE=1000000",
        ]
        _, result = run(write_registry(folder / "sites", sites), folder / "archive", *settings)
    return verdicts(result), folder / "archive"


@pytest.mark.parametrize("name", SITES)
def test_a_channel_ends_as_it_must(name: str, crawled: tuple[dict[str, str], Path]) -> None:
    told = crawled[0][f"{name}/c"]
    expected = SITES[name][2]
    assert told.split(": ")[:2] == expected.split(": ")


def test_a_page_that_is_not_the_page_asked_for_gives_no_rows(crawled: tuple[dict[str, str], Path]) -> None:
    assert rows(crawled[1], "select count(*) from captures where site = 'page-mismatch'") == [(3,)]


def test_entries_of_a_home_page_in_place_of_a_list_are_not_taken(
    crawled: tuple[dict[str, str], Path],
) -> None:
    assert not rows(crawled[1], "select * from captures where title = '要闻'")


def test_a_list_that_moved_is_read_whole(crawled: tuple[dict[str, str], Path]) -> None:
    assert rows(crawled[1], "select count(*) from captures where site = 'moves'") == [(9,)]


def test_a_barrier_is_reported_with_evidence(crawled: tuple[dict[str, str], Path]) -> None:
    assert crawled[0]["jiasule/c"].startswith("failed: waf.jiasule: status 521, 36 bytes, sha256 ")


def test_entries_that_do_not_come_are_named(tmp_path: Path) -> None:
    files = (File("年报.pdf", b"%PDF-1.4"),)
    whole = [Article(f"示例局{n}年年度报告", "2025-01-13", "<p>x</p>", files=files) for n in range(6)]
    tree = {**trs.column(whole, "示例县"), "/robots.txt": NO_RULES}
    pdfs = sorted(path for path in tree if path.endswith(".pdf"))
    pages = sorted(path for path in tree if "/t2025" in path)
    tree |= {
        pdfs[0]: html("<html><body>请从页面下载</body></html>"),
        pdfs[1]: html("<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>Word</body></html>"),
        pdfs[2]: html("Forbidden", 403),
        pdfs[3]: Reply(b""),
        pages[4]: Reply(b"", 404),
        pages[5]: Reply(b"x" * 99, length=999),
    }
    with serve({"www.entries.localhost": tree}) as replicas:
        site = county("entries", f"http://{{host}}:{replicas.port}{LIST}", "trs")
        registry = write_registry(tmp_path / "sites", [site])
        code, result = run(registry, tmp_path / "archive", "--set", "RETRY_TIMES=0")
    assert code == 4
    assert result["outcomes"] == {
        "new": 5,  # four pages, and the file that Word saved as a page
        "html_instead_of_file": 1,
        "blocked.status": 1,
        "empty_body": 1,
        "http_404": 1,
        "truncated": 1,
    }

"""The five replica sites: what each shows, and what is wrong with it on purpose.

Every oddity stands for one that real sites have: a form that is no disclosure report beside the reports
(息县), a report whose figures do not add up (彭阳), a notice in the channel that is no report (彭阳), lists
that link straight to PDF files (偃师), a report that exists only as an attachment (信阳), an entry that
answers with an error (信阳), two years that do not meet (互助).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from gxcrawl import registry
from gxcrawl.demo import docx, page, pdf, reports
from gxcrawl.demo.reports import Account
from gxcrawl.demo.server import Reply, Tree
from gxcrawl.demo.themes import boda, henan, trs
from gxcrawl.demo.themes.shell import Article, File
from pipelines.items import Site

PER_PAGE = 3
ROBOTS = Reply(b"User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


def registered(port: int) -> tuple[Site, ...]:
    """The registry entries of the replicas, answering on this port."""
    text = files(__package__).joinpath("sites.toml").read_text(encoding="utf-8")
    return registry.read(text.replace("{port}", str(port)), "demo/sites.toml")


def trees() -> Mapping[str, Tree]:
    """The sites by host name."""
    return {
        "www.xixian.localhost": _site(_xixian()),
        "www.pengyang.localhost": _site(_pengyang()),
        "www.yanshi.localhost": _site(_yanshi()),
        "sfj.xinyang.localhost": _site(_xinyang()),
        "www.huzhu.localhost": _site(_huzhu()),
    }


def _site(tree: Tree) -> Tree:
    home = next(reply for address, reply in tree.items() if address.endswith(("/", ".htm", ".html")))
    return {"/": home, **tree, "/robots.txt": ROBOTS}


def _xixian() -> Tree:
    told = [_article(account) for account in reports.of("xixian")]
    told[0] = _with_file(reports.of("xixian")[0], "docx")
    return henan.column(
        [
            *told[:2],
            Article(
                "息县司法局2023年政府网站工作年度报表",
                "2024-01-30",
                _words("网站总访问量、栏目数量、信息更新量见报表。"),
            ),
            *told[2:],
        ],
        "息县人民政府",
        per_page=PER_PAGE,
    )


def _pengyang() -> Tree:
    notice = Article(
        "关于征求政府信息公开工作年度报告意见建议的公告",
        "2024-12-05",
        _words("公众可于十五日内对本局年度报告的编制提出意见，来信请注明联系方式。"),
        "彭阳县司法局",
    )
    return trs.column(
        [notice, *map(_article, reports.of("pengyang"))],
        "彭阳县人民政府",
        folder="/xxgk_13872/zfgknb2/sfj/",
        name="list",
        per_page=PER_PAGE,
    )


def _yanshi() -> Tree:
    newest, *middle, oldest = reports.of("yanshi")
    articles = [
        _only_file(newest, "pdf"),
        *(_direct(account) for account in middle),
        _article(oldest),
    ]
    return henan.column(
        articles, "偃师区人民政府", folder="/zfxxgk/sfj/nb/", per_page=PER_PAGE, first_id=51001
    )


def _xinyang() -> Tree:
    told = [_article(account) for account in reports.of("xinyang")]
    told[2] = _only_file(reports.of("xinyang")[2], "docx")
    broken = Article(
        "信阳市司法局2020年政府信息公开工作年度报告", "2021-01-20", _words("系统繁忙"), status=500
    )
    return henan.column(
        [*told, broken], "信阳市司法局", folder="/xxgkp/nb/", per_page=PER_PAGE, first_id=71001
    )


def _huzhu() -> Tree:
    told = [_article(account) for account in reports.of("huzhu")]
    told[1] = _with_file(reports.of("huzhu")[1], "docx")
    return boda.column(told, "互助土族自治县人民政府", per_page=PER_PAGE)


def _article(account: Account) -> Article:
    return Article(
        account.title, account.published, page.body(reports.write(account)), account.agency["name"]
    )


def _with_file(account: Account, extension: str) -> Article:
    """The report as a page, and once more as a file below it."""
    whole = _article(account)
    return Article(whole.title, whole.published, whole.body, whole.source, (_file(account, extension),))


def _only_file(account: Account, extension: str) -> Article:
    """A page that says little but where the file is."""
    words = _words(f"{account.title}全文见附件。")
    return Article(
        account.title, account.published, words, account.agency["name"], (_file(account, extension),)
    )


def _direct(account: Account) -> Article:
    return Article(
        account.title, account.published, "", account.agency["name"], (_file(account, "pdf"),), direct=True
    )


def _file(account: Account, extension: str) -> File:
    paper = reports.write(account)
    return File(f"{account.title}.{extension}", pdf.write(paper) if extension == "pdf" else docx.write(paper))


def _words(text: str) -> str:
    return f"<p>{text}</p>"

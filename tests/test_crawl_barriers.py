"""Barriers: each is recognised with its evidence, and good pages that look a little like one are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gxcrawl.walking.barriers import judge, rules
from pipelines.items import Headers

LIST = "<ul>" + "".join(f'<li><a href="/{n}.html">年度报告{n}</a></li>' for n in range(80)) + "</ul>"


@pytest.mark.parametrize(
    ("verdict", "status", "headers", "body"),
    [
        (
            "waf.ruishu",
            412,
            (),
            '<meta id="x" content="{abcdefghijklmnopqrstuvwxyz"><script>$_ts=window["$_ts"]</script>',
        ),
        ("waf.ruishu", 202, (), "<script>var $_ts={};</script>"),
        ("waf.ruishu", 412, (("Set-Cookie", "FSSBBIl1UgzbN7N80S=5x; Path=/"),), ""),
        (
            "waf.jiasule",
            521,
            (("Set-Cookie", "__jsluid_s=1"),),
            "<script>document.cookie='a';location.href='/'</script>",
        ),
        ("waf.jiasule", 200, (("Set-Cookie", "__jsluid_h=1"),), "<script>;go({'a':1})</script>"),
        ("waf.knownsec", 200, (), "<p>知道创宇云防御</p>"),
        ("waf.safedog", 200, (("Server", "Apache Safedog/4.0"),), "<p>拦截</p>"),
        ("waf.360", 200, (), '<script src="/wzws-waf-cgi/x"></script>'),
        ("waf.yunsuo", 200, (("Set-Cookie", "yunsuo_session_verify=1"),), "<p>x</p>"),
        ("waf.aliyun", 405, (), '<img src="https://errors.aliyun.com/x.png">'),
        ("waf.other", 200, (), "Blocked by YUNDUN Cloud WAF"),
        ("waf.other", 200, (("Set-Cookie", "C3VK=abc; path=/"),), "<script>location.reload()</script>"),
        ("captcha", 200, (), '<form><input name="codeValue"></form>'),
        ("throttle", 429, (), "slow down"),
        ("blocked.status", 403, (), "Forbidden"),
        ("blocked.status", 468, (), ""),
        ("blocked.status", 503, (), "busy"),
        ("soft404", 200, (), "<html><p>您访问的页面不存在</p></html>"),
        ("js_shell", 200, (), '<html><div id="app"></div><script src="a.js"></script></html>'),
    ],
)
def test_a_barrier_is_recognised(verdict: str, status: int, headers: Headers, body: str) -> None:
    found = judge(status, headers, body.encode())
    assert found is not None
    assert found.verdict == verdict
    assert f"status {status}" in found.evidence


def test_a_barrier_in_gbk_is_recognised_too() -> None:
    found = judge(200, (), "<p>知道创宇云防御</p>".encode("gb18030"))
    assert found is not None
    assert found.verdict == "waf.knownsec"


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, (), LIST),
        (200, (), f"<title>403 Forbidden</title>{LIST}"),
        (200, (("Set-Cookie", "__jsluid_s=1"),), LIST),
        (200, (), f"<p>网站使用说明：找不到文件请联系我们</p>{LIST}"),
        (404, (), "<p>页面不存在</p>"),
        (500, (), "error"),
        (503, (), "维护" * 400),
        (200, (), '{"data":{"total":0,"results":[]}}'),
        (200, (), "<datastore><recordset></recordset></datastore>"),
    ],
)
def test_a_page_is_not_taken_for_a_barrier(status: int, headers: Headers, body: str) -> None:
    assert judge(status, headers, body.encode()) is None


def test_every_rule_is_dated_or_marked_as_unconfirmed() -> None:
    assert all(rule.known or re.fullmatch(r"20\d\d-\d\d", rule.seen) for rule in rules())


def test_every_verdict_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "crawling.md").read_text("utf-8")
    assert not [rule.verdict for rule in rules() if f"`{rule.verdict}`" not in text]

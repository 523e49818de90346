"""Where the crawler may go: names before a request, addresses where they are dialled."""

from __future__ import annotations

import pytest
from twisted.internet.error import DNSLookupError

from gxcrawl.fetching.guard import _checked, is_public, why_not

REGISTERED = {"www.example.gov.cn", "files.example.cn", "www.replica.localhost"}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://www.example.gov.cn/a", ""),
        ("https://files.example.cn/a.pdf", ""),
        ("http://www.other.gov.cn/", ""),
        ("http://www.replica.localhost:8765/", ""),
        ("http://www.example.gov.cn:8080/", ""),
        ("http://www.other.gov.cn:8080/", "port_8080"),
        ("http://www.other.localhost/", "foreign_host"),
        ("http://gov.cn.evil.com/", "foreign_host"),
        ("http://evilgov.cn/", "foreign_host"),
        ("http://127.0.0.1/", "foreign_host"),
        ("http://2130706433/", "foreign_host"),
        ("http://[::1]/", "foreign_host"),
        ("http://[bad/", "malformed_address"),
        ("file:///etc/passwd", "scheme_file"),
        ("ftp://www.example.gov.cn/", "scheme_ftp"),
        ("http://www.example.gov.cn@127.0.0.1/", "foreign_host"),
    ],
)
def test_only_registered_hosts_and_gov_cn(url: str, reason: str) -> None:
    assert why_not(url, REGISTERED) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://122.137.242.24:8080/pub/", ""),
        ("http://192.168.0.1/", "private_address"),
        ("http://127.0.0.1:6379/", "private_address"),
        ("http://[::1]/", "private_address"),
    ],
)
def test_a_registered_address_must_be_public_too(url: str, reason: str) -> None:
    assert why_not(url, {"122.137.242.24", "192.168.0.1", "127.0.0.1", "::1"}) == reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "not an address",
    ],
)
def test_addresses_that_are_not_of_the_public_internet(address: str) -> None:
    assert not is_public(address)


def test_a_name_that_leads_inside_is_a_failed_lookup() -> None:
    assert _checked("202.106.0.20", "www.example.gov.cn") == "202.106.0.20"
    with pytest.raises(DNSLookupError, match=r"www\.example\.gov\.cn leads to 10\.0\.0\.1"):
        _checked("10.0.0.1", "www.example.gov.cn")

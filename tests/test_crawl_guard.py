"""Where the crawler may go: names before a request, addresses where they are dialled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from gxcrawl.demo.server import Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article
from gxcrawl.fetching.guard import INSIDE, PublicOnlyResolver, Refused, is_public, why_not
from gxcrawl.fetching.middlewares import HostGuard
from pipelines.items import Channel, Site
from tests.crawling import run, verdicts, write_registry

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


class Heard:
    """What a resolver was told to dial."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.done = False

    def resolutionBegan(self, resolution: object) -> None:
        pass

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.done = True


class Names:
    """A name service that knows what it is given."""

    def __init__(self, *addresses: str) -> None:
        self.nameResolver = self
        self.addresses = addresses

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: object) -> None:
        for text in self.addresses:
            receiver.addressResolved((IPv6Address if ":" in text else IPv4Address)("TCP", text, port))
        receiver.resolutionComplete()


def dialled(*addresses: str) -> list[str]:
    dnscache.clear()
    heard = Heard()
    resolver = PublicOnlyResolver(Names(*addresses), 100)
    for _ in range(2):  # the second time from the cache
        heard = Heard()
        resolver.resolveHostName(heard, "www.example.gov.cn", 80)
        assert heard.done
    return heard.addresses


def test_every_public_address_is_dialled_those_of_ipv4_first() -> None:
    assert dialled("2400:3200::1", "10.0.0.1", "202.106.0.20", "::1") == ["202.106.0.20", "2400:3200::1"]
    assert dialled("2400:3200::1") == ["2400:3200::1"]


def test_a_name_that_leads_inside_is_refused_and_one_that_leads_nowhere_is_unknown() -> None:
    INSIDE.clear()
    assert dialled() == []
    assert not INSIDE
    assert dialled("10.0.0.1", "fe80::1") == []
    assert INSIDE == {"www.example.gov.cn": "10.0.0.1"}
    guard = HostGuard(None)
    with pytest.raises(Refused, match="private_address"):
        guard.process_exception(Request("http://www.example.gov.cn/"), CannotResolveHostError("x"))
    guard.process_exception(Request("http://www.other.gov.cn/"), CannotResolveHostError("x"))
    INSIDE.clear()


@pytest.mark.parametrize("listens", ["127.0.0.1", "::1"])
def test_a_host_whose_other_address_refuses_is_reached_all_the_same(listens: str, tmp_path: Path) -> None:
    """`AAAA` refuses and `A` works, and the other way round."""
    tree = {
        **trs.column([Article("示例局2023年年度报告", "2024-01-09", "x")], "x"),
        "/robots.txt": Reply(status=404),
    }
    with serve({"www.two.localhost": tree}, address=listens) as replicas:
        place = Channel("c", f"http://www.two.localhost:{replicas.port}/zwgk/xxgknb/", "trs")
        site = Site("two", "two", "www.two.localhost", "990001", "county", (place,))
        registry = write_registry(tmp_path / "sites", [site])
        settings = ("--set", f"TWISTED_DNS_RESOLVER={TwoAddresses.__module__}.TwoAddresses")
        code, told = run(registry, tmp_path / "archive", *settings)
    assert (code, verdicts(told)) == (0, {"two/c": "complete"})


class TwoAddresses(PublicOnlyResolver):
    LOOPBACK = ("::1", "127.0.0.1")

"""Where the crawler may go: registered hosts and *.gov.cn, over http and https, to public addresses.

The name is checked before a request is sent, the address where it is dialled, so that an answer of the name
service cannot differ from the one that was checked. Names under `.localhost` never leave this machine (RFC
6761) and are only asked for when a registered site, a replica, has such a name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress

PORTS = (None, 80, 443)


class Refused(IgnoreRequest):
    """A request that must not be sent; the message is the reason."""


def why_not(url: str, registered: Collection[str]) -> str:
    """The reason an address is not asked for, empty when it may be. `registered` are host names."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "malformed_address"
    name = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme not in ("http", "https"):
        return f"scheme_{parts.scheme}"
    if name in registered:
        # Nobody resolves an address, so the check where names become addresses would never see it.
        return "private_address" if _is_address(name) and not is_public(name) else ""
    if not name.endswith(".gov.cn"):
        return "foreign_host"
    return "" if port in PORTS else f"port_{port}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """True for an address of the public internet; private, loopback, link-local and shared ones are not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(mapped.is_global and not mapped.is_multicast)


INSIDE: dict[str, str] = {}
"""Names that lead to no public address, with one they lead to, as far as this process has asked."""


class PublicOnlyResolver(CachingHostnameResolver):
    """Names to addresses, public ones only, those of IPv4 first; `.localhost` is this machine without asking anybody.

    All addresses of a name are tried in turn, the next when one refuses or does not answer at once: many sites have
    an IPv6 address that leads nowhere, some are reached by theirs alone.
    """

    LOOPBACK: tuple[str, ...] = ("127.0.0.1",)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        if not hostName.endswith(".localhost"):
            public: Any = _PublicAddresses(resolutionReceiver, hostName)
            return super().resolveHostName(public, hostName, portNumber, addressTypes, transportSemantics)
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        for address in _in_order(_endpoint(text, portNumber) for text in self.LOOPBACK):
            resolutionReceiver.addressResolved(address)
        resolutionReceiver.resolutionComplete()
        return resolution


class _PublicAddresses:
    """Passes on the public addresses of a name when all are known."""

    def __init__(self, receiver: Any, name: str) -> None:
        self.receiver = receiver
        self.name = name
        self.found: list[IPv4Address | IPv6Address] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        self.found.append(address)

    def resolutionComplete(self) -> None:
        public = [address for address in self.found if is_public(address.host)]
        if self.found and not public:
            INSIDE[self.name] = self.found[0].host
        for address in _in_order(public):
            self.receiver.addressResolved(address)
        self.receiver.resolutionComplete()


def _in_order(addresses: Iterable[IPv4Address | IPv6Address]) -> list[IPv4Address | IPv6Address]:
    return sorted(addresses, key=lambda address: isinstance(address, IPv6Address))


def _endpoint(text: str, port: int) -> IPv4Address | IPv6Address:
    return (IPv6Address if ":" in text else IPv4Address)("TCP", text, port)

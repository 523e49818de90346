"""Where the crawler may go: registered hosts and *.gov.cn, over http and https, to public addresses.

The name is checked before a request is sent, the address where it is dialled, so that an answer of the name
service cannot differ from the one that was checked. Names under `.localhost` never leave this machine (RFC
6761) and are only asked for when a registered site, a replica, has such a name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

PORTS = (None, 80, 443)
NOT_PUBLIC = "is not a public address"


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


class PublicOnlyResolver(CachingThreadedResolver):
    """Names to addresses, public ones only; `.localhost` is this machine without asking anybody."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        if name.endswith(".localhost"):
            return succeed("127.0.0.1")
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public(address):
        # Twisted knows this error; any other exception here would be logged as a crash of the resolver.
        raise DNSLookupError(f"{name} leads to {address}, which {NOT_PUBLIC}")
    return address

"""TLS of single hosts. Certificates are verified; what a person decided for one host is the only exception,
and it is told.

A site block may say `tls = { pin = "…", by = "who", on = "date", why = "…" }`: the certificate with this
SHA-256 is taken for valid and no other is; or `tls = { legacy = true, … }`: old ciphers and renegotiation
are allowed, verification stays on. What it was fetched under is written beside every capture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.core.downloader.tls import _ScrapyClientTLSOptions26
from scrapy.http import Request, Response
from twisted.internet.ssl import optionsForClientTLS

from gxcrawl.fetching.guard import Refused
from gxcrawl.markup.addresses import host


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the TLS of one host. `pin` is the SHA-256 of the certificate in small
    hex."""

    by: str
    on: str
    why: str = ""
    pin: str = ""
    legacy: bool = False

    @classmethod
    def of(cls, access: Mapping[str, Any]) -> Decision | None:
        """The exception of a site block, None without one."""
        given = access.get("tls")
        return cls(**{**given, "pin": given.get("pin", "").replace(":", "").lower()}) if given else None

    def __str__(self) -> str:
        what = f"certificate pinned to sha256 {self.pin[:16]}…" if self.pin else "legacy TLS allowed"
        return f"tls exception: {what}, decided by {self.by} on {self.on}" + (
            f": {self.why}" if self.why else ""
        )


class HostTlsHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https with our contexts. The attribute is private in Scrapy; a test holds that it
    works."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        factory = HostContexts.from_crawler(crawler)
        factory.decided = crawler.spider.territory.tls
        self._contextFactory = factory  # type: ignore[assignment]  # provides IPolicyForHTTPS, as zope sees it


class HostContexts(_ScrapyClientContextFactory):
    """A context that verifies, for every host but those with an exception."""

    decided: Mapping[str, Decision]

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        name = hostname.decode("ascii")
        decision = self.decided.get(name)
        if decision is None:
            return super().creatorForNetloc(hostname, port)
        if decision.pin:  # `PinnedCertificates` compares what came with the pin
            return _ScrapyClientTLSOptions26(self._get_cert_options()._makeTLSConnection, name)
        creator = optionsForClientTLS(hostname=name, extraCertificateOptions=self._get_cert_options_kwargs())
        context = _get_creator_context(creator)
        context.set_cipher_list(b"ALL:@SECLEVEL=0")
        context.set_min_proto_version(SSL.TLS1_VERSION)
        context.set_options(OP_LEGACY_SERVER_CONNECT)
        return creator


class PinnedCertificates:
    """Refuses an answer of a pinned host that came under another certificate."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> PinnedCertificates:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        decision = self.crawler.spider.territory.tls.get(host(request.url))
        if decision and decision.pin and request.url.startswith("https:"):
            shown = fingerprint(response)
            if shown != decision.pin:
                raise Refused(f"tls_pin_{shown[:16] or 'missing'}")
        return response


def fingerprint(response: Response) -> str:
    """The SHA-256 of the certificate an answer came under, in small hex; empty without one."""
    if response.certificate is None:
        return ""
    digest: bytes = response.certificate.digest("sha256")
    return digest.decode("ascii").replace(":", "").lower()


OP_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name."""

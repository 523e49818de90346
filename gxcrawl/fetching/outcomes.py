"""What an answer or a failure comes to, in one word: the words of the run ledger and of the channel
verdicts."""

from __future__ import annotations

import gzip
import re
import zlib

from scrapy import exceptions

from gxcrawl.fetching.guard import Refused
from gxcrawl.walking.barriers import judge
from parsers.charset import decode
from parsers.normalize import sniff
from parsers.web.scripted import has_body
from pipelines.items import Entry, Page, extension_of


class Truncated(exceptions.IgnoreRequest):
    """A body that stops before its end: a failure, not a document."""


SUSPECT = 8192
"""Barriers are small pages; larger bodies are not searched for their marks."""
WORD_AS_PAGE = re.compile(
    rb"urn:schemas-microsoft-com:office|ProgId[\"']?\s+content=[\"']?(?:Word|Excel)", re.IGNORECASE
)
"""Word and Excel save as HTML under their own extensions; such a file is a document, not an error page."""


def of_entry(entry: Entry, came: Page) -> tuple[str, str]:
    """Why an answer is not kept as what was asked for, and the evidence; empty when it is kept.

    An error status without a barrier behind it is kept as such.
    """
    size = f"status {came.status}, {len(came.body)} bytes"
    if came.status == 200 and not came.body:
        return "empty_body", size
    barrier = judge(came.status, came.headers, came.body) if len(came.body) < SUSPECT else None
    if barrier and not (barrier.verdict == "js_shell" and has_body(decode(came.body)[0])):
        return barrier.verdict, barrier.evidence
    if came.status != 200 or entry.role != "attachment":
        return "", ""
    head = came.body[:4096]
    is_page = sniff(head, None, "") == "text/html" and not WORD_AS_PAGE.search(head)
    if is_page and extension_of(entry.url) not in ("htm", "html"):
        return "html_instead_of_file", size
    return "", ""


def of_failure(error: BaseException) -> str:
    """The class of a request that got no answer."""
    if isinstance(error, Refused):
        return f"refused_{error}"
    if isinstance(error, exceptions.DownloadFailedError):
        return next((name for pattern, name in TLS if pattern.search(str(error))), "connection_failed")
    if isinstance(error, exceptions.IgnoreRequest) and not isinstance(error, Truncated):
        return next((name for words, name in IGNORED if words in str(error)), "ignored")
    return next((name for kind, name in FAILURES if isinstance(error, kind)), type(error).__name__)


FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (Truncated, "truncated"),
    (exceptions.ResponseDataLossError, "truncated"),
    (exceptions.DownloadTimeoutError, "timeout"),
    (exceptions.DownloadConnectionRefusedError, "connection_refused"),
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadCancelledError, "too_large"),
    (gzip.BadGzipFile, "not_packed_as_told"),
    (zlib.error, "not_packed_as_told"),
)
IGNORED = (("max redirections", "too_many_redirects"), ("DOWNLOAD_MAXSIZE", "too_large"))
"""What Scrapy says when it drops a request itself, and our word for it."""
TLS = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"certificate.verify.failed|VerificationError|DNSMismatch|CertificateError", "tls.certificate"),
        (r"handshake.failure", "tls.handshake"),
        (r"bad.ecpoint", "tls.curve"),
        (r"unsafe.legacy.renegotiation", "tls.renegotiation"),
        (r"unrecognized.name", "tls.name"),
        (r"unsupported.protocol|protocol.version|dh.key.too.small", "tls.outdated"),
        (r"unexpected.eof", "tls.closed"),
        (r"\bSSL\b|\bTLS\b|OpenSSL", "tls.other"),
    )
)
"""TLS failures by the words of OpenSSL, so that a report says what an operator would have to mend."""

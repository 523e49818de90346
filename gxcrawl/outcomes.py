"""What an answer or a failure comes to, in one word: the words of the run ledger and of the channel
verdicts."""

from __future__ import annotations

import re

from scrapy import exceptions

from gxcrawl.addresses import extension
from gxcrawl.guard import NOT_PUBLIC, Refused
from gxcrawl.middlewares import Truncated
from parsers.normalize import sniff
from pipelines.items import Entry

WORD_AS_PAGE = re.compile(
    rb"urn:schemas-microsoft-com:office|ProgId[\"']?\s+content=[\"']?(?:Word|Excel)", re.IGNORECASE
)
"""Word and Excel save as HTML under their own extensions; such a file is a document, not an error page."""


def of_entry(entry: Entry, status: int, body: bytes) -> str:
    """Why an answer is not kept as what was asked for, empty when it is. Error statuses are kept as such."""
    if status == 200 and not body:
        return "empty_body"
    if status != 200 or entry.role != "attachment":
        return ""
    is_page = sniff(body[:4096], None, "") == "text/html" and not WORD_AS_PAGE.search(body[:4096])
    return "html_instead_of_file" if is_page and extension(entry.url) not in ("htm", "html") else ""


def of_failure(error: BaseException) -> str:
    """The class of a request that got no answer."""
    if isinstance(error, Refused):
        return f"refused_{error}"
    if NOT_PUBLIC in str(error):
        return "refused_private_address"
    if isinstance(error, exceptions.DownloadFailedError) and TLS.search(str(error)):
        return "tls"
    return next((name for kind, name in FAILURES if isinstance(error, kind)), type(error).__name__)


FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (Truncated, "truncated"),
    (exceptions.ResponseDataLossError, "truncated"),
    (exceptions.DownloadTimeoutError, "timeout"),
    (exceptions.DownloadConnectionRefusedError, "connection_refused"),
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.DownloadFailedError, "connection_failed"),
    (exceptions.IgnoreRequest, "robots"),
)
TLS = re.compile(r"SSL|TLS|certificate", re.IGNORECASE)

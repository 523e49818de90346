"""Addresses: what is requested is what the page wrote; what is compared is its identity.

A path may be percent-encoded in GBK, so an address is never decoded and encoded again.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from pipelines.items import extension_of

DOCUMENTS = frozenset(
    {"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "odt", "ods", "ofd", "rtf", "zip", "rar"}
)
DOWNLOADS = re.compile(
    r"/module/download/|/_content/download\.jsp|/virtual_attach_file\.vsb|/OpennessContent/download/"
)
SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
TWIN = re.compile(r"_(?:wap|app|m)(?=\.s?html?$)")
INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx)$")


def absolute(base: str, href: str) -> str:
    """The address a link means, or empty for one that leads nowhere (`javascript:`, `mailto:`, `#top`, a
    template)."""
    href = href.strip().strip("\u3000").replace("\\", "/")
    if (
        not href
        or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:"))
        or "{{" in href
        or "${" in href
    ):
        return ""
    try:
        joined = urljoin(base, href)
        parts = urlsplit(joined)
    except ValueError:  # an unclosed bracket of an IPv6 host: the page wrote nonsense
        return ""
    return joined if parts.scheme in ("http", "https") and parts.hostname else ""


def identity(url: str) -> str:
    """What makes two addresses the same page: no scheme, no fragment, no session, no wap twin, no index
    name."""
    parts = urlsplit(url)
    path = SESSION.sub("", parts.path) or "/"
    path = INDEX.sub("/", TWIN.sub("", path))
    query = SESSION.sub("", parts.query)
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    return host + path + (f"?{query}" if query else "")


def host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def is_document(url: str) -> bool:
    """True when an address points to a file rather than to a page, by extension or by a known download
    script."""
    return extension_of(url) in DOCUMENTS or bool(DOWNLOADS.search(url))


def with_scheme_of(reference: str, url: str) -> str:
    """Same-host links are often written with the other scheme; the recorded one is the one that answers."""
    if host(url) != host(reference):
        return url
    return urlsplit(reference).scheme + url[url.index(":") :]

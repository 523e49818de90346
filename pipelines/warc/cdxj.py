"""CDXJ: the sorted index by which replay tools (pywb, ReplayWeb.page) find a page and its time.

A line is `key timestamp {json}`; the key is the address with its host turned round (SURT), so that what belongs
together stands together. https://specs.webrecorder.net/cdxj/0.1.0/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: where it was asked for, when (ISO 8601), and where its member stands in a WARC file."""

    url: str
    at: str
    mime: str
    status: str
    digest: str
    file: str
    offset: int
    length: int

    def __str__(self) -> str:
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.file,
        }
        return f"{surt(self.url)} {timestamp(self.at)} {json.dumps(fields, ensure_ascii=False)}"


def cdxj(lines: Iterable[Line]) -> str:
    """The index as a file: sorted bytewise, one line each."""
    return "".join(f"{line}\n" for line in sorted(map(str, lines), key=str.encode))


def surt(url: str) -> str:
    """The address as a sort key: lower case, host reversed, default port and fragment dropped, query sorted.

    >>> surt("https://www.xinyang.gov.cn:443/b/../A.html?y=2&x=1")
    'cn,gov,xinyang)/b/../a.html?x=1&y=2'
    """
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != default else ""
    query = "&".join(
        f"{quote(name, safe='')}={quote(value, safe='')}" if value else quote(name, safe="")
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{'?' if query else ''}{query}"


def timestamp(at: str) -> str:
    """The 14 digits of CDX.

    >>> timestamp("2026-01-02T03:04:05Z")
    '20260102030405'
    """
    return "".join(character for character in at if character.isdigit())[:14]

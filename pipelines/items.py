"""What flows from the web to the archive. Frozen values; each stage takes one and returns the next.

Site -> Channel -> Page -> Listing -> Entry -> Fetched -> Capture, then `parsers.document.Document` and
`parsers.report.Report`. Bodies are hidden from `repr`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from parsers.report import Report

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """One list column (栏目) of a site. `family` names a module of `gxcrawl.families`."""

    id: str
    url: str
    family: str
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    expected_agencies: tuple[str, ...] = ()
    expected_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A web site of a government body (站点). `region` is the GB/T 2260 code of the area it serves."""

    id: str
    name: str
    host: str
    region: str
    level: str
    channels: tuple[Channel, ...]
    sibling_hosts: tuple[str, ...] = ()
    proof: str = ""
    live_verified: str = "none"
    access: Mapping[str, Any] = field(default_factory=dict)
    """How the site is asked: delay, window, budget, robots, tls; the crawl's own manners where it says nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page of a listing, as a family sees it. `number` is the page asked for, from 1."""

    url: str
    body: bytes = field(repr=False)
    number: int = 1
    status: int = 200
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing (条目), or a file hanging on it. `url` is byte for byte as the page wrote it, made absolute."""

    site: str
    channel: str
    url: str
    title: str
    published: str = ""
    """ISO date as the list prints it, or empty."""
    role: Literal["page", "attachment", "list"] = "page"
    """`list` is a page of the listing itself: kept as a proof of what was listed, and never read as a report."""
    parent: str = ""
    """The url of the page an attachment hangs on."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a channel says. `shown` is the page number the page itself claims, None when it does not tell."""

    entries: tuple[Entry, ...]
    next_pages: tuple[str, ...] = ()
    declared_entries: int | None = None
    declared_pages: int | None = None
    shown: int | None = None
    empty_marker: bool = False
    notes: tuple[str, ...] = ()
    files: tuple[Entry, ...] = ()
    """Files the list itself hangs on its entries, each with the address of its entry as parent. They are no rows."""
    door: str = ""
    """The address of the real first page, when this page is only the way to it."""
    children: tuple[Entry, ...] = ()
    """Sub-columns, when this page is a tree of them; each is a channel of its own."""
    unread: tuple[str, ...] = ()
    """Titles of rows that are there and whose address nobody could tell."""
    beyond: str = ""
    """What on the page says that the list goes on, where the family found no way to go on."""
    probe: bool = False
    """True when nothing says that there is a next page, and it is only asked for to see."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One response for one entry, before anybody has read it."""

    entry: Entry
    url: str
    """The address that answered, after redirects."""
    status: int
    headers: Headers
    fetched_at: str
    """UTC, ISO 8601 with seconds and Z."""
    body: bytes = field(repr=False)
    request_headers: Headers = ()
    form: bytes = b""
    """What was posted; empty for a request without a body."""
    remark: str = ""
    """What was not as usual about the fetch, such as a TLS exception; stays with the sighting."""


def extension_of(url: str) -> str:
    """The extension an address claims, lower case without the dot; empty when it has none."""
    suffix = PurePosixPath(urlsplit(url).path).suffix
    return suffix[1:].lower()


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes in the archive with their origin (抓取件). The identity of content is `sha256`; a capture is one sighting of it."""

    sha256: str
    url: str
    media_type: str
    """As the magic bytes say; the declared type and the extension stay beside it."""
    size: int
    fetched_at: str
    site: str = ""
    channel: str = ""
    title: str = ""
    published: str = ""
    role: str = "page"
    parent: str = ""
    declared_type: str = ""
    extension: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0
    derived_from: str = ""
    run: str = ""
    current: bool = True
    """Whether this is what the address served when it was last seen; an older version stays, with False."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a capture became no report. `reason` is a stable word for tables, `detail` a sentence for people.

    Reasons are those of `parsers.document.Unreadable`, and of the road itself: `died` (the worker process was killed by the
    document), `timeout`, `memory`, `error` (a defect of a reader, with its exception), `missing` and `damaged` (the
    archive cannot give the bytes).
    """

    reason: str
    detail: str


Outcome = Report | Failure
"""What reading one capture came to."""

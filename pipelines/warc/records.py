"""What one sighting becomes in the archive: WARC 1.1 records, as bytes (ISO 28500:2017).

A sighting is three records, written with one `write()`: metadata (what we knew when we asked), request, and
response or revisit. The metadata stands first: a torn tail can cost a whole sighting, never its origin alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders

from pipelines.items import Fetched, Headers
from pipelines.warc.members import Pieces

Fields = Mapping[str, str]

_FIELDS = "application/warc-fields"
_REQUEST = "application/http; msgtype=request"
_RESPONSE = "application/http; msgtype=response"
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
_PROFILES = {304: "server-not-modified"}

# They describe bytes on the wire; the body we keep is decoded, and a replay tool must not decode it again.
_WIRE_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record as read back: header names in lower case; `http` is status line and headers, or empty."""

    headers: Fields
    http: bytes
    payload: bytes = field(repr=False)

    @property
    def type(self) -> str:
        return self.headers.get("warc-type", "")

    @property
    def id(self) -> str:
        return self.headers.get("warc-record-id", "")

    def block(self) -> bytes:
        """All that follows the WARC headers, as `WARC-Block-Digest` takes it."""
        return self.http + b"\r\n\r\n" + self.payload if self.http else self.payload

    def fields(self) -> dict[str, str]:
        """The payload of a metadata or warcinfo record (`application/warc-fields`)."""
        lines = (line.partition(": ") for line in self.payload.decode().split("\r\n"))
        return {name: value for name, colon, value in lines if colon}


def warcinfo(filename: str, date: str, about: Fields) -> Pieces:
    """The first record of a file: who wrote it, in which run, with which settings."""
    headers = {"WARC-Record-ID": new_record_id(), "WARC-Date": date, "WARC-Filename": filename}
    return _record("warcinfo", headers, _FIELDS, _warc_fields(about))


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record that holds the bytes of a revisit."""

    record_id: str
    url: str
    date: str


def origin(fetched: Fetched, about: Fields, *, record_id: str) -> list[Pieces]:
    """Metadata and request of the answer with this id."""
    request = _record(
        "request",
        _beside(record_id, fetched.fetched_at, fetched.url),
        _REQUEST,
        fetched.form,
        _request_head(fetched),
    )
    return [note(fetched.url, fetched.fetched_at, about, beside=record_id), request]


def response(fetched: Fetched, *, record_id: str, digest: str) -> Pieces:
    """The answer with its bytes. `digest` is their `payload_digest`."""
    headers = _answer(fetched, record_id, digest)
    return _record("response", headers, _RESPONSE, fetched.body, _response_head(fetched))


def revisit(fetched: Fetched, original: Original, *, record_id: str, digest: str) -> Pieces:
    """The answer without its bytes, which `original` holds. `digest` is their `payload_digest`."""
    headers = _answer(fetched, record_id, digest) | {
        "WARC-Profile": f"{_REVISIT}{_PROFILES.get(fetched.status, 'identical-payload-digest')}",
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.date,
    }
    return _record("revisit", headers, _RESPONSE, b"", _response_head(fetched))


def conversion(
    url: str,
    body: bytes,
    media_type: str,
    about: Fields,
    *,
    date: str,
    record_id: str,
    digest: str,
    refers_to: str,
) -> list[Pieces]:
    """Metadata and the converted or unpacked bytes, which are new content with an origin in the archive."""
    headers = {
        "WARC-Record-ID": record_id,
        "WARC-Date": date,
        "WARC-Target-URI": url,
        "WARC-Refers-To": refers_to,
        "WARC-Payload-Digest": digest,
    }
    return [note(url, date, about, beside=record_id), _record("conversion", headers, media_type, body)]


def note(url: str, date: str, about: Fields, *, beside: str = "") -> Pieces:
    """A metadata record: of the answer with the id `beside`, or alone, such as the account of a walk."""
    return _record("metadata", _beside(beside, date, url), _FIELDS, _warc_fields(about))


def parse(record: bytes) -> Record:
    """The parts of one record. Raises ValueError when it is no WARC record or shorter than it says."""
    start = record.find(b"\r\n\r\n") + 4
    if start < 4 or not record.startswith(b"WARC/"):
        raise ValueError("not a WARC record")
    headers = dict(_header_lines(record[: start - 4]))
    end = start + int(headers.get("content-length", "-1"))
    if end < start or len(record) < end:
        raise ValueError(f"the record should end at {end} and ends at {len(record)}")
    if not headers.get("content-type", "").startswith("application/http"):
        return Record(headers, b"", record[start:end])
    body = record.find(b"\r\n\r\n", start, end)
    if body < 0:
        return Record(headers, record[start:end], b"")
    return Record(headers, record[start:body], record[body + 4 : end])


def payload_digest(*pieces: bytes) -> str:
    """SHA-1 in base 32: what CDXJ, pywb and every other tool of the standard look a payload up by."""
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return "sha1:" + base64.b32encode(digest.digest()).decode()


def new_record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _answer(fetched: Fetched, record_id: str, digest: str) -> dict[str, str]:
    return {
        "WARC-Record-ID": record_id,
        "WARC-Date": fetched.fetched_at,
        "WARC-Target-URI": fetched.url,
        "WARC-Payload-Digest": digest,
    }


def _beside(answer: str, date: str, url: str) -> dict[str, str]:
    """Headers of a record that belongs to an answer, or to nothing but an address."""
    headers = {"WARC-Record-ID": new_record_id(), "WARC-Date": date, "WARC-Target-URI": url}
    return headers | ({"WARC-Concurrent-To": answer} if answer else {})


def _record(kind: str, headers: Fields, content_type: str, body: bytes, start: bytes = b"") -> Pieces:
    """The record as it stands in the file, before it is packed. `start` are the headers of HTTP, which a revisit has alone."""
    lines = {
        "WARC-Type": kind,
        **headers,
        "WARC-Block-Digest": payload_digest(start, body),
        "Content-Type": content_type,
        "Content-Length": str(len(start) + len(body)),
    }
    head = _head("WARC/1.1", [(name, value) for name, value in lines.items() if value])
    return head.encode() + start, body, b"\r\n\r\n"


def _head(first: str, fields: Iterable[tuple[str, str]]) -> str:
    return "\r\n".join([first, *map(": ".join, fields), "", ""])


def _http_head(first: str, fields: Headers) -> bytes:
    """In ASCII; what a server sent beyond it is written as the standard's own library writes it."""
    try:
        return _head(first, fields).encode("ascii")
    except UnicodeEncodeError:
        protocol, _, rest = first.partition(" ")
        written: bytes = StatusAndHeaders(rest, fields, protocol).to_ascii_bytes()
        return written


def _response_head(fetched: Fetched) -> bytes:
    kept = [(name, value) for name, value in fetched.headers if name.lower() not in _WIRE_HEADERS]
    moved = [
        (f"X-Archive-Orig-{name}", value) for name, value in fetched.headers if name.lower() in _WIRE_HEADERS
    ]
    length = [("Content-Length", str(len(fetched.body)))]
    first = f"HTTP/1.1 {fetched.status} {_phrase(fetched.status)}"
    return _http_head(first, (*kept, *moved, *length))


def _request_head(fetched: Fetched) -> bytes:
    parts = urlsplit(fetched.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    method = "POST" if fetched.form else "GET"
    sent: Headers = fetched.request_headers
    if not any(name.lower() == "host" for name, _ in sent):
        sent = (("Host", parts.netloc), *sent)
    return _http_head(f"{method} {target} HTTP/1.1", sent)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"  # Chinese firewalls answer with codes of their own, such as 521


def _warc_fields(fields: Fields) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode()


def _header_lines(head: bytes) -> Iterator[tuple[str, str]]:
    for line in head.decode().split("\r\n")[1:]:
        name, _, value = line.partition(":")
        yield name.strip().lower(), value.strip()

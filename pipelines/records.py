"""What one sighting becomes in the archive: WARC 1.1 records, as bytes (ISO 28500:2017).

A sighting is three records, written with one `write()`: metadata (what we knew when we asked), request, and
response or revisit. The metadata stands first: a torn tail can cost a whole sighting, never its origin alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.items import Fetched, Headers

Fields = Mapping[str, str]

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


def warcinfo(filename: str, fields: Fields) -> bytes:
    writer = _Writer()
    return writer.bytes_of(writer.create_warcinfo_record(filename, fields))


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record that holds the bytes of a revisit."""

    url: str
    date: str


def sighting(
    fetched: Fetched, about: Fields, *, record_id: str, digest: str, original: Original | None = None
) -> list[bytes]:
    """Metadata, request, and the answer: a response, or a revisit of `original`.

    `record_id` is the answer's, `digest` the `payload_digest` of what it brings.
    """
    writer = _Writer()
    headers = {"WARC-Record-ID": record_id, "WARC-Date": fetched.fetched_at, "WARC-Payload-Digest": digest}
    answer = _revisit(writer, fetched, original, headers) if original else _response(writer, fetched, headers)
    concurrent = {"WARC-Concurrent-To": record_id, "WARC-Date": fetched.fetched_at}
    request = writer.create_warc_record(
        fetched.url,
        "request",
        **_body(b""),
        http_headers=_request_headers(fetched),
        warc_headers_dict=dict(concurrent),
    )
    metadata = writer.create_warc_record(
        fetched.url, "metadata", **_body(_warc_fields(about)), warc_headers_dict=dict(concurrent)
    )
    return [writer.bytes_of(record) for record in (metadata, request, answer)]


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
) -> list[bytes]:
    """Metadata and the converted or unpacked bytes, which are new content with an origin in the archive."""
    writer = _Writer()
    headers = {
        "WARC-Record-ID": record_id,
        "WARC-Date": date,
        "WARC-Refers-To": refers_to,
        "WARC-Payload-Digest": digest,
    }
    record = writer.create_warc_record(
        url, "conversion", **_body(body), warc_content_type=media_type, warc_headers_dict=headers
    )
    concurrent = {"WARC-Concurrent-To": record_id, "WARC-Date": date}
    metadata = writer.create_warc_record(
        url, "metadata", **_body(_warc_fields(about)), warc_headers_dict=concurrent
    )
    return [writer.bytes_of(metadata), writer.bytes_of(record)]


def note(url: str, date: str, about: Fields) -> bytes:
    """A metadata record that stands alone, such as the account of one walk through a channel."""
    writer = _Writer()
    return writer.bytes_of(
        writer.create_warc_record(
            url, "metadata", **_body(_warc_fields(about)), warc_headers_dict={"WARC-Date": date}
        )
    )


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


def payload_digest(body: bytes) -> str:
    """SHA-1 in base 32: what CDXJ, pywb and every other tool of the standard look a payload up by."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def new_record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _response(writer: _Writer, fetched: Fetched, headers: Fields) -> Any:
    return writer.create_warc_record(
        fetched.url,
        "response",
        **_body(fetched.body),
        http_headers=_response_headers(fetched),
        warc_headers_dict=dict(headers),
    )


def _revisit(writer: _Writer, fetched: Fetched, original: Original, headers: Fields) -> Any:
    record = writer.create_revisit_record(
        fetched.url,
        headers["WARC-Payload-Digest"],
        original.url,
        original.date,
        http_headers=_response_headers(fetched),
        warc_headers_dict={name: value for name, value in headers.items() if name != "WARC-Payload-Digest"},
    )
    if fetched.status == HTTPStatus.NOT_MODIFIED:
        profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        record.rec_headers.replace_header("WARC-Profile", profile)
    return record


def _response_headers(fetched: Fetched) -> StatusAndHeaders:
    kept = [(name, value) for name, value in fetched.headers if name.lower() not in _WIRE_HEADERS]
    moved = [
        (f"X-Archive-Orig-{name}", value) for name, value in fetched.headers if name.lower() in _WIRE_HEADERS
    ]
    length = [("Content-Length", str(len(fetched.body)))]
    return StatusAndHeaders(f"{fetched.status} {_phrase(fetched.status)}", kept + moved + length, "HTTP/1.1")


def _request_headers(fetched: Fetched) -> StatusAndHeaders:
    parts = urlsplit(fetched.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent: Headers = fetched.request_headers
    if not any(name.lower() == "host" for name, _ in sent):
        sent = (("Host", parts.netloc), *sent)
    return StatusAndHeaders(f"GET {target} HTTP/1.1", list(sent), is_http_request=True)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"  # Chinese firewalls answer with codes of their own, such as 521


def _body(body: bytes) -> dict[str, Any]:
    return {"payload": BytesIO(body), "length": len(body)}


def _warc_fields(fields: Fields) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode()


def _header_lines(head: bytes) -> Iterator[tuple[str, str]]:
    for line in head.decode().split("\r\n")[1:]:
        name, _, value = line.partition(":")
        yield name.strip().lower(), value.strip()


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's builder and serializer without its compressor; `pipelines.members` compresses by content."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), gzip=False, warc_version="WARC/1.1")

    def bytes_of(self, record: Any) -> bytes:
        self.out = BytesIO()
        self.write_record(record)
        return self.out.getvalue()

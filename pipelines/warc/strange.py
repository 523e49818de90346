"""Answers in WARC files of other crawlers, taken apart: what is cut, wrong or unreadable is named and never passed on.

Crawlers keep bodies as they came over the wire, in chunks and packed, or unwrapped under the headers of the wire. Either
is fine; half a body is not, for half a table reads like a table.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]

from pipelines.items import Headers
from pipelines.warc.records import Fields

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
except ImportError:
    from backports import zstd

_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"HTTP/[\d.]+ (\d{3})\b")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r?\n")
_RESERVED = "%/:=&?~#+!$,;'@()*[]"
_GZIP, _ZLIB, _BARE = 31, 15, -15
_MAGIC = b"\x1f\x8b"


class Unusable(Exception):
    """The answer cannot be taken in. `reason` is `cut`, `wrong_digest`, `too_large`, `undecodable` or `damaged`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, its body unwrapped."""

    url: str
    at: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        return _header(self.headers, name)


def answer(headers: Fields, block: bytes, limit: int) -> Answer:
    """The answer in a response record with these WARC headers (names in lower case). Raises `Unusable`, with
    `too_large` for a body of more than `limit` bytes.
    """
    ends = _HEAD_ENDS.search(block)
    head, wire = (block[: ends.start()], block[ends.end() :]) if ends else (block, b"")
    first, *lines = _text(head).splitlines() or [""]
    status = _STATUS_LINE.match(first)
    if not status:
        raise Unusable("damaged")
    http = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    _check(headers.get("warc-block-digest", ""), block)
    if "warc-truncated" in headers or "warc-segment-number" in headers:
        raise Unusable("cut")
    whole = _in_one_piece(http, wire)
    _check(headers.get("warc-payload-digest", ""), wire, whole)
    body = whole
    for coding in reversed(_header(http, "content-encoding").lower().split(",")):
        body = _unpacked(coding.strip(), body, limit)
    if len(body) > limit:
        raise Unusable("too_large")
    url = quote(headers.get("warc-target-uri", "").strip("<>"), safe=_RESERVED)
    return Answer(url, _moment(headers.get("warc-date", "")), int(status[1]), http, body)


def _in_one_piece(http: Headers, wire: bytes) -> bytes:
    """The body without its chunks. A crawler may have joined them and kept the header that speaks of them."""
    if "chunked" in _header(http, "transfer-encoding").lower() and _CHUNK_SIZE.match(wire):
        return b"".join(_chunks(wire))
    promised = _header(http, "content-length")
    if promised.isdecimal() and len(wire) < int(promised):
        raise Unusable("cut")
    return wire


def _chunks(wire: bytes) -> Iterator[bytes]:
    at = 0
    while size := _CHUNK_SIZE.match(wire, at):
        begins, length = size.end(), int(size[1], 16)
        if length == 0:
            return
        chunk = wire[begins : begins + length]
        if len(chunk) < length:
            break
        yield chunk
        at = begins + length
        at += 2 if wire[at : at + 2] == b"\r\n" else 1
    raise Unusable("cut")


def _unpacked(coding: str, body: bytes, limit: int) -> bytes:
    """Without this content coding. A body that does not begin as the coding does was unpacked by the crawler."""
    match coding:
        case "gzip" | "x-gzip" if body.startswith(_MAGIC):
            return _inflated(body, _GZIP, limit)
        case "deflate" if body:
            zlibbed = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
            return _inflated(body, _ZLIB if zlibbed else _BARE, limit)
        case "br" if body:
            return _unbrotlied(body, limit)
        case "zstd" if body.startswith(b"\x28\xb5\x2f\xfd"):
            return _eof(zstd.ZstdDecompressor(), body, limit, zstd.ZstdError)
        case "" | "identity" | "gzip" | "x-gzip" | "zstd":
            return body
    raise Unusable("undecodable")


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    return _eof(zlib.decompressobj(window), body, limit, zlib.error)


def _eof(unpacker: Any, body: bytes, limit: int, error: type[Exception]) -> bytes:
    """All that comes out, when the unpacker says that it is all."""
    try:
        out: bytes = unpacker.decompress(body, limit + 1)
    except error as damage:
        raise Unusable("undecodable") from damage
    if len(out) > limit:
        raise Unusable("too_large")
    if not unpacker.eof:
        raise Unusable("cut")
    if unpacker.unused_data.startswith(_MAGIC):
        raise Unusable("undecodable")  # the rest of it follows, which browsers leave out as well
    return out


def _unbrotlied(body: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        out: bytes = unpacker.process(body, output_buffer_limit=limit + 1)
        while unpacker.can_accept_more_data() is False and len(out) <= limit:
            out += unpacker.process(b"", output_buffer_limit=limit + 1)
    except brotli.error as damage:
        raise Unusable("undecodable") from damage
    if len(out) > limit:
        raise Unusable("too_large")
    if not unpacker.is_finished():
        raise Unusable("cut")
    return out


def _check(claimed: str, *candidates: bytes) -> None:
    """Some crawlers digest what came over the wire, others what was meant; an algorithm nobody here knows says nothing."""
    algorithm, _, value = claimed.partition(":")
    if algorithm not in {"sha1", "sha256", "sha512", "md5"}:
        return
    for candidate in candidates:
        digest = hashlib.new(algorithm, candidate, usedforsecurity=False)
        if value.lower() in (digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower()):
            return
    raise Unusable("wrong_digest")


def _moment(said: str) -> str:
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise Unusable("damaged") from error
    at = at.astimezone(UTC) if at.tzinfo else at
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(head: bytes) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _header(headers: Headers, name: str) -> str:
    return next((value for other, value in headers if other.lower() == name), "")

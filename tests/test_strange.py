"""What other crawlers kept, in all its forms: the same page comes out, or a word that says why not."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from pipelines.warc.strange import Answer, Unusable, answer
from tests.archives import HOST, page

BODY = page(1)
LIMIT = 1 << 20


def read(wire: bytes, *http: str, status: str = "HTTP/1.1 200 OK", limit: int = LIMIT, **warc: str) -> Answer:
    head = "\r\n".join([status, "Content-Type: text/html", *http, "", ""]).encode()
    headers = {"warc-target-uri": f"{HOST}/1.html", "warc-date": "2020-05-06T07:08:09Z"}
    given = {name.replace("_", "-"): value for name, value in warc.items()}
    return answer(headers | given, head + wire, limit)


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    ("wire", "http"),
    [
        (BODY, ()),
        (chunked(BODY), (CHUNKED,)),
        (BODY, (CHUNKED,)),  # joined by the crawler
        (gzip.compress(BODY), ("Content-Encoding: gzip",)),
        (chunked(gzip.compress(BODY)), (CHUNKED, "content-encoding: X-GZIP")),
        (BODY, ("Content-Encoding: gzip",)),  # unpacked by the crawler
        (BODY, ("Content-Encoding: gzip", "Content-Length: 20")),
        (gzip.compress(BODY) + b"\0", ("Content-Encoding: gzip",)),
        (zlib.compress(BODY), ("Content-Encoding: deflate",)),
        (zlib.compress(BODY)[2:-4], ("Content-Encoding: deflate",)),
        (brotli.compress(BODY), ("Content-Encoding: br",)),
        (zstd.compress(BODY), ("Content-Encoding: zstd",)),
        (gzip.compress(zlib.compress(BODY)), ("Content-Encoding: deflate, gzip",)),
        (BODY, ("Content-Encoding: identity",)),
    ],
)
def test_however_a_body_is_wrapped_it_is_the_same(wire: bytes, http: tuple[str, ...]) -> None:
    assert read(wire, *http).body == BODY


@pytest.mark.parametrize(
    ("wire", "http", "reason"),
    [
        (BODY[:-1], (f"Content-Length: {len(BODY)}",), "cut"),
        (chunked(BODY)[:-9], (CHUNKED,), "cut"),
        (chunked(BODY)[:-5], (CHUNKED,), "cut"),
        (gzip.compress(BODY)[:-1], ("Content-Encoding: gzip",), "cut"),
        (zlib.compress(BODY)[:-1], ("Content-Encoding: deflate",), "cut"),
        (brotli.compress(BODY)[:-1], ("Content-Encoding: br",), "cut"),
        (zstd.compress(BODY)[:-1], ("Content-Encoding: zstd",), "cut"),
        (gzip.compress(BODY)[:-8] + bytes(8), ("Content-Encoding: gzip",), "undecodable"),
        (gzip.compress(BODY) * 2, ("Content-Encoding: gzip",), "undecodable"),
        (BODY, ("Content-Encoding: br",), "undecodable"),
        (BODY, ("Content-Encoding: rot13",), "undecodable"),
        (bytes(LIMIT + 1), (), "too_large"),
        (gzip.compress(bytes(LIMIT + 1)), ("Content-Encoding: gzip",), "too_large"),
        (brotli.compress(bytes(LIMIT + 1)), ("Content-Encoding: br",), "too_large"),
        (zstd.compress(bytes(LIMIT + 1)), ("Content-Encoding: zstd",), "too_large"),
    ],
)
def test_half_a_body_is_none(wire: bytes, http: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        read(wire, *http)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "claimed",
    [
        "sha1:" + base64.b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest()).decode(),
        "sha1:" + hashlib.sha1(BODY, usedforsecurity=False).hexdigest(),
        "sha256:" + hashlib.sha256(BODY).hexdigest(),
        "sha256:" + hashlib.sha256(chunked(BODY)).hexdigest(),  # of what came over the wire
        "md5:" + hashlib.md5(BODY, usedforsecurity=False).hexdigest(),
        "blake3:0000",
    ],
)
def test_digests_come_in_many_hands(claimed: str) -> None:
    assert read(chunked(BODY), CHUNKED, warc_payload_digest=claimed).body == BODY


@pytest.mark.parametrize("name", ["warc_payload_digest", "warc_block_digest"])
@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_wrong_digest_is_named(name: str, algorithm: str) -> None:
    with pytest.raises(Unusable, match="wrong_digest"):
        read(BODY, **{name: f"{algorithm}:0000"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2020-05-06T07:08:09Z", "2020-05-06T07:08:09Z"),
        ("2020-05-06T07:08:09.876Z", "2020-05-06T07:08:09Z"),
        ("2020-05-06T07:08:09+08:00", "2020-05-05T23:08:09Z"),
        ("2020-05-06T07:08:09", "2020-05-06T07:08:09Z"),
    ],
)
def test_times_become_utc(said: str, meant: str) -> None:
    assert read(BODY, warc_date=said).at == meant


@pytest.mark.parametrize("said", ["", "20200506070809", "yesterday"])
def test_a_page_without_a_time_is_damaged(said: str) -> None:
    with pytest.raises(Unusable, match="damaged"):
        read(BODY, warc_date=said)


def test_what_the_crawler_says_it_cut_is_cut() -> None:
    with pytest.raises(Unusable, match="cut"):
        read(BODY, warc_truncated="length")


def test_the_first_of_several_records_is_not_the_whole_answer() -> None:
    with pytest.raises(Unusable, match="cut"):
        read(BODY, warc_segment_number="1")


def test_an_address_of_wget_or_in_chinese_is_an_address() -> None:
    assert read(BODY, warc_target_uri=f"<{HOST}/a%20b?c=d>").url == f"{HOST}/a%20b?c=d"
    assert read(BODY, warc_target_uri=f"{HOST}/年报").url == f"{HOST}/%E5%B9%B4%E6%8A%A5"


@pytest.mark.parametrize("status", ["HTTP/1.0 404 Not Found", "HTTP/2 404", "HTTP/1.1 404"])
def test_a_status_is_three_digits(status: str) -> None:
    assert read(BODY, status=status).status == 404


@given(block=st.binary(max_size=300), digest=st.text(max_size=9), date=st.text(max_size=9))
def test_whatever_a_record_holds_it_is_an_answer_or_named(block: bytes, digest: str, date: str) -> None:
    headers = {"warc-payload-digest": digest, "warc-date": date, "warc-target-uri": HOST}
    for stub in (b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"):
        try:
            answer(headers, stub + block, LIMIT)
        except Unusable as refused:
            assert refused.reason in {"cut", "damaged", "too_large", "undecodable", "wrong_digest"}

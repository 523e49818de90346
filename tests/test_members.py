"""Gzip members as they stand in a file: read as they were packed, or refused."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.warc import members
from pipelines.warc.members import Span, member, read_unsummed, spans, unpack
from pipelines.warc.warcfile import WarcFile

SIZES = [1, 0xFFFE, 0xFFFF, 0x10000, 200_000]


def record(size: int, seed: int = 1) -> bytes:
    """As of a scan: nothing in it to squeeze."""
    return b"WARC/1.1\r\n" + random.Random(seed).randbytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_packed_comes_back_by_our_hand_and_by_any_other(tmp_path: Path, size: int) -> None:
    packed = b"".join(member([record(size), b"", b"\r\n\r\n"]))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"before" + packed + b"behind")
    whole = record(size) + b"\r\n\r\n"
    assert unpack(packed, "") == whole == gzip.decompress(packed)
    assert read_unsummed(path, len("before"), len(packed)) == whole


def without_zlib_ng(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is where only the standard library packs."""
    monkeypatch.setitem(sys.modules, "zlib_ng", None)
    spec = importlib.util.spec_from_file_location("members_again", members.__file__)
    assert spec and spec.loader
    again = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, again)
    spec.loader.exec_module(again)
    return again


@pytest.mark.parametrize("body", [b"", "政府信息公开".encode() * 3000, record(100_000)])
def test_what_one_library_packs_the_other_reads(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    alone = without_zlib_ng(monkeypatch)
    assert alone.zlib.__name__ == "zlib"
    for one, other in ((members, alone), (alone, members)):
        packed = b"".join(one.member([b"WARC/1.1\r\n", body]))
        assert other.unpack(packed, "") == b"WARC/1.1\r\n" + body
        with pytest.raises(ValueError, match="here"):
            other.unpack(packed[:-1], "here")


@pytest.mark.parametrize("size", SIZES)
def test_a_flipped_bit_anywhere_is_found(size: int) -> None:
    packed = b"".join(member([record(size)]))
    anywhere = random.Random(size)
    for at in {
        *range(40),
        *range(len(packed) - 20, len(packed)),
        *anywhere.choices(range(len(packed)), k=20),
    }:
        hurt = bytearray(packed)
        hurt[at % len(packed)] ^= 1 << anywhere.randrange(8)
        try:
            assert unpack(bytes(hurt), "") == record(size), (
                "a flag of the gzip header that changes no content"
            )
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize("size", SIZES)
def test_a_member_that_is_not_whole_or_not_alone_is_refused(tmp_path: Path, size: int) -> None:
    packed = b"".join(member([record(size)]))
    path = tmp_path / "a.warc.gz"
    for wrong in (
        packed[:-1],
        packed[:-9],
        packed[: len(packed) // 2],
        packed[:12],
        packed + b"\0",
        packed * 2,
    ):
        path.write_bytes(wrong)
        with pytest.raises(ValueError, match=r"no whole gzip member|incorrect|invalid|incomplete"):
            unpack(wrong, "")
        with pytest.raises(ValueError, match=r"no whole gzip member|incorrect|invalid|incomplete"):
            read_unsummed(path, 0, len(wrong))


def test_the_walk_tells_whole_members_from_hurt_ones(tmp_path: Path) -> None:
    packed = [b"".join(member([record(size, seed=size)])) for size in (100_000, 10, 70_000, 200_000)]
    hurt = bytearray(packed[2])
    hurt[-5] ^= 1  # in the checksum
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed[0] + packed[1] + hurt + packed[3][:-1])
    lengths = list(map(len, [packed[0], packed[1], hurt, packed[3][:-1]]))
    offsets = [sum(lengths[:number]) for number in range(4)]
    assert list(spans(path)) == [
        Span(offset, length, sound)
        for offset, length, sound in zip(offsets, lengths, (True, True, False, False), strict=True)
    ]


def test_more_pieces_than_the_system_takes_at_once_all_reach_the_file(tmp_path: Path) -> None:
    packed = [member([record(200_000, seed=number)]) for number in range(300)]
    assert sum(map(len, packed)) > os.sysconf("SC_IOV_MAX")
    file = WarcFile(tmp_path / "a.warc.gz", durable=False)
    starts = file.write(packed)
    digest = file.close()
    assert [span.offset for span in spans(tmp_path / "a.warc.gz")] == starts
    assert hashlib.sha256((tmp_path / "a.warc.gz").read_bytes()).hexdigest() == digest

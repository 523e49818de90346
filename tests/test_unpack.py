"""Do the documents in a bundle become captures with an origin, and does a hostile bundle cost nothing?"""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from parsers.document import Unreadable
from pipelines.archive import ArchiveStage
from pipelines.derived import foreign
from pipelines.derived.unpack import title_of
from pipelines.items import Capture
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, dump, page


def bundle(files: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return body.getvalue()


def archived(folder: Path, body: bytes) -> list[Capture]:
    with VaultWriter(folder) as vault:
        ArchiveStage(vault).run(answer("all.zip", body))
        return list(vault.ledger.captures())


def test_documents_in_a_bundle_are_captures_derived_from_it(tmp_path: Path) -> None:
    files = {"2025/县司法局.html": page(1), "2025/县教育局.html": page(2), "2025/thumbs.db": b"GIF89a..."}
    captures = archived(tmp_path, bundle(files))
    whole, *inside = sorted(captures, key=lambda capture: len(capture.url))
    assert {capture.title for capture in inside} == {"县司法局", "县教育局"}
    assert {capture.derived_from for capture in inside} == {whole.sha256}
    assert {capture.parent for capture in inside} == {whole.url}
    assert inside[0].url.startswith(f"{whole.url}#2025/%E5%8E%BF")
    with VaultWriter(tmp_path) as vault:
        assert {vault.read(capture.sha256) for capture in inside} == {page(1), page(2)}


def rar(files: dict[str, bytes]) -> bytes:
    """RAR 4 with stored files (method 0x30), headers as in the technical note of the format."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    body = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in files.items():
        spelled = name.encode()
        sizes = struct.pack(
            "<IIBIIBBHI", *[len(content)] * 2, 3, zlib.crc32(content), 0, 20, 0x30, len(spelled), 0o100644
        )
        body += block(0x74, 0x8000, sizes + spelled) + content
    return body + block(0x7B, 0x4000, b"")


def seven_zip(files: dict[str, bytes], folder: Path) -> bytes:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(["bsdtar", "-acf", "all.7z", *files], cwd=folder, check=True)
    return (folder / "all.7z").read_bytes()


BSDTAR = pytest.mark.skipif(foreign.program() is None, reason="bsdtar (libarchive-tools) is not installed")


@BSDTAR
def test_bundles_of_other_makes_are_unpacked_too(tmp_path: Path) -> None:
    files = {"one.html": page(1), "two.html": page(2), "all.zip": bundle({"three.html": page(3)})}
    for made in (rar(files), seven_zip(files, tmp_path)):
        archive = tmp_path / hashlib.sha256(made).hexdigest()
        found = {capture.title: capture for capture in archived(archive, made) if capture.derived_from}
        assert sorted(found) == ["one", "three", "two"]
        assert found["three"].url.endswith("#all.zip/three.html")


@BSDTAR
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"Rar!\x1a\x07\x00" + bytes(50), "corrupt"),
        (rar({"a.html": page(1)})[:200], "corrupt"),
        (rar({f"{n}.html": b"<html>" for n in range(1100)}), "bomb"),
        (rar({"a.html": bytes(60 << 20)}), "bomb"),
    ],
    ids=["empty", "cut", "too many", "too large"],
)
def test_a_hostile_foreign_bundle_is_refused_by_name(tmp_path: Path, body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        foreign.members(body)
    assert caught.value.reason == reason


def test_without_the_program_a_bundle_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "program", lambda: None)
    assert len(archived(tmp_path, rar({"a.html": page(1)}))) == 1
    with pytest.raises(Unreadable, match="libarchive-tools"):
        foreign.members(rar({}))


def test_a_bundle_seen_again_unpacks_to_the_same_captures(tmp_path: Path) -> None:
    body = bundle({"a.html": page(1)})
    assert archived(tmp_path, body) == archived(tmp_path, body)


def test_unpacked_captures_survive_a_new_index(tmp_path: Path) -> None:
    archived(tmp_path, bundle({"a.html": page(1), "in.zip": bundle({"b.html": page(2)})}))
    before = dump(tmp_path)
    assert len(before["captures"]) == 3
    rebuild(tmp_path)
    assert dump(tmp_path) == before


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 torn",
        bundle({"bomb.html": bytes(60 << 20)}),
        bundle({f"{n}.html": b"<html>" for n in range(1200)}),
    ],
    ids=["torn", "bomb", "too many"],
)
def test_a_hostile_bundle_is_kept_and_not_unpacked(tmp_path: Path, body: bytes) -> None:
    assert len(archived(tmp_path, body)) == 1


@pytest.mark.parametrize(
    ("name", "title"), [("a/b.c.pdf", "b.c"), ("README", "README"), ("目录/报告.doc", "报告")]
)
def test_titles_are_file_names(name: str, title: str) -> None:
    assert title_of(name) == title

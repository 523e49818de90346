"""What does the archive keep of an answer, and what does it give back?"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipelines.items import Capture, Entry
from pipelines.warc.ledger import NoArchive
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault import Damaged, Missing, Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import HOST, SITE, answer, dump, page, warcs


def test_content_comes_back_by_its_digest(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("1.html", page(1)), "text/html")
        assert vault.read(capture.sha256) == page(1), "while the file is open"
    assert capture.sha256 == hashlib.sha256(page(1)).hexdigest()
    with Vault(tmp_path) as vault:
        assert vault.read(capture.sha256) == page(1), "after it was closed"
        assert vault.http_headers(capture.sha256).startswith("HTTP/1.1 200 OK\r\n")


def test_a_capture_keeps_its_origin(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("a/1.HTML?x=1", page(1)), "text/html")
    assert (capture.site, capture.channel, capture.published) == ("example", "reports", "2026-01-20")
    assert (capture.url, capture.extension) == (f"{HOST}/a/1.HTML?x=1", "html")
    assert capture.declared_type == "text/html; charset=utf-8"
    assert capture.run == vault.run


def test_the_same_answer_again_is_the_same_capture(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        first = vault.put(answer("1.html", page(1)), "text/html")
        again = vault.put(answer("1.html", page(1), at="2026-02-01T00:00:00Z"), "text/html")
        outcomes = [row["outcome"] for row in vault.ledger.rows("select outcome from fetches order by id")]
    assert again == first
    assert outcomes == ["new", "seen"]
    sighting = ["metadata", "request"]
    assert record_types(tmp_path) == ["warcinfo", *sighting, "response", *sighting, "revisit", "metadata"]


def test_a_revisit_names_the_record_that_holds_its_bytes(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        for path, status, at in (("1.html", 200, "01"), ("2.html", 200, "02"), ("1.html", 304, "03")):
            body = page(1) if status == 200 else b""
            vault.put(answer(path, body, status=status, at=f"2026-01-{at}T00:00:00Z"), "text/html")
    with warcs(tmp_path)[0].open("rb") as file:
        headers = [(record.rec_type, record.rec_headers.get_header) for record in ArchiveIterator(file)]
    (original,) = (header for kind, header in headers if kind == "response")
    revisits = [header for kind, header in headers if kind == "revisit"]
    for revisit in revisits:
        assert revisit("WARC-Refers-To") == original("WARC-Record-ID")
        assert revisit("WARC-Refers-To-Target-URI") == original("WARC-Target-URI")
        assert revisit("WARC-Refers-To-Date") == original("WARC-Date")
        assert revisit("WARC-Payload-Digest") == original("WARC-Payload-Digest")
    profiles = [revisit("WARC-Profile").rpartition("/")[2] for revisit in revisits]
    assert profiles == ["identical-payload-digest", "server-not-modified"]


def test_one_content_at_two_addresses_is_kept_once(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        one = vault.put(answer("1.html", page(1)), "text/html")
        two = vault.put(answer("2.html", page(1)), "text/html")
        contents = list(vault.ledger.contents())
    assert (two.sha256, two.file, two.offset) == (one.sha256, one.file, one.offset)
    assert [[capture.url for capture in captures] for captures in contents] == [[one.url, two.url]]
    assert record_types(tmp_path).count("response") == 1


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", page(1)), "text/html")
        vault.put(answer("1.html", page(2), at="2026-02-01T00:00:00Z"), "text/html")
        versions = vault.ledger.versions(f"{HOST}/1.html")
    assert [vault_version.current for vault_version in versions] == [False, True]
    with Vault(tmp_path) as reader:
        assert [reader.read(version.sha256) for version in versions] == [page(1), page(2)]


def test_a_page_that_goes_back_to_an_old_version_makes_it_current_again(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        for month, number in enumerate((1, 2, 1), 1):
            vault.put(answer("1.html", page(number), at=f"2026-0{month}-01T00:00:00Z"), "text/html")
        versions = vault.ledger.versions(f"{HOST}/1.html")
    assert [version.current for version in versions] == [True, False]


def test_what_is_on_its_way_counts_as_known(tmp_path: Path) -> None:
    """The same bytes at two addresses, one address with two bodies, and a failure that cannot wait: all at once."""

    async def put(path: str, body: bytes, status: int = 200) -> Capture:
        return await vault.put_with_others(answer(path, body, status=status), "text/html")

    async def put_all() -> list[Capture]:
        on_their_way = [
            asyncio.ensure_future(put(path, body, status))
            for path, body, status in (
                ("1.html", page(1), 200),
                ("2.html", page(1), 200),
                ("1.html", page(2), 200),
                ("1.html", page(2), 200),
                ("1.html", b"", 304),
            )
        ]
        await asyncio.sleep(0)  # they have begun
        vault.failed(Entry("example", "reports", f"{HOST}/9.html", "九"), "timeout", "")
        return await asyncio.gather(*on_their_way)

    with VaultWriter(tmp_path) as vault:
        captures = asyncio.run(put_all())
        outcomes = [row["outcome"] for row in vault.ledger.rows("select outcome from fetches order by id")]
    assert sorted(outcomes) == ["new", "new", "new", "not_modified", "seen", "timeout"]
    assert captures[2] == captures[3] == captures[4]
    assert record_types(tmp_path).count("revisit") == 3
    assert record_types(tmp_path).count("response") == 2


def test_a_page_that_vanished_keeps_its_captures(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", page(1)), "text/html")
        gone = vault.put(answer("1.html", b"<p>404</p>", status=404, at="2026-02-01T00:00:00Z"), "text/html")
        assert (gone.sha256, gone.length > 0) == ("", True)
        assert [capture.current for capture in vault.ledger.captures()] == [True]
        last = vault.ledger.last_good(f"{HOST}/1.html")
    assert last and last["at"] == "2026-01-01T00:00:00Z"


def test_not_modified_is_a_sighting_of_the_last_content(tmp_path: Path) -> None:
    tagged = (
        ("Content-Type", "text/html"),
        ("ETag", '"v1"'),
        ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
    )
    with VaultWriter(tmp_path) as vault:
        first = vault.put(answer("1.html", page(1), headers=tagged), "text/html")
        held = vault.ledger.last_good(first.url)
        again = vault.put(answer("1.html", b"", status=304, at="2026-02-01T00:00:00Z"), "text/plain")
        outcomes = [row["outcome"] for row in vault.ledger.rows("select outcome from fetches order by id")]
    assert held and (held["etag"], held["last_modified"]) == ('"v1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert again == first
    assert outcomes == ["new", "not_modified"]


def test_a_conversion_names_what_it_was_made_from(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        source = vault.put(answer("all.zip", b"PK..."), "application/zip")
        derived = vault.put_derived(
            source, page(7), media_type="text/html", url=f"{source.url}#one.html", title="one.html"
        )
        assert vault.read(derived.sha256) == page(7)
    assert (derived.derived_from, derived.role, derived.parent) == (source.sha256, "attachment", source.url)
    assert "conversion" in record_types(tmp_path)


def test_failures_and_walks_are_taken_down(tmp_path: Path) -> None:
    entry = Entry("example", "reports", f"{HOST}/9.html", "九")
    with VaultWriter(tmp_path) as vault:
        vault.failed(entry, "timeout", "no answer in 60 s")
        vault.walked(
            "example", "reports", f"{HOST}/", state="partial", detail="page 3", counts={"entries": 41}
        )
        fetches = vault.ledger.rows("select outcome, detail, status from fetches")
        walks = vault.ledger.rows("select state, detail, counts from walks")
    assert fetches == [{"outcome": "timeout", "detail": "no answer in 60 s", "status": None}]
    assert walks == [{"state": "partial", "detail": "page 3", "counts": '{"entries": 41}'}]


def test_the_ledger_can_be_made_again_from_the_files(tmp_path: Path) -> None:
    with VaultWriter(tmp_path, roll_at=3000) as vault:
        vault.introduce(SITE)
        for number in range(8):
            vault.put(
                answer(f"{number}.html", page(number % 6), at=f"2026-01-0{number + 1}T00:00:00Z"), "text/html"
            )
        vault.put(answer("1.html", page(9), at="2026-02-01T00:00:00Z", title="两行\n标题"), "text/html")
        vault.put(answer("2.html", b"", status=304, at="2026-02-01T00:00:00Z"), "text/plain")
        vault.put(answer("3.html", b"gone", status=521, at="2026-02-01T00:00:00Z"), "text/plain")
        vault.failed(Entry("example", "reports", f"{HOST}/9.html", "九"), "dns", "no such host")
        vault.walked("example", "reports", f"{HOST}/", state="complete", counts={"entries": 9})
        vault.put_derived(vault.put(answer("a.zip", b"PK"), "application/zip"), page(8),
                          media_type="text/html", url=f"{HOST}/a.zip#b.html", title="b")  # fmt: skip
    before = dump(tmp_path)
    assert len(warcs(tmp_path)) > 2
    assert rebuild(tmp_path).damaged == 0
    assert dump(tmp_path) == before
    (tmp_path / "captures.db").unlink()
    rebuild(tmp_path)
    assert dump(tmp_path) == before


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match=r"captures\.db is missing"):
        Vault(tmp_path)
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("1.html", page(1)), "text/html")
        with pytest.raises(Missing, match="no content with SHA-256 0000"):
            vault.read("0000")
    warcs(tmp_path)[0].unlink()
    with Vault(tmp_path) as reader, pytest.raises(Missing, match="is missing from"):
        reader.read(capture.sha256)


def test_bytes_that_changed_are_never_given_out(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("1.html", page(1)), "text/html")
    path = warcs(tmp_path)[0]
    body = bytearray(path.read_bytes())
    body[capture.offset + capture.length // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(body)
    with Vault(tmp_path) as reader, pytest.raises(Damaged, match=capture.sha256[:12]):
        reader.read(capture.sha256)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "captures.db").write_text("这不是数据库" * 100)
    with pytest.raises(NoArchive, match="cannot be opened"):
        Vault(tmp_path)
    with pytest.raises(NoArchive, match="cannot be opened"):
        VaultWriter(tmp_path)


def test_wire_encodings_are_moved_out_of_the_way(tmp_path: Path) -> None:
    """The body we keep is decoded; a replay tool that saw the old header would decode it again."""
    wire = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "12"))
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("1.html", page(1), headers=wire), "text/html")
        headers = vault.http_headers(capture.sha256)
    assert "X-Archive-Orig-Content-Encoding: gzip" in headers
    assert f"\r\nContent-Length: {len(page(1))}" in headers


def test_the_standard_s_own_tool_finds_every_digest_right(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        for number in range(4):
            vault.put(answer(f"{number}.html", page(number % 2)), "text/html")
    check = [sys.executable, "-m", "warcio.cli", "check", "-v", str(warcs(tmp_path)[0])]
    done = subprocess.run(check, capture_output=True, text=True, check=True)
    assert "fail" not in done.stdout
    assert done.stdout.count("digest pass") == 12


def test_manifests_are_what_sha256sum_reads(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.put(answer("1.html", page(1)), "text/html")
    name = f"{warcs(tmp_path)[0].name}.sha256"
    subprocess.run(["sha256sum", "--check", "--status", name], cwd=tmp_path / "warc", check=True)


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(st.binary(max_size=400), min_size=1, max_size=4),
    title=st.text(max_size=20),
    header=st.text("abcdefgh-: é中", max_size=12),
)
def test_any_bytes_any_title_any_header_survive(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], title: str, header: str
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with VaultWriter(folder, durable=False) as vault:
        captures = []
        for number, body in enumerate(bodies):
            given_ = answer(f"{number}", body, headers=(("X-Odd", header),))
            captures.append(
                vault.put(replace(given_, entry=replace(given_.entry, title=title)), "text/plain")
            )
    before = dump(folder)
    with Vault(folder) as reader:
        assert [reader.read(capture.sha256) for capture in captures] == bodies
    rebuild(folder)
    assert dump(folder) == before


def record_types(archive: Path) -> list[str]:
    types = []
    for path in warcs(archive):
        with path.open("rb") as file:
            types += [record.rec_type for record in ArchiveIterator(file)]
    return types

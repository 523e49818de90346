"""Can we read what others hand in?"""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.importing import NotImported, import_warc
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import HOST, answer, dump, page, warcs


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    with VaultWriter(folder) as vault:
        vault.put(answer("0.html", page(0)), "text/html")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def foreign(path: Path, *, gzipped: bool = True, spoil: bool = False) -> Path:
    """A crawl of somebody else: WARC 1.0, a gzip body, a style sheet, a redirect, a revisit."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "Heritrix/3.4"}))

        def write(url: str, body: bytes, status: str, *headers: tuple[str, str], digest: str = "") -> None:
            http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
            extra = {"WARC-Date": "2020-05-06T07:08:09Z"} | (
                {"WARC-Payload-Digest": digest} if digest else {}
            )
            record = writer.create_warc_record(
                url, "response", io.BytesIO(body), len(body), http_headers=http, warc_headers_dict=extra
            )
            writer.write_record(record)

        html = ("Content-Type", "text/html")
        write(f"{HOST}/old.html", page(50), "200 OK", html)
        write(f"{HOST}/zip.html", gzip.compress(page(51)), "200 OK", html, ("Content-Encoding", "gzip"))
        write(f"{HOST}/style.css", b"p{}", "200 OK", ("Content-Type", "text/css"))
        write(f"{HOST}/moved", b"", "301 Moved", ("Location", "/old.html"))
        if spoil:
            write(
                f"{HOST}/wrong.html", page(52), "200 OK", html, digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            )
    return path


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_foreign_crawl_joins_with_its_origin(archive: Path, tmp_path: Path, gzipped: bool) -> None:
    path = foreign(tmp_path / ("old.warc.gz" if gzipped else "old.warc"), gzipped=gzipped)
    with VaultWriter(archive, command="import", worker="import") as vault:
        done = import_warc(vault, path, site_of=lambda url: "example")
        assert done.counts == {"new": 2, "no_answer": 1, "no_document": 1}
        assert done.whole
        again = import_warc(vault, path, site_of=lambda url: "example")
        assert again.counts == {"seen": 2, "no_answer": 1, "no_document": 1}
        old = vault.ledger.versions(f"{HOST}/old.html")
        assert [(capture.fetched_at, capture.channel) for capture in old] == [
            ("2020-05-06T07:08:09Z", "import")
        ]
        assert vault.read(vault.ledger.versions(f"{HOST}/zip.html")[0].sha256) == page(51)
        fetches = vault.ledger.rows("select detail from fetches where url = ?", (f"{HOST}/old.html",))
    assert len(fetches) == 1
    assert fetches[0]["detail"].startswith(f"from {path.name} <urn:uuid:")


def test_a_wrong_digest_and_a_cut_record_are_left_out(archive: Path, tmp_path: Path) -> None:
    path = foreign(tmp_path / "bad.warc.gz", spoil=True)
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08\x00 torn")
    done = run("import", path, "--archive", archive, "--json")
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert json.loads(done.stdout)[0]["counts"] == {
        "damaged": 1, "new": 2, "no_answer": 1, "no_document": 1, "wrong_digest": 1
    }  # fmt: skip
    with Ledger(archive) as ledger:
        assert ledger.versions(f"{HOST}/wrong.html") == []


def test_records_packed_together_or_cut_at_the_end(archive: Path, tmp_path: Path) -> None:
    """Some tools pack a whole file as one; a crawl that was killed ends in half a record."""
    plain = foreign(tmp_path / "old.warc", gzipped=False)
    packed = tmp_path / "packed.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    done = run("import", packed, "--archive", archive, "--json")
    assert json.loads(done.stdout)[0]["counts"] == {"new": 2, "no_answer": 1, "no_document": 1}
    one = plain.read_bytes().index(page(50))
    plain.write_bytes(plain.read_bytes()[: one + 50])
    done = run("import", plain, "--archive", archive, "--json")
    assert (done.exit_code, json.loads(done.stdout)[0]["counts"]) == (Exit.ARCHIVE_DAMAGED, {"cut": 1})


def kept(archive: Path) -> set[str]:
    with Ledger(archive) as ledger:
        return {capture.url.rpartition("/")[2] for capture in ledger.captures("captures.channel = 'import'")}


@pytest.mark.parametrize("packed", [True, False], ids=["packed as a whole", "not packed"])
@pytest.mark.parametrize(
    ("hurt", "counts", "left"),
    [
        ((b"\r\n\r\nWARC/1.0\r\n", b"\r\n\r\nWARX/1.0\r\n"), {"new": 1, "damaged": 1}, {"zip.html"}),
        ((b"Content-Length: ", b"Content-Lenght: "), {"new": 2, "damaged": 1}, {"old.html", "zip.html"}),
        ((page(50), page(50)[:-9]), {"new": 1, "damaged": 1}, {"zip.html"}),
        ((page(50), page(50) + b"more"), {"new": 1, "damaged": 1}, {"zip.html"}),
        ((b"\r\n\r\nWARC/1.0\r\n", b"\r\n\r\n WARC/ \r\nWARC/1.0\r\n"), {"new": 2, "damaged": 1}, {"old.html", "zip.html"}),
    ],
    ids=["a beginning", "a length", "too short", "too long", "noise between"],
)  # fmt: skip
def test_damage_in_a_file_without_members_costs_what_it_hit(
    archive: Path,
    tmp_path: Path,
    packed: bool,
    hurt: tuple[bytes, bytes],
    counts: dict[str, int],
    left: set[str],
) -> None:
    path = foreign(tmp_path / "old.warc", gzipped=False)
    whole = path.read_bytes()
    assert hurt[0] in whole
    spoilt = whole.replace(*hurt, 1)
    path.write_bytes(gzip.compress(spoilt) if packed else spoilt)
    done = run("import", path, "--archive", archive, "--json")
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert json.loads(done.stdout)[0]["counts"] == counts | {"no_answer": 1, "no_document": 1}
    assert kept(archive) == left


@pytest.mark.parametrize(
    "lines",
    [b"Content-Length: 1\r\n" * 200_000, b"Content-Length: " + b"9" * 5000, b"Content-Length: many"],
    ids=["no end", "a number without end", "no number"],
)
def test_a_head_that_makes_no_sense_is_damage(archive: Path, tmp_path: Path, lines: bytes) -> None:
    path = foreign(tmp_path / "old.warc", gzipped=False)
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n" + lines + b"\r\n\r\n" + path.read_bytes())
    done = run("import", path, "--archive", archive, "--json")
    assert json.loads(done.stdout)[0]["counts"] == {"damaged": 1, "new": 2, "no_answer": 1, "no_document": 1}


def test_of_two_lengths_the_first_counts(archive: Path, tmp_path: Path) -> None:
    path = foreign(tmp_path / "old.warc", gzipped=False)
    head, length, rest = path.read_bytes().rpartition(b"Content-Length: ")
    path.write_bytes(head + length + rest.replace(b"\r\n", b"\r\nContent-Length: many\r\n", 1))
    assert run("import", path, "--archive", archive).exit_code == Exit.OK


def test_bytes_no_server_answered_with_are_counted(archive: Path, tmp_path: Path) -> None:
    path = foreign(tmp_path / "old.warc.gz")
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=True)
        for kind, name in (("resource", "shot.pdf"), ("conversion", "text.txt"), ("resource", "disk.pdf")):
            body = io.BytesIO(b"%PDF-1.4 screenshot")
            writer.write_record(writer.create_warc_record(f"{HOST}/{name}", kind, body))
    done = run("import", path, "--archive", archive)
    assert done.exit_code == Exit.OK
    assert done.stdout == f"{path.name}: 1 conversion, 2 new, 1 no_answer, 1 no_document, 2 resource\n"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", gzip.compress(b"no", mtime=0)], ids=["empty", "page", "gzip of something else"]
)
def test_what_is_no_warc_is_refused(archive: Path, tmp_path: Path, body: bytes) -> None:
    before = dump(archive)["captures"]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(body)
    with (
        VaultWriter(archive, worker="import") as vault,
        pytest.raises(NotImported, match="is not a WARC file"),
    ):
        import_warc(vault, path, site_of=str)
    done = run("import", path, tmp_path / "missing.warc.gz", "--archive", archive)
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert "missing.warc.gz: No such file" in done.stderr
    assert dump(archive)["captures"] == before


def test_files_of_another_machine_join_as_they_are(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with VaultWriter(other) as vault:
        vault.put(answer("0.html", page(0), at="2025-01-01T00:00:00Z"), "text/html")
        vault.put(answer("77.html", page(77)), "text/html")
        vault.walked("example", "reports", HOST, state="complete", counts={"entries": 2})
    path = warcs(other)[0]
    done = run("import", path, "--archive", archive)
    assert (done.exit_code, done.stdout.strip()) == (Exit.OK, f"{path.name}: 1 joined")
    assert run("import", path, "--archive", archive).stdout.strip() == f"{path.name}: 1 seen"
    with Ledger(archive) as ledger:
        assert ledger.versions(f"{HOST}/0.html")[0].fetched_at == "2025-01-01T00:00:00Z"
        assert len(ledger.rows("select run from walks")) == 1
    assert run("verify", "--archive", archive, "--deep").exit_code == Exit.OK


def test_a_damaged_file_of_another_machine_is_refused_whole(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with VaultWriter(other) as vault:
        vault.put(answer("77.html", page(77)), "text/html")
    path = warcs(other)[0]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-3])
    done = run("import", path, "--archive", archive)
    assert (done.exit_code, "is not what its manifest says" in done.stderr) == (Exit.ARCHIVE_DAMAGED, True)
    path.with_name(f"{path.name}.sha256").unlink()
    assert "1 damaged pieces" in run("import", path, "--archive", archive).stderr
    assert len(warcs(archive)) == 1


def test_an_archive_somebody_is_importing_into_is_locked(archive: Path, tmp_path: Path) -> None:
    path = foreign(tmp_path / "old.warc.gz")
    with VaultWriter(archive, command="import", worker="import"):
        done = run("import", path, "--archive", archive)
    assert (done.exit_code, "is being written by process" in done.stderr) == (Exit.INTERRUPTED, True)

"""Can others read what we hand out?"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc.cdxj import cdxj, surt, timestamp
from pipelines.warc.extract import index_archive
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import HOST, answer, changing, page, warcs


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return changing(tmp_path / "archive")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def responses(warc: bytes) -> dict[str, bytes]:
    return {
        record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
        if record.rec_type == "response"
    }


# fetch


def test_fetch_writes_the_original(archive: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(page(1)).hexdigest()
    done = run("fetch", digest[:12], "-o", tmp_path / "one.html", "--archive", archive)
    assert (done.exit_code, (tmp_path / "one.html").read_bytes()) == (Exit.OK, page(1))
    assert run("fetch", digest, "--archive", archive).stdout_bytes == page(1)
    assert run("fetch", digest, "--headers", "--archive", archive).stdout.startswith("HTTP/1.1 200 OK")


def test_fetch_names_what_it_cannot_give(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.html"
    for digest, code in (("0000", Exit.NOTHING_READ), ("", Exit.NOTHING_READ)):
        assert run("fetch", digest, "-o", target, "--archive", archive).exit_code == code
    path = warcs(archive)[0]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-2000])
    done = [
        run("fetch", hashlib.sha256(page(n)).hexdigest(), "-o", target, "--archive", archive) for n in (22,)
    ]
    assert [one.exit_code for one in done] == [Exit.ARCHIVE_DAMAGED]
    assert not target.exists()
    assert run("fetch", "00", "--archive", tmp_path / "nowhere").exit_code == Exit.ARCHIVE_DAMAGED


# CDXJ and WACZ


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Example.gov.cn/A/B.html", "cn,gov,example)/a/b.html"),
        ("https://example.gov.cn:443/", "cn,gov,example)/"),
        ("http://example.gov.cn:8080", "cn,gov,example:8080)/"),
        ("http://example.gov.cn/l?b=2&a=1&empty#part", "cn,gov,example)/l?a=1&b=2&empty"),
        ("http://xn--fiq.cn/年报", "cn,xn--fiq)/年报"),
    ],
)
def test_keys_turn_the_host_round(url: str, key: str) -> None:
    assert surt(url) == key


def test_times_are_fourteen_digits() -> None:
    assert timestamp("2026-01-02T03:04:05.678901Z") == "20260102030405"


def test_the_index_lists_every_answer_and_is_sorted(archive: Path) -> None:
    lines = cdxj(index_archive(archive)).splitlines()
    assert lines == sorted(lines)
    fields = [json.loads(line.split(" ", 2)[2]) for line in lines]
    assert [field["url"].rpartition("/")[2] for field in fields] == [
        "0.html", "0.html", "1.html", "2.html", "2.html", "copy.html"
    ]  # fmt: skip
    assert [field["mime"] for field in fields].count("warc/revisit") == 2
    one = fields[2]
    with (archive / "warc" / one["filename"]).open("rb") as file:
        file.seek(int(one["offset"]))
        member = gzip.decompress(file.read(int(one["length"])))
    assert member.startswith(b"WARC/1.1")
    assert page(1) in member


def test_not_modified_is_in_the_package_and_not_in_its_index(archive: Path, tmp_path: Path) -> None:
    """A replay tool would show its reader a 304 in the place of the page."""
    with VaultWriter(archive) as vault:
        vault.put(answer("1.html", b"", status=304, at="2026-04-01T00:00:00Z"), "text/html")
    assert "20260401000000" not in cdxj(index_archive(archive))
    out = tmp_path / "all.wacz"
    assert run("export", "--wacz", out, "--archive", archive).exit_code == Exit.OK
    with zipfile.ZipFile(out) as package:
        assert b"20260401000000" not in package.read("indexes/index.cdx")
        warc = io.BytesIO(package.read("archive/data.warc.gz"))
    assert "2026-04-01T00:00:00Z" in [
        record.rec_headers.get_header("WARC-Date") for record in ArchiveIterator(warc)
    ]


def test_a_package_holds_what_was_asked_for(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "one.wacz"
    done = run("export", "--wacz", out, "--site", "example", "--archive", archive, "--title", "示例县")
    assert done.exit_code == Exit.OK, done.output
    with zipfile.ZipFile(out) as package:
        assert package.testzip() is None
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        warc = package.read("archive/data.warc.gz")
        described = json.loads(package.read("datapackage.json"))
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
        index = package.read("indexes/index.cdx").decode().splitlines()
        for resource in described["resources"]:
            body = package.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
            assert resource["bytes"] == len(body)
        digest = json.loads(package.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
    assert (described["profile"], described["wacz_version"], described["title"]) == (
        "data-package",
        "1.1.1",
        "示例县",
    )
    assert pages[0]["format"] == "json-pages-1.0"
    assert [entry["url"] for entry in pages[1:]].count(f"{HOST}/2.html") == 2
    assert responses(warc)[f"{HOST}/1.html"] == page(1)
    for line in index:
        field = json.loads(line.split(" ", 2)[2])
        member = warc[int(field["offset"]) : int(field["offset"]) + int(field["length"])]
        assert gzip.decompress(member).startswith(b"WARC/1.1")


def test_a_revisit_brings_the_answer_it_refers_to(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "other.wacz"
    assert run("export", "--wacz", out, "--site", "other", "--archive", archive).exit_code == Exit.OK
    with zipfile.ZipFile(out) as package:
        assert responses(package.read("archive/data.warc.gz")) == {f"{HOST}/1.html": page(1)}


def test_one_report_as_a_package_brings_its_page(archive: Path, tmp_path: Path) -> None:
    with VaultWriter(archive) as vault:
        attachment = answer("files/9.pdf", b"%PDF-1.7")
        entry = type(attachment.entry)(
            "example", "reports", attachment.url, "附件", role="attachment", parent=f"{HOST}/1.html"
        )
        capture = vault.put(
            type(attachment)(entry, attachment.url, 200, (), attachment.fetched_at, b"%PDF-1.7"), "x"
        )
    out = tmp_path / "report.wacz"
    assert run("export", "--wacz", out, "--report", capture.sha256, "--archive", archive).exit_code == Exit.OK
    with zipfile.ZipFile(out) as package:
        assert set(responses(package.read("archive/data.warc.gz"))) == {
            f"{HOST}/1.html",
            f"{HOST}/files/9.pdf",
        }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--site", "nowhere"], Exit.NOTHING_READ),
        (["--report", "00"], Exit.NOTHING_READ),
        (["--agency", "无此机关"], Exit.NOTHING_READ),
    ],
)
def test_nothing_asked_for_is_said_so(
    archive: Path, tmp_path: Path, arguments: list[str], code: Exit
) -> None:
    out = tmp_path / "none.wacz"
    done = run("export", "--wacz", out, *arguments, "--archive", archive)
    assert (done.exit_code, out.exists()) == (code, False)
    assert run("export", "--archive", archive).exit_code == Exit.USAGE

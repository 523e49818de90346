"""Is the second copy whole, and does it know?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer
from tenacity import wait_none

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc import copying
from pipelines.warc.copying import Copied, NotCopied, copy_archive
from pipelines.warc.fixity import verify
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, page, warcs


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(copying._Target.send.retry, "wait", wait_none())
    folder = tmp_path / "archive"
    with VaultWriter(folder, roll_at=1) as vault:
        for number in range(3):
            vault.put(answer(f"{number}.html", page(number)), "text/html")
    return folder


@pytest.fixture
def bucket() -> Iterator[str]:
    """A store that is no folder of this machine."""
    fsspec.filesystem("memory").makedirs("/bucket")
    yield "memory://bucket/gxcrawl"
    fsspec.filesystem("memory").rm("/bucket", recursive=True)


def test_a_copy_is_an_archive(archive: Path, tmp_path: Path) -> None:
    done = copy_archive(archive, str(tmp_path / "copy"))
    assert len(done.sent) == len(warcs(archive))
    assert done.bytes == sum(path.stat().st_size for path in warcs(archive))
    assert verify(tmp_path / "copy", at="").problems == ()
    with Vault(archive) as here, Vault(tmp_path / "copy") as there:
        assert all(
            there.read(capture.sha256) == here.read(capture.sha256) for capture in here.ledger.captures()
        )


def test_only_what_is_missing_is_sent(archive: Path, bucket: str) -> None:
    first = copy_archive(archive, bucket)
    assert copy_archive(archive, bucket) == Copied((), first.sent, 0)
    with VaultWriter(archive) as vault:
        vault.put(answer("9.html", page(9)), "text/html")
    again = copy_archive(archive, bucket)
    assert (len(again.sent), again.there) == (1, tuple(sorted(first.sent)))


def test_an_interrupted_copy_goes_on(archive: Path, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = fsspec.filesystem("memory")
    sent: list[str] = []
    real = type(files).put_file

    def put_file(self: Any, path: str, name: str, **options: Any) -> None:
        if len(sent) == 2:
            raise KeyboardInterrupt
        sent.append(name)
        real(self, path, name, **options)

    monkeypatch.setattr(type(files), "put_file", put_file)
    with pytest.raises(KeyboardInterrupt):
        copy_archive(archive, bucket)
    monkeypatch.setattr(type(files), "put_file", real)
    assert len(copy_archive(archive, bucket).there) == 2


@pytest.mark.parametrize("hiccups", [1, 3])
def test_a_store_that_hiccups_is_asked_again(
    archive: Path, bucket: str, monkeypatch: pytest.MonkeyPatch, hiccups: int
) -> None:
    files = fsspec.filesystem("memory")
    real, failures = type(files).put_file, [hiccups]

    def put_file(self: Any, path: str, name: str, **options: Any) -> None:
        if failures[0]:
            failures[0] -= 1
            raise ConnectionResetError("the store went away")
        real(self, path, name, **options)

    monkeypatch.setattr(type(files), "put_file", put_file)
    assert len(copy_archive(archive, bucket).sent) == len(warcs(archive))


def test_a_file_that_arrives_garbled_is_no_copy(
    archive: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = fsspec.filesystem("memory")
    real = type(files).put_file

    def put_file(self: Any, path: str, name: str, **options: Any) -> None:
        real(self, path, name, **options)
        self.pipe_file(name, b"x" + self.cat_file(name)[1:])

    monkeypatch.setattr(type(files), "put_file", put_file)
    with pytest.raises(NotCopied, match="did not arrive as it was sent"):
        copy_archive(archive, bucket)
    assert not [name for name in files.find("/bucket") if name.endswith(".warc.gz.sha256")]


def test_a_copy_that_rots_is_found_and_mended(archive: Path, tmp_path: Path) -> None:
    copy_archive(archive, str(tmp_path / "copy"))
    rotten = warcs(tmp_path / "copy")[1]
    body = bytearray(rotten.read_bytes())
    body[random.Random(1).randrange(len(body))] ^= 4
    rotten.write_bytes(body)
    assert copy_archive(archive, str(tmp_path / "copy")).sent == ()
    assert copy_archive(archive, str(tmp_path / "copy"), again=True).sent == (rotten.name,)
    assert verify(tmp_path / "copy", at="").problems == ()


@pytest.mark.parametrize("manifest", [True, False])
def test_damage_here_is_not_carried_there(archive: Path, tmp_path: Path, manifest: bool) -> None:
    copy_archive(archive, str(tmp_path / "copy"))
    path = warcs(archive)[0]
    if not manifest:
        path.with_name(f"{path.name}.sha256").unlink()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    with VaultWriter(archive) as vault:
        vault.put(answer("9.html", page(9)), "text/html")
    done = copy_archive(archive, str(tmp_path / "copy"))
    assert (done.damaged, len(done.sent)) == ((path.name,), 1), "the others go on"
    assert verify(tmp_path / "copy", at="").problems == (), "what was copied when it was sound stays"
    told = CliRunner().invoke(main, ["copy", str(tmp_path / "copy"), "--archive", str(archive)])
    assert told.exit_code == Exit.ARCHIVE_DAMAGED
    assert f"damaged here and not copied: {path.name}" in told.stderr


class NoKeys(Exception):
    """As the clients of buckets raise: no kind of OSError."""


@pytest.mark.parametrize("step", ["cat_file", "put_file", "open"])
def test_whatever_a_store_raises_is_named(
    archive: Path, bucket: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise NoKeys("unable to locate credentials")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), step, refuse)
    with pytest.raises(NotCopied, match="NoKeys: unable to locate credentials"):
        copy_archive(archive, bucket)
    monkeypatch.undo()


def test_a_mistyped_bucket_is_not_made(archive: Path, bucket: str) -> None:
    with pytest.raises(NotCopied, match="/buket is not there"):
        copy_archive(archive, "memory://buket/gxcrawl")
    assert not fsspec.filesystem("memory").exists("/buket")


def test_an_option_has_a_name_and_a_value(archive: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["copy", str(tmp_path / "copy"), "--archive", str(archive), "--option", "endpoint"]
    )
    assert (done.exit_code, "endpoint is not NAME=VALUE" in done.output) == (Exit.USAGE, True)


def test_a_bucket_of_a_real_server_is_a_copy(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over HTTP, in pieces, with signatures."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with VaultWriter(archive) as vault:
        vault.put(answer("scan.pdf", random.Random(1).randbytes(12_000_000)), "application/pdf")
    server.start()
    try:
        host, port = server.get_host_and_port()
        store = {"endpoint_url": f"http://{host}:{port}"}
        with pytest.raises(NotCopied, match="bucket is not there"):
            copy_archive(archive, "s3://bucket/gxcrawl", store)
        files = fsspec.filesystem("s3", **store)
        assert files.ls("") == []
        files.mkdir("bucket")
        first = copy_archive(archive, "s3://bucket/gxcrawl", store)
        assert len(first.sent) == len(warcs(archive))
        assert copy_archive(archive, "s3://bucket/gxcrawl", store, again=True) == Copied((), first.sent, 0)
    finally:
        server.stop()


def test_the_verb(archive: Path, tmp_path: Path) -> None:
    def run(target: str, folder: Path = archive) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["copy", target, "--archive", str(folder)])
        return done.exit_code, done.output

    assert run(str(tmp_path / "copy"))[1].startswith(f"{len(warcs(archive))} files sent (")
    assert run(str(tmp_path / "copy")) == (
        Exit.OK,
        f"0 files sent (0 bytes), {len(warcs(archive))} were there\n",
    )
    assert run("nowhere://x")[0] == Exit.INTERRUPTED
    assert run(str(tmp_path / "copy"), tmp_path / "none")[0] == Exit.ARCHIVE_DAMAGED

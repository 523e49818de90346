"""What does an archive on a read-only medium still do, and how does it refuse the rest?"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gxcrawl.exits import Exit
from pipelines.warc.fixity import record_audit, verify
from pipelines.warc.ledger import NoArchive
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, page

NOBODY = 65534


@pytest.fixture
def archive() -> Iterator[Path]:
    """An archive its reader may not write; root may write everywhere, so the reader is somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody who may not write")
    folder = Path(tempfile.mkdtemp(prefix="gxcrawl-readonly-"))
    folder.chmod(0o755)
    with VaultWriter(folder / "archive") as vault:
        vault.put(answer("1.html", page(1)), "text/html")
    yield folder / "archive"
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], None]) -> None:
    def run() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        work()

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join()
    assert child.exitcode == 0


def test_it_is_read_and_verified(archive: Path) -> None:
    def work() -> None:
        with Vault(archive) as vault:
            assert [vault.read(capture.sha256) for capture in vault.ledger.captures()] == [page(1)]
        audit = verify(archive, at="2026-01-01T00:00:00Z", deep=True)
        assert audit.problems == ()
        with pytest.raises(NoArchive):
            record_audit(archive, audit)

    as_nobody(work)


def test_it_is_not_written(archive: Path) -> None:
    def work() -> None:
        with pytest.raises(NoArchive, match="cannot be written: Permission denied"):
            VaultWriter(archive)

    as_nobody(work)


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """An archive on a disk that is mounted read-only, as only root can do it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    with VaultWriter(disk / "archive") as vault:
        vault.put(answer("1.html", page(1)), "text/html")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    yield disk / "archive"
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["crawl", "--site", "henan-wlt"], Exit.ARCHIVE_DAMAGED),
        (["import", "x.warc.gz"], Exit.ARCHIVE_DAMAGED),
        (["replay"], Exit.ARCHIVE_DAMAGED),
        (["publish"], Exit.ARCHIVE_DAMAGED),
        (["verify", "--rebuild"], Exit.ARCHIVE_DAMAGED),
        (["verify", "--deep"], Exit.OK),
        (["fetch", ""], Exit.OK),
        (["copy", "COPY"], Exit.OK),
        (["export", "--wacz", "COPY/all.wacz"], Exit.OK),
    ],
)
def test_every_verb_ends_with_a_name(medium: Path, tmp_path: Path, arguments: list[str], code: Exit) -> None:
    given = [argument.replace("COPY", str(tmp_path)) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "gxcrawl", *given, "--archive", medium],
        capture_output=True,
        env={**os.environ, "GXCRAWL_CONTACT": "a@b.example"},
        timeout=60,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("...")
    with pytest.raises(NoArchive, match=r"archive cannot be written: (Not a directory|File exists)"):
        VaultWriter(tmp_path / "archive")
